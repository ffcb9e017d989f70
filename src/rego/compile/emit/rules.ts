import type { BranchPlan } from '../plan/rules.ts'
import { type RuleNode, shareRules } from '../plan/share.ts'
import { emitBody, type Use } from './chain.ts'
import { emitPrefixes, emitSwitch } from './choices.ts'
import type { Emitter } from './emitter.ts'
import type { Step } from './step.ts'
import { isTest } from './tests.ts'
import { weightOf } from './weight.ts'

export interface EmittedRules {
  readonly step: Step
  readonly frameSize: number
  /** How deep the loops are inside each other. */
  readonly weight: number
}

/** All rules of one place in one frame. Those without `else` may share what they have in common. */
export function emitRules(e: Emitter, rules: readonly (readonly BranchPlan[])[], yieldOf: (branch: BranchPlan) => Step, use: Use): EmittedRules {
  const frame = { size: rules.flat().reduce((size, branch) => Math.max(size, branch.frameSize), 0) }
  const step = e.inFrame(frame, () => emitAll(e, rules, yieldOf, use))
  const weight = rules.flat().reduce((most, branch) => Math.max(most, weightOf(branch.ops)), 0) + 1
  return { step, frameSize: frame.size, weight }
}

function emitAll(e: Emitter, rules: readonly (readonly BranchPlan[])[], yieldOf: (branch: BranchPlan) => Step, use: Use): Step {
  const single: BranchPlan[] = []
  const steps: Step[] = []
  for (const branches of rules) {
    const [only] = branches
    if (branches.length === 1 && only !== undefined && e.mayShare) single.push(only)
    else steps.push(emitBranches(e, branches, yieldOf, use))
  }
  if (single.length > 0) steps.unshift(emitNode(e, shareRules(single), yieldOf, use))
  return inTurn(steps)
}

function emitNode(e: Emitter, node: RuleNode, yieldOf: (branch: BranchPlan) => Step, use: Use): Step {
  switch (node.kind) {
    case 'yield':
      return yieldOf(node.branch)
    case 'ops':
      return emitBody(e, node.ops, emitNode(e, node.next, yieldOf, node.ops.every(isTest) ? use : { ...use, isOnce: false }), use)
    case 'all':
      return inTurn(node.nodes.map((inner) => emitNode(e, inner, yieldOf, use)))
    case 'switch':
      return emitSwitch(e, node, (inner) => emitNode(e, inner, yieldOf, use))
    case 'prefixes':
      return emitPrefixes(e, node, (inner) => emitNode(e, inner, yieldOf, use))
  }
}

function inTurn(steps: readonly Step[]): Step {
  const [first, second] = steps
  if (first === undefined) return () => false
  if (second === undefined) return first
  if (steps.length === 2) return (f) => first(f) || second(f)
  return (f) => {
    for (const step of steps) if (step(f)) return true
    return false
  }
}

/** A rule and its `else`s: the first that holds counts. */
function emitBranches(e: Emitter, branches: readonly BranchPlan[], yieldOf: (branch: BranchPlan) => Step, use: Use): Step {
  const [only] = branches
  if (only !== undefined && branches.length === 1) return emitBody(e, only.ops, yieldOf(only), use)
  let holds = false
  const steps = branches.map((branch) => {
    const next = yieldOf(branch)
    const step: Step = (f) => {
      holds = true
      return next(f)
    }
    return emitBody(e, branch.ops, step, use)
  })
  return (f) => {
    const outer = holds
    let stop = false
    for (const step of steps) {
      holds = false
      stop = step(f)
      if (holds) break
    }
    holds = outer
    return stop
  }
}
