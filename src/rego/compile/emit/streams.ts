import type { Value } from '../../values/value.ts'
import type { GivenSource, ScanOp, Source } from '../plan/plan.ts'
import { type BranchPlan, planRule } from '../plan/rules.ts'
import type { RuleSet } from '../rule-tree.ts'
import { documentUse, type Use } from './chain.ts'
import type { Emitter } from './emitter.ts'
import type { Join } from './joins.ts'
import { emitPattern } from './patterns.ts'
import { type EmittedRules, emitRules } from './rules.ts'
import type { Scan } from './scans.ts'
import { emitSource } from './sources.ts'
import { type Frame, Frames, type Matcher, type Step } from './step.ts'

/**
 * A set that is gone through once, by rules that do not mind an item twice, need not be made: its items are taken as
 * its rules yield them, and no more of them than are needed.
 */
export function canStream(e: Emitter, op: ScanOp, use: Use): boolean {
  if (!use.isOnce || !use.ignoresRepeats || !e.mayShare) return false
  return op.source.kind === 'document' && op.source.set.kind === 'set' && e.references(op.source.set) === 1
}

export function emitStream(e: Emitter, op: ScanOp, over: Scan, next: Step, join: Join | undefined): Step {
  const { m } = e
  if (op.source.kind !== 'document') throw new Error('no document')
  const { set } = op.source
  const take = emitTake(e, op, next)
  const wanted = join === undefined ? undefined : emitSource(e, join.outer)
  let frames: Frames | undefined
  let rules: EmittedRules | undefined
  let outer: Frame = []
  return (f) => {
    const { scope } = m
    if (scope.isKnown(set.id)) {
      const known = scope.known[set.id]
      return known !== undefined && over(f, known)
    }
    rules ??= emitItems(e, set, (item) => take(outer, item), join && { inner: join.inner, outer: { kind: 'given', value: () => wanted?.(outer) } })
    frames ??= new Frames(rules.frameSize)
    m.descend(rules.weight)
    const before = outer
    outer = f
    const frame = frames.take()
    const stop = rules.step(frame)
    frames.give(frame)
    outer = before
    m.ascend(rules.weight)
    return stop
  }
}

/** What the reader wants of an item: it tests that itself, so that to leave out others is enough. */
interface Wish {
  /** Of the item, which is what its slot is for here. */
  readonly inner: Source
  readonly outer: GivenSource
}

/**
 * The same body, which tests where an item is bound whether it is wanted: a loop over a collection may then look the item
 * up. Only for items that are bound as they are; never for a rule with `else`, whose later bodies it would let hold.
 */
function withWish(branch: BranchPlan, { inner, outer }: Wish): BranchPlan {
  const item = branch.head.key ?? branch.head.value
  if (item.kind !== 'slot' || branch.rule.otherwise !== undefined) return branch
  const place = branch.ops.findIndex((op) => op.op === 'scan' && op.value.kind === 'bind' && op.value.slot === item.slot)
  if (place < 0) return branch
  const left: Source = inner.kind === 'lookup' ? { ...inner, of: item } : item
  return { ...branch, ops: branch.ops.toSpliced(place + 1, 0, { op: 'equal', left, right: outer }) }
}

/** What the reader does with an item. */
function emitTake(e: Emitter, op: ScanOp, next: Step): Matcher {
  if (op.key.kind === 'any' && op.value.kind === 'bind') {
    const { slot } = op.value
    return (f, item) => {
      f[slot] = item
      return next(f)
    }
  }
  const key = emitPattern(e, op.key)
  const value = emitPattern(e, op.value)
  return (f, item) => key(f, item) && value(f, item) && next(f)
}

function emitItems(e: Emitter, set: RuleSet, take: (item: Value) => boolean, wish: Wish | undefined): EmittedRules {
  const plans = set.rules.map((rule) => planRule(e.context, set, rule).map((branch) => (wish === undefined ? branch : withWish(branch, wish))))
  const yieldOf = (branch: BranchPlan): Step => {
    const head = emitSource(e, branch.head.key ?? branch.head.value)
    return (g) => {
      const item = head(g)
      return item !== undefined && take(item)
    }
  }
  return emitRules(e, plans, yieldOf, documentUse)
}
