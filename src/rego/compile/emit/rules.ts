import type { BranchPlan } from '../plan/rules.ts'
import { emitBody } from './chain.ts'
import type { Emitter } from './emitter.ts'
import type { Step } from './step.ts'
import { weightOf } from './weight.ts'

export interface EmittedRules {
  readonly step: Step
  readonly frameSize: number
  /** How deep the loops are inside each other. */
  readonly weight: number
}

/** All rules of one place, one after another in one frame. */
export function emitRules(e: Emitter, rules: readonly (readonly BranchPlan[])[], yieldOf: (branch: BranchPlan) => Step): EmittedRules {
  const steps = rules.map((branches) => emitBranches(e, branches, yieldOf))
  const all = rules.flat()
  const frameSize = all.reduce((size, branch) => Math.max(size, branch.frameSize), 0)
  const weight = all.reduce((most, branch) => Math.max(most, weightOf(branch.ops)), 0) + 1
  return { step: inTurn(steps), frameSize, weight }
}

export function inTurn(steps: readonly Step[]): Step {
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
function emitBranches(e: Emitter, branches: readonly BranchPlan[], yieldOf: (branch: BranchPlan) => Step): Step {
  const [only] = branches
  if (only !== undefined && branches.length === 1) return emitBody(e, only.ops, yieldOf(only))
  let holds = false
  const steps = branches.map((branch) => {
    const next = yieldOf(branch)
    return emitBody(e, branch.ops, (f) => {
      holds = true
      return next(f)
    })
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
