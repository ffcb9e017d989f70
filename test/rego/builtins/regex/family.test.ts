import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { family } from '../../../../src/rego/builtins/regex/family.ts'
import { caller, refusal } from '../calling.ts'
import { patterns, texts } from './patterns.ts'

const call = caller(family)

describe('regex.match', () => {
  it.each([
    ['^[a-z]+\\[[0-9]+\\]$', 'foo[1]', true],
    ['', '', true],
    ['', 'x', true],
    ['^$', 'something', false],
    // Without `m`, `$` is the end of the text only, not before a last line end.
    ['a$', 'a\n', false],
    ['(?m)a$', 'a\n', true],
    ['(?m)^b', 'a\nb', true],
    ['^b', 'a\nb', false],
    ['a\\z', 'a', true],
    // `.` takes no line feed, but every other line end.
    ['a.b', 'a\nb', false],
    ['(?s)a.b', 'a\nb', true],
    ['a.b', 'a\rb', true],
    ['a.b', 'a\u2028b', true],
    // A character is a code point.
    ['^.$', '😀', true],
    ['^..$', '😀', false],
    // `\s`, `\w` and `\d` are ASCII, and `\s` has no vertical tab.
    ['^\\s$', '\u00a0', false],
    ['^\\s$', '\v', false],
    ['^[[:space:]]$', '\v', true],
    ['^\\w$', 'é', false],
    ['^\\d$', '٣', false],
    ['^\\pL+$', 'Ünïcödé', true],
    ['^\\p{Greek}+$', 'αβγ', true],
    ['(?i)straße', 'STRAßE', true],
    // Simple folding: the Kelvin sign is a k, the long s an s.
    ['(?i)^k$', '\u212a', true],
    ['(?i)^[s]$', '\u017f', true],
    ['(?i)^[^k]$', '\u212a', false],
    ['^k$', '\u212a', false],
    ['\\Qa.b\\E', 'a.b', true],
    ['\\Qa.b\\E', 'axb', false],
    ['x{,2}', 'x{,2}', true],
    ['^(?P<year>\\d{4})-(?<month>\\d{2})$', '2024-05', true],
  ])('%s on %j is %s', (pattern, text, expected) => {
    expect(call('regex.match', pattern, text)).toBe(expected)
    expect(call('re_match', pattern, text)).toBe(expected)
  })

  it.each([
    ['$^[[[', 'error parsing regexp: missing closing ]: `[[[`'],
    ['(?=a)', 'error parsing regexp: invalid or unsupported Perl syntax: `(?=`'],
    ['a**', 'error parsing regexp: invalid nested repetition operator: `**`'],
    ['\\8', 'error parsing regexp: invalid escape sequence: `\\8`'],
    ['a{1001}', 'error parsing regexp: invalid repeat count: `{1001}`'],
    ['(a{100}){100}', 'error parsing regexp: invalid repeat count: `{100}`'],
  ])('%s is refused', (pattern, message) => {
    expect(refusal(() => call('regex.match', pattern, ''))).toBe(message)
  })

  it('takes strings only', () => {
    expect(refusal(() => call('regex.match', 1, ''))).toBe('operand 1 must be string but got number')
    expect(refusal(() => call('regex.match', '', null))).toBe('operand 2 must be string but got null')
  })

  it('refuses patterns that would be large programs, however short they are', () => {
    expect(refusal(() => call('regex.match', 'a{1000}'.repeat(200), ''))).toContain('too large')
    expect(refusal(() => call('regex.match', '(a{50}){20}'.repeat(200), ''))).toContain('too large')
  })
})

describe('regex.is_valid', () => {
  it.each([
    ['++', false],
    ['[a-z', false],
    ['a+?', true],
    ['\\Z', false],
    ['\\z', true],
    ['(?<!a)b', false],
    ['(?i-s:a)', true],
    ['[[:alpha:]]', true],
    ['[[:nothing:]]', false],
    [1, false],
  ])('%s: %s', (pattern, expected) => {
    expect(call('regex.is_valid', pattern)).toBe(expected)
  })
})

describe('regex.find_n', () => {
  it.each([
    ['a.', 'paranormal', 2, ['ar', 'an']],
    ['a.', 'paranormal', -1, ['ar', 'an', 'al']],
    ['a.', 'paranormal', 0, []],
    ['bork', 'paranormal', -1, []],
    // An empty match behind another match is none.
    ['a*', 'baac', -1, ['', 'aa', '']],
    ['', 'é😀', -1, ['', '', '']],
    ['|a', 'aa', -1, ['', '', '']],
  ])('%s in %j, %d: %j', (pattern, text, number, expected) => {
    expect(call('regex.find_n', pattern, text, number)).toEqual(expected)
  })

  it('takes a whole number', () => {
    expect(refusal(() => call('regex.find_n', 'a', 'a', 1.5))).toBe('operand 3 must be integer number but got floating-point number')
  })
})

describe('regex.find_all_string_submatch_n', () => {
  it.each([
    [
      'a(x*)b',
      '-ab-axb-',
      -1,
      [
        ['ab', ''],
        ['axb', 'x'],
      ],
    ],
    [
      '(a)|(b)',
      'ba',
      -1,
      [
        ['b', '', 'b'],
        ['a', 'a', ''],
      ],
    ],
    // A group in something repeated keeps what it had.
    ['(?:(a)|b)*', 'ab', 1, [['ab', 'a']]],
    ['(a*)*', 'b', 1, [['', '']]],
    ['((a)|b)+', 'ab', 1, [['ab', 'b', 'a']]],
  ])('%s in %j, %d: %j', (pattern, text, number, expected) => {
    expect(call('regex.find_all_string_submatch_n', pattern, text, number)).toEqual(expected)
  })
})

describe('regex.split', () => {
  it.each([
    ['a', 'banana', ['b', 'n', 'n', '']],
    ['z+', 'pizza', ['pi', 'a']],
    ['^[a-z]+', 'foobar baz', ['', ' baz']],
    ['^x$', '', ['']],
    ['', '', []],
    ['', 'é😀x', ['é', '😀', 'x']],
    ['x*', 'axbxc', ['a', 'b', 'c']],
    ['nothing', 'text', ['text']],
  ])('%s of %j: %j', (pattern, text, expected) => {
    expect(call('regex.split', pattern, text)).toEqual(expected)
  })
})

describe('regex.replace', () => {
  it.each([
    ['-wy-wxxy-', 'w(x*)y', '0', '-0-0-'],
    ['foo', '(foo)', '$1$1', 'foofoo'],
    ['foo', '^[a-z]', 'F', 'Foo'],
    ['-ab-', 'a(?P<tail>b)', '[${tail}|$0|$$|$]', '-[b|ab|$|$]-'],
    // `$1W` is the group called 1W.
    ['ab', '(a)', '$1W', 'b'],
    ['ab', '(a)', '${1}W', 'aWb'],
    ['ab', '(a)', '$01$2$', '$b'],
    ['ab', '(a)', '${1', '${1b'],
    ['abc', 'x*', '-', '-a-b-c-'],
    ['baac', 'a*', '-', '-b-c-'],
    ['😀é', '.', '[$0]', '[😀][é]'],
  ])('%j, %s by %j: %j', (text, pattern, value, expected) => {
    expect(call('regex.replace', text, pattern, value)).toBe(expected)
  })
})

describe('regex.template_match', () => {
  it.each([
    ['urn:foo:{.*}', 'urn:foo:bar:baz', '{', '}', true],
    ['urn:foo.bar.com:{.*}', 'urn:fooxbarxcom:x', '{', '}', false],
    ['foo:<[0-9]{2,3}>:x', 'foo:123:x', '<', '>', true],
    ['foo:<[0-9]{2,3}>:x', 'foo:1234:x', '<', '>', false],
    ['{a{2}}', 'aa', '{', '}', true],
    ['plain', 'plain', '{', '}', true],
    ['plain', 'plainer', '{', '}', false],
  ])('%s on %s', (template, text, start, end, expected) => {
    expect(call('regex.template_match', template, text, start, end)).toBe(expected)
  })

  it.each([
    ['{a', '{', '}', 'unbalanced braces in "{a"'],
    ['a}', '{', '}', 'unbalanced braces in "a}"'],
    ['a', '', '}', 'start delimiter has to be exactly one character long but is 0 long'],
    ['a', '{{', '}', 'start delimiter has to be exactly one character long but is 2 long'],
    ['a', '{', 'é', 'end delimiter has to be exactly one character long but is 1 long'],
    ['{[}', '{', '}', 'error parsing regexp: missing closing ]: `[$`'],
  ])('%s between %s and %s is refused', (template, start, end, message) => {
    expect(refusal(() => call('regex.template_match', template, 'a', start, end))).toBe(message)
  })
})

it('gives the same for a pattern that is used often, when another engine takes over', () => {
  /** Of patterns that were never used before. */
  let number = 0
  fc.assert(
    fc.property(patterns, fc.array(texts, { minLength: 3, maxLength: 3 }), (shape, samples) => {
      number += 1
      const pattern = `${shape}|never${number}`
      const once = () =>
        samples.map((text) => [
          call('regex.find_n', pattern, text, 2),
          call('regex.find_all_string_submatch_n', pattern, text, -1),
          call('regex.split', pattern, text),
          call('regex.replace', text, pattern, '#'),
          call('regex.replace', text, pattern, '<$0$1>'),
        ])
      if (call('regex.is_valid', pattern) !== true) return
      const first = once()
      for (let again = 0; again < 15; again += 1) expect([pattern, once()]).toEqual([pattern, first])
    }),
    { numRuns: 150, seed: 20261127 },
  )
})
