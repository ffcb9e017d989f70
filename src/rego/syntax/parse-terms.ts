import { RegoError, RegoErrors } from '../errors.ts'
import type { Body, Expr, RefTerm, Term } from './ast.ts'
import { KEY_VALUE } from './infix.ts'
import { parseLiteral } from './literals.ts'
import { cursorOver, type ParseOptions } from './options.ts'
import { throwProblems } from './problems.ts'
import { Tok } from './tokens.ts'

/** A query: expressions, on lines or with semicolons between them. Throws RegoErrors. */
export function parseQuery(text: string, options: ParseOptions = {}, file = ''): Body {
  const p = cursorOver(file, text, options)
  const body: Expr[] = []
  if (p.tok === Tok.End) p.fail('found empty body')
  while (p.tok !== Tok.End) {
    const expr = parseLiteral(p, KEY_VALUE)
    if (expr === undefined) break
    body.push(expr)
    if (p.tok !== Tok.Semicolon) continue
    p.next()
    if (p.tok === Tok.End) p.unexpected()
  }
  throwProblems(p.problems)
  return body
}

/** Exactly one term. Throws RegoErrors. */
export function parseTerm(text: string, options: ParseOptions = {}, file = ''): Term {
  const [expr, another] = parseQuery(text, options, file)
  if (expr !== undefined && another === undefined && !expr.negated && expr.with.length === 0) {
    if (expr.kind === 'term') return expr.term
    if (expr.kind === 'call') return expr.call
  }
  throw new RegoErrors([new RegoError('rego_parse_error', 'expected exactly one term', another?.location ?? expr?.location)])
}

/** Exactly one reference, `data.a.b` or a name alone. Throws RegoErrors. */
export function parseRef(text: string, options: ParseOptions = {}, file = ''): RefTerm {
  const term = parseTerm(text, options, file)
  if (term.type === 'ref') return term
  if (term.type === 'var') return { type: 'ref', ref: [term], ...(term.location && { location: term.location }) }
  throw new RegoErrors([new RegoError('rego_parse_error', `expected ref but got ${term.type}`, term.location)])
}
