import { type Payload, repoOf, tenantOf } from './payload.ts'
import { CHECKS_ASKED_AGAIN, type HeadSignal, type Signal } from './signal.ts'

/** `check_suite`: a re-run asked for in GitHub's own pages, or a suite that completed and may have left evidence. */
export function onCheckSuite(payload: Payload): readonly Signal[] {
  const action = payload.text('action')
  const sha = () => payload.object('check_suite').oid('head_sha')
  if (action === 'rerequested') return [headSignal(payload, sha(), 'asked', CHECKS_ASKED_AGAIN.suite)]
  if (action !== 'completed') return []
  const app = payload.object('check_suite').maybe('app')?.id('id')
  return [{ ...headSignal(payload, sha(), 'runs', 'check_suite.completed'), ...(app === undefined ? {} : { app }) }]
}

/** `check_run`: only a re-run of one of our own; what other Apps' runs say does not change a decision by itself. */
export function onCheckRun(payload: Payload): readonly Signal[] {
  if (payload.text('action') !== 'rerequested') return []
  return [headSignal(payload, payload.object('check_run').oid('head_sha'), 'asked', CHECKS_ASKED_AGAIN.run)]
}

/** `workflow_run`: completed runs may have left evidence for their head. */
export function onWorkflowRun(payload: Payload): readonly Signal[] {
  if (payload.text('action') !== 'completed') return []
  return [headSignal(payload, payload.object('workflow_run').oid('head_sha'), 'runs', 'workflow_run.completed')]
}

/** Check events of forks carry no pull requests, so a subject is always found through our own index of head commits. */
function headSignal(payload: Payload, sha: HeadSignal['sha'], topic: HeadSignal['topic'], why: string): HeadSignal {
  return { kind: 'head', tenant: tenantOf(payload), repo: repoOf(payload), sha, topic, why }
}
