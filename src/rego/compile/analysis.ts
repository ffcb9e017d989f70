import { builtins as allBuiltins } from '../builtins/registry.ts'
import type { Value } from '../values/value.ts'
import { refuseConflicts } from './check/conflicts.ts'
import { type Dependencies, dependenciesOf } from './check/dependencies.ts'
import { refuseDeprecated } from './check/deprecated.ts'
import { arityIn, refuseUnknownFunctions } from './check/functions.ts'
import { refuseRecursion } from './check/recursion.ts'
import { argVariables, orderBodies, refuseUndeclared, refuseUnsafeHeads } from './check/safety.ts'
import { Types } from './check/types.ts'
import { refuseTargets } from './check/with.ts'
import type { ModuleInfo } from './ir.ts'
import type { Arity } from './order/outputs.ts'
import { Problems } from './problems.ts'
import { type NamedModule, resolveModules } from './resolve/modules.ts'
import type { Builtins } from './resolve/translation.ts'
import { buildTree, type RuleSet, type RuleTree } from './rule-tree.ts'
import { type Targets, targetsOfTree } from './targets.ts'
import { branchesOf } from './walk.ts'

/** All that is known of a policy before it is evaluated. */
export interface Analysis {
  readonly modules: readonly ModuleInfo[]
  readonly tree: RuleTree
  readonly arity: Arity
  readonly dependencies: Dependencies
  /** How often rules refer to each set, by its id. */
  readonly references: readonly number[]
  /** Each after those that it refers to. */
  readonly order: readonly RuleSet[]
  readonly types: Types
  readonly targets: Targets
  readonly builtins: Builtins
  readonly data: Value
  readonly strict: boolean
}

/** OPA's capabilities: only the builtins that are named may be called. */
export interface Capabilities {
  readonly builtins: readonly { readonly name: string }[]
}

export function analyze(modules: readonly NamedModule[], data: Value, capabilities: Capabilities | undefined, strict: boolean): Analysis {
  const builtins = allowedBuiltins(capabilities)
  const problems = new Problems()
  const resolved = resolveModules(modules, builtins, strict, problems)
  const tree = buildTree(resolved)
  refuseTargets(resolved, tree, problems)
  refuseConflicts(resolved, tree, problems)
  problems.settle()
  const arity = arityIn(tree)
  refuseUndeclaredIn(resolved, arity, problems)
  problems.settle()
  refuseUnknownFunctions(resolved, arity, problems)
  problems.settle()
  refuseUnsafeHeads(resolved, problems)
  problems.settle()
  orderBodies(resolved, arity, problems)
  problems.settle()
  const { dependencies, references } = dependenciesOf(tree)
  const order = refuseRecursion(tree, dependencies, problems)
  problems.settle()
  const types = new Types(tree, problems)
  types.checkRules(order)
  problems.settle()
  refuseDeprecated(resolved, problems)
  problems.settle()
  return { modules: resolved, tree, arity, dependencies, references, order, types, targets: targetsOfTree(tree), builtins, data, strict }
}

function allowedBuiltins(capabilities: Capabilities | undefined): Builtins {
  if (capabilities === undefined) return allBuiltins
  const names = new Set(capabilities.builtins.map((builtin) => builtin.name))
  return new Map([...allBuiltins].filter(([name]) => names.has(name)))
}

function refuseUndeclaredIn(modules: readonly ModuleInfo[], arity: Arity, problems: Problems): void {
  for (const module of modules) {
    for (const rule of module.rules) for (const branch of branchesOf(rule)) refuseUndeclared(branch.body, argVariables(branch), arity, problems)
  }
}
