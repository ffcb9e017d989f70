import { RegoError, RegoErrors } from '../errors.ts'
import type { Body, Module, RefTerm, Term } from './ast.ts'
import { Cursor } from './cursor.ts'
import { KEY_VALUE } from './infix.ts'
import { lex } from './lexer.ts'
import { parseLiteral } from './literals.ts'
import { inOrder, parseStatements } from './module.ts'
import { Tok } from './tokens.ts'

export interface ParseOptions {
  /** `v1` unless it says otherwise. */
  readonly version?: 'v0' | 'v1'
  /** In v0: all of `future.keywords` count without imports. */
  readonly futureKeywords?: boolean
  /** Texts of more UTF-16 units are refused. */
  readonly maxLength?: number
}

const MAX_LENGTH = 10_000_000

/** A module. Throws RegoErrors, each with a position, where the text is none. */
export function parseModule(file: string, text: string, options: ParseOptions = {}): Module {
  return parseStatements(cursorOver(file, text, options))
}

/** A query: expressions, on lines or with semicolons between them. Throws RegoErrors. */
export function parseQuery(text: string, options: ParseOptions = {}, file = ''): Body {
  const p = cursorOver(file, text, options)
  const body = []
  if (p.tok === Tok.End) p.fail('found empty body')
  while (p.tok !== Tok.End) {
    const expr = parseLiteral(p, KEY_VALUE)
    if (expr === undefined) break
    body.push(expr)
    if (p.tok !== Tok.Semicolon) continue
    p.next()
    if (p.tok === Tok.End) p.unexpected()
  }
  refuse(p)
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

function cursorOver(file: string, text: string, options: ParseOptions): Cursor {
  const { version = 'v1', futureKeywords = version === 'v1', maxLength = MAX_LENGTH } = options
  if (text.length > maxLength) {
    const location = { file, row: 1, col: 1, start: 0, end: 0, endRow: 1 }
    throw new RegoErrors([new RegoError('rego_parse_error', `text is longer than ${maxLength} characters`, location)])
  }
  return new Cursor(file, text, lex(file, text), version, futureKeywords)
}

function refuse(p: Cursor): void {
  if (p.problems.length > 0) throw new RegoErrors(inOrder(p.problems))
}
