import type { Location } from '../../syntax/ast.ts'
import type { Body, Expr, ModuleInfo, Rule, Variable } from '../ir.ts'
import { comprehensionsOf, hasClosure, headOf, reachOf } from '../order/closures.ts'
import { orderBody, type Unsafe } from '../order/order-body.ts'
import { type Arity, outputsOf } from '../order/outputs.ts'
import type { Problems } from '../problems.ts'
import { branchesOf, headTerms, termsOf, variablesIn } from '../walk.ts'

const futureKeywords = new Set(['in', 'every', 'contains', 'if'])

/** Every variable of a head occurs in the body. */
export function refuseUnsafeHeads(modules: readonly ModuleInfo[], problems: Problems): void {
  for (const module of modules) for (const rule of module.rules) for (const branch of branchesOf(rule)) refuseUnsafeHead(branch, problems)
}

function refuseUnsafeHead(rule: Rule, problems: Problems): void {
  const needed = new Set<Variable>()
  for (const term of headTerms(rule)) variablesIn(term, needed)
  if (needed.size === 0) return
  const known = argVariables(rule)
  for (const expr of rule.body) termsOf(expr, (term) => variablesIn(term, known))
  for (const variable of needed) {
    if (!known.has(variable) && isNamed(variable)) problems.add('rego_unsafe_var_error', `var ${shownName(variable)} is unsafe`, rule.location)
  }
}

export function argVariables(rule: Rule): Set<Variable> {
  const variables = new Set<Variable>()
  for (const arg of rule.args ?? []) variablesIn(arg, variables)
  return variables
}

/** Puts the body of every rule into an order in which everything is bound before it is used. */
export function orderBodies(modules: readonly ModuleInfo[], arity: Arity, problems: Problems): void {
  for (const module of modules) {
    for (const rule of module.rules) for (const branch of branchesOf(rule)) branch.body = orderSafely(branch.body, argVariables(branch), arity, problems)
  }
}

export function orderSafely(body: Body, globals: ReadonlySet<Variable>, arity: Arity, problems: Problems): Body {
  const unsafe: Unsafe = new Map()
  const ordered = orderBody(body, globals, arity, unsafe)
  if (unsafe.size > 0) report(unsafe, problems)
  return ordered
}

/** Where each variable stands first. Generated ones mean nothing to anybody: their expressions are named instead. */
function report(unsafe: Unsafe, problems: Problems): void {
  const places = new Map<Variable, Location | undefined>()
  for (const [expr, variables] of unsafe) {
    for (const variable of variables) {
      if (isNamed(variable) && (!places.has(variable) || isBefore(expr.location, places.get(variable)))) places.set(variable, expr.location)
    }
  }
  for (const [variable, location] of places) problems.add('rego_unsafe_var_error', unsafeText(shownName(variable)), location)
  if (places.size > 0) return
  const seen = new Set<Variable>()
  for (const [expr, variables] of unsafe) {
    const before = seen.size
    for (const variable of variables) seen.add(variable)
    if (seen.size > before) problems.add('rego_unsafe_var_error', 'expression is unsafe', expr.location)
  }
}

function unsafeText(name: string): string {
  const text = `var ${name} is unsafe`
  return futureKeywords.has(name) ? `${text} (hint: \`import future.keywords.${name}\` to import a future keyword)` : text
}

function isBefore(a: Location | undefined, b: Location | undefined): boolean {
  return (a?.start ?? 0) < (b?.start ?? 0)
}

function isNamed(variable: Variable): boolean {
  return !variable.generated || variable.name.startsWith('$')
}

function shownName(variable: Variable): string {
  return variable.name.startsWith('$') ? '_' : variable.name
}

/** Operands of print and parts of template strings may be undefined, but all their variables must be bound around them. */
export function refuseUndeclared(body: Body, globals: ReadonlySet<Variable>, arity: Arity, problems: Problems): void {
  if (!body.some(hasClosure)) return
  const bound = new Set(globals)
  let before = -1
  while (before !== bound.size) {
    before = bound.size
    for (const expr of body) for (const variable of outputsOf(expr, bound, arity)) bound.add(variable)
  }
  for (const expr of body) refuseInExpr(expr, bound, arity, problems)
}

function refuseInExpr(expr: Expr, bound: ReadonlySet<Variable>, arity: Arity, problems: Problems): void {
  comprehensionsOf(expr, (comprehension) => {
    if (comprehension.wraps === undefined) return refuseUndeclared(comprehension.body, bound, arity, problems)
    const heads = new Set<Variable>()
    for (const head of headOf(comprehension)) variablesIn(head, heads)
    for (const inner of comprehension.body) {
      for (const variable of reachOf(inner).open) {
        if (bound.has(variable) || heads.has(variable) || !isNamed(variable)) continue
        problems.add('rego_compile_error', `var ${shownName(variable)} is undeclared`, inner.location)
      }
    }
    refuseUndeclared(comprehension.body, new Set([...bound, ...heads]), arity, problems)
  })
  if (expr.kind === 'every') {
    const inside = new Set(bound)
    inside.add(expr.value)
    if (expr.key !== undefined) inside.add(expr.key)
    refuseUndeclared(expr.body, inside, arity, problems)
  }
}
