import type { Change } from '../../model/change.ts'
import type { Decision, JudgedResult, Trial } from '../../model/decision.ts'
import type { Gate, GateId } from '../../model/gate.ts'
import type { Settings } from '../../model/settings.ts'
import { decide, type Judgement, type Trials } from '../decide.ts'
import type { Gatherer } from '../facts/gather.ts'
import type { GatheredFacts } from '../facts/gathered-facts.ts'
import { askGates, judge } from '../judge.ts'
import { applyEdit, type Edited } from './apply-edit.ts'
import { compared, holding } from './compare.ts'
import { TrialFacts } from './trial-facts.ts'

export const NO_TRIALS: Trials = {}

/** Next steps tried for one gate. A count and not a time, so that the same input is tried in the same way. */
export const TRIALS_A_GATE = 4

/** A decision with everything that it was made from. */
export interface Tried {
  readonly judgement: Judgement
  readonly decision: Decision
  readonly facts: GatheredFacts
  readonly gatherer: Gatherer
  /** The settings for a change as it would be: which authors' rules hold depends on the files. */
  readonly settingsOf: (edited: Change) => Settings
  /** Every gate there is: one that is off for the change may be on for the edited one. */
  readonly gates: readonly Gate[]
}

/**
 * Tries the next steps of every gate that blocks, or would block under enforce: the edit of each is laid over the
 * change, and all gates judge what comes out. So a way out that leads into the next block is known before anybody takes it.
 */
export async function tryEdits(tried: Tried, limit: number): Promise<Trials> {
  const trials: Record<GateId, Record<number, Trial>> = {}
  for (const result of tried.decision.results) {
    const made = limit > 0 && holding(result).length > 0 ? await trySteps(result, tried, limit) : {}
    if (Object.keys(made).length > 0) trials[result.gate] = made
  }
  return Object.keys(trials).length === 0 ? NO_TRIALS : trials
}

async function trySteps(result: JudgedResult, tried: Tried, limit: number): Promise<Record<number, Trial>> {
  const { reader, maxFileBytes } = tried.gatherer
  const trials: Record<number, Trial> = {}
  const steps = [...result.nextSteps.entries()].flatMap(([index, { edit }]) => (edit ? [{ index, edit }] : []))
  for (const { index, edit } of steps.slice(0, limit)) {
    const edited = await applyEdit(tried.judgement.change, edit, reader, maxFileBytes)
    const after = edited && (await judgeEdited(edited, tried))
    if (after) trials[index] = { verdict: after.verdict, ...compared(result, tried.decision, after) }
  }
  return trials
}

/**
 * The decision about an edited change; undefined where it cannot be judged as far as the change itself was: that says
 * nothing about the change, and the decision about the change itself stands.
 */
async function judgeEdited(edited: Edited, { judgement, decision, facts, gatherer, settingsOf, gates }: Tried): Promise<Decision | undefined> {
  const { change } = edited
  const settings = settingsOf(change)
  try {
    const asked = await askGates(change, settings, gates, new TrialFacts(facts, edited, gatherer))
    const { results, failures } = judge(change, settings, gates, asked)
    const before = decision.results.filter((result) => result.outcome === 'undecided').map((result) => result.gate)
    return [...failures.keys()].some((gate) => !before.includes(gate))
      ? undefined
      : decide({ ...judgement, change, settings, gates, results, trials: NO_TRIALS })
  } catch {
    return undefined
  }
}
