import type { ScanOp } from '../plan/plan.ts'
import { planRule } from '../plan/rules.ts'
import type { RuleSet } from '../rule-tree.ts'
import { documentUse, type Use } from './chain.ts'
import type { Emitter } from './emitter.ts'
import { emitPattern } from './patterns.ts'
import { type EmittedRules, emitRules } from './rules.ts'
import type { Scan } from './scans.ts'
import { emitSource } from './sources.ts'
import { type Frame, Frames, type Step } from './step.ts'

/**
 * A set that is gone through once, by rules that do not mind an item twice, need not be made: its items are taken as
 * its rules yield them, and no more of them than are needed.
 */
export function canStream(e: Emitter, op: ScanOp, use: Use): boolean {
  if (!use.isOnce || !use.ignoresRepeats || !e.mayShare) return false
  return op.source.kind === 'document' && op.source.set.kind === 'set' && e.references(op.source.set) === 1
}

export function emitStream(e: Emitter, op: ScanOp, over: Scan, next: Step): Step {
  const { m } = e
  if (op.source.kind !== 'document') throw new Error('no document')
  const { set } = op.source
  let frames: Frames | undefined
  let rules: EmittedRules | undefined
  let outer: Frame = []
  const visit = (f: Frame): boolean => next(f)
  return (f) => {
    const { scope } = m
    if (scope.isKnown(set.id)) {
      const known = scope.known[set.id]
      return known !== undefined && over(f, known)
    }
    rules ??= emitItems(e, set, op, () => outer, visit)
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

function emitItems(e: Emitter, set: RuleSet, op: ScanOp, frameOf: () => Frame, visit: Step): EmittedRules {
  const { m } = e
  const key = emitPattern(e, op.key)
  const value = emitPattern(e, op.value)
  const plans = set.rules.map((rule) => planRule(e.context, set, rule))
  return emitRules(
    e,
    plans,
    (branch) => {
      const head = emitSource(e, branch.head.key ?? branch.head.value)
      return (g) => {
        m.tick()
        const item = head(g)
        if (item === undefined) return false
        const f = frameOf()
        return key(f, item) && value(f, item) && visit(f)
      }
    },
    documentUse,
  )
}
