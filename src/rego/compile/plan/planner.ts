import type { Value } from '../../values/value.ts'
import { type Origin, type Rule, type Term, Variable } from '../ir.ts'
import type { RuleTree } from '../rule-tree.ts'
import { termsIn } from '../walk.ts'
import type { Op, SlotSource } from './plan.ts'

/** What all plans of a policy share. */
export interface PlanContext {
  readonly tree: RuleTree
  readonly data: Value
  /** How often rules refer to each set, by its id. */
  readonly references: readonly number[]
  /** Whether `with` may replace something at this path under `data`, inside or above it. */
  readonly mayBeReplaced: (path: readonly Value[]) => boolean
  /** Gives an expression or a rule its number where evaluation is watched. */
  readonly watch: ((node: Origin | Rule) => number) | undefined
}

/** A frame's places, counted up. */
export interface FrameSize {
  size: number
}

/** Where the planning of a rule stands. */
export class Planner {
  readonly context: PlanContext
  readonly frame: FrameSize
  readonly slots: Map<Variable, number>
  readonly bound: Set<Variable>
  /** Bound around the body that is planned: reading them makes it open. */
  readonly #outer: ReadonlySet<Variable>
  ops: Op[] = []
  /** Variables of the surroundings that are read. */
  readonly outerReads = new Set<Variable>()

  constructor(context: PlanContext, frame: FrameSize, slots: Map<Variable, number>, bound: ReadonlySet<Variable>) {
    this.context = context
    this.frame = frame
    this.slots = slots
    this.bound = new Set(bound)
    this.#outer = bound
  }

  static forRule(context: PlanContext): Planner {
    return new Planner(context, { size: 0 }, new Map(), new Set())
  }

  /** For a body inside this one. */
  inner(): Planner {
    return new Planner(this.context, this.frame, this.slots, this.bound)
  }

  /** Ends a body inside this one: what it read of the surroundings may be of further out. */
  absorb(inner: Planner): void {
    for (const variable of inner.outerReads) if (this.#outer.has(variable)) this.outerReads.add(variable)
  }

  temporary(): Variable {
    return new Variable('__temporary', true)
  }

  newSlot(): number {
    return this.frame.size++
  }

  bind(variable: Variable): number {
    const slot = this.slots.get(variable) ?? this.newSlot()
    this.slots.set(variable, slot)
    this.bound.add(variable)
    return slot
  }

  /** A bound variable. */
  read(variable: Variable): SlotSource {
    const slot = this.slots.get(variable)
    if (slot === undefined || !this.bound.has(variable)) throw new Error(`${variable.name} is read before it is bound`)
    if (this.#outer.has(variable)) this.outerReads.add(variable)
    return { kind: 'slot', slot }
  }

  /** Whether all variables in a term are bound, those inside comprehensions apart. */
  isBound(term: Term): boolean {
    if (term.kind === 'var') return this.bound.has(term.variable)
    if (term.kind === 'ref' && typeof term.head !== 'string' && !this.bound.has(term.head)) return false
    let all = true
    termsIn(term, (inner) => {
      if (all && !this.isBound(inner)) all = false
    })
    return all
  }
}
