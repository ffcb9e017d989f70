import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compare, equal } from '../../../src/rego/values/compare.ts'
import { hashKey } from '../../../src/rego/values/hash-key.ts'
import { numberOf } from '../../../src/rego/values/numbers.ts'
import { entriesOf, getKey, keysOf, objectOf, sizeOf } from '../../../src/rego/values/objects.ts'
import { RegoMap } from '../../../src/rego/values/rego-map.ts'
import { RegoSet } from '../../../src/rego/values/rego-set.ts'
import { compareStrings } from '../../../src/rego/values/strings.ts'
import type { Value } from '../../../src/rego/values/value.ts'
import { seed, strings, values } from './arbitrary.ts'

const runs = { seed, numRuns: 3000 }

describe('the order of values', () => {
  it('puts the types after one another', () => {
    const ordered: Value[] = [
      null,
      false,
      true,
      -1,
      0,
      0.5,
      1,
      2n ** 60n,
      '',
      'a',
      [],
      [1],
      {},
      { a: 1 },
      objectOf([[null, 1]]),
      RegoSet.empty,
      RegoSet.of([1]),
    ]
    const types = ordered.filter((value) => !(value instanceof RegoMap))
    for (let index = 1; index < types.length; index++) expect(compare(types[index - 1]!, types[index]!)).toBeLessThan(0)
  })

  it('is antisymmetric', () => {
    fc.assert(
      fc.property(values, values, (a, b) => Math.sign(compare(a, b)) === -Math.sign(compare(b, a))),
      runs,
    )
  })

  it('is transitive', () => {
    fc.assert(
      fc.property(fc.array(values, { minLength: 3, maxLength: 6 }), (some) => {
        const sorted = [...some].sort(compare)
        for (let i = 0; i < sorted.length; i++) for (let j = i; j < sorted.length; j++) expect(compare(sorted[i]!, sorted[j]!)).toBeLessThanOrEqual(0)
      }),
      runs,
    )
  })

  it('agrees with equality and with hash keys', () => {
    fc.assert(
      fc.property(values, values, (a, b) => {
        const same = compare(a, b) === 0
        expect(equal(a, b)).toBe(same)
        expect(hashKey(a) === hashKey(b)).toBe(same)
      }),
      runs,
    )
  })

  it('finds a copy equal', () => {
    const copy = (value: Value): Value => {
      if (Array.isArray(value)) return value.map(copy)
      if (value instanceof RegoSet) return RegoSet.of([...value].reverse().map(copy))
      if (typeof value !== 'object' || value === null || !('size' in value || Object.getPrototypeOf(value) === Object.prototype)) return value
      return objectOf(
        entriesOf(value as never)
          .map(([key, item]) => [copy(key), copy(item)] as const)
          .reverse(),
      )
    }
    fc.assert(
      fc.property(values, (value) => {
        const other = copy(value)
        expect(equal(value, other)).toBe(true)
        expect(compare(value, other)).toBe(0)
        expect(hashKey(other)).toBe(hashKey(value))
      }),
      runs,
    )
  })

  it('compares strings as their UTF-8 bytes', () => {
    fc.assert(
      fc.property(strings, strings, (a, b) => Math.sign(compareStrings(a, b)) === Buffer.compare(Buffer.from(a), Buffer.from(b))),
      { ...runs, numRuns: 20_000 },
    )
  })

  it('compares objects by their first different key, then by its value, then by size', () => {
    expect(compare({ a: 2 }, { b: 1 })).toBeLessThan(0)
    expect(compare({ a: 1, c: 0 }, { a: 1, b: 9 })).toBeGreaterThan(0)
    expect(compare({ a: 2 }, { a: 1, b: 1 })).toBeGreaterThan(0)
    expect(compare({ a: 1 }, { a: 1, b: 1 })).toBeLessThan(0)
  })

  it('compares numbers of all sizes by what they are worth', () => {
    const texts = [
      '-1e2000',
      '-12345678901234567890',
      '-1.5',
      '-1e-2000',
      '0',
      '1e-2000',
      '0.1',
      '0.10000000000000000000001',
      '1',
      '9007199254740993',
      '1e2000',
    ]
    const ordered = texts.map(numberOf)
    for (let i = 0; i < ordered.length; i++) {
      for (let j = 0; j < ordered.length; j++) expect(Math.sign(compare(ordered[i]!, ordered[j]!))).toBe(Math.sign(i - j))
    }
  })
})

describe('sets and objects', () => {
  it('do not depend on the order their parts came in', () => {
    fc.assert(
      fc.property(fc.array(values, { maxLength: 6 }), fc.nat(), (items, turn) => {
        const turned = [...items.slice(turn % (items.length + 1)), ...items.slice(0, turn % (items.length + 1))]
        const a = RegoSet.of(items)
        const b = RegoSet.of(turned)
        expect(equal(a, b)).toBe(true)
        expect([...a].length).toBe(a.size)
        expect([...a].every((item, index) => equal(item, b.sorted()[index]!))).toBe(true)
        const pairs = items.map((item, index) => [item, index] as const).filter(([item], index) => items.findIndex((other) => equal(item, other)) === index)
        expect(equal(objectOf(pairs), objectOf(pairs.toReversed()))).toBe(true)
      }),
      runs,
    )
  })

  it('give back what they were given', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(values, values), { maxLength: 6 }), (entries) => {
        const object = objectOf(entries)
        for (const [key] of entries) {
          const last = entries.findLast(([other]) => equal(other, key))!
          expect(getKey(object, key)).toBe(last[1])
        }
        expect(keysOf(object).length).toBe(sizeOf(object))
        const set = RegoSet.of(entries.map(([key]) => key))
        for (const [key] of entries) expect(set.has(key)).toBe(true)
        expect(set.size).toBe(sizeOf(object))
      }),
      runs,
    )
  })

  it('take names of JavaScript as ordinary keys', () => {
    const object = objectOf([
      ['__proto__', 1],
      ['constructor', 2],
    ])
    expect(getKey(object, '__proto__')).toBe(1)
    expect(getKey(object, 'toString')).toBeUndefined()
    expect(getKey({}, '__proto__')).toBeUndefined()
    expect(keysOf(object)).toEqual(['__proto__', 'constructor'])
    expect(equal(object, JSON.parse('{"constructor":2,"__proto__":1}'))).toBe(true)
    expect(equal(object, { constructor: 2 } as never)).toBe(false)
  })
})
