import { localChange } from '../../git/local/local-source.ts'
import { NoBase } from '../../git/local/no-base.ts'
import type { RepositoryReader } from '../../git/repository-reader.ts'
import type { Proposal } from '../../model/reading.ts'
import type { Session } from '../session.ts'
import { type PullRequestEvent, pullRequestEvent } from './github-event.ts'

/** The options that say which change is meant. */
export interface ChangeOptions {
  readonly base?: string
  readonly head?: string
  readonly target?: string
  readonly trunk?: string
}

/**
 * The change that the options name. On GitHub Actions, where HEAD is a merge made for the occasion, it is the pull
 * request that the workflow runs for, unless the options name another head; what its event says of it is known then.
 * Throws NoBase, UnknownRevision.
 */
export async function localProposal(session: Session, reader: RepositoryReader, options: ChangeOptions): Promise<Proposal> {
  const asOf = session.now()
  const { base, head, target, trunk } = options
  const event = head === undefined ? await eventHere(session, reader) : undefined
  if (!event) return localChange(reader, { base, head, target, trunk, asOf })
  const proposal = await localChange(reader, {
    base,
    head: event.headSha,
    target: target ?? (await branchAt(reader, session.env['GITHUB_BASE_REF'] || event.baseRef)),
    trunk: trunk ?? (event.defaultBranch === undefined ? undefined : await branchAt(reader, event.defaultBranch, undefined)),
    asOf,
  })
  return { ...proposal, ...event.facts }
}

/** The workflow's event, if it is about this repository: its head is here. */
async function eventHere(session: Session, reader: RepositoryReader): Promise<PullRequestEvent | undefined> {
  const event = await pullRequestEvent(session)
  if (!event || (await reader.resolve(event.headSha))) return event
  const current = await reader.resolve('HEAD')
  const parents = current ? (await reader.commit(current.commit)).parents : []
  if (!parents.includes(event.headSha)) return undefined
  throw new NoBase('only the merge that GitHub made for the pull request was fetched. Check out with `fetch-depth: 0`')
}

/** What a branch is called here: as the remote has it, or as a local one. */
async function branchAt(reader: RepositoryReader, name: string, otherwise: string | undefined = name): Promise<string | undefined> {
  for (const candidate of [`refs/remotes/origin/${name}`, `refs/heads/${name}`]) {
    if (await reader.resolve(candidate)) return candidate
  }
  return otherwise
}
