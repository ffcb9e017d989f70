import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Engine, nativeEngine, re2Engine } from '../../../../src/rego/builtins/regex/engine.ts'
import { patterns, texts } from './patterns.ts'

/** All matches, with all groups. */
function all(engine: Engine, text: string): unknown[] {
  const finder = engine.finder(text)
  const found: unknown[] = []
  for (let from = 0; from <= text.length; ) {
    const match = finder.find(from)
    if (match === undefined) break
    found.push([match.start, match.end, ...Array.from({ length: engine.groupCount + 1 }, (_, group) => match.group(group))])
    from = match.end > from ? match.end : from + ((text.codePointAt(from) ?? 0) > 0xffff ? 2 : 1)
  }
  return found
}

describe('the native matcher', () => {
  it('finds what re2js finds, wherever it is used', () => {
    let used = 0
    fc.assert(
      fc.property(patterns, fc.array(texts, { minLength: 1, maxLength: 4 }), (pattern, samples) => {
        const native = nativeEngine(pattern)
        if (native === undefined) return
        used += 1
        const re2 = re2Engine(pattern)
        expect(native.groupCount).toBe(re2.groupCount)
        expect(native.groupNames).toEqual(re2.groupNames)
        for (const text of samples) {
          if (text.length <= native.longest.first) expect([text, native.test(text)]).toEqual([text, re2.test(text)])
          if (text.length <= native.longest.all) expect([text, all(native, text)]).toEqual([text, all(re2, text)])
        }
      }),
      { numRuns: 2500, seed: 20261127 },
    )
    expect(used).toBeGreaterThan(1000)
  })

  it.each([
    '^svc-[a-z]{2,4}-0[0-9]*$',
    '(?:team|group)1[._-](dev|stage|prod)$',
    '^[a-z0-9]+(?:\\.[a-z0-9]+)*@corp2\\.example$',
    'v3\\.[0-9]+\\.[0-9]+(-rc[0-9]+)?',
    '^arn:aws:(s3|sqs|k4):[a-z0-9-]*:[0-9]{12}:.+/4$',
    '[-.:/@]',
    '[0-9]+',
    '\\w+',
    'foo.*',
    '(?i)^bearer .+$',
    '^sha256:[a-f0-9]{64}$',
    '\\b[A-Z]{2,5}-[0-9]+\\b',
    '^(https?://)?[^/]+/.*$',
  ])('serves %s for texts of any usual length', (pattern) => {
    expect(nativeEngine(pattern)?.longest).toEqual({ first: 1 << 20, all: 1 << 20 })
  })

  it.each(['([a-z]+)[-.:]([a-z0-9]+)', '[0-9]+x', '\\s+$'])('serves %s, which is quadratic, for short texts', (pattern) => {
    expect(nativeEngine(pattern)?.longest).toEqual({ first: 128, all: 128 })
  })

  it.each([
    // Exponential or polynomial for a backtracking matcher.
    '(a+)+$',
    '(a|a)*b',
    '^(([a-z])+.)+[A-Z]([a-z])+$',
    '(a?){20}a{20}',
    '(?:|){30}x',
    '(x+x+)+y',
    '^.*foo.*bar.*$',
    '\\d+\\d+\\d+x',
    // Not the same in JavaScript, or not known to be.
    '(a*)*',
    '(?U)a+',
    '\\pL',
    '(?i)é',
    '\\Qa\\E',
    '\\01',
    '\\B',
    'a{0}',
    '[^\\x00-\\x{10FFFF}]',
  ])('does not serve %s', (pattern) => {
    expect(nativeEngine(pattern)).toBeUndefined()
  })

  it('serves no search for all matches where a group is inside of something repeated', () => {
    expect(nativeEngine('^(?:(a)|b)*$')?.longest).toEqual({ first: 1 << 20, all: 0 })
    expect(nativeEngine('^(?:(a))*$')?.longest.all).toBe(1 << 20)
  })
})
