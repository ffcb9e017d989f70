import type { Change, Revision } from '../../model/change.ts'
import { type Instant, repoId, tenantId } from '../../model/ids.ts'
import { known, unknown } from '../../model/known.ts'
import type { Proposal } from '../../model/reading.ts'
import type { RepositoryReader } from '../repository-reader.ts'
import { type Branch, branchNamed, localTrunk, revisionNamed } from './local-trunk.ts'
import { NoBase } from './no-base.ts'

export interface LocalChangeRequest {
  /** What the change is to be merged into or starts from; the trunk unless told. */
  readonly base?: string | undefined
  /** `HEAD` unless told. */
  readonly head?: string | undefined
  /** The default branch, whose tip governs; found unless told (localTrunk). */
  readonly trunk?: string | undefined
  /** The name of the branch that it is to be merged into, where that is not the default branch. */
  readonly target?: string | undefined
  readonly asOf: Instant
  readonly repo?: Change['repo'] | undefined
}

/**
 * What a local repository proposes: the commits from the merge base with the trunk (or with `base`) to the head.
 * Only what is committed counts; the working tree is not looked at. What only GitHub knows is unknown. Throws
 * NoBase, which says what to do, and UnknownRevision.
 */
export async function localChange(reader: RepositoryReader, request: LocalChangeRequest): Promise<Proposal> {
  const head = request.head === undefined ? await currentHead(reader) : await revisionNamed(reader, request.head)
  const from = request.base === undefined ? undefined : await revisionNamed(reader, request.base)
  const defaultBranch = await trunkOf(reader, request)
  const target = request.target === undefined ? defaultBranch : await branchNamed(reader, request.target)
  const base = await baseOf(reader, from ?? target, head)
  const commit = await reader.commit(head.commit)
  return {
    ...localRepository(request.repo),
    subject: localSubject(`${base.commit.slice(0, 12)}..${head.commit.slice(0, 12)}`),
    base,
    head,
    into: target,
    defaultBranch,
    files: await reader.diff(base.tree, head.tree),
    title: commit.subject,
    description: known(commit.body, { kind: 'git', commit: commit.commit }),
    asOf: request.asOf,
  }
}

/** What a repository on disk can say of any change in it, and what it cannot. */
export function localRepository(repo: Change['repo'] | undefined): Pick<Change, 'repo' | 'pulls' | 'author' | 'labels' | 'draft' | 'fromFork' | 'issues'> {
  return {
    repo: repo ?? { fullName: 'local/repository', visibility: unknown('a local repository does not say who may see it') },
    pulls: unknown('a commit that is not merged names no pull request'),
    author: unknown('a commit names an author, but no GitHub login'),
    labels: unknown('labels are on GitHub, not in git'),
    draft: unknown('whether it is a draft is on GitHub, not in git'),
    fromFork: unknown('git does not say which repository a commit came from'),
    issues: unknown('linked issues are on GitHub, not in git'),
  }
}

/** Tenant and repository 0 are the local command line's. */
export function localSubject(label: string): Change['subject'] {
  return { kind: 'range', tenant: tenantId(0), repo: repoId(0), label }
}

/** Where no trunk can be found, the base that was named governs. */
async function trunkOf(reader: RepositoryReader, { trunk, base }: LocalChangeRequest): Promise<Branch> {
  try {
    return await localTrunk(reader, trunk)
  } catch (error) {
    if (!(error instanceof NoBase) || base === undefined) throw error
    return branchNamed(reader, base)
  }
}

async function currentHead(reader: RepositoryReader): Promise<Revision> {
  const head = await reader.resolve('HEAD')
  if (!head) throw new NoBase('there is no commit yet: HEAD leads nowhere. Commit something first')
  return head
}

async function baseOf(reader: RepositoryReader, from: Revision, head: Revision): Promise<Revision> {
  const commit = await reader.mergeBase(from.commit, head.commit)
  const base = commit && (await reader.resolve(commit))
  if (base) return base
  if (await reader.isShallow()) {
    throw new NoBase('the clone is shallow, and where the change starts is not in it. Run `git fetch --unshallow` (in GitHub Actions: fetch-depth: 0)')
  }
  throw new NoBase(`${head.commit.slice(0, 12)} and ${from.commit.slice(0, 12)} have no commit in common. Name a base that the change starts from`)
}
