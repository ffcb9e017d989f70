import { describe, expect, it } from 'vitest'
import { RegoErrors } from '../../../src/rego/errors.ts'
import { type ParseOptions, parseModule, parseQuery } from '../../../src/rego/syntax/parse.ts'

function problemsOf(text: string | Uint8Array, options: ParseOptions = {}): readonly string[] {
  try {
    parseModule('test.rego', text, options)
  } catch (error) {
    if (!(error instanceof RegoErrors)) throw error
    return error.errors.map(({ code, message, row, col, file }) => {
      expect([code, file]).toEqual(['rego_parse_error', 'test.rego'])
      return `${row}:${col} ${message}`
    })
  }
  return []
}

describe('what is wrong is said with a position', () => {
  it.each([
    ['', ['1:1 empty module']],
    ['# only\n', ['2:1 empty module']],
    ['p := 1', ['1:1 package expected']],
    ['package a\npackage b', ['2:1 unexpected package']],
    ['package', ['1:8 unexpected eof token: expected path']],
    ['package a[0]', ['1:11 unexpected number token: expecting string']],
    [
      'package a\nimport foo.bar',
      ['2:8 unexpected import path, must begin with one of: {data, future, input, rego}, got: foo (hint: if this is unexpected, try updating OPA)'],
    ],
    ['package a\nimport data.if', ['2:13 unexpected import path, must not end with a keyword, got: if (hint: import a different path or use an alias)']],
    ['package a\nimport data.x as if', ['2:18 unexpected if keyword: expected var']],
    ['package a\nimport rego.v2', ['2:8 invalid import `rego.v2`, must be `rego.v1`']],
    ['package a\nimport future.keywords.foo', ['2:8 unexpected keyword, must be one of [contains every if in]']],
    ['package a\nallow', ['2:1 var cannot be used for rule name']],
    ['package a\n"x"', ['2:1 string cannot be used for rule name']],
    ['package a\nx == 1', ['2:1 rule name conflicts with built-in function']],
    ['package a\np := 1; q := 2', ['2:1 multiple expressions cannot be used for rule head']],
    ['package a\nnot p', ['2:1 negated expressions cannot be used for rule head']],
    ['package a\np := 1 with input as 2', ['2:1 expressions using with keyword cannot be used for rule head']],
    ['package a\np { x }', ['2:1 `if` keyword is required before rule body']],
    ['package a\nf(x) { x }', ['2:1 `if` keyword is required before function body']],
    ['package a\np[x] { x }', ['2:1 `contains` keyword is required for partial set rules', '2:1 `if` keyword is required before rule body']],
    ['package a\np.q', ['2:1 `contains` keyword is required for partial set rules']],
    ['package a\np.q.r', ['2:1 rule must have value assignment and/or body declaration']],
    ['package a\ncontains := 1', ['2:1 contains keyword cannot be used for rule name']],
    ['package a\np if {\n', ['3:1 unexpected eof token']],
    ['package a\np if { }{', ['2:10 unexpected eof token']],
    ['package a\np if { x y }', ['2:10 unexpected identifier token: expected \\n or ; or }']],
    ['package a\np contains', ['2:11 unexpected eof token: expected rule key term (e.g., p contains <VALUE> { ... })']],
    ['package a\np :=', ['2:5 unexpected eof token: expected rule value term (e.g., p := <VALUE> { ... })']],
    ['package a\ndefault p :=', ['2:13 unexpected eof token: expected default rule value term (e.g., default p := <VALUE>)']],
    [
      'package a\nf(x) contains 1',
      ['2:6 unexpected contains keyword: the contains keyword can only be used with multi-value rule definitions (e.g., f(x) contains <VALUE> { ... })'],
    ],
    ['package a\ndefault p', ['2:1 illegal default rule (must have a value)']],
    ['package a\ndefault p := x', ['2:1 illegal default rule (value cannot contain var)']],
    [
      'package a\ndefault p := [input.x, f(1)]',
      ['2:1 illegal default rule (value cannot contain ref)', '2:1 illegal default rule (value cannot contain call)'],
    ],
    ['package a\ndefault f(x, x) := 1', ['2:1 illegal default rule (arguments cannot be repeated x)']],
    ['package a\ndefault f(1) := 1', ['2:1 illegal default rule (arguments cannot contain number)']],
    ['package a\np contains 1 if x else := 2', ['2:19 else keyword cannot be used on multi-value rules']],
    ['package a\np[x] if x else := 2', ['2:11 else keyword cannot be used on rules with variables in head']],
    ['package a\np if x else q', ['2:13 unexpected identifier token: expected else value term or rule body']],
    ['package a\np := "abc', ['2:6 non-terminated string']],
    ['package a\np := `abc\n\nq := 1', ['2:6 non-terminated string']],
    ['package a\np := $"a{x"', ['2:11 non-terminated string']],
    ['package a\np := $"a{not x}"', ["2:10 unexpected negation ('not') in template-string expression"]],
    ['package a\np := "\\x"', ['2:6 illegal escape sequence']],
    ['package a\np := "\\u12zz"', ['2:6 illegal string literal: "\\u12zz"']],
    ['package a\np := 01', ['2:6 unexpected number token: expected number without leading zero']],
    ['package a\np := 1.', ['2:6 expected fraction']],
    ['package a\np := 1e', ['2:6 expected exponent']],
    ['package a\np := 1abc', ['2:6 illegal number format']],
    ['package a\np := 1e99999', ['2:6 number too big']],
    ['package a\np := "a".b', ['2:6 illegal ref (head cannot be string)']],
    ['package a\np := a. b', ['2:9 unexpected whitespace token: expected identifier']],
    ['package a\np := [1 2]', ['2:9 unexpected number token: expected "," or "]"']],
    ['package a\np := {"a": 1, 2}', ['2:16 unexpected } token: expected ":"']],
    ['package a\np := (1', ['2:8 non-terminated expression']],
    ['package a\np if every 1 in xs { x }', ['2:20 unexpected { token: expected value to be a variable']],
    ['package a\np if not every x in xs { x }', ["2:10 unexpected every keyword: illegal negation of 'every'"]],
    ['package a\np := é', ['2:6 illegal token']],
    ['package a\np := "\0"', ['2:6 illegal null character']],
    ['package a # \ufeff\np := 1', ['1:11 illegal byte-order mark']],
    ['package a\np := "\ud800"', ['2:6 illegal utf-8 character']],
    ['package a\np := 1 !', ['2:8 illegal ! character']],
  ])('%j', (text, problems) => expect(problemsOf(text)).toEqual(problems))

  it('and several things are, each at its own place', () => {
    const text = 'package a\n\np := [1\n\nq := 1\n\nr if {\n\tx y\n}\n\ns { x }\n\nt := "a\n'
    expect(problemsOf(text)).toEqual([
      '5:1 unexpected identifier token: expected "," or "]"',
      '8:4 unexpected identifier token: expected \\n or ; or }',
      '11:1 `if` keyword is required before rule body',
      '13:6 non-terminated string',
    ])
  })

  it('but no more than a reader can use', () => {
    expect(problemsOf(`package a\n${'p\n'.repeat(1000)}`)).toHaveLength(20)
  })

  it('and bytes that are no text are found', () => {
    expect(problemsOf(new Uint8Array([...new TextEncoder().encode('package a\np := "😀'), 0xff, 0x22]))).toEqual(['2:8 illegal utf-8 character'])
    expect(problemsOf(new Uint8Array([0xc3]))).toEqual(['1:1 illegal utf-8 character'])
    expect(problemsOf(new TextEncoder().encode('package a\np := "😀"'))).toEqual([])
  })

  it('tells v0 which import it lacks', () => {
    expect(problemsOf('package a\np { some x in xs }', { version: 'v0' })).toEqual([
      '2:12 unexpected identifier token: expected \\n or ; or } (hint: `import future.keywords.in` for `some x in xs` expressions)',
    ])
  })

  it('tells v0 of every, too', () => {
    expect(problemsOf('package a\np { every x in xs { x } }', { version: 'v0' })).toEqual([
      '2:11 unexpected identifier token: expected \\n or ; or } (hint: `import future.keywords.every` for `every x in xs { ... }` expressions)',
    ])
  })

  it('refuses a query that goes on after its end', () => {
    expect(() => parseQuery('x )')).toThrow('unexpected ) token')
    expect(() => parseQuery('')).toThrow('found empty body')
    expect(() => parseQuery('x;')).toThrow('unexpected eof token')
  })

  it('refuses what is longer than agreed', () => {
    expect(problemsOf('package a', { maxLength: 8 })).toEqual(['1:1 text is longer than 8 characters'])
  })
})
