import type { Change, Revision } from '../../model/change.ts'
import { known } from '../../model/known.ts'
import type { Commit } from '../objects/commit-object.ts'
import type { RepositoryReader } from '../repository-reader.ts'
import { localRepository, localSubject } from './local-source.ts'
import { type Branch, branchNamed, localTrunk, revisionNamed } from './local-trunk.ts'
import { NoBase, UnknownRevision } from './no-base.ts'
import { mergedAs } from './pull-request-title.ts'

export interface MergedChangesRequest {
  /** `A..B`: what B's first-parent line has and A does not reach. Without it, the whole line of the trunk (localTrunk), else of the current branch. */
  readonly range?: string | undefined
  /** The trunk, where it is not to be looked for. */
  readonly trunk?: Branch | undefined
  /** At most so many, counted from the tip. */
  readonly last?: number | undefined
  /** The revision that governs every change; what governed when each was merged unless told. */
  readonly governedBy?: Revision | undefined
  readonly repo?: Change['repo'] | undefined
}

/** A change that the trunk already has. */
export interface MergedChange {
  readonly change: Change
  readonly commit: Commit
  /** The pull request, where the commit's message names one. */
  readonly number: number | undefined
}

/**
 * What the trunk's first-parent line merged, newest first: each commit against its first parent, judged as of its
 * own time. So a merge commit stands for its pull request as it was merged, a plain commit for itself. The first
 * commit of a history, and the last one that a shallow clone has, have nothing to be compared with and are left
 * out. Throws NoBase, UnknownRevision.
 */
export async function* mergedChanges(reader: RepositoryReader, request: MergedChangesRequest = {}): AsyncGenerator<MergedChange> {
  const { tip, after } = await mergedLine(reader, request)
  let found = 0
  for await (const commit of reader.firstParentLog({ tip: tip.commit, after: after?.commit, last: request.last })) {
    const parent = commit.parents[0]
    const base = parent && (await reader.resolve(parent))
    if (!base) continue
    found += 1
    yield await mergedChange(reader, commit, base, tip.ref, request)
  }
  if (found === 0 && !after)
    throw new NoBase('there is nothing merged to look at: the history has one commit here. In a shallow clone, run `git fetch --unshallow`')
}

async function mergedChange(reader: RepositoryReader, commit: Commit, base: Revision, ref: string, request: MergedChangesRequest): Promise<MergedChange> {
  const { number, title, description } = mergedAs(commit)
  const change: Change = {
    ...localRepository(request.repo),
    subject: localSubject(commit.commit.slice(0, 12)),
    trunk: request.governedBy ?? base,
    base,
    head: { commit: commit.commit, tree: commit.tree },
    target: { ref, isTrunk: true },
    files: await reader.diff(base.tree, commit.tree),
    ...(number === undefined ? {} : { pulls: known([number], { kind: 'git', commit: commit.commit }) }),
    title,
    description: known(description, { kind: 'git', commit: commit.commit }),
    asOf: commit.committedAt,
  }
  return { change, commit, number }
}

/** The first-parent line that is walked: where it starts, and what it leaves out. Throws NoBase, UnknownRevision. */
export async function mergedLine(
  reader: RepositoryReader,
  { range, trunk }: Pick<MergedChangesRequest, 'range' | 'trunk'>,
): Promise<{ readonly tip: Branch; readonly after?: Revision }> {
  if (range === undefined) return { tip: trunk ?? (await trunkOrCurrent(reader)) }
  const [from = '', to = '', ...rest] = range.split('..')
  if (!range.includes('..') || rest.length > 0 || to.startsWith('.')) throw new UnknownRevision(range)
  return { tip: await branchNamed(reader, to || 'HEAD'), after: await revisionNamed(reader, from || 'HEAD') }
}

/** A bare repository's default branch, whatever its name, is the one that HEAD names. */
async function trunkOrCurrent(reader: RepositoryReader): Promise<Branch> {
  try {
    return await localTrunk(reader, undefined)
  } catch (error) {
    if (!(error instanceof NoBase) || !(await reader.resolve('HEAD'))) throw error
    return branchNamed(reader, 'HEAD')
  }
}
