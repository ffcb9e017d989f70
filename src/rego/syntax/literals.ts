import type { Expr, Term, With } from './ast.ts'
import type { Cursor } from './cursor.ts'
import { type CommaMode, continueInfix, infixCall, KEY_VALUE, parseInfix } from './infix.ts'
import { parseEvery, parseSome } from './quantifiers.ts'
import { parseTerm } from './terms.ts'
import { Tok, tokenNames } from './tokens.ts'

const none: readonly With[] = []

/**
 * One expression of a body, with `not` before it and `with` after it. `afterBrace`: the first one after `if {`; it ends
 * before `|`, where the braces turn out to be a comprehension.
 */
export function parseLiteral(p: Cursor, mode: CommaMode, afterBrace = false): Expr | undefined {
  const first = p.index
  if (p.readKeywordAsName()) return parseExpr(p, first, false, mode, afterBrace)
  const negated = p.tok === Tok.Not
  if (negated) {
    p.next()
    p.readKeywordAsName()
  }
  if (p.tok === Tok.Some) return negated ? p.unexpected("illegal negation of 'some'") : parseSome(p)
  if (p.tok === Tok.Every) return negated ? p.unexpected("illegal negation of 'every'") : parseEvery(p)
  return parseExpr(p, first, negated, mode, afterBrace && !negated)
}

function parseExpr(p: Cursor, first: number, negated: boolean, mode: CommaMode, afterBrace: boolean): Expr | undefined {
  const termFirst = p.index
  const head = parseTerm(p)
  if (head === undefined) return undefined
  if (head.type === 'var' && head.name === 'every' && p.tok === Tok.Name && !p.lineBefore)
    p.hint('`import future.keywords.every` for `every x in xs { ... }` expressions')
  if (afterBrace && p.tok === Tok.Or) return { kind: 'term', term: head, with: none, negated, location: p.locationFrom(first) }
  const term = continueInfix(p, mode, termFirst, head)
  if (term === undefined) return undefined
  const whole = p.tok === Tok.Assign || p.tok === Tok.Unify ? parseEquation(p, termFirst, term) : term
  if (whole === undefined) return undefined
  const modifiers = p.tok === Tok.With && p.stray === undefined ? parseWiths(p) : none
  if (modifiers === undefined) return undefined
  const location = p.stray === undefined ? p.locationFrom(first) : p.span(first, p.stray.comma - 1)
  return whole.type === 'call'
    ? { kind: 'call', call: whole, with: modifiers, negated, location }
    : { kind: 'term', term: whole, with: modifiers, negated, location }
}

function parseEquation(p: Cursor, first: number, left: Term): Term | undefined {
  const { height } = p
  const operator = { type: 'var', name: tokenNames[p.tok] ?? '', location: p.here() } as const
  p.next()
  const right = parseInfix(p, KEY_VALUE)
  if (right === undefined || !p.rise(Math.max(height, p.height))) return undefined
  return infixCall(p.locationFrom(first), [operator], [left, right])
}

/** `with target as value`, as often as it stands there. */
export function parseWiths(p: Cursor): readonly With[] | undefined {
  const withs: With[] = []
  let { height } = p
  while (p.tok === Tok.With) {
    const modifier = parseWith(p)
    if (modifier === undefined) return undefined
    withs.push(modifier)
    if (p.height > height) height = p.height
  }
  p.height = height
  return withs
}

function parseWith(p: Cursor): With | undefined {
  const first = p.index
  p.next()
  if (p.tok !== Tok.Name) return p.unexpected('expected ident')
  const target = parseTerm(p)
  if (target === undefined) return undefined
  if (target.type !== 'var' && target.type !== 'ref') return p.unexpected('expected with target path')
  if (p.tok !== Tok.As) return p.unexpected('expected as keyword')
  const { height } = p
  p.next()
  const value = parseInfix(p, KEY_VALUE)
  if (value === undefined) return undefined
  if (height > p.height) p.height = height
  return { target, value, location: p.locationFrom(first) }
}
