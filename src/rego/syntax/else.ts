import type { Body, Head, Rule, Term } from './ast.ts'
import { parseBody } from './bodies.ts'
import { type Cursor, MAX_DEPTH } from './cursor.ts'
import { KEY_VALUE, parseInfix } from './infix.ts'
import { parseLiteral } from './literals.ts'
import { checkIf } from './rego-v1.ts'
import { freshHead } from './rules.ts'
import { Tok } from './tokens.ts'

/** Stands at `else`: it and all that follow it. */
export function parseElse(p: Cursor, head: Head): Rule | undefined {
  const parts: Rule[] = []
  do {
    const part = parsePart(p, head)
    if (part === undefined) return undefined
    if (parts.length >= MAX_DEPTH) return p.fail('max parsing recursion depth exceeded')
    parts.push(part)
  } while (p.tok === Tok.Else && !p.readKeywordAsName())
  let chain: Rule | undefined
  for (const part of parts.reverse()) chain = chain === undefined ? part : { ...part, else: chain }
  return chain
}

function parsePart(p: Cursor, head: Head): Rule | undefined {
  const first = p.index
  const { ref, args } = freshHead(p, head)
  p.next()
  const { tok } = p
  const assign = tok === Tok.Assign
  let value: Term | undefined
  if (assign || tok === Tok.Unify) {
    p.next()
    value = parseInfix(p, KEY_VALUE)
    if (value === undefined) return undefined
  } else if (tok !== Tok.If && tok !== Tok.OpenBrace) return p.unexpected('expected else value term or rule body')
  const partHead: Head = { ref, ...(args && { args }), ...(value && { value }), assign, location: p.locationFrom(first) }
  const hasIf = p.tok === Tok.If
  if (!hasIf && p.tok !== Tok.OpenBrace) return { default: false, head: partHead, body: [], location: p.locationFrom(first) }
  const body = parseElseBody(p, hasIf)
  const location = p.locationFrom(first)
  checkIf(p, hasIf, args !== undefined && args.length > 0, location)
  return body && { default: false, head: partHead, body, location }
}

/** Braces after `else if` are always a body. */
function parseElseBody(p: Cursor, hasIf: boolean): Body | undefined {
  if (hasIf) p.next()
  if (p.tok === Tok.OpenBrace) {
    p.next()
    return parseBody(p, Tok.CloseBrace)
  }
  if (p.tok === Tok.End) return p.unexpected('rule body expected')
  const expr = parseLiteral(p, KEY_VALUE)
  return expr && [expr]
}
