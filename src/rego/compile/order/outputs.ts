import type { Expr, Operator, Term, Variable } from '../ir.ts'
import { termsIn, termsOf, variablesIn } from '../walk.ts'
import { boundByUnify, canLookUp } from './unify.ts'

/** How many operands an operator takes; undefined where there is no such function. */
export type Arity = (operator: Operator) => number | undefined

const none: ReadonlySet<Variable> = new Set()

/** The variables that an expression binds, where those of `safe` are bound already. */
export function outputsOf(expr: Expr, safe: ReadonlySet<Variable>, arity: Arity): ReadonlySet<Variable> {
  if (expr.negated) return none
  for (const modifier of expr.with) {
    const needed = new Set<Variable>()
    variablesIn(modifier.value, needed)
    if (modifier.target.kind === 'input' || modifier.target.kind === 'data') for (const part of modifier.target.path) variablesIn(part, needed)
    for (const variable of needed) if (!safe.has(variable)) return none
  }
  const outputs = new Set<Variable>()
  termsOf(expr, (term) => {
    if (term.kind !== 'const' && term.kind !== 'var') addLookedUp(term, safe, outputs)
  })
  if (expr.kind === 'unify' && !expr.checked) {
    const lookedUp = outputs.size === 0 ? none : new Set(outputs)
    const known = { has: (variable: Variable) => safe.has(variable) || lookedUp.has(variable) }
    for (const variable of boundByUnify(expr.left, expr.right, known)) outputs.add(variable)
  }
  if (expr.kind === 'call') addResult(expr.operator, expr.args, safe, outputs, arity)
  return outputs
}

/** What stands in the path of a reference is bound by looking it up. */
function addLookedUp(term: Term, safe: ReadonlySet<Variable>, outputs: Set<Variable>): void {
  if (term.kind === 'comprehension') return
  if (term.kind === 'ref') {
    if (!canLookUp(term, safe)) return
    for (const part of term.path) pathOutputs(part, outputs)
  }
  termsIn(term, (inner) => {
    if (inner.kind !== 'const' && inner.kind !== 'var') addLookedUp(inner, safe, outputs)
  })
}

function pathOutputs(term: Term, outputs: Set<Variable>): void {
  if (term.kind === 'var') outputs.add(term.variable)
  else termsIn(term, (inner) => pathOutputs(inner, outputs))
}

/** A last operand beyond those that the function takes is its result. */
function addResult(operator: Operator, args: readonly Term[], safe: ReadonlySet<Variable>, outputs: Set<Variable>, arity: Arity): void {
  const takes = arity(operator)
  if (takes === undefined || takes >= args.length) return
  const needed = new Set<Variable>()
  for (const arg of args.slice(0, takes)) inputVariables(arg, needed)
  for (const variable of needed) {
    if (safe.has(variable) || outputs.has(variable)) continue
    outputs.clear()
    return
  }
  for (const arg of args.slice(takes)) inputVariables(arg, outputs)
}

/** Not those of sets, of keys of objects, of heads of references and of comprehensions. */
function inputVariables(term: Term, found: Set<Variable>): void {
  if (term.kind === 'var') found.add(term.variable)
  else if (term.kind === 'array') for (const item of term.items) inputVariables(item, found)
  else if (term.kind === 'object') for (const [, value] of term.entries) inputVariables(value, found)
  else if (term.kind === 'ref') for (const part of term.path) inputVariables(part, found)
}
