import { type Payload, repoOf, tenantOf } from './payload.ts'
import type { PullSignal, Signal } from './signal.ts'

/** Actions after which a decision may be another one. Assignments, review requests, locks and milestones cannot change it. */
const JUDGED = new Set([
  'opened',
  'reopened',
  'synchronize',
  'edited',
  'labeled',
  'unlabeled',
  'ready_for_review',
  'converted_to_draft',
  'closed',
  'enqueued',
  'dequeued',
])

/** `pull_request`: opened, pushed to, edited, labelled, closed. */
export function onPullRequest(payload: Payload): readonly Signal[] {
  const action = payload.text('action')
  if (!JUDGED.has(action)) return []
  return [pullSignal(payload, `pull_request.${action}`)]
}

/** The signal of any event that carries a whole `pull_request` object. */
export function pullSignal(payload: Payload, why: string): PullSignal {
  const pull = payload.object('pull_request')
  const head = pull.object('head')
  return {
    kind: 'pull',
    tenant: tenantOf(payload),
    repo: repoOf(payload),
    number: pull.id('number'),
    headSha: head.oid('sha'),
    headRef: head.ref('ref'),
    baseRef: pull.object('base').ref('ref'),
    state: pull.text('state') === 'open' ? 'open' : pull.maybeText('merged_at') === undefined ? 'closed' : 'merged',
    draft: pull.flag('draft'),
    why,
  }
}
