import type { Op, Source } from './plan.ts'
import { isCheap } from './share.ts'
import { isDisjoint, slotsUsed, slotsWritten } from './slots.ts'

const comparisons = new Set(['equal', 'neq', 'lt', 'lte', 'gt', 'gte'])

/** Moves comparisons that do not depend on a loop before it: they are made once, and the loop may be spared. */
export function pullUpTests(ops: readonly Op[]): readonly Op[] {
  if (!ops.some(isLoop)) return ops
  const result: Op[] = []
  for (const op of ops) {
    const place = isComparison(op) ? earliest(result, op) : result.length
    result.splice(place, 0, op)
  }
  return result
}

function isLoop(op: Op): boolean {
  return op.op === 'scan' || op.op === 'tree-scan' || op.op === 'relation'
}

function isComparison(op: Op): boolean {
  if (op.op === 'equal') return isCheap(op.left) && isCheap(op.right)
  if (op.op !== 'test') return false
  return isCheap(op.source) || isComparisonCall(op.source)
}

function isComparisonCall(source: Source): boolean {
  return source.kind === 'call' && comparisons.has(source.builtin.name) && source.args.every(isCheap)
}

/** Before the first loop that it does not depend on, if everything after that loop is independent of it too. */
function earliest(before: readonly Op[], op: Op): number {
  const read = new Set<number>()
  slotsUsed([op], read)
  let place = before.length
  for (let index = before.length - 1; index >= 0; index--) {
    const other = before[index]
    if (other === undefined) break
    const written = new Set<number>()
    slotsWritten(other, written)
    if (!isDisjoint(written, read)) break
    if (isLoop(other)) place = index
  }
  return place
}
