import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { family } from '../../../../src/rego/builtins/glob/family.ts'
import { globSource } from '../../../../src/rego/builtins/glob/glob-source.ts'
import { Automaton } from '../../../../src/rego/builtins/regex/automaton.ts'
import { parsePattern } from '../../../../src/rego/builtins/regex/parse.ts'
import { programOf } from '../../../../src/rego/builtins/regex/program.ts'
import { withWork } from '../../../../src/rego/values/work.ts'
import { caller, refusal } from '../calling.ts'

const call = caller(family)

describe('glob.match', () => {
  it.each([
    ['*.github.com', ['.'], 'api.github.com', true],
    ['*.github.com', ['.'], 'api.cdn.github.com', false],
    ['*.github.com', [], 'api.cdn.github.com', false],
    ['*.github.com', null, 'api.cdn.github.com', true],
    ['api.**.com', ['.'], 'api.cdn.github.com', true],
    ['*:github:com', [':'], 'api:github:com', true],
    ['?at', ['f'], 'fat', false],
    ['?at', [], 'at', false],
    ['?', null, '😀', true],
    ['[abc]at', [], 'cat', true],
    ['[!abc]at', [], 'cat', false],
    ['[!abc]at', [], '.at', true],
    ['[a-c]at', [], 'bat', true],
    ['[!a-c]at', [], 'fat', true],
    ['[a\\]b]', [], ']', true],
    ['[\\^a]', [], '^', true],
    ['[^a]', [], '^', true],
    ['[-a]', [], '-', true],
    ['{cat,bat,[fr]at}', [], 'rat', true],
    ['{cat,bat,[fr]at}', [], 'hat', false],
    ['{a,{b,c}d}e', [], 'cde', true],
    ['{a,{b,c}d}e', [], 'ce', false],
    ['{,x}y', [], 'y', true],
    ['{*,**.x}', ['.'], 'a.b.x', true],
    ['{a,b', [], 'b', true],
    ['a,b', [], 'a,b', true],
    ['a}b]', [], 'a}b]', true],
    ['a\\*b', [], 'a*b', true],
    ['a\\*b', [], 'axb', false],
    ['a\\', [], 'a', true],
    ['{a\\,b,c}', [], 'a,b', true],
    ['*', [], 'foo.bar', false],
    ['*', null, 'foo.bar', true],
    ['*', ['.', '/'], 'foo/bar', false],
    ['**', ['.'], 'a\nb.c', true],
    ['*', ['/'], '', true],
    ['', [], '', true],
    ['', [], 'a', false],
    ['a.b(c)+$', [], 'a.b(c)+$', true],
    ['team0/**/prod/*.tf', ['/'], 'team0/a/b/prod/x.tf', true],
    ['team0/**/prod/*.tf', ['/'], 'team0/a/b/prod/x/y.tf', false],
    // As OPA's library has it: only both ends are looked at.
    ['ab**ba', ['.'], 'aba', true],
    ['ab*ba', null, 'aba', true],
    ['ab*ba', ['.'], 'aba', false],
  ])('%s with %j on %j is %s', (pattern, delimiters, text, expected) => {
    expect(call('glob.match', pattern, delimiters, text)).toBe(expected)
  })

  it.each([
    ['[a-zA-Z]', [], 'expected close range character'],
    ['[]', [], 'could not parse range'],
    ['[!]', [], 'could not parse range'],
    ['[abc', [], 'unexpected end of input'],
    ['[a-]', [], 'unexpected end of input'],
    ['[', [], 'unexpected end of input'],
    ['[z-a]', [], "hi character 'a' should be greater than lo 'z'"],
    ['a\ufffd', [], 'could not read rune'],
    ['a', ['ab'], 'operand 2 must be array of runes but got array containing string'],
    ['a', [''], 'operand 2 must be array of runes but got array containing string'],
    ['a', [1], 'operand 2 must be array of strings but got array containing number'],
    ['a', 'x', 'operand 2 must be one of {array, null} but got string'],
    [1, [], 'operand 1 must be string but got number'],
  ])('%s with %j is refused: %s', (pattern, delimiters, message) => {
    expect(refusal(() => call('glob.match', pattern, delimiters, 'a'))).toBe(message)
  })

  it('takes delimiters that mean something in patterns', () => {
    for (const delimiter of [']', '^', '-', '\\', '[', '😀']) {
      expect([delimiter, call('glob.match', '*', [delimiter], `a${delimiter}b`)]).toEqual([delimiter, false])
      expect([delimiter, call('glob.match', '*', [delimiter], 'ab')]).toEqual([delimiter, true])
    }
  })

  it('looks at each character only once where trying every way would take forever', () => {
    for (const [pattern, text, expected] of [
      ['*a*a*a*a*a*a*a*a*a*a*a*a*b', 'a'.repeat(5000), false],
      ['{*a,*b}'.repeat(20), 'ab'.repeat(2500), true],
    ] as const) {
      const parsed = parsePattern(globSource(pattern, ['.']))
      const automaton = parsed === undefined ? undefined : Automaton.of(programOf(parsed.pattern)!)
      expect(automaton?.test(text)).toBe(expected)
      expect(automaton?.read).toBeLessThanOrEqual(text.length)
      expect(withWork(50_000, () => call('glob.match', pattern, ['.'], text))).toBe(expected)
    }
  })
})

describe('glob.quote_meta', () => {
  it('escapes what means something', () => {
    expect(call('glob.quote_meta', '*.github.com')).toBe('\\*.github.com')
    expect(call('glob.quote_meta', 'a[b]{c,d}?\\')).toBe('a\\[b\\]\\{c,d\\}\\?\\\\')
    expect(refusal(() => call('glob.quote_meta', 1))).toBe('operand 1 must be string but got number')
  })

  it('gives a glob that takes the text and nothing else', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '*', '?', '[', ']', '{', '}', '\\', ',', '-', '.', '😀'), maxLength: 8 })
    fc.assert(
      fc.property(text, text, (quoted, other) => {
        const glob = call('glob.quote_meta', quoted) ?? null
        expect(call('glob.match', glob, ['.'], quoted)).toBe(true)
        expect(call('glob.match', glob, null, other)).toBe(other === quoted)
      }),
      { numRuns: 500, seed: 20261127 },
    )
  })
})
