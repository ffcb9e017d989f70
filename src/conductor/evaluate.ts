import { settingsFor } from '../config/authors.ts'
import type { Governing } from '../config/govern.ts'
import type { Change } from '../model/change.ts'
import type { Decision, Hold, Override } from '../model/decision.ts'
import type { Gate } from '../model/gate.ts'
import type { Settings } from '../model/settings.ts'
import { decide } from './decide.ts'
import { digestOfAnswers, type GatheredFacts, type Gatherer } from './facts.ts'
import { gatherFacts, judge } from './judge.ts'

/** A decision with everything that it was made from. */
export interface Evaluation {
  readonly change: Change
  readonly settings: Settings
  readonly facts: GatheredFacts
  /** The gates that judged; none when there are no valid settings. */
  readonly judged: readonly Gate[]
  readonly decision: Decision
}

/** What people said about a change that counts beside the gates: given as facts. */
export interface Interventions {
  readonly overrides: readonly Override[]
  readonly holds: readonly Hold[]
}

export const NO_INTERVENTIONS: Interventions = { overrides: [], holds: [] }

/** Gather, judge, decide: the same for a webhook, a local check and a replay. */
export async function evaluate(
  change: Change,
  governing: Pick<Governing, 'settings' | 'notice'>,
  gates: readonly Gate[],
  gatherer: Gatherer,
  interventions: Interventions = NO_INTERVENTIONS,
): Promise<Evaluation> {
  const settings = settingsFor(governing.settings, change)
  const judging = governing.notice.state === 'none' ? [] : gates
  const facts = await gatherFacts(change, settings, judging, gatherer)
  const results = judge(change, settings, judging, facts)
  const decision = decide({
    change,
    settings,
    notice: governing.notice,
    gates: judging,
    results,
    facts: digestOfAnswers(change, facts.packed()),
    ...interventions,
  })
  return { change, settings, facts, judged: judging, decision }
}
