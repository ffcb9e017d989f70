import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Automaton } from '../../../../src/rego/builtins/regex/automaton.ts'
import { parsePattern } from '../../../../src/rego/builtins/regex/parse.ts'
import { programOf, reversed } from '../../../../src/rego/builtins/regex/program.ts'
import { Re2 } from '../../../../src/rego/builtins/regex/re2.ts'
import type { Pattern } from '../../../../src/rego/builtins/regex/syntax.ts'
import { Tester } from '../../../../src/rego/builtins/regex/tester.ts'
import { withWork } from '../../../../src/rego/values/work.ts'
import { mixed, patterns, texts } from './patterns.ts'

function automatonOf(source: string, turn: (pattern: Pattern) => Pattern = (pattern) => pattern): Automaton | undefined {
  const parsed = parsePattern(source)
  const program = parsed === undefined ? undefined : programOf(turn(parsed.pattern))
  return program === undefined ? undefined : Automaton.of(program)
}

/** Its answers, where there has to be an automaton. */
function answers(source: string, ...all: string[]): (boolean | undefined)[] {
  const automaton = automatonOf(source)
  const backwards = automatonOf(source, reversed)
  if (automaton === undefined || backwards === undefined) throw new Error(`no automaton for ${source}`)
  return all.map((text) => {
    const found = automaton.test(text)
    expect(backwards.testBackwards(text)).toBe(found)
    return found
  })
}

describe('the automaton', () => {
  it('says what re2js says, the second time as well', () => {
    let used = 0
    fc.assert(
      fc.property(patterns, fc.array(texts, { minLength: 1, maxLength: 6 }), (pattern, samples) => {
        const automaton = automatonOf(pattern)
        if (automaton === undefined) return
        used += 1
        const backwards = automatonOf(pattern, reversed)
        const re2 = new Re2(pattern)
        for (const text of [...samples, ...samples]) {
          const expected = re2.test(text)
          expect([pattern, text, automaton.test(text), backwards?.testBackwards(text)]).toEqual([pattern, text, expected, expected])
        }
      }),
      { numRuns: 3000, seed: 20261127 },
    )
    expect(used).toBeGreaterThan(1500)
  })

  it.each([
    ['^a', 'ba', false],
    ['(^a)|b$', 'ab', true],
    ['(^a)|b$', 'bc', false],
    ['$', 'abc', true],
    ['a$', 'a\n', false],
    ['(?m)a$', 'a\nb', true],
    ['(?m)^b', 'a\nb', true],
    ['\\bfoo\\b', 'a foo.', true],
    ['\\bfoo\\b', 'food', false],
    ['(?:a|b)*c{2,3}$', 'ababccc', true],
    ['(?:a*)*$', 'b', true],
    ['^(?:a{0}b)+$', 'bb', true],
    ['😀.é', 'x😀😀é', true],
    ['^.$', '😀', true],
    ['', '', true],
    ['é\\b', 'é', false],
    ['^[^😀]{2}$', '\ud83d\ud83d', true],
    ['^[^😀]$', '😀', false],
    ['(?m)^$', 'a\n', true],
    ['(?m)^$', 'a', false],
  ])('%s on %j: %s', (pattern, text, expected) => {
    expect(answers(pattern, text, text)).toEqual([expected, expected])
  })

  it('reads U+FFFD for a byte that is no part of UTF-8, as Go does', () => {
    expect(answers('^\\x{FFFD}.$', '\udc80\udcff', '\ufffda', 'ab')).toEqual([true, true, false])
    expect(answers('[\\x{DC80}-\\x{DCFF}]', '\udc80')).toEqual([false])
  })

  it('takes a step for each place only once: what makes others try every way is read through', () => {
    const text = `${'a'.repeat(50_000)}!`
    withWork(10_000, () => {
      expect(answers('^(a+)+$', text, text, text)).toEqual([false, false, false])
      expect(answers('(x+x+)+y', 'x'.repeat(50_000))).toEqual([false])
      expect(answers('^(([a-z])+.)+[A-Z]([a-z])+$', text)).toEqual([false])
    })
  })

  it('pays for the states it makes', () => {
    expect(() => withWork(500, () => answers('(a|b)*a(a|b){12}$', mixed(1000)))).toThrow('the step budget is used up')
  })

  it('gives up where it would need too many states, and keeps its table small', () => {
    const automaton = automatonOf('(a|b)*a(a|b){14}$')
    expect(automaton?.test(mixed(20_000))).toBeUndefined()
  })

  it.each(['a{1000}{1000}', '(?:(?:){1000}){1000}', '(?:a{500}|b){10}'])('there is none for %s', (pattern) => {
    const parsed = parsePattern(pattern)
    expect(parsed === undefined ? undefined : programOf(parsed.pattern)).toBeUndefined()
  })
})

describe('the tester', () => {
  it('says the same before, while and after it chooses an end to begin at', () => {
    for (const [pattern, right, wrong] of [
      ['^abc', 'abcd', 'bcd'],
      ['abc$', 'xabc', 'xabcd'],
      ['b', 'abc', 'ac'],
    ] as const) {
      const tester = Tester.of(pattern)
      for (let count = 0; count < 50; count += 1) expect([pattern, tester?.test(right), tester?.test(wrong)]).toEqual([pattern, true, false])
    }
  })

  it('goes on at the other end where one takes too many states', () => {
    const text = mixed(20_000)
    const isMatch = new Re2('(a|b)*a(a|b){14}$').test(text)
    const tester = Tester.of('(a|b)*a(a|b){14}$')
    expect([tester?.test(text), tester?.test(text)]).toEqual([isMatch, isMatch])
  })

  it('is none for what only re2js reads', () => {
    expect(Tester.of('\\pL')).toBeUndefined()
  })
})
