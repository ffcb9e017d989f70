import type { Decision, JudgedResult, Trial } from '../../model/decision.ts'

/** The reasons of a result that block, or would under enforce: their indices. */
export function holding(result: JudgedResult): readonly number[] {
  return result.effects.flatMap((effect, index) => (effect === 'blocks' || effect === 'would-block' ? [index] : []))
}

/**
 * What would be gone and what would be new. A reason of one judgement is the same as one of another when both have the
 * same code at the same path: lines move and messages count, so several of these are told apart by their number only.
 */
export function compared(result: JudgedResult, before: Decision, after: Decision): Pick<Trial, 'solves' | 'brings' | 'left'> {
  const then = counted(before)
  const now = counted(after)
  const seen = new Map<string, number>()
  const solves = holding(result).filter((index) => more(seen, nameOf(result, index)) > (now.get(nameOf(result, index)) ?? 0))
  const brings = after.results.flatMap((each) =>
    holding(each)
      .filter((index) => (now.get(nameOf(each, index)) ?? 0) > (then.get(nameOf(each, index)) ?? 0))
      .map((index) => ({ gate: each.gate, code: each.reasons[index]?.code ?? '' })),
  )
  return {
    solves,
    brings: [...new Map(brings.map((each) => [`${each.gate} ${each.code}`, each])).values()],
    left: [...now.values()].reduce((sum, count) => sum + count, 0),
  }
}

function counted({ results }: Decision): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const result of results) for (const index of holding(result)) more(counts, nameOf(result, index))
  return counts
}

function more(counts: Map<string, number>, name: string): number {
  const count = (counts.get(name) ?? 0) + 1
  counts.set(name, count)
  return count
}

function nameOf(result: JudgedResult, index: number): string {
  const reason = result.reasons[index]
  return `${result.gate}\0${reason?.code}\0${reason?.path ?? ''}`
}
