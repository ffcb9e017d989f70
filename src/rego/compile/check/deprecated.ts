import type { Body, ModuleInfo } from '../ir.ts'
import type { Problems } from '../problems.ts'
import { branchesOf, everyExpr } from '../walk.ts'

/** v1, and strict mode: what OPA will do without some day is not called. */
export function refuseDeprecated(modules: readonly ModuleInfo[], problems: Problems): void {
  for (const module of modules) {
    if (!module.strict) continue
    for (const rule of module.rules) for (const branch of branchesOf(rule)) refuseDeprecatedIn(branch.body, problems)
  }
}

export function refuseDeprecatedIn(body: Body, problems: Problems): void {
  everyExpr(body, (expr) => {
    if (expr.kind !== 'call' || expr.operator.kind !== 'builtin' || expr.operator.builtin.deprecated !== true) return
    problems.add('rego_type_error', `deprecated built-in function calls in expression: ${expr.operator.builtin.name}`, expr.location)
  })
}
