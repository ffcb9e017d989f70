import { RegoError } from '../../errors.ts'
import type { Value } from '../../values/value.ts'
import { type BranchPlan, planRule } from '../plan/rules.ts'
import type { RuleSet } from '../rule-tree.ts'
import { CallMemory, isHeavy, type Remembered } from './call-memory.ts'
import { repeatedUse } from './chain.ts'
import { emitDefault, haveOneValue } from './documents.ts'
import type { Emitter } from './emitter.ts'
import { same } from './patterns.ts'
import { type EmittedRules, emitRules } from './rules.ts'
import { emitSource } from './sources.ts'
import { type Frame, Frames, type Step } from './step.ts'

/** A function of the policy. */
export class Callable implements Remembered {
  readonly #e: Emitter
  readonly #set: RuleSet
  #frames: Frames | undefined
  #rules: EmittedRules | undefined
  #default: ReturnType<typeof emitDefault>
  #found: Value | undefined
  #memory: CallMemory | undefined

  constructor(e: Emitter, set: RuleSet) {
    this.#e = e
    this.#set = set
  }

  /** A frame whose first places are for the operands. */
  take(): Frame {
    this.#frames ??= this.#emit()
    return this.#frames.take()
  }

  call(operands: readonly Value[]): Value | undefined {
    const frame = this.take()
    for (let index = 0; index < operands.length; index++) frame[index] = operands[index]
    return this.run(frame)
  }

  run(frame: Frame): Value | undefined {
    return this.#memory === undefined ? this.evaluate(frame) : this.#memory.recall(this.#e.m, frame, this)
  }

  forgo(frame: Frame): void {
    this.#frames?.give(frame)
  }

  evaluate(frame: Frame): Value | undefined {
    const { m } = this.#e
    const rules = this.#rules
    if (rules === undefined) return undefined
    m.descend(rules.weight)
    this.#e.watcher?.open(this.#set, frame)
    const outer = this.#found
    this.#found = undefined
    rules.step(frame)
    const result = this.#found === undefined ? this.#default?.evaluate(frame) : this.#found
    this.#frames?.give(frame)
    this.#found = outer
    this.#e.watcher?.close(result)
    m.ascend(rules.weight)
    return result
  }

  #emit(): Frames {
    const e = this.#e
    const plans = this.#set.rules.map((rule) => planRule(e.context, this.#set, rule))
    const isEnough = haveOneValue(plans.flat())
    const yieldOf = (branch: BranchPlan): Step => {
      const head = emitSource(e, branch.head.value)
      const { location } = branch.rule
      return (f) => {
        const value = head(f)
        if (value === undefined) return false
        e.watcher?.yields(value)
        if (this.#found === undefined) {
          this.#found = value
          return isEnough
        }
        if (!same(this.#found, value)) throw new RegoError('eval_conflict_error', 'functions must not produce multiple outputs for same inputs', location)
        return false
      }
    }
    const rules = emitRules(e, plans, yieldOf, repeatedUse)
    this.#rules = rules
    if (plans.some((branches) => branches.some((branch) => isHeavy(branch.ops)))) this.#memory = new CallMemory(this.#set.arity)
    this.#default = emitDefault(e, this.#set)
    return new Frames(Math.max(rules.frameSize, this.#set.arity, this.#default?.frameSize ?? 0))
  }
}
