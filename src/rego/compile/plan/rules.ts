import type { Rule } from '../ir.ts'
import type { RuleSet } from '../rule-tree.ts'
import { branchesOf } from '../walk.ts'
import { planBody } from './bodies.ts'
import type { Op, Source } from './plan.ts'
import { type PlanContext, Planner } from './planner.ts'
import { pullUpTests } from './pull-up.ts'
import { planSource } from './sources.ts'
import { matchSource } from './unify.ts'

/** One body and what it yields. */
export interface BranchPlan {
  readonly rule: Rule
  readonly ops: readonly Op[]
  readonly frameSize: number
  readonly head: HeadPlan
}

interface HeadPlan {
  /** Of an object: where the value stands in it. */
  readonly path: readonly Source[]
  /** An item of a set. */
  readonly key: Source | undefined
  readonly value: Source
}

/** The rule and its `else`s. */
export function planRule(context: PlanContext, set: RuleSet, rule: Rule): readonly BranchPlan[] {
  return branchesOf(rule).map((branch) => planBranch(context, set, branch))
}

export function planBranch(context: PlanContext, set: RuleSet, rule: Rule): BranchPlan {
  const p = Planner.forRule(context)
  const number = context.watch?.(rule)
  if (number !== undefined) p.ops.push({ op: 'watch', event: 'body', node: number })
  planArguments(p, rule)
  planBody(p, rule.body)
  if (number !== undefined) p.ops.push({ op: 'watch', event: 'yield', node: number })
  const path = set.kind === 'object' ? rule.ref.slice(set.path.length).map((part) => planSource(p, part)) : []
  const key = rule.key === undefined ? undefined : planSource(p, rule.key)
  const value = planSource(p, rule.value)
  return { rule, ops: context.watch === undefined ? pullUpTests(p.ops) : p.ops, frameSize: p.frame.size, head: { path, key, value } }
}

/** The caller puts the operands into the first places of the frame. */
function planArguments(p: Planner, rule: Rule): void {
  const args = rule.args ?? []
  const slots = args.map(() => p.newSlot())
  const patterns: number[] = []
  for (let index = 0; index < args.length; index++) {
    const arg = args[index]
    const slot = slots[index]
    if (arg === undefined || slot === undefined) continue
    if (arg.kind !== 'var' || p.bound.has(arg.variable)) patterns.push(index)
    else {
      p.slots.set(arg.variable, slot)
      p.bound.add(arg.variable)
    }
  }
  for (const index of patterns) {
    const arg = args[index]
    const slot = slots[index]
    if (arg !== undefined && slot !== undefined) matchSource(p, { kind: 'slot', slot }, arg)
  }
}
