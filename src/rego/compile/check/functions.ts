import { operandsText } from '../../builtins/operand-names.ts'
import { typeOfValue } from '../../types/algebra.ts'
import { typeText } from '../../types/text.ts'
import type { Body, Expr, ModuleInfo, Operator, Rule } from '../ir.ts'
import type { Arity } from '../order/outputs.ts'
import type { Problems } from '../problems.ts'
import { pathText } from '../ref-text.ts'
import type { RuleTree } from '../rule-tree.ts'
import { branchesOf, everyExpr } from '../walk.ts'

export function arityIn(tree: RuleTree): Arity {
  return (operator) => {
    if (operator.kind === 'builtin') return operator.builtin.type.variadic === undefined ? operator.builtin.type.args.length : undefined
    if (operator.kind === 'unknown') return undefined
    return tree.root.find(operator.path)?.set?.arity
  }
}

export function operatorText(operator: Operator): string {
  if (operator.kind === 'builtin') return operator.builtin.name
  return operator.kind === 'function' ? pathText(operator.path) : operator.name
}

/** Every function that is called exists, and gets as many operands as it takes, or one more for its result. */
export function refuseUnknownFunctions(modules: readonly ModuleInfo[], arity: Arity, problems: Problems): void {
  for (const module of modules) for (const rule of module.rules) for (const branch of branchesOf(rule)) refuseInRule(branch, arity, problems)
}

function refuseInRule(rule: Rule, arity: Arity, problems: Problems): void {
  refuseInBody(rule.body, arity, problems)
}

export function refuseInBody(body: Body, arity: Arity, problems: Problems): void {
  everyExpr(body, (expr) => {
    if (expr.kind === 'call') refuseCall(expr, expr.operator, expr.args.length, arity, problems)
  })
}

function refuseCall(expr: Expr, operator: Operator, operands: number, arity: Arity, problems: Problems): void {
  if (operator.kind === 'builtin' && operator.builtin.type.variadic !== undefined) return
  const takes = arity(operator)
  if (takes === undefined) {
    problems.add('rego_type_error', `undefined function ${operatorText(operator)}`, expr.location)
    return
  }
  const isRight = expr.generated ? operands === takes + 1 : operands === takes || operands === takes + 1
  if (isRight) return
  if (operator.kind === 'builtin') {
    const have = expr.kind === 'call' ? expr.args.map((arg) => typeText(arg.kind === 'const' ? typeOfValue(arg.value) : undefined)) : []
    const text = `${operator.builtin.name}: arity mismatch\n\thave: (${have.join(', ')})\n\twant: ${operandsText(operator.builtin.name, operator.builtin.type, false)}`
    problems.add('rego_type_error', text, expr.location)
    return
  }
  const given = expr.generated ? operands - 1 : operands
  problems.add('rego_type_error', `function ${operatorText(operator)} has arity ${takes}, got ${given} argument${given === 1 ? '' : 's'}`, expr.location)
}
