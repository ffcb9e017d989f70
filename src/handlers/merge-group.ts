import { type Payload, repoOf, tenantOf } from './payload.ts'
import type { Signal } from './signal.ts'

/** `merge_group`: the queue built a group and waits for its checks, or is done with it. */
export function onMergeGroup(payload: Payload): readonly Signal[] {
  const action = payload.text('action')
  if (action !== 'checks_requested' && action !== 'destroyed') return []
  const group = payload.object('merge_group')
  return [
    {
      kind: 'group',
      tenant: tenantOf(payload),
      repo: repoOf(payload),
      headRef: group.ref('head_ref'),
      headSha: group.oid('head_sha'),
      baseRef: group.ref('base_ref'),
      baseSha: group.oid('base_sha'),
      over: action === 'destroyed',
      why: `merge_group.${action}`,
    },
  ]
}
