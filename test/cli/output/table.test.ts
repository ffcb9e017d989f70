import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cellsOf, fitted } from '../../../src/cli/output/cells.ts'
import { table } from '../../../src/cli/output/table.ts'

const rows = [
  ['okr', 3, 'there is no registry on the trunk'],
  ['spec', 12, 'nothing'],
] as const

describe('a table', () => {
  it('is aligned, numbers to the right, where there is room', () => {
    expect(table(['gate', 'changes', 'because'], rows, 60)).toBe(
      ['gate  changes  because', 'okr         3  there is no registry on the trunk', 'spec       12  nothing', ''].join('\n'),
    )
  })

  it('breaks its last column where the others leave enough', () => {
    expect(table(['gate', 'changes', 'because'], rows, 40)).toBe(
      ['gate  changes  because', 'okr         3  there is no registry on', '               the trunk', 'spec       12  nothing', ''].join('\n'),
    )
  })

  it('tells each row by itself where they do not', () => {
    expect(table(['gate', 'changes', 'because'], rows, 36)).toBe(
      ['gate okr', '  changes  3', '  because  there is no registry on', '           the trunk', 'gate spec', '  changes  12', '  because  nothing', ''].join(
        '\n',
      ),
    )
  })

  it('is no wider than it may be, whatever the cells are, and loses nothing of them', () => {
    const cell = fc.stringMatching(/^[a-z漢]{1,12}( [a-z漢]{1,50}){0,4}$/)
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.stringMatching(/^[a-z]{1,8}$/), fc.nat(999), cell), { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 30, max: 120 }),
        (all, width) => {
          const text = table(['name', 'n', 'what'], all, width)
          for (const line of text.split('\n')) expect(cellsOf(line)).toBeLessThanOrEqual(width)
          const letters = text.replace(/\s/g, '')
          for (const [name, n, what] of all) for (const part of [name, String(n), what.replaceAll(' ', '')]) expect(letters).toContain(part)
        },
      ),
      { seed: 5, numRuns: 300 },
    )
  })
})

describe('columns of a terminal', () => {
  it.each([
    ['abc', 3],
    ['漢字', 4],
    ['✅', 2],
    ['e\u0301', 1],
    ['', 0],
  ])('%j takes %i', (text, cells) => {
    expect(cellsOf(text)).toBe(cells)
  })

  it('are filled to exactly so many, whatever the text is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), fc.integer({ min: 2, max: 20 }), (text, cells) => {
        const shown = fitted(text, cells)
        expect(cellsOf(shown)).toBe(cells)
        expect(shown.includes('…') || shown.trimEnd() === text.trimEnd()).toBe(true)
      }),
      { seed: 5, numRuns: 300 },
    )
  })
})
