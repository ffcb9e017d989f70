import { type Payload, repoFacts, tenantOf } from './payload.ts'
import type { Signal } from './signal.ts'

const STATES = { created: 'active', unsuspend: 'active', new_permissions_accepted: 'active', suspend: 'suspended', deleted: 'deleted' } as const

/** `installation`: a tenant comes, goes or is suspended. */
export function onInstallation(payload: Payload): readonly Signal[] {
  const action = payload.text('action')
  if (!isKnown(action)) return []
  const installation = payload.object('installation')
  const tenant = installation.id('id')
  const account = installation.object('account').text('login')
  const changed: Signal = { kind: 'installation', tenant, account, state: STATES[action] }
  if (action !== 'created') return [changed]
  return [changed, { kind: 'repositories', tenant, added: payload.list('repositories').map(repoFacts), removed: [] }]
}

/** `installation_repositories`: which repositories the tenant lets us see. */
export function onInstallationRepositories(payload: Payload): readonly Signal[] {
  const action = payload.text('action')
  if (action !== 'added' && action !== 'removed') return []
  const removed = payload.list('repositories_removed').map((repository) => repository.id('id'))
  return [{ kind: 'repositories', tenant: tenantOf(payload), added: payload.list('repositories_added').map(repoFacts), removed }]
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
