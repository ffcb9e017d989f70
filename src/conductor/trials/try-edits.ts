import type { Decision, JudgedResult, Trial } from '../../model/decision.ts'
import type { Gate, GateId } from '../../model/gate.ts'
import { decide, type Judgement } from '../decide.ts'
import type { GatheredFacts, Gatherer } from '../facts.ts'
import { activeGates, askGates, GateFailed, judge } from '../judge.ts'
import { applyEdit } from './apply-edit.ts'
import { TrialFacts } from './trial-facts.ts'

/** Trials that gates made of their candidate fixes, by gate. */
export type Trials = Readonly<Record<GateId, readonly Trial[]>>

export const NO_TRIALS: Trials = {}

/** Candidate fixes tried for one decision. A count and not a time, so that the same input is tried in the same way. */
export const MAX_TRIALS = 6

/**
 * Judges the candidate fixes of every gate that blocks, or would block under enforce: each is laid over the change, and
 * all gates judge what comes out. So a way out that leads into the next block is known before anybody takes it.
 */
export async function tryEdits(judgement: Judgement, decision: Decision, facts: GatheredFacts, gatherer: Gatherer, limit: number): Promise<Trials> {
  const trials: Record<GateId, readonly Trial[]> = {}
  let left = limit
  for (const result of decision.results) {
    const gate = judgement.gates.find((candidate) => candidate.id === result.gate)
    if (!gate?.edits || holding(result).length === 0) continue
    const tried = await tryGate(gate, result, judgement, decision, facts, gatherer, left)
    if (tried.length > 0) trials[gate.id] = tried
    left -= tried.length
  }
  return left === limit ? NO_TRIALS : trials
}

async function tryGate(
  gate: Gate,
  result: JudgedResult,
  judgement: Judgement,
  decision: Decision,
  facts: GatheredFacts,
  gatherer: Gatherer,
  limit: number,
): Promise<readonly Trial[]> {
  const { change, settings } = judgement
  const options = activeGates([gate], settings)[0]?.options
  const tried: Trial[] = []
  if (options === undefined || limit <= 0) return tried
  let taken = 0
  for (const edit of gate.edits?.(change, options, facts, result) ?? []) {
    taken += 1
    const edited = await applyEdit(change, edit, gatherer.reader, gatherer.maxFileBytes)
    const after = edited && (await judgeEdited(judgement, new TrialFacts(facts, edited, gatherer), edited.change))
    if (after) tried.push({ step: edit.step, verdict: after.verdict, ...compared(result, decision, after) })
    // One that cannot be made costs little, but a gate may have no end of them.
    if (tried.length >= limit || taken >= 2 * MAX_TRIALS) break
  }
  return tried
}

/** The decision about an edited change; undefined where a gate cannot judge it, which says nothing about the change itself. */
async function judgeEdited(judgement: Judgement, facts: TrialFacts, change: Judgement['change']): Promise<Decision | undefined> {
  const { settings, gates } = judgement
  try {
    await askGates(change, settings, gates, facts)
    return decide({ ...judgement, change, results: judge(change, settings, gates, facts), trials: NO_TRIALS })
  } catch (error) {
    if (error instanceof GateFailed) return undefined
    throw error
  }
}

/** The reasons of a result that block, or would under enforce: their indices. */
function holding(result: JudgedResult): readonly number[] {
  return result.effects.flatMap((effect, index) => (effect === 'blocks' || effect === 'would-block' ? [index] : []))
}

/**
 * What is gone and what is new. The same reason of two judgements is one of the same code at the same path: lines move
 * and messages count, so several of these are told apart by their number only.
 */
function compared(result: JudgedResult, before: Decision, after: Decision): Pick<Trial, 'solves' | 'brings'> {
  const then = counted(before)
  const now = counted(after)
  const own = new Map<string, number>()
  const solves = holding(result).filter((index) => {
    const name = nameOf(result, index)
    own.set(name, (own.get(name) ?? 0) + 1)
    return (own.get(name) ?? 0) > (now.get(name) ?? 0)
  })
  const brings = after.results.flatMap((each) =>
    holding(each)
      .filter((index) => (now.get(nameOf(each, index)) ?? 0) > (then.get(nameOf(each, index)) ?? 0))
      .map((index) => ({ gate: each.gate, code: each.reasons[index]?.code ?? '' })),
  )
  return { solves, brings: [...new Map(brings.map((each) => [`${each.gate} ${each.code}`, each])).values()] }
}

function counted({ results }: Pick<Decision, 'results'>): Map<string, number> {
  const counts = new Map<string, number>()
  for (const result of results) {
    for (const index of holding(result)) counts.set(nameOf(result, index), (counts.get(nameOf(result, index)) ?? 0) + 1)
  }
  return counts
}

function nameOf(result: JudgedResult, index: number): string {
  const reason = result.reasons[index]
  return `${result.gate}\0${reason?.code}\0${reason?.path ?? ''}`
}
