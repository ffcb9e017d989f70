import type { Body, Expr } from './ast.ts'
import type { Cursor } from './cursor.ts'
import { type CommaMode, KEY_VALUE } from './infix.ts'
import { parseLiteral } from './literals.ts'
import { Tok, tokenNames } from './tokens.ts'

/** The expressions up to `end`, which is passed. `mode` is for the first of them. */
export function parseBody(p: Cursor, end: number, mode: CommaMode = KEY_VALUE): Body | undefined {
  if (p.tok === end) return p.fail('found empty body')
  if (!p.enter()) return undefined
  const first = parseLiteral(p, mode)
  const body = first && (p.stray === undefined ? parseBodyRest(p, end, [first]) : [first])
  p.leave()
  return body
}

/** Stands after an expression: the others may follow, after a semicolon or on a line of their own. */
function parseBodyRest(p: Cursor, end: number, body: Expr[]): Body | undefined {
  let { height } = p
  while (p.tok !== end) {
    if (p.tok === Tok.Semicolon) p.next()
    else if (!p.lineBefore) return p.unexpected(`expected \\n or ; or ${tokenNames[end]}`)
    const expr = parseLiteral(p, KEY_VALUE)
    if (expr === undefined) return undefined
    body.push(expr)
    if (p.height > height) height = p.height
  }
  p.next()
  p.height = height
  return body
}

/**
 * What stands after `if`. Braces hold a body, unless only a term can be meant: `{}`, an object, a comprehension, or
 * something that goes on after the closing brace (`{x} == y`).
 */
export function parseIfBody(p: Cursor): Body | undefined {
  if (p.tok !== Tok.OpenBrace || isOperand(p)) return parseSingle(p)
  const brace = p.index
  const { wildcards } = p
  p.next()
  const first = parseLiteral(p, KEY_VALUE, true)
  if (first === undefined) return undefined
  if (p.tok !== Tok.Or && p.tok !== Tok.Colon) return parseBodyRest(p, Tok.CloseBrace, [first])
  p.wildcards = wildcards
  p.moveTo(brace)
  return parseSingle(p)
}

function parseSingle(p: Cursor): Body | undefined {
  const expr = parseLiteral(p, KEY_VALUE)
  return expr && [expr]
}

/** Whether the braces here are part of something longer, or hold nothing. They are looked through once for each rule. */
function isOperand(p: Cursor): boolean {
  const { kinds } = p.tokens
  let open = 1
  let at = p.index + 1
  if (kinds[at] === Tok.CloseBrace) return true
  for (; open > 0; at++) {
    const kind = kinds[at] ?? Tok.End
    if (kind === Tok.OpenBrace) open++
    else if (kind === Tok.CloseBrace) open--
    else if (kind === Tok.End) return false
  }
  const after = p.kindAt(at)
  return (after >= Tok.Assign && after <= Tok.Remainder) || after === Tok.Comma || (after === Tok.In && !p.opensReference(at + 1)) || p.opensReference(at)
}
