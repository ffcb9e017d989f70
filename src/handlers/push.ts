import { type Payload, repoOf, tenantOf } from './payload.ts'
import type { Signal } from './signal.ts'

/**
 * `push` to a branch: it may change what governs. Pushes to a pull request's own branch come as
 * pull_request.synchronize; whether this one matters is decided where the repository's trunks are known.
 */
export function onPush(payload: Payload): readonly Signal[] {
  const ref = payload.ref('ref')
  if (!ref.startsWith('refs/heads/') || payload.flag('deleted')) return []
  const branch = ref.slice('refs/heads/'.length)
  return [
    { kind: 'push', tenant: tenantOf(payload), repo: repoOf(payload), ref: branch, after: payload.oid('after'), settings: settingsIn(payload), why: 'push' },
  ]
}

const MAX_SETTINGS = 10

/** The settings files among what the commits touch. GitHub names files in the first 2,048 commits of a push; what it does not name is found later. */
function settingsIn(payload: Payload): readonly string[] {
  const touched = payload.maybeList('commits').flatMap((commit) => ['added', 'modified', 'removed'].flatMap((list) => commit.texts(list)))
  return [...new Set(touched.filter((path) => path === 'maestro.yml' || path.endsWith('/maestro.yml')))].slice(0, MAX_SETTINGS)
}
