import { settingsFor } from '../config/authors.ts'
import type { Governing } from '../config/govern.ts'
import type { Change } from '../model/change.ts'
import type { Decision, Hold, Override } from '../model/decision.ts'
import type { Gate } from '../model/gate.ts'
import type { Settings } from '../model/settings.ts'
import { decide, type Judgement } from './decide.ts'
import { digestOfAnswers, type GatheredFacts, type Gatherer } from './facts.ts'
import { gatherFacts, judge } from './judge.ts'
import { MAX_TRIALS, NO_TRIALS, type Trials, tryEdits } from './trials/try-edits.ts'

/** A decision with everything that it was made from. */
export interface Evaluation {
  readonly change: Change
  readonly settings: Settings
  readonly facts: GatheredFacts
  /** The gates that judged; none when there are no valid settings. */
  readonly judged: readonly Gate[]
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
  /** How many candidate fixes may be tried; 0 where nobody reads the ways out. */
  readonly maxTrials?: number
}

/** Gather, judge, decide, and try what might help: the same for a webhook, a local check and a replay. */
export async function evaluate(
  change: Change,
  governing: Pick<Governing, 'settings' | 'notice'>,
  gates: readonly Gate[],
  gatherer: Gatherer,
  { interventions = NO_INTERVENTIONS, maxTrials = MAX_TRIALS }: EvaluateOptions = {},
): Promise<Evaluation> {
  const settings = settingsFor(governing.settings, change)
  const judging = governing.notice.state === 'none' ? [] : gates
  const facts = await gatherFacts(change, settings, judging, gatherer)
  const judgement: Judgement = {
    change,
    settings,
    notice: governing.notice,
    gates: judging,
    results: judge(change, settings, judging, facts),
    facts: digestOfAnswers(change, facts.packed()),
    ...interventions,
    trials: NO_TRIALS,
  }
  const decision = decide(judgement)
  const trials = await tryEdits(judgement, decision, facts, gatherer, maxTrials)
  return { change, settings, facts, judged: judging, trials, decision: trials === NO_TRIALS ? decision : decide({ ...judgement, trials }) }
}
