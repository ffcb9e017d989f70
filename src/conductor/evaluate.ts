import { settingsFor } from '../config/authors.ts'
import type { Governing } from '../config/govern.ts'
import { offGates } from '../config/off-gates.ts'
import { repairsSettings } from '../config/repair.ts'
import type { Change } from '../model/change.ts'
import type { Decision, Hold, Override } from '../model/decision.ts'
import type { Gate, GateId } from '../model/gate.ts'
import type { Settings } from '../model/settings.ts'
import { decide, type Judgement, type Trials } from './decide.ts'
import type { Gatherer } from './facts/gather.ts'
import { digestOfAnswers, type GatheredFacts } from './facts/gathered-facts.ts'
import { activeGates, gatherFacts, judge } from './judge.ts'
import { NO_TRIALS, TRIALS_A_GATE, tryEdits } from './trials/try-edits.ts'

/** A decision with everything that it was made from. */
export interface Evaluation {
  readonly change: Change
  readonly settings: Settings
  readonly facts: GatheredFacts
  /** The gates that judged, without those that are off; none when there are no valid settings, but for the repair of them. */
  readonly judged: readonly Gate[]
  /** What gates that are undecided failed with, for the log. */
  readonly failures: ReadonlyMap<GateId, unknown>
  readonly trials: Trials
  readonly decision: Decision
}

/** What people said about a change that counts beside the gates: given as facts. */
export interface Interventions {
  readonly overrides: readonly Override[]
  readonly holds: readonly Hold[]
}

export const NO_INTERVENTIONS: Interventions = { overrides: [], holds: [] }

interface EvaluateOptions {
  readonly interventions?: Interventions
  /** How many candidate fixes of each gate may be tried; 0 where nobody reads the ways out. */
  readonly maxTrials?: number
}

/** Gather, judge, decide, and try what might help: the same for a webhook, a local check and a replay. */
export async function evaluate(
  change: Change,
  governing: Pick<Governing, 'settings' | 'notice' | 'origins'>,
  gates: readonly Gate[],
  gatherer: Gatherer,
  { interventions = NO_INTERVENTIONS, maxTrials = TRIALS_A_GATE }: EvaluateOptions = {},
): Promise<Evaluation> {
  const settings = settingsFor(governing.settings, change)
  const nothingGoverns = governing.notice.state === 'none' && !repairsSettings(governing.notice, change)
  const judged = nothingGoverns ? [] : activeGates(gates, settings).map(({ gate }) => gate)
  const asked = await gatherFacts(change, settings, judged, gatherer)
  const { results, failures } = judge(change, settings, judged, asked)
  const off = offGates(governing, change)
  const judgement: Judgement = {
    change,
    settings,
    notice: off.length === 0 ? governing.notice : { ...governing.notice, off },
    gates: judged,
    results,
    facts: digestOfAnswers(change, asked.facts.packed()),
    ...interventions,
    trials: NO_TRIALS,
  }
  const decision = decide(judgement)
  const settingsOf = (edited: Change) => settingsFor(governing.settings, edited)
  const trials = await tryEdits({ judgement, decision, facts: asked.facts, gatherer, settingsOf, gates }, maxTrials)
  return { change, settings, facts: asked.facts, judged, failures, trials, decision: trials === NO_TRIALS ? decision : decide({ ...judgement, trials }) }
}
