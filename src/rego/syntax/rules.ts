import type { Head, Rule, Term } from './ast.ts'
import { parseBody, parseIfBody } from './bodies.ts'
import type { Cursor } from './cursor.ts'
import { checkDefault } from './default-rules.ts'
import { parseElse } from './else.ts'
import { isGround } from './ground.ts'
import { parseHead, type WrittenHead } from './heads.ts'
import { checkHeadV1, checkIf } from './rego-v1.ts'
import { refuseExpression } from './statement-expressions.ts'
import { Tok } from './tokens.ts'

/** One rule, or several: v0 lets bodies follow each other, `p { … } { … }`. Undefined where a problem was noted. */
export function parseRules(p: Cursor): readonly Rule[] | undefined {
  const first = p.index
  const isDefault = !p.readKeywordAsName() && p.tok === Tok.Default
  if (isDefault) {
    p.next()
    p.readKeywordAsName()
  }
  if (p.tok === Tok.Illegal) return p.unexpected()
  if (p.tok !== Tok.Name) return isDefault ? p.unexpected('expected rule head name') : refuseExpression(p, first)
  const written = parseHead(p, isDefault)
  if (written === undefined) return undefined
  return isDefault ? parseDefault(p, first, written) : parseRuleRest(p, first, written)
}

function parseDefault(p: Cursor, first: number, written: WrittenHead): readonly Rule[] | undefined {
  if (written.value === undefined) return p.fail('illegal default rule (must have a value)', p.locationFrom(first))
  const rule: Rule = { default: true, head: plainHead(written), body: [], location: p.locationFrom(first) }
  return checkDefault(p, rule) ? [rule] : undefined
}

function parseRuleRest(p: Cursor, first: number, written: WrittenHead): readonly Rule[] | undefined {
  const hasIf = p.tok === Tok.If
  if (!hasIf && p.tok !== Tok.OpenBrace) return parseBodyless(p, first, written)
  const head = plainHead(hasIf ? written : asSet(written))
  p.next()
  const body = hasIf ? parseIfBody(p) : parseBody(p, Tok.CloseBrace)
  if (body === undefined) return undefined
  const location = p.locationFrom(first)
  checkHeadV1(p, head, written.contains, location)
  checkIf(p, hasIf, isFunction(head), location)
  const rule: Rule = { default: false, head, body, location }
  if (p.tok === Tok.Else && !p.readKeywordAsName()) return parseElses(p, rule)
  return p.tok === Tok.OpenBrace ? parseMoreBodies(p, rule, hasIf) : [rule]
}

function parseElses(p: Cursor, rule: Rule): readonly Rule[] | undefined {
  const { head } = rule
  if (head.ref.length > 1 && !head.ref.slice(1).every(isGround)) return p.fail('else keyword cannot be used on rules with variables in head')
  if (head.key !== undefined) return p.fail('else keyword cannot be used on multi-value rules')
  const others = parseElse(p, head)
  if (others === undefined) return undefined
  if (p.tok === Tok.OpenBrace) return p.fail('expected else keyword')
  return [{ ...rule, else: others }]
}

function parseMoreBodies(p: Cursor, rule: Rule, hasIf: boolean): readonly Rule[] | undefined {
  const rules = [rule]
  while (p.tok === Tok.OpenBrace) {
    const first = p.index
    p.next()
    const body = parseBody(p, Tok.CloseBrace)
    if (body === undefined) return undefined
    const location = p.locationFrom(first)
    checkIf(p, hasIf, isFunction(rule.head), location)
    rules.push({ default: false, head: freshHead(p, rule.head), body, location })
  }
  return rules
}

/** `p`, `p[x]`, `p := v`, `f(x) := v` and `p contains x`, without a body. */
function parseBodyless(p: Cursor, first: number, written: WrittenHead): readonly Rule[] | undefined {
  if (p.tok === Tok.Semicolon || p.tok === Tok.With || (written.value === undefined && !written.contains && goesOn(p))) {
    p.moveTo(first)
    return refuseExpression(p, first)
  }
  const head = plainHead(asSet(written))
  const location = p.locationFrom(first)
  if (head.value === undefined && head.key === undefined) {
    const [name] = head.ref
    if (head.args === undefined && head.ref.length === 1)
      return p.fail(`${isRoot(name) ? 'refs cannot be used for rule head' : 'var cannot be used for rule name'}`, location)
    if (head.args?.length === 0) return p.fail('rule argument list must take at least one argument', location)
  }
  checkHeadV1(p, head, written.contains, location, true)
  return [{ default: false, head, body: [], location }]
}

/** Whether the expression that began as a head goes on. */
function goesOn(p: Cursor): boolean {
  return (p.tok >= Tok.Assign && p.tok <= Tok.Remainder) || p.tok === Tok.In || p.tok === Tok.Comma
}

function isRoot(term: Term): boolean {
  return term.type === 'var' && (term.name === 'data' || term.name === 'input')
}

function isFunction(head: Head): boolean {
  return head.args !== undefined && head.args.length > 0
}

/** `p[x]` without `if`, `contains` and a value is how v0 writes a set. */
function asSet(written: WrittenHead): WrittenHead {
  const [name, key] = written.ref
  if (written.contains || written.args !== undefined || written.value !== undefined || written.ref.length !== 2 || key === undefined) return written
  return { ...written, ref: [name], key }
}

function plainHead({ contains: _, ...head }: WrittenHead): Head {
  return head
}

/** The same head once more: wildcards among its arguments are variables of their own. */
export function freshHead(p: Cursor, head: Head): Head {
  if (head.args === undefined) return head
  return { ...head, args: head.args.map((arg) => (arg.type === 'var' && arg.name.startsWith('$') ? { ...arg, name: p.wildcard() } : arg)) }
}
