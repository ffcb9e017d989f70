import type { Expr, Term } from './ast.ts'
import type { Cursor } from './cursor.ts'
import { KEY_VALUE } from './infix.ts'
import { parseLiteral } from './literals.ts'
import { Tok } from './tokens.ts'

/** A statement of a module that is no package, import or rule: says what it is instead. It began at the token `first`. */
export function refuseExpression(p: Cursor, first: number): undefined {
  const expr = parseLiteral(p, KEY_VALUE)
  if (expr === undefined) return undefined
  const location = p.locationFrom(first)
  return p.fail(p.tok === Tok.Semicolon ? 'multiple expressions cannot be used for rule head' : reason(expr), location)
}

function reason(expr: Expr): string {
  if (expr.with.length > 0) return 'expressions using with keyword cannot be used for rule head'
  if (expr.negated) return 'negated expressions cannot be used for rule head'
  if (expr.kind === 'some' || expr.kind === 'some-in') return "'some' declarations cannot be used for rule head"
  if (expr.kind === 'every') return 'expression cannot be used for rule head'
  if (expr.kind === 'term') return `${nameOf(expr.term)} cannot be used for rule name`
  const [name] = expr.call.operator
  const [left] = expr.call.args
  const isEquation = expr.call.infix && name.type === 'var' && (name.name === 'eq' || name.name === 'assign')
  if (isEquation && left !== undefined)
    return left.type === 'var' ? `${left.name} keyword cannot be used for rule name` : `${nameOf(left)} cannot be used for rule name`
  return 'rule name conflicts with built-in function'
}

function nameOf(term: Term): string {
  return term.type.replace('-', '')
}
