import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { printBody, printExpr, printModule, printTerm } from '../../../src/rego/print/print.ts'
import { lex } from '../../../src/rego/syntax/lexer.ts'
import { parseModule, parseQuery, parseTerm } from '../../../src/rego/syntax/parse.ts'
import { Tok } from '../../../src/rego/syntax/tokens.ts'
import { bareModule, bareSyntax } from '../bare-syntax.ts'
import { corpusModules } from '../conformance-files.ts'
import { anyBody, anyExpr, anyModule, anyTerm } from './syntax-arbitraries.ts'

const options = { seed: 20261128, numRuns: 500 } as const

describe('what is printed is read as the same', { timeout: 120_000 }, () => {
  it('any term', () =>
    fc.assert(
      fc.property(anyTerm, (term) => {
        expect(bareSyntax(parseTerm(printTerm(term)))).toEqual(bareSyntax(term))
      }),
      options,
    ))

  it('any body, on lines and on one line', () =>
    fc.assert(
      fc.property(anyBody, (body) => {
        expect(bareSyntax(parseQuery(printBody(body)))).toEqual(bareSyntax(body))
        expect(bareSyntax(parseQuery(printBody(body, { inline: true })))).toEqual(bareSyntax(body))
      }),
      options,
    ))

  it('any expression', () =>
    fc.assert(
      fc.property(anyExpr, (expr) => {
        expect(bareSyntax(parseQuery(printExpr(expr)))).toEqual([bareSyntax(expr)])
      }),
      options,
    ))

  it('any module, and printed the same again', () =>
    fc.assert(
      fc.property(anyModule, (module) => {
        const printed = printModule(module)
        const again = parseModule('a.rego', printed)
        expect(bareModule({ ...again, comments: [] })).toEqual(bareModule(module))
        expect(printModule(again)).toBe(printed)
      }),
      options,
    ))
})

const samples: readonly { readonly text: string; readonly version: 'v0' | 'v1' }[] = [
  'package a\n\nimport data.x as y # im\nimport data.b\n\n# METADATA\n# title: t\np contains x if {\n\tsome i, x in input.xs # why\n\tnot q[i]\n\tx == {"a": [1, -2.5e3, `r\nz`]}["a"][_] with input as {1, 2} with data.x as 2\n}\n\nr := {k: v | some k; v := a[k]} | {1}\n',
  'package a\n\ndefault f(_) := 1\n\nf(x) := $"a {x | y} b" if every k, v in x { k + 1 < v * 2; z } else := [z | z := set()] if { a | b; c } else := 3\n\nq.r[s].not := {k: v | v := a[k]} if {}\n\nt if {1} == {x | y}[z]\n\nu(a, [b]) if (a | b) == c.d(e)[f] else := 1 if {"a": 1}\n',
  'package a\n\np := 1\nq := 2\n\nr if { -1 == x; -2; not -3 }\n\ns if { (a | b) == c; d }\n',
].map((text) => ({ text, version: 'v1' as const }))

const old: typeof samples = [
  'package a\nimport future.keywords.in\np[x] { x in y; x = 1 } { z }\nq = 1 { a } else = 2 { b }\nr[x] = y { y := {1} | x }\nf(_, {"a": _}) = 1 { true } { false }\ns["a"]\n',
  'package b\nimport future.keywords.if\np[x] { x := 1 }\nq[x] if { x := 1 }\nr { a | b }\nr if { (a | b) = 1; c }\n',
  'package b\nimport future.keywords.contains\nimport future.keywords.if\np contains x if { x := 1 }\nq[x] if { x := 1 }\nr { a }\n',
].map((text) => ({ text, version: 'v0' as const }))

const corpus = [
  ...samples,
  ...old,
  ...corpusModules()
    .filter(({ text }) => text.length < 1500)
    .map(({ text }) => ({ text, version: 'v1' as const })),
]

const breaks = ['\n', ' # c\n', '\n# d\n', '\n\n', ' # e\n\n', '\n# f\n# g\n', '; ', ' ']

/** The same tokens, with lines, comments and semicolons put between some of them. */
function scattered(text: string, places: readonly number[], what: readonly string[]): string {
  const tokens = lex('', text)
  const at = new Map(places.map((place, index) => [place % tokens.count, what[index % what.length] ?? '']))
  let result = ''
  let last = 0
  for (let index = 0; index < tokens.count; index++) {
    const start = tokens.starts[index] ?? 0
    const inTemplate = tokens.kinds[index] === Tok.TemplateMiddle || tokens.kinds[index] === Tok.TemplateTail
    result += text.slice(last, start) + (inTemplate ? '' : (at.get(index) ?? ''))
    last = start
  }
  return result + text.slice(last)
}

describe('wherever lines end and comments stand', { timeout: 120_000 }, () => {
  const places = fc.array(fc.nat(2000), { maxLength: 40 })
  const what = fc.array(fc.constantFrom(...breaks), { minLength: 1, maxLength: 8 })
  const whole = fc.record({ module: fc.oneof(fc.constantFrom(...samples, ...old), fc.constantFrom(...corpus)), places, what })

  it('a module is printed with all its comments, read as the same, and printed the same again', () => {
    let tried = 0
    fc.assert(
      fc.property(whole, ({ module: { text, version }, places: each, what: breaksHere }) => {
        const changed = scattered(text, each, breaksHere)
        let module: ReturnType<typeof parseModule>
        try {
          module = parseModule('a.rego', changed, { version })
        } catch {
          return
        }
        tried++
        const printed = printModule(module)
        const again = parseModule('a.rego', printed, { version })
        expect(bareModule(again)).toEqual(bareModule(module))
        expect(printModule(again)).toBe(printed)
      }),
      { seed: 20261129, numRuns: 2500 },
    )
    expect(tried).toBeGreaterThan(400)
  })
})

it('syntax that a program made too deep is refused', () => {
  let [expr] = parseQuery('every x in xs { x }')
  for (let depth = 0; depth < 5000; depth++) expr = expr?.kind === 'every' ? { ...expr, body: [expr] } : expr
  expect(() => printBody(expr === undefined ? [] : [expr])).toThrow('syntax is nested too deep to be printed')
  let term = parseTerm('1')
  for (let depth = 0; depth < 5000; depth++) term = { type: 'array', items: [term] }
  expect(() => printTerm(term)).toThrow('syntax is nested too deep to be printed')
})
