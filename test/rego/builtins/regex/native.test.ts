import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Finder } from '../../../../src/rego/builtins/regex/match.ts'
import { Native } from '../../../../src/rego/builtins/regex/native.ts'
import { Re2 } from '../../../../src/rego/builtins/regex/re2.ts'
import { patterns, texts } from './patterns.ts'

/** All matches, with all groups. */
function all(finder: Finder, text: string): (readonly [number, number, ...string[]])[] {
  const found: (readonly [number, number, ...string[]])[] = []
  for (let from = 0; from <= text.length; ) {
    const match = finder.find(from)
    if (match === undefined) break
    found.push([match.start, match.end, ...match.groups.map((group) => group ?? '')])
    from = match.end > from ? match.end : from + ((text.codePointAt(from) ?? 0) > 0xffff ? 2 : 1)
  }
  return found
}

function replaced(matches: readonly (readonly [number, number, ...string[]])[], text: string): string {
  const ends = [0, ...matches.map(([, end]) => end)]
  return [...matches.map(([start]) => start), text.length].map((start, i) => text.slice(ends[i], start)).join('<>')
}

describe('the native matcher', () => {
  it('finds what re2js finds, wherever it is used', () => {
    let used = 0
    fc.assert(
      fc.property(patterns, fc.array(texts, { minLength: 1, maxLength: 4 }), (pattern, samples) => {
        const native = Native.of(pattern)
        if (native === undefined) return
        used += 1
        const re2 = new Re2(pattern)
        for (const text of samples) {
          if (text.length > native.longest) continue
          const expected = all(re2.finder(text), text)
          expect([text, all(native.finder(text), text)]).toEqual([text, expected])
          if (native.global !== undefined) expect([text, text.replace(native.global, '<>')]).toEqual([text, replaced(expected, text)])
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
    expect(Native.of(pattern)?.longest).toBe(1 << 20)
  })

  it.each(['([a-z]+)[-.:]([a-z0-9]+)', '[0-9]+x', '\\s+$'])('serves %s, which is quadratic, for short texts', (pattern) => {
    expect(Native.of(pattern)?.longest).toBe(128)
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
    // A byte that is no part of UTF-8 is U+FFFD to RE2.
    '\\x{FFFD}',
    '[^\\x{FFFD}]',
    '[\\x{DC80}-\\x{FFFF}a]',
  ])('does not serve %s', (pattern) => {
    expect(Native.of(pattern)).toBeUndefined()
  })

  it('does not serve a pattern where a group is inside of something repeated', () => {
    expect(Native.of('^(?:(a)|b)*$')).toBeUndefined()
    expect(Native.of('^(?:(a))*$')?.longest).toBe(1 << 20)
  })
})
