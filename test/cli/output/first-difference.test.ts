import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { firstDifference } from '../../../src/cli/output/first-difference.ts'
import { canonicalJson, type Json } from '../../../src/model/json.ts'

describe('the first difference of two JSON values', () => {
  it.each([
    [
      { a: 1, b: 2 },
      { a: 1, b: 3 },
      { pointer: '/b', before: 2, after: 3 },
    ],
    [{ b: [1, { c: null }] }, { b: [1, { c: false }] }, { pointer: '/b/1/c', before: null, after: false }],
    [{ a: 1 }, {}, { pointer: '/a', before: 1, after: undefined }],
    [[1], [1, 2], { pointer: '/1', before: undefined, after: 2 }],
    [{ 'a/b~': 1 }, { 'a/b~': 2 }, { pointer: '/a~1b~0', before: 1, after: 2 }],
    [[], {}, { pointer: '', before: [], after: {} }],
    [JSON.parse('{"__proto__": 1}'), {}, { pointer: '/__proto__', before: 1, after: undefined }],
  ])('of %j and %j is %j', (before, after, expected) => {
    expect(firstDifference(before, after)).toEqual(expected)
  })

  it('is there exactly when their canonical JSON differs', () => {
    const value = fc.jsonValue({ maxDepth: 3 }).map((json): Json => JSON.parse(JSON.stringify(json)))
    fc.assert(
      fc.property(value, value, (a, b) => {
        expect(firstDifference(a, b) === undefined).toBe(canonicalJson(a) === canonicalJson(b))
        expect(firstDifference(a, JSON.parse(canonicalJson(a)))).toBeUndefined()
      }),
      { seed: 3, numRuns: 300 },
    )
  })
})
