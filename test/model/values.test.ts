import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { digestOf } from '../../src/model/digest.ts'
import { digest, instant, later, MalformedId, oid, repoId } from '../../src/model/ids.ts'
import { canonicalJson, type Json } from '../../src/model/json.ts'
import { decodePath, displayPath, encodePath, extensionOf } from '../../src/model/path.ts'
import { code, place, plain, say } from '../../src/model/phrase.ts'

/** @spec SPEC-13 */
describe('canonical JSON', () => {
  it('is the same for the same value in any key order, and reads back as that value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const shuffled = JSON.parse(JSON.stringify(value), (_key, inner) =>
          inner && typeof inner === 'object' && !Array.isArray(inner) ? Object.fromEntries(Object.entries(inner).reverse()) : inner,
        ) as Json
        expect(canonicalJson(shuffled)).toBe(canonicalJson(value as Json))
        expect(JSON.parse(canonicalJson(value as Json))).toEqual(JSON.parse(JSON.stringify(value)))
      }),
      { seed: 4 },
    )
  })

  it.each<[Json, string]>([
    [{ b: 1, a: [true, null, 'é'] }, '{"a":[true,null,"é"],"b":1}'],
    [{ a: undefined }, '{}'],
    [1e21, '1e+21'],
    ['\udc80', '"\\udc80"'],
  ])('of %j is %s', (value, text) => {
    expect(canonicalJson(value)).toBe(text)
  })

  it('refuses what JSON cannot say', () => {
    expect(() => canonicalJson(Number.NaN)).toThrow(TypeError)
    expect(() => canonicalJson({ a: Number.POSITIVE_INFINITY })).toThrow(TypeError)
  })

  it('has the digest that sha256sum gives for its bytes', () => {
    expect(digestOf({})).toBe('sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a')
  })
})

describe('paths', () => {
  it('come back as the same bytes, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        expect(Buffer.from(encodePath(decodePath(bytes)))).toEqual(Buffer.from(bytes))
      }),
      { seed: 5, numRuns: 2000 },
    )
  })

  it('are different for different bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 6 }), fc.uint8Array({ maxLength: 6 }), (a, b) => {
        fc.pre(Buffer.compare(a, b) !== 0)
        expect(decodePath(a)).not.toBe(decodePath(b))
      }),
      { seed: 6, numRuns: 2000 },
    )
  })

  it('show control and stray bytes without passing them on', () => {
    expect(displayPath(decodePath(Uint8Array.of(0x61, 0x0a, 0xff, 0x62)))).toBe('a\\x0a\\xffb')
    expect(displayPath('a\u202eb')).toBe('a\\u202eb')
    expect(displayPath('größe/日本.ts')).toBe('größe/日本.ts')
  })

  it.each([
    ['a/b.TS', 'ts'],
    ['.env', ''],
    ['a.b/c', ''],
    ['a.test.ts', 'ts'],
  ])('%s has the extension %j', (path, extension) => {
    expect(extensionOf(path)).toBe(extension)
  })
})

describe('ids', () => {
  it.each([() => oid('HEAD'), () => oid('a'.repeat(41)), () => digest('abc'), () => repoId(-1), () => repoId(1.5), () => instant('yesterday')])(
    'refuse what they are not (%#)',
    (parse) => {
      expect(parse).toThrow(MalformedId)
    },
  )

  it('moves an instant by milliseconds', () => {
    expect(later(instant('2026-01-01T00:00:00Z'), 90_000)).toBe('2026-01-01T00:01:30.000Z')
  })
})

describe('phrases', () => {
  it('keep values apart from words', () => {
    expect(say`${place('a.ts', 3)} grants ${code('write')} to ${'@everyone'} ${2} times`).toEqual([
      { code: 'a.ts:3' },
      ' grants ',
      { code: 'write' },
      ' to ',
      '@everyone',
      ' ',
      '2',
      ' times',
    ])
  })

  it('read as plain text', () => {
    expect(plain(say`${place('a.ts')} is ${{ strong: 'bad' }}`)).toBe('`a.ts` is bad')
  })
})
