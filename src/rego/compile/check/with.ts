import type { Body, ModuleInfo, With } from '../ir.ts'
import type { Problems } from '../problems.ts'
import type { RuleTree } from '../rule-tree.ts'
import { branchesOf, everyExpr } from '../walk.ts'

const irreplaceable = new Set(['eq', 'rego.metadata.chain', 'rego.metadata.rule'])

/** What `with` replaces is there to be replaced. */
export function refuseTargets(modules: readonly ModuleInfo[], tree: RuleTree, problems: Problems): void {
  for (const module of modules) {
    for (const rule of module.rules) for (const branch of branchesOf(rule)) refuseTargetsIn(branch.body, tree, problems)
  }
}

export function refuseTargetsIn(body: Body, tree: RuleTree, problems: Problems): void {
  everyExpr(body, (expr) => {
    for (const modifier of expr.with) refuseTarget(modifier, tree, problems)
  })
}

function refuseTarget(modifier: With, tree: RuleTree, problems: Problems): void {
  const { target, location } = modifier
  if (target.kind === 'unknown') {
    problems.add('rego_type_error', 'with keyword target must reference existing input, data, or a function', location)
  } else if (target.kind === 'builtin') {
    const message = builtinComplaint(target.builtin.name, target.builtin.relation === true, target.builtin.type.result === undefined)
    if (message !== undefined) problems.add('rego_compile_error', `with keyword replacing built-in function: ${message}`, location)
  } else if (target.kind === 'data') {
    let node = tree.root
    for (const part of target.path.slice(0, -1)) {
      const child = part.kind === 'const' ? node.child(part.value) : undefined
      if (child === undefined) return
      if (child.rules.length > 0) {
        problems.add('rego_compile_error', 'with keyword cannot partially replace virtual document(s)', location)
        return
      }
      node = child
    }
  }
}

function builtinComplaint(name: string, isRelation: boolean, isVoid: boolean): string | undefined {
  if (irreplaceable.has(name)) return `replacement of "${name}" invalid`
  if (name.startsWith('internal.')) return `replacement of internal function "${name}" invalid`
  if (isRelation) return 'target must not be a relation'
  return isVoid ? 'target must not be a void function' : undefined
}
