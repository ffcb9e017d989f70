import { describe, expect, it } from 'vitest'
import type { Host } from '../../../../src/rego/builtins/builtin.ts'
import { countWork } from '../../counted-work.ts'
import { countingHost } from '../calling.ts'

const counted = await countWork()
const { family } = await import('../../../../src/rego/builtins/graphql/family.ts')
const { Halted } = await import('../../../../src/rego/errors.ts')

describe('hostile documents', () => {
  const limited = (steps: number): Host => {
    const host = countingHost()
    return {
      ...host,
      spend(count: number) {
        host.spend(count)
        if (host.spent() > steps) throw new Halted('steps', 'the step budget is used up')
      },
    }
  }
  const isValid = family.find(({ name }) => name === 'graphql.is_valid')
  const types = 'type Query { f: T g: T a: Int } type T { f: T g: T a: Int }'

  it.each<[string, string]>([
    [
      'fragments in fragments, doubled',
      `{ f { ...F0 } } ${Array.from({ length: 300 }, (_, i) => `fragment F${i} on T { f { ...F${i + 1} } f { ...F${i + 1} } }`).join(' ')} fragment F300 on T { a }`,
    ],
    [
      'fields beside their fragments',
      `{ f { ...F0 } } ${Array.from({ length: 300 }, (_, i) => `fragment F${i} on T { f { ...F${i + 1} a } f { ...F${i + 1} g { a } } }`).join(' ')} fragment F300 on T { a }`,
    ],
    ['one field again and again', `{ ${'f { a } '.repeat(10_000)} }`],
    ['one field with one more below', `{ ${Array.from({ length: 3000 }, (_, i) => `f { x${i}: a }`).join(' ')} }`],
    ['fragments that go round', '{ f { ...A } } fragment A on T { f { ...B } } fragment B on T { f { ...A } }'],
  ])('%s', async (_, query) => {
    const work = await counted(() => {
      try {
        isValid?.call([query, types], limited(300_000))
      } catch (error) {
        expect(error).toBeInstanceOf(Halted)
      }
    })
    expect(work).toBeGreaterThan(1000)
    expect(work).toBeLessThan(60 * 300_000)
  })

  it('many operations and fragments are paid for', () => {
    const many = `${Array.from({ length: 5000 }, (_, i) => `query Q${i} { f { ...F } }`).join(' ')} fragment F on T { ${'a '.repeat(5000)} }`
    expect(() => isValid?.call([many, types], limited(1_000_000))).toThrow(Halted)
  })
})
