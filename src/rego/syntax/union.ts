import type { Body, Ref, Term } from './ast.ts'
import { infixCall } from './infix.ts'
import { levelOfName } from './operators.ts'

/** Whether an operator binds weaker than `|`, or is another `|`; `in` is `internal.member_2`. */
function isWeak(name: string): boolean {
  return name === 'internal' || (levelOfName(name) > 0 && levelOfName(name) <= levelOfName('or'))
}

/**
 * `head | body` read as a union, where a list shows that it was no comprehension: the body is one term, and `head |`
 * belongs to its leftmost operand. Undefined where a union cannot be written so.
 */
export function joinUnion(head: Term, body: Body): Term | undefined {
  const [expr] = body
  if (expr === undefined || body.length > 1 || expr.negated || expr.with.length > 0) return undefined
  const term = expr.kind === 'term' ? expr.term : expr.kind === 'call' ? expr.call : undefined
  const start = expr.location?.start
  if (term === undefined || start === undefined) return undefined
  if (term.type === 'call' && (isOperator(term.operator, 'assign') || isOperator(term.operator, 'eq'))) return undefined
  return join(head, term, start)
}

function isOperator(operator: Ref, name: string): boolean {
  const [head] = operator
  return operator.length === 1 && head.type === 'var' && head.name === name
}

/** A call that does not begin where its text does stands in parentheses, and is an operand as a whole. */
function join(head: Term, term: Term, start: number): Term {
  const from = head.location?.start ?? start
  if (term.type === 'call' && term.infix && term.location?.start === start) {
    const [operator] = term.operator
    const [left, ...others] = term.args
    if (left !== undefined && operator.type === 'var' && isWeak(operator.name))
      return infixCall({ ...term.location, ...beginning(head), start: from }, term.operator, [join(head, left, start), ...others])
  }
  const location = { ...(term.location ?? { file: '', end: start }), ...beginning(head), start: from }
  return infixCall(location, [{ type: 'var', name: 'or', location }], [head, term])
}

function beginning(head: Term): { readonly row: number; readonly col: number } {
  return { row: head.location?.row ?? 1, col: head.location?.col ?? 1 }
}
