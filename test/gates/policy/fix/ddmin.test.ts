import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { minimise } from '../../../../src/gates/policy/fix/ddmin.ts'

/** @spec SPEC-19 */
describe('delta debugging', () => {
  it('finds the parts that are needed, and no other', () => {
    const needs = [3, 17, 40]
    const found = minimise(60, (parts) => needs.every((need) => parts.includes(need)), 1000)
    expect(found).toMatchObject({ parts: needs, isMinimal: true })
    expect(found.tests).toBeLessThan(120)
  })

  it('finds that nothing is needed', () => {
    expect(minimise(8, () => true, 100)).toMatchObject({ parts: [], isMinimal: true })
    expect(minimise(0, () => true, 100)).toMatchObject({ parts: [], isMinimal: true, tests: 0 })
  })

  it('says so when it had to stop, with a set that holds', () => {
    const found = minimise(64, (parts) => parts.length === 64 || parts.length === 32, 3)
    expect(found.isMinimal).toBe(false)
    expect([32, 64]).toContain(found.parts.length)
    expect(found.tests).toBeLessThanOrEqual(3)
  })

  it('gives a set that holds and of which no single part can be left out, whatever is asked', () => {
    // Any of some sets is enough: what holds need not be a conjunction.
    const sets = fc.array(fc.uniqueArray(fc.nat(15), { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(sets, (enough) => {
        const holds = (parts: readonly number[]) => enough.some((set) => set.every((part) => parts.includes(part)))
        const { parts, isMinimal } = minimise(16, holds, 10_000)
        expect(isMinimal).toBe(true)
        expect(holds(parts)).toBe(true)
        for (const part of parts) expect(holds(parts.filter((other) => other !== part))).toBe(false)
      }),
      { seed: 20261127, numRuns: 300 },
    )
  })

  it('never asks the same twice', () => {
    const asked = new Set<string>()
    minimise(
      30,
      (parts) => {
        const key = parts.join()
        expect(asked.has(key)).toBe(false)
        asked.add(key)
        return [2, 9, 28].every((part) => parts.includes(part))
      },
      1000,
    )
  })
})
