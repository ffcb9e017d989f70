import { type Payload, repoOf, tenantOf } from './payload.ts'
import type { Signal } from './signal.ts'

/**
 * `push` to a branch: it may change what governs. Pushes to a pull request's own branch come as
 * pull_request.synchronize; whether this one matters is decided where the repository's trunks are known.
 */
export function onPush(payload: Payload): readonly Signal[] {
  const ref = payload.ref('ref')
  if (!ref.startsWith('refs/heads/') || payload.flag('deleted')) return []
  return [{ kind: 'push', tenant: tenantOf(payload), repo: repoOf(payload), ref: ref.slice('refs/heads/'.length), after: payload.oid('after'), why: 'push' }]
}
