import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Halted } from '../../../src/rego/errors.ts'
import { compare, equal } from '../../../src/rego/values/compare.ts'
import { hashKey } from '../../../src/rego/values/hash-key.ts'
import { fromPlain, JsonError, jsonText, parseJson, toPlain } from '../../../src/rego/values/json.ts'
import { numberOf } from '../../../src/rego/values/numbers.ts'
import { objectOf } from '../../../src/rego/values/objects.ts'
import { RegoSet } from '../../../src/rego/values/rego-set.ts'
import { regoText } from '../../../src/rego/values/rego-text.ts'
import { bytesOf, runeCount, textOfBytes } from '../../../src/rego/values/strings.ts'
import type { Value } from '../../../src/rego/values/value.ts'
import { MAX_DEPTH, withWork } from '../../../src/rego/values/work.ts'
import { numbers, seed, strings, values } from './arbitrary.ts'

const runs = { seed, numRuns: 3000 }

const jsonValues: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(null, true, false),
    numbers,
    strings,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(strings, tie('value')), { maxLength: 4 }).map((entries) => objectOf(entries)),
  ),
})).value

describe('JSON', () => {
  it('comes back as it went', () => {
    fc.assert(
      fc.property(jsonValues, (value) => {
        const text = jsonText(value)
        expect(equal(parseJson(text), value)).toBe(true)
        expect(jsonText(parseJson(text))).toBe(text)
        expect(equal(parseJson(jsonText(value, { prefix: '', indent: '  ' })), value)).toBe(true)
      }),
      runs,
    )
  })

  it('reads what JSON.parse reads, and refuses what it refuses', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.json(),
          fc.json().map((text) => text.slice(1)),
          fc.string(),
        ),
        (text) => {
          let wanted: unknown
          try {
            wanted = JSON.parse(text)
          } catch {
            expect(() => parseJson(text)).toThrow(JsonError)
            return
          }
          expect(equal(parseJson(text), fromPlain(wanted))).toBe(true)
        },
      ),
      runs,
    )
  })

  it('sorts keys by bytes, writes sets as arrays and escapes what HTML would read', () => {
    expect(jsonText({ '\u{10000}': 1, '\ue000': 2, b: RegoSet.of([2, 1, 'x']), a: '<&>\u2028"\\\n' })).toBe(
      '{"a":"\\u003c\\u0026\\u003e\\u2028\\"\\\\\\n","b":[1,2,"x"],"\ue000":2,"\u{10000}":1}',
    )
    expect(
      jsonText(
        objectOf([
          [[1, 'a'], 1],
          [2, 2],
        ]),
      ),
    ).toBe('{"2":2,"[1,\\"a\\"]":1}')
  })

  it.each([
    ['', 'EOF'],
    ['{', 'unexpected EOF'],
    ['[1 2]', "invalid character '2' after array element"],
    ['01', "invalid character '1' after top-level value"],
    ['{a', "invalid character 'a' looking for beginning of object key string"],
    ['nul!', "invalid character '!' in literal null (expecting 'l')"],
    ['"\\x"', "invalid character 'x' in string escape code"],
    ['1.x', "invalid character 'x' after decimal point in numeric literal"],
  ])('says of %j what Go says', (text, message) => {
    expect(() => parseJson(text)).toThrow(new JsonError(message))
  })

  it('reads halves of surrogate pairs as Go does', () => {
    expect(parseJson('"\\ud800x\\ud83d\\ude00"')).toBe('\ufffdx😀')
  })

  it('refuses to nest too deeply', () => {
    expect(() => parseJson('['.repeat(100_000))).toThrow('exceeded max depth')
  })
})

describe('values of JavaScript', () => {
  it('are taken as they are', () => {
    const input = { a: [1, 'x', { b: null }], __proto__: null }
    expect(fromPlain(input)).toBe(input)
  })

  it('become values where they are none', () => {
    expect(fromPlain({ a: 1e21, b: undefined, c: [2n] })).toStrictEqual({ a: 10n ** 21n, c: [2] })
    expect(equal(fromPlain(new Set([1, 1n])), RegoSet.of([1]))).toBe(true)
    expect(equal(fromPlain(new Map([[1, 2]])), objectOf([[1, 2]]))).toBe(true)
    expect(() => fromPlain([Number.NaN])).toThrow(TypeError)
    expect(() => fromPlain(() => 1)).toThrow(TypeError)
  })

  it('come out as plain JSON', () => {
    expect(toPlain({ a: RegoSet.of(['b', 'a']), n: 2n ** 60n, f: numberOf('0.33333333333333333334') })).toStrictEqual({ a: ['a', 'b'], n: 2n ** 60n, f: 1 / 3 })
    expect(toPlain(objectOf([[[1], 'x']]))).toStrictEqual({ '[1]': 'x' })
  })
})

describe('bytes', () => {
  it('are kept even where they are no UTF-8', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        expect([...bytesOf(textOfBytes(bytes))]).toEqual([...bytes])
      }),
      runs,
    )
    expect(jsonText(textOfBytes(Uint8Array.of(0x61, 0xff)))).toBe('"a\\ufffd"')
    expect(regoText(textOfBytes(Uint8Array.of(0xff)))).toBe('"\\xff"')
  })

  it('count characters', () => {
    fc.assert(
      fc.property(strings, (text) => runeCount(text) === [...text].length),
      runs,
    )
  })
})

describe('Rego text', () => {
  it('is what OPA prints', () => {
    expect(regoText([1, 'a"\n\u200b', objectOf([[RegoSet.empty, RegoSet.of([2, 1])]]), {}, null, true])).toBe(
      '[1, "a\\"\\n\\u200b", {set(): {1, 2}}, {}, null, true]',
    )
  })
})

describe('work on values', () => {
  /** As many levels as asked for, each used twice by the next: small to make, large to look at. */
  function doubled(levels: number): Value {
    let value: Value = ['x']
    for (let level = 0; level < levels; level++) value = [value, value]
    return value
  }

  it.each<[string, () => unknown]>([
    ['comparing', () => compare(doubled(60), doubled(60))],
    ['equality', () => equal(doubled(60), doubled(60))],
    ['printing', () => jsonText(doubled(60))],
    ['Rego text', () => regoText(doubled(60))],
  ])('%s of exponentially large values ends with the budget', (_, work) => {
    expect(() => withWork(1_000_000, work)).toThrow(Halted)
  })

  it('ends where values are nested too deeply', () => {
    let value: Value = []
    for (let level = 0; level < MAX_DEPTH * 5; level++) value = [value]
    const looks: readonly (() => unknown)[] = [
      () => hashKey(value),
      () => jsonText(value),
      () => regoText(value),
      () => compare(value, [value]),
      () => toPlain(value),
    ]
    for (const look of looks) {
      expect(look).toThrow(Halted)
    }
  })

  it('does not hash what is exponentially large', () => {
    expect(() => withWork(1_000_000, () => hashKey(doubled(60)))).toThrow(Halted)
  })

  it('any two values can be compared, hashed and printed', () => {
    fc.assert(
      fc.property(values, (value) => typeof jsonText(value) === 'string' && typeof regoText(value) === 'string'),
      runs,
    )
  })
})
