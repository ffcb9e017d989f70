import type { Tx } from '../../db/connect.ts'
import { type Contribution, latestDecision, record, renewDecision } from '../../db/decisions.ts'
import { lastPosted, post } from '../../db/outbox.ts'
import type { Job } from '../../db/queue.ts'
import { openWithHead } from '../../db/subjects.ts'
import type { Decision } from '../model/decision.ts'
import { canonicalJson, isArray, isObject, type Json } from '../model/json.ts'
import { Superseded } from '../model/trouble.ts'
import type { Evaluation, Interventions } from './evaluate.ts'
import { packInputs } from './inputs/pack-inputs.ts'
import type { Parts } from './parts.ts'
import type { Presentation } from './presentation.ts'
import { LEFT_HEAD_REASON } from './shared-head.ts'

export type Recorded = 'recorded' | 'as-before'

/**
 * Writes the decision, its inputs, what it contributes and what is to be published, in one transaction. One that
 * says the same as the subject's last decision, the time apart, is not a new one: a job that ran again, or an event that
 * changed nothing, leaves one decision. `anew` records and publishes all the same, because a person asked.
 */
export async function recordDecision(
  parts: Pick<Parts, 'database' | 'clock' | 'kept'>,
  job: Job,
  evaluation: Evaluation,
  interventions: Interventions,
  presentation: Presentation,
  anew: boolean,
): Promise<Recorded> {
  const { decision, settings } = evaluation
  const { manifest, inputs } = packInputs(evaluation, decision.settings, interventions)
  const retentionMs = settings.retention.inputs
  const now = parts.clock()
  const unsure = parts.kept.unsure(job.tenant, inputs, retentionMs, now)
  const recorded = await parts.database.transaction(async (tx): Promise<Recorded> => {
    const before = await latestDecision(tx, job)
    const same = !anew && before !== undefined && saysTheSame(before.body, decision)
    if (same) {
      await renewDecision(tx, job, decision, presentation.because)
      if (await showAgain(tx, job, decision, before.id)) await post(tx, job, 'publish', presentation as unknown as Json, before.id)
    } else {
      await record(tx, {
        decision,
        body: canonicalJson(decision as unknown as Json),
        inputsDigest: manifest,
        inputs: unsure,
        retentionMs,
        contributions: contributionsOf(decision),
        publish: presentation as unknown as Json,
        why: presentation.because,
      })
    }
    // Last, since it locks the work row: a job that lost its claim must not overwrite what its successor decided.
    if (!(await job.stillMine(tx))) throw new Superseded('another job took this subject over')
    return same ? 'as-before' : 'recorded'
  })
  if (recorded === 'recorded') parts.kept.note(job.tenant, unsure, retentionMs, now)
  return recorded
}

/**
 * Whether a standing decision has to be published once more: something else was shown since (that we were in trouble),
 * it was given up, or other pull requests have the same head and may have changed what its check runs show.
 */
async function showAgain(tx: Tx, job: Job, decision: Decision, id: number): Promise<boolean> {
  const last = await lastPosted(tx, job, 'publish')
  if (last !== undefined && (last.decisionId !== id || last.outcome === 'abandoned')) return true
  return job.reasons.includes(LEFT_HEAD_REASON) || (await openWithHead(tx, job.tenant, job.repo, decision.headSha)).length > 1
}

/** Whether a recorded decision and a new one differ in nothing but when they were made. */
function saysTheSame(body: string, decision: Decision): boolean {
  const recorded: unknown = JSON.parse(body)
  if (!isObject(recorded)) return false
  const { asOf: _then, ...old } = recorded
  const { asOf: _now, ...fresh } = decision as unknown as { readonly [key: string]: Json }
  return canonicalJson(old) === canonicalJson(fresh)
}

/** The `okr.contribution` fact in the form that dashboards ask the database for. */
function contributionsOf(decision: Decision): readonly Contribution[] {
  const fact = decision.results.flatMap((result) => result.facts).find((candidate) => candidate.id === 'okr.contribution')
  if (!fact || !isArray(fact.value)) return []
  return fact.value.flatMap((item) => {
    if (!isObject(item) || typeof item['okr'] !== 'string' || typeof item['share'] !== 'number') return []
    const tags = isArray(item['tags']) ? item['tags'] : []
    const ways = tags.flatMap((tag) => (isObject(tag) && typeof tag['way'] === 'string' ? [tag['way']] : []))
    return [{ okr: item['okr'], share: item['share'], ways: [...new Set(ways)].sort() }]
  })
}
