import type { CallTerm, Location, Ref, Term } from './ast.ts'
import type { Cursor } from './cursor.ts'
import { levelOf, RELATION } from './operators.ts'
import { parseTerm } from './terms.ts'
import { Tok, tokenNames } from './tokens.ts'

/** Where `key, value in domain` may not stand: in lists, where the comma parts items. */
export const LIST = 0
/** Where it may. */
export const KEY_VALUE = 1
/** Where it may, and where another comma makes a list of what looked like a comprehension (`Cursor.stray`). */
export const MAYBE_LIST = 2
export type CommaMode = typeof LIST | typeof KEY_VALUE | typeof MAYBE_LIST

/** A term or an infix call, as far as it goes. */
export function parseInfix(p: Cursor, mode: CommaMode): Term | undefined {
  const first = p.index
  const left = parseTerm(p)
  return left && continueInfix(p, mode, first, left)
}

/** The same, where its first operand was read already; it began at the token `first`. */
export function continueInfix(p: Cursor, mode: CommaMode, first: number, left: Term): Term | undefined {
  let term = levelOf(p.tok) === 0 ? left : parseBinary(p, RELATION, first, left)
  if (term !== undefined && mode !== LIST && p.tok === Tok.Comma) term = parseKeyValue(p, mode, first, term)
  return term && parseMembership(p, first, term)
}

/** Anything that binds stronger than `in`. */
export function parseRelation(p: Cursor): Term | undefined {
  const first = p.index
  const left = parseTerm(p)
  return left && parseBinary(p, RELATION, first, left)
}

/** `in domain`, any number of times. */
function parseMembership(p: Cursor, first: number, left: Term): Term | undefined {
  let term = left
  while (!p.readKeywordAsName() && p.tok === Tok.In) {
    const { height } = p
    const operator = memberOperator(p.here(), 2)
    p.next()
    const domain = parseRelation(p)
    if (domain === undefined || !p.rise(Math.max(height, p.height))) return undefined
    term = infixCall(p.locationFrom(first), operator, [term, domain])
  }
  return term
}

/** All operators that bind at least as strongly as `least`, from the left. */
function parseBinary(p: Cursor, least: number, first: number, left: Term): Term | undefined {
  let term = left
  let { height } = p
  for (;;) {
    const level = levelOf(p.tok)
    if (level < least) {
      p.height = height
      return term
    }
    const operator: Ref = [{ type: 'var', name: tokenNames[p.tok] ?? '', location: p.here() }]
    p.next()
    const rightFirst = p.index
    const operand = parseTerm(p)
    const right = operand !== undefined && levelOf(p.tok) > level ? parseTighter(p, level + 1, rightFirst, operand) : operand
    if (right === undefined || !p.rise(Math.max(height, p.height))) return undefined
    height = p.height
    term = infixCall(p.locationFrom(first), operator, [term, right])
  }
}

function parseTighter(p: Cursor, least: number, first: number, left: Term): Term | undefined {
  if (!p.enter()) return undefined
  const term = parseBinary(p, least, first, left)
  p.leave()
  return term
}

/** Stands at the comma after what may be the key of `key, value in domain`. */
function parseKeyValue(p: Cursor, mode: CommaMode, first: number, key: Term): Term | undefined {
  const comma = p.index
  const { height } = p
  p.next()
  const valueFirst = p.index
  if (mode === MAYBE_LIST && (p.tok === Tok.CloseBracket || p.tok === Tok.CloseBrace)) {
    p.stray = { comma, first: valueFirst }
    return key
  }
  const value = parseRelation(p)
  if (value === undefined) return undefined
  if (p.tok === Tok.In && !p.opensReference(p.index + 1)) {
    const operator = memberOperator(p.here(), 3)
    const heightSoFar = Math.max(height, p.height)
    p.next()
    const domain = parseRelation(p)
    if (domain === undefined || !p.rise(Math.max(heightSoFar, p.height))) return undefined
    return infixCall(p.locationFrom(first), operator, [key, value, domain])
  }
  if (mode === MAYBE_LIST) p.stray = { comma, first: valueFirst, term: value }
  else p.moveTo(comma)
  p.height = Math.max(height, p.height)
  return key
}

export function memberOperator(location: Location, operands: 2 | 3): Ref {
  return [
    { type: 'var', name: 'internal', location },
    { type: 'string', value: operands === 2 ? 'member_2' : 'member_3', location },
  ]
}

export function infixCall(location: Location, operator: Ref, args: readonly Term[]): CallTerm {
  return { type: 'call', operator, args, infix: true, location }
}
