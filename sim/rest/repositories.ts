import { hasCommit, isAncestor, testMerge } from '../commits.ts'
import { user } from '../shape/account.ts'
import { pullRequest, pullRequestSimple } from '../shape/pull-request.ts'
import { repository as repositoryShape } from '../shape/repository.ts'
import { type PullRequest, type RepositoryRecord, ROLES, type Role } from '../world.ts'
import { notFound, Rejected } from './answer.ts'
import { type Implementation, numberIn, ok, page, type RestCall } from './call.ts'

const METADATA = { anyOf: ['metadata'], level: 'read' } as const
const PULLS = { anyOf: ['pull_requests'], level: 'read' } as const

/** `permission` knows four levels only; `role_name` says which role it really is. */
const LEGACY: Readonly<Record<Role, string>> = { none: 'none', read: 'read', triage: 'read', write: 'write', maintain: 'write', admin: 'admin' }

export const repositoryOperations: Readonly<Record<string, Implementation>> = {
  'repos/get': { access: METADATA, run: ({ world }, repository) => ok({ ...repositoryShape(world, repository), subscribers_count: 0, network_count: 0 }) },
  'repos/get-collaborator-permission-level': {
    access: METADATA,
    run(call, repository) {
      const account = call.world.findAccount(call.params['username'] ?? '')
      if (!account) throw notFound()
      const role = roleOf(repository, account.login)
      const permissions = {
        pull: role !== 'none',
        triage: !['none', 'read'].includes(role),
        push: atLeast(role, 'write'),
        maintain: atLeast(role, 'maintain'),
        admin: role === 'admin',
      }
      return ok({ permission: LEGACY[role], role_name: role, user: { ...user(call.world, account), permissions, role_name: role } })
    },
  },
  'repos/list-pull-requests-associated-with-commit': {
    access: PULLS,
    async run(call, repository) {
      const sha = call.params['commit_sha'] ?? ''
      if (!(await hasCommit(repository, sha))) throw new Rejected(422, `No commit found for SHA: ${sha}`)
      const found: PullRequest[] = []
      for (const pull of repository.pulls.values()) if (await contains(repository, pull, sha)) found.push(pull)
      return list(call, repository, found)
    },
  },
  'pulls/list': {
    access: PULLS,
    run(call, repository) {
      const { query } = call
      const state = query.get('state') ?? 'open'
      const found = [...repository.pulls.values()].filter(
        (pull) =>
          (state === 'all' || pull.state === state) &&
          (query.get('base') ?? pull.baseRef) === pull.baseRef &&
          (query.get('head') === null || query.get('head') === `${pull.headRepo?.owner.login}:${pull.headRef}`),
      )
      return list(call, repository, query.get('direction') === 'asc' ? found : found.toReversed())
    },
  },
  'pulls/get': {
    access: PULLS,
    async run(call, repository) {
      const pull = repository.pulls.get(numberIn(call, 'pull_number'))
      if (!pull) throw notFound()
      if (pull.state === 'open') await testMerge(repository, pull)
      return ok(await pullRequest(call.world, repository, pull))
    },
  },
}

function list(call: RestCall, repository: RepositoryRecord, pulls: readonly PullRequest[]) {
  const { items, headers } = page(call, pulls)
  return { status: 200, body: items.map((pull) => pullRequestSimple(call.world, repository, pull)), headers }
}

/** Whether a commit is one that the pull request brings. */
async function contains(repository: RepositoryRecord, pull: PullRequest, sha: string): Promise<boolean> {
  if (pull.headSha === sha || pull.mergeCommit === sha) return true
  return (await isAncestor(repository.gitDir, sha, pull.headSha)) && !(await isAncestor(repository.gitDir, sha, pull.baseSha))
}

/** What a person may do; on a public repository anybody may read. */
function roleOf(repository: RepositoryRecord, login: string): Role {
  if (repository.owner.login.toLowerCase() === login.toLowerCase()) return 'admin'
  return repository.collaborators.get(login.toLowerCase()) ?? (repository.private ? 'none' : 'read')
}

function atLeast(role: Role, least: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(least)
}
