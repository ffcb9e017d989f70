import type { ComprehensionTerm, Expr, Variable } from '../ir.ts'
import { comprehensionsIn, termsOf, variablesIn } from '../walk.ts'

/** What an expression has to do with variables, for the order of bodies. */
export interface Reach {
  /** Those that occur outside of comprehensions and bodies. */
  readonly open: ReadonlySet<Variable>
  /** Those that occur inside, whether they are bound there or not. */
  readonly closed: ReadonlySet<Variable>
}

export function reachOf(expr: Expr): Reach {
  const open = new Set<Variable>()
  termsOf(expr, (term) => variablesIn(term, open))
  if (!hasClosure(expr)) return { open, closed: none }
  const closed = new Set<Variable>()
  addClosed(expr, closed)
  return { open, closed }
}

const none: ReadonlySet<Variable> = new Set()

/** Whether a body stands in it. */
export function hasClosure(expr: Expr): boolean {
  let found = expr.kind === 'every'
  comprehensionsOf(expr, () => {
    found = true
  })
  return found
}

function addClosed(expr: Expr, closed: Set<Variable>): void {
  comprehensionsOf(expr, (comprehension) => addComprehension(comprehension, closed))
  if (expr.kind === 'every') for (const inner of expr.body) addAll(inner, closed)
}

/** Those that stand in no other closure of the expression. */
export function comprehensionsOf(expr: Expr, visit: (comprehension: ComprehensionTerm) => void): void {
  termsOf(expr, (term) => comprehensionsIn(term, visit))
}

function addComprehension(comprehension: ComprehensionTerm, closed: Set<Variable>): void {
  for (const inner of comprehension.body) addAll(inner, closed)
  for (const head of headOf(comprehension)) {
    variablesIn(head, closed)
    comprehensionsIn(head, (inner) => addComprehension(inner, closed))
  }
}

export function headOf(comprehension: ComprehensionTerm) {
  return comprehension.key === undefined ? [comprehension.item] : [comprehension.key, comprehension.item]
}

function addAll(expr: Expr, closed: Set<Variable>): void {
  termsOf(expr, (term) => variablesIn(term, closed))
  addClosed(expr, closed)
}
