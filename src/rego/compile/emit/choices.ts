import type { FrameSize } from '../plan/planner.ts'
import type { RuleNode, Scalar } from '../plan/share.ts'
import type { Emitter } from './emitter.ts'
import { emitSource } from './sources.ts'
import type { Step } from './step.ts'
import { emitTest } from './tests.ts'

/** The branch of one value, emitted when it is first taken: of many rules, most are never needed. */
class LazyBranch {
  readonly #node: RuleNode
  readonly #e: Emitter
  readonly #frame: FrameSize
  readonly #emit: (node: RuleNode) => Step
  #step: Step | undefined

  constructor(e: Emitter, node: RuleNode, emit: (node: RuleNode) => Step) {
    this.#e = e
    this.#frame = e.frame
    this.#node = node
    this.#emit = emit
  }

  get step(): Step {
    this.#step ??= this.#e.inFrame(this.#frame, () => this.#emit(this.#node))
    return this.#step
  }
}

export function emitSwitch(e: Emitter, node: RuleNode & { kind: 'switch' }, emit: (node: RuleNode) => Step): Step {
  const evaluate = emitSource(e, node.source)
  const cases = new Map<unknown, LazyBranch>()
  for (const [value, inner] of node.cases) cases.set(value satisfies Scalar, new LazyBranch(e, inner, emit))
  return (f) => {
    const branch = cases.get(evaluate(f))
    return branch?.step(f) ?? false
  }
}

/** Prefixes of one length are looked up together. */
export function emitPrefixes(e: Emitter, node: RuleNode & { kind: 'prefixes' }, emit: (node: RuleNode) => Step): Step {
  const { m } = e
  const evaluate = emitSource(e, node.source)
  const refuse = emitTest(e, node.op)
  const byLength = new Map<number, Map<string, LazyBranch>>()
  for (const [prefix, inner] of node.cases) {
    const cases = byLength.get(prefix.length) ?? new Map<string, LazyBranch>()
    cases.set(prefix, new LazyBranch(e, inner, emit))
    byLength.set(prefix.length, cases)
  }
  const lengths = [...byLength].sort(([a], [b]) => a - b)
  return (f) => {
    const text = evaluate(f)
    if (typeof text !== 'string') {
      // What is no string is an error where errors are strict.
      if (m.strict && text !== undefined) refuse(f)
      return false
    }
    for (const [length, cases] of lengths) {
      if (length > text.length) break
      const branch = cases.get(text.slice(0, length))
      if (branch?.step(f) === true) return true
    }
    return false
  }
}
