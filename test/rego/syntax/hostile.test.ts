import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RegoErrors } from '../../../src/rego/errors.ts'
import { parseModule, parseQuery } from '../../../src/rego/syntax/parse.ts'
import { corpusModules } from '../conformance-files.ts'

const samples = [
  'package a.b\n\nimport data.x as y\n\n# METADATA\n# title: t\np contains x if {\n\tsome i, x in input.xs # why\n\tnot q[i]\n\tx == {"a": [1, -2.5e3, `r`]}["a"][_] with input as {1, 2}\n}\n',
  'package a\n\ndefault f(_) := 1\n\nf(x) := $"a {x | y} b" if every k, v in x { k + 1 < v * 2 } else := [z | z := set()]\n\nq.r[s].not := {k: v | v := a[k]} if {}\n',
]
const corpus = [...samples, ...corpusModules().map(({ text }) => text)].filter((text) => text.length < 5000)

/** Parses as everything; fails where anything but a module, a query or errors with positions in the text comes out. */
function mustEnd(text: string | Uint8Array): void {
  const length = typeof text === 'string' ? text.length : text.length * 2
  for (const version of ['v1', 'v0'] as const) {
    check(() => parseModule('a.rego', text, { version }), length)
    if (typeof text === 'string') check(() => parseQuery(text, { version, futureKeywords: true }), length)
  }
}

function check(parse: () => unknown, length: number): void {
  try {
    parse()
  } catch (error) {
    if (!(error instanceof RegoErrors)) throw error
    expect(error.errors.length).toBeGreaterThan(0)
    for (const { row, col, location } of error.errors) {
      if (row === undefined || col === undefined || location === undefined) throw error
      if (row < 1 || col < 1 || location.start < 0 || location.end > length || location.start > location.end) throw error
    }
  }
}

const words =
  'package import default if else contains in every some not with as true null p x _ data input set ( ) [ ] { } . , : ; := = == | & + - * / " ` $" \\ 1 0.5 "s" `r` # \n \t\n'
const soup = fc.array(fc.constantFrom(...words.split(' ')), { maxLength: 60 }).chain((parts) => fc.constantFrom(' ', '').map((glue) => parts.join(glue)))

const mutated = fc
  .record({
    text: fc.constantFrom(...corpus),
    cuts: fc.array(
      fc.record({
        at: fc.double({ min: 0, max: 1, noNaN: true }),
        drop: fc.nat(12),
        put: fc.oneof(fc.constantFrom(...words.split(' ')), fc.string({ maxLength: 4 })),
      }),
      {
        minLength: 1,
        maxLength: 4,
      },
    ),
  })
  .map(({ text, cuts }) =>
    cuts.reduce((sofar, { at, drop, put }) => sofar.slice(0, Math.floor(at * sofar.length)) + put + sofar.slice(Math.floor(at * sofar.length) + drop), text),
  )

describe('any text ends in syntax or in errors with positions', { timeout: 120_000 }, () => {
  const options = { seed: 20261127, numRuns: 1000 } as const
  it('any characters', () => fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), mustEnd), options))
  it('any bytes', () => fc.assert(fc.property(fc.uint8Array({ maxLength: 100 }), mustEnd), options))
  it('any bytes after a good beginning', () =>
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 60 }).map((bytes) => new Uint8Array([...new TextEncoder().encode('package a\np := '), ...bytes])),
        mustEnd,
      ),
      options,
    ))
  it('any words of the language', () => fc.assert(fc.property(soup, mustEnd), options))
  it('any words after a good beginning', () =>
    fc.assert(
      fc.property(
        soup.map((text) => `package a\np if { ${text}`),
        mustEnd,
      ),
      options,
    ))
  it('modules with some characters changed', () => fc.assert(fc.property(mutated, mustEnd), options))
})

const many = 20_000
const towers: readonly (readonly [string, string])[] = [
  ['brackets', '['.repeat(many)],
  ['braces', '{'.repeat(many)],
  ['parentheses', '('.repeat(many)],
  ['objects', '{"a":'.repeat(many)],
  ['calls', 'f('.repeat(many)],
  ['references', 'a['.repeat(many)],
  ['comprehensions', '[x|'.repeat(many)],
  ['lists like comprehensions', '[a|b,'.repeat(many)],
  ['objects like comprehensions', '{k:a|b,'.repeat(many)],
  ['pairs', '(a,'.repeat(many)],
  ['every', 'every x in xs {'.repeat(many)],
  ['templates', '$"{'.repeat(many)],
  ['sums', '1+'.repeat(many)],
  ['all operators', '1 in 1==1|1&1+1*('.repeat(many)],
  ['memberships', 'a in '.repeat(many)],
  ['call chains', `a${'.f(x)'.repeat(many)}`],
  ['sums in sums', `${'('.repeat(400)}x${`${' + 1'.repeat(400)})`.repeat(400)}`],
  ['negations', 'not '.repeat(many)],
  ['minus signs', '-'.repeat(many)],
  ['else', `p if {1} ${'else if {2} '.repeat(many)}`],
  ['heads', 'p if {\n'.repeat(many)],
  ['withs', `a ${'with x as '.repeat(many)}`],
]

describe('towers end in errors, never in a full stack', { timeout: 120_000 }, () => {
  it.each(towers)('%s', (_, text) => {
    mustEnd(text)
    mustEnd(`package a\np := ${text}`)
    mustEnd(`package a\np if {${text}`)
    mustEnd(`package a\n${text}`)
  })

  it('and 1,000 nested terms are too many, where 200 are not', () => {
    expect(() => parseModule('a', `package a\np := ${'['.repeat(1000)}${']'.repeat(1000)}`)).toThrow('max parsing recursion depth exceeded')
    expect(() => parseModule('a', `package a\np := ${'['.repeat(200)}${']'.repeat(200)}`)).not.toThrow()
    expect(() => parseQuery(`x = ${'1 + '.repeat(1000)}1`)).toThrow('max parsing recursion depth exceeded')
    expect(() => parseQuery(`x = ${'1 + '.repeat(300)}1`)).not.toThrow()
  })
})
