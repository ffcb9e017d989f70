import type { Op, Source } from './plan.ts'
import { isCheap } from './share.ts'
import { isDisjoint, slotsRead, slotsWritten } from './slots.ts'

const comparisons = new Set(['neq', 'lt', 'lte', 'gt', 'gte'])

/**
 * Looks up before a loop what comparisons in it need and what the loop does not change. Where it is undefined, no
 * comparison with it ever holds, so that the body does not hold either way.
 */
export function hoistLookups(ops: readonly Op[], newSlot: () => number): readonly Op[] {
  if (!ops.some(isLoop)) return ops
  const result: Op[] = []
  for (const op of ops) {
    const [first, second] = operandsOf(op)
    const left = first === undefined ? undefined : hoisted(result, first, newSlot)
    const right = second === undefined ? undefined : hoisted(result, second, newSlot)
    result.push(left === undefined && right === undefined ? op : withOperands(op, left ?? first, right ?? second))
  }
  return result
}

function isLoop(op: Op): boolean {
  return op.op === 'scan' || op.op === 'tree-scan' || op.op === 'relation'
}

function operandsOf(op: Op): readonly Source[] {
  if (op.op === 'equal') return [op.left, op.right]
  return op.op === 'test' && op.source.kind === 'call' && comparisons.has(op.source.builtin.name) ? op.source.args : []
}

function withOperands(op: Op, left: Source | undefined, right: Source | undefined): Op {
  if (left === undefined || right === undefined) return op
  if (op.op === 'equal') return { op: 'equal', left, right }
  return op.op === 'test' && op.source.kind === 'call' ? { op: 'test', source: { ...op.source, args: [left, right] } } : op
}

/** The place of the frame that has it before the outermost loop that does not change it; undefined where none is. */
function hoisted(before: Op[], source: Source, newSlot: () => number): Source | undefined {
  if (source.kind !== 'lookup' || !isCheap(source)) return undefined
  const read = new Set<number>()
  slotsRead(source, read)
  let place: number | undefined
  for (let index = before.length - 1; index >= 0; index--) {
    const op = before[index]
    if (op === undefined) break
    const written = new Set<number>()
    slotsWritten(op, written)
    if (!isDisjoint(written, read)) break
    if (isLoop(op)) place = index
  }
  if (place === undefined) return undefined
  const slot = newSlot()
  before.splice(place, 0, { op: 'bind', slot, source })
  return { kind: 'slot', slot }
}
