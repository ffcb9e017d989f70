import { app, installation } from '../shape/account.ts'
import { repository } from '../shape/repository.ts'
import type { Installation, RepositoryRecord } from '../world.ts'
import { notFound, Rejected } from './answer.ts'
import { type GlobalImplementation, type Implementation, installationIn, numberIn, ok, page, type RestCall } from './call.ts'

/** The App, its installations and their tokens. */

export const appOperations: Readonly<Record<string, GlobalImplementation | Implementation>> = {
  'apps/get-authenticated': {
    access: 'app',
    runGlobal: ({ world }) => {
      const any = [...world.installations.values()][0]
      return ok({ ...app(world, world.app, any?.permissions, any?.events), installations_count: world.installations.size })
    },
  },
  'apps/list-installations': {
    access: 'app',
    runGlobal: (call) => {
      const { items, headers } = page(call, [...call.world.installations.values()])
      return { status: 200, body: items.map((one) => installation(call.world, one)), headers }
    },
  },
  'apps/get-installation': { access: 'app', runGlobal: (call) => ok(installation(call.world, installationById(call))) },
  'apps/get-repo-installation': {
    access: 'app',
    run: (call, record) => {
      const found = call.world.installationOf(record)
      if (!found) throw notFound()
      return ok(installation(call.world, found))
    },
  },
  'apps/create-installation-access-token': { access: 'app', runGlobal: mintToken },
  'apps/list-repos-accessible-to-installation': {
    access: 'installation',
    runGlobal: (call) => {
      const { caller, world } = call
      const all = caller.kind === 'installation' ? [...caller.repositories] : []
      const { items, headers } = page(call, all)
      return {
        status: 200,
        body: { total_count: all.length, repository_selection: installationIn(call).selection, repositories: items.map((one) => repository(world, one)) },
        headers,
      }
    },
  },
  'rate-limit/get': {
    access: 'anyone',
    runGlobal: ({ world }) => {
      const limit = { limit: 5000, used: 0, remaining: 5000, reset: Math.floor(world.now() / 1000) + 3600 }
      return ok({ resources: { core: limit, search: limit, graphql: limit }, rate: limit })
    },
  },
}

function installationById(call: RestCall): Installation {
  const found = call.world.installations.get(numberIn(call, 'installation_id'))
  if (!found) throw notFound()
  return found
}

/** A token for an hour, for all that the installation has or for less where less is asked for; more is refused. */
function mintToken(call: RestCall) {
  const { world, body } = call
  const found = installationById(call)
  if (found.suspendedAt) throw new Rejected(403, 'This installation has been suspended')
  const wanted = wantedRepositories(call, found)
  const asked = body.object('permissions')
  const permissions = asked ? Object.fromEntries(asked.keys.map((key) => [key, granted(found, key, asked.text(key) ?? '')])) : found.permissions
  const { token, expiresAt } = call.tokens.mint(found, wanted, permissions)
  const answer = {
    token,
    expires_at: `${new Date(expiresAt).toISOString().slice(0, 19)}Z`,
    permissions,
    repository_selection: wanted ? 'selected' : found.selection,
  }
  return { status: 201, body: wanted ? { ...answer, repositories: [...wanted].map((one) => repository(world, one)) } : answer }
}

function wantedRepositories(call: RestCall, found: Installation): ReadonlySet<RepositoryRecord> | undefined {
  const ids = call.body.list('repository_ids')
  const names = call.body.list('repositories')
  if (!ids && !names) return undefined
  const all = [...found.repositories]
  const wanted = [...(ids ?? []).map((id) => all.find((one) => one.id === id)), ...(names ?? []).map((name) => all.find((one) => one.name === name))]
  const there = wanted.filter((one) => one !== undefined)
  if (there.length < wanted.length)
    throw new Rejected(422, 'There is at least one repository that does not exist or is not accessible to the parent installation.')
  return new Set(there)
}

const LEVELS = ['read', 'write', 'admin']

function granted(found: Installation, permission: string, level: string): string {
  const has = found.permissions[permission]
  if (has === undefined || LEVELS.indexOf(level) > LEVELS.indexOf(has))
    throw new Rejected(422, 'The permissions requested are not granted to this installation.')
  return level
}
