import { type Installation, type RepositoryRecord, readNodeId, type World } from '../world.ts'
import { TypedError } from './connection.ts'
import { issueObject, pullRequestObject, repositoryObject } from './objects.ts'

/** Who looks: only what the token may see exists. */
export interface Viewer {
  readonly world: World
  readonly repositories: ReadonlySet<RepositoryRecord>
  readonly installation: Installation
}

const HOUR_MS = 3_600_000
const LIMIT = 5000

/** The root of every query. Members are values, or functions of a field's arguments. */
export function query(viewer: Viewer) {
  const { world } = viewer
  return {
    repository: ({ owner, name, followRenames }: { owner: string; name: string; followRenames?: boolean | null }) => {
      const found = world.find(`${owner}/${name}`)
      if (!found || !mayRead(viewer, found.repository) || (found.moved && followRenames === false)) {
        throw new TypedError('NOT_FOUND', `Could not resolve to a Repository with the name '${owner}/${name}'.`)
      }
      return repositoryObject(viewer, found.repository)
    },
    node: ({ id }: { id: string }) => node(viewer, id),
    nodes: ({ ids }: { ids: readonly string[] }) => ids.map((id) => node(viewer, id)),
    rateLimit: () => {
      const used = viewer.installation.used.get('graphql')?.calls ?? 0
      const resetAt = new Date((Math.floor(world.now() / HOUR_MS) + 1) * HOUR_MS).toISOString()
      return { limit: LIMIT, cost: 1, used, remaining: Math.max(0, LIMIT - used), resetAt, nodeCount: 0 }
    },
    viewer: { __typename: 'Bot', login: world.app.slug },
  }
}

function mayRead(viewer: Viewer, repository: RepositoryRecord): boolean {
  return !repository.private || viewer.repositories.has(repository)
}

function node(viewer: Viewer, id: string) {
  const read = readNodeId(id)
  for (const repository of viewer.world.repositories.values()) {
    if (!mayRead(viewer, repository)) continue
    if (read?.prefix === 'R' && String(repository.id) === read.id) return repositoryObject(viewer, repository)
    for (const pull of repository.pulls.values()) if (read?.prefix === 'PR' && String(pull.id) === read.id) return pullRequestObject(viewer, repository, pull)
    for (const issue of repository.issues.values()) if (read?.prefix === 'I' && String(issue.id) === read.id) return issueObject(viewer, repository, issue)
  }
  throw new TypedError('NOT_FOUND', `Could not resolve to a node with the global id of '${id}'`)
}
