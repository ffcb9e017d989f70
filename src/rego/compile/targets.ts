import type { Builtin } from '../builtins/builtin.ts'
import type { Value } from '../values/value.ts'
import type { Body } from './ir.ts'
import type { RuleSet, RuleTree } from './rule-tree.ts'
import { branchesOf, everyExpr } from './walk.ts'

/** What `with` replaces anywhere in a policy or query: nothing else needs to look whether it is replaced. */
export interface Targets {
  /** Paths under `data`. */
  readonly paths: readonly (readonly Value[])[]
  readonly functions: ReadonlySet<RuleSet | Builtin>
}

const noTargets: Targets = { paths: [], functions: new Set() }

export function targetsOfTree(tree: RuleTree): Targets {
  let targets = noTargets
  for (const set of tree.sets) {
    for (const rule of set.default === undefined ? set.rules : [...set.rules, set.default]) {
      for (const branch of branchesOf(rule)) targets = withTargetsOf(targets, branch.body, tree)
    }
  }
  return targets
}

/** The same object where a body adds nothing. */
export function withTargetsOf(targets: Targets, body: Body, tree: RuleTree): Targets {
  let isPlain = true
  everyExpr(body, (expr) => {
    if (expr.with.length > 0) isPlain = false
  })
  if (isPlain) return targets
  const paths = [...targets.paths]
  const functions = new Set(targets.functions)
  everyExpr(body, (expr) => {
    for (const { target } of expr.with) {
      if (target.kind === 'builtin') functions.add(target.builtin)
      if (target.kind !== 'data') continue
      const path = target.path.map((part): Value => (part.kind === 'const' ? part.value : null))
      const set = tree.root.find(path)?.set
      if (set?.kind === 'function') functions.add(set)
      else if (!paths.some((other) => isPrefix(other, path))) paths.push(path)
    }
  })
  return paths.length === targets.paths.length && functions.size === targets.functions.size ? targets : { paths, functions }
}

/** Whether something at, above or below a path may be replaced. */
export function concerns(targets: Targets, path: readonly Value[]): boolean {
  return targets.paths.some((target) => isPrefix(target, path) || isPrefix(path, target))
}

function isPrefix(prefix: readonly Value[], path: readonly Value[]): boolean {
  return prefix.length <= path.length && prefix.every((part, index) => part === path[index])
}
