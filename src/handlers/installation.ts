import { type Payload, repoFacts, tenantOf } from './payload.ts'
import type { RepoFacts, Signal } from './signal.ts'

const STATES = { created: 'active', unsuspend: 'active', new_permissions_accepted: 'active', suspend: 'suspended', deleted: 'deleted' } as const

/** Repositories in one signal: an organisation may let us see tens of thousands at once, and each signal is written as one. */
const REPOSITORIES_A_SIGNAL = 1000

/** `installation`: a tenant comes, goes or is suspended. */
export function onInstallation(payload: Payload): readonly Signal[] {
  const action = payload.text('action')
  if (!isKnown(action)) return []
  const installation = payload.object('installation')
  const tenant = installation.id('id')
  const owner = installation.object('account')
  // An enterprise has a slug where an organisation has a login.
  const account = owner.maybeText('login') ?? owner.text('slug')
  const changed: Signal = { kind: 'installation', tenant, account, accountId: owner.id('id'), state: STATES[action] }
  if (action !== 'created') return [changed]
  return [changed, ...repositories(tenant, payload.list('repositories').map(repoFacts), [])]
}

/** `installation_repositories`: which repositories the tenant lets us see. */
export function onInstallationRepositories(payload: Payload): readonly Signal[] {
  const action = payload.text('action')
  if (action !== 'added' && action !== 'removed') return []
  const removed = payload.list('repositories_removed').map((repository) => repository.id('id'))
  return repositories(tenantOf(payload), payload.list('repositories_added').map(repoFacts), removed)
}

/** Everything that was named, some in each signal. */
function repositories(tenant: number, added: readonly RepoFacts[], removed: readonly number[]): readonly Signal[] {
  const count = Math.ceil(Math.max(added.length, removed.length) / REPOSITORIES_A_SIGNAL)
  return Array.from({ length: count }, (_, index) => {
    const some = <T>(all: readonly T[]): readonly T[] => all.slice(index * REPOSITORIES_A_SIGNAL, (index + 1) * REPOSITORIES_A_SIGNAL)
    return { kind: 'repositories', tenant, added: some(added), removed: some(removed) }
  })
}

/** `repository`: renamed, moved, made public or private, archived, its default branch changed, gone. */
export function onRepository(payload: Payload): readonly Signal[] {
  const action = payload.text('action')
  const repo = repoFacts(payload.object('repository'))
  return [{ kind: 'repository', tenant: tenantOf(payload), repo, gone: action === 'deleted' }]
}

function isKnown(action: string): action is keyof typeof STATES {
  return Object.hasOwn(STATES, action)
}
