import type { Machine } from '../../evaluate/machine.ts'
import type { Value } from '../../values/value.ts'
import type { FrameSize, PlanContext } from '../plan/planner.ts'
import type { RuleSet, TreeNode } from '../rule-tree.ts'
import { emitDocument } from './documents.ts'
import { Callable } from './functions.ts'
import type { Evaluator, Matcher, Step } from './step.ts'
import { DataTree, type TreePart } from './tree.ts'
import type { Watcher } from './watcher.ts'

/** Turns plans into closures, each rule the first time that it is needed. */
export class Emitter {
  readonly m: Machine
  readonly context: PlanContext
  readonly #mocked: ReadonlySet<unknown>
  readonly watcher: Watcher | undefined
  readonly #documents: (Evaluator | undefined)[] = []
  readonly #callables: (Callable | undefined)[] = []
  readonly #tree: DataTree

  constructor(m: Machine, context: PlanContext, mocked: ReadonlySet<unknown>, watcher: Watcher | undefined) {
    this.m = m
    this.context = context
    this.#mocked = mocked
    this.watcher = watcher
    this.#tree = new DataTree(this)
  }

  /** Whether `with` may replace a function or builtin. */
  isMocked(target: unknown): boolean {
    return this.#mocked.has(target)
  }

  /** Of the rule that is emitted: closures may need places of their own. */
  #frame: FrameSize | undefined

  get frame(): FrameSize {
    if (this.#frame === undefined) throw new Error('nothing is emitted outside of a frame')
    return this.#frame
  }

  /** Emits something that works on frames of a certain size, which may grow by it. */
  inFrame<T>(frame: FrameSize, emit: () => T): T {
    const outer = this.#frame
    this.#frame = frame
    const result = emit()
    this.#frame = outer
    return result
  }

  /** Whether rules may be evaluated together: not where each is watched. */
  get mayShare(): boolean {
    return this.watcher === undefined
  }

  /** How often rules refer to the document of a set. */
  references(set: RuleSet): number {
    return this.context.references[set.id] ?? 0
  }

  document(set: RuleSet): Evaluator {
    this.#documents[set.id] ??= emitDocument(this, set)
    return this.#documents[set.id] ?? (() => undefined)
  }

  callable(set: RuleSet): Callable {
    const known = this.#callables[set.id]
    if (known !== undefined) return known
    const callable = new Callable(this, set)
    this.#callables[set.id] = callable
    return callable
  }

  extent(node: TreeNode): () => Value | undefined {
    return () => this.#tree.extent(node)
  }

  treeLookup(path: readonly Evaluator[]): Evaluator {
    return this.#tree.lookup(path)
  }

  treeScan(path: readonly TreePart[], value: Matcher, next: Step): Step {
    return this.#tree.scan(path, value, next)
  }
}
