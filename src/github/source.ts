import { GitAuthFailed, GitUnavailable, RefGone } from '../git/failures.ts'
import type { Mirror, Mirrors } from '../git/mirrors/mirror.ts'
import type { Revision } from '../model/change.ts'
import type { PullRequest, RepoRef } from '../model/github.ts'
import type { Oid } from '../model/ids.ts'
import type { ObjectReader, Opened, ProposalSource } from '../model/reading.ts'
import { Trouble } from '../model/trouble.ts'
import type { AppClient } from './client.ts'
import { lineOf, numbersIn, saidOfAll } from './merge-group.ts'
import { said } from './said.ts'

export interface SourceOptions {
  /** `https://github.com`, without a slash at the end. */
  readonly gitRoot: string
  /** From this many kilobytes on, a mirror leaves blobs out and fetches the declared ones. */
  readonly filterFromKb: number
}

/** Pull requests and merge groups over mirrors: GitHub's API is asked for nothing here, git brings it all. */
export function proposalSource(client: AppClient, mirrors: Mirrors, options: SourceOptions): ProposalSource {
  async function open(repo: RepoRef, sizeKb: number): Promise<Mirror> {
    return mirrors.open({
      tenant: repo.tenant,
      repo: repo.id,
      url: `${options.gitRoot}/${repo.fullName}.git`,
      token: () => client.token(repo.tenant),
      filter: sizeKb >= options.filterFromKb ? 'blob:none' : undefined,
    })
  }

  /** Fetches; a token that GitHub no longer takes is replaced once. */
  async function fetch(repo: RepoRef, mirror: Mirror, refspecs: readonly string[]): Promise<void> {
    try {
      await mirror.fetch(refspecs)
    } catch (error) {
      if (!(error instanceof GitAuthFailed)) throw error
      await client.token(repo.tenant, true)
      await mirror.fetch(refspecs)
    }
  }

  async function opened<T>(
    repo: RepoRef,
    sizeKb: number,
    work: (mirror: Mirror, reader: ObjectReader) => Promise<T>,
  ): Promise<T & { reader: ObjectReader; release(): void }> {
    const mirror = await troubled(() => open(repo, sizeKb))
    const { reader } = mirror
    try {
      const found = await troubled(() => work(mirror, reader))
      return { ...found, reader, release: () => mirror.close() }
    } catch (error) {
      mirror.close()
      throw error
    }
  }

  /** The default branch, which governs a group whose target is no trunk. */
  async function defaultBranchOf(pull: PullRequest | undefined, into: Tip, mirror: Mirror): Promise<Tip> {
    if (!pull || pull.defaultBranch === into.ref) return into
    await fetch(pull.repo, mirror, [branchSpec(pull.defaultBranch)])
    return branchTip(mirror.reader, pull.defaultBranch)
  }

  return {
    pullRequest(pull, asOf): Promise<Opened> {
      return opened(pull.repo, pull.sizeKb, async (mirror, reader) => {
        const branches = [...new Set([pull.baseRef, pull.defaultBranch])]
        await fetch(pull.repo, mirror, [`+refs/pull/${pull.number}/head:refs/maestro/pull/${pull.number}`, ...branches.map(branchSpec)])
        const head = await required(reader, pull.headSha)
        const into = await branchTip(reader, pull.baseRef)
        const defaultBranch = await branchTip(reader, pull.defaultBranch)
        const base = await baseOf(reader, into, head)
        const subject = { kind: 'pull_request', tenant: pull.repo.tenant, repo: pull.repo.id, number: pull.number } as const
        return { proposal: { ...said(pull, asOf), subject, base, head, into, defaultBranch, files: await reader.diff(base.tree, head.tree) } }
      })
    },
    mergeGroup(group, pullsOf, asOf): Promise<Opened> {
      return opened(group.repo, group.sizeKb, async (mirror, reader) => {
        await fetch(group.repo, mirror, [`+${group.headRef}:refs/maestro/group/${group.headSha}`, branchSpec(group.baseRef)])
        const head = await required(reader, group.headSha)
        const base = await required(reader, group.baseSha)
        const into = await branchTip(reader, group.baseRef)
        const line = await lineOf(group, mirror.reader)
        const pulls = await pullsOf(numbersIn(group, line))
        const subject = { kind: 'merge_group', tenant: group.repo.tenant, repo: group.repo.id, headRef: group.headRef } as const
        const files = await reader.diff(base.tree, head.tree)
        return {
          proposal: { ...saidOfAll(group, line, pulls, asOf), subject, base, head, into, defaultBranch: await defaultBranchOf(pulls[0], into, mirror), files },
        }
      })
    },
    async branch(repo, ref) {
      try {
        return await opened(repo, 0, async (mirror, reader) => {
          if (ref !== undefined) {
            await fetch(repo, mirror, [branchSpec(ref)])
            return { tip: await branchTip(reader, ref) }
          }
          await fetch(repo, mirror, [`+HEAD:${DEFAULT_TIP}`])
          const tip = await reader.resolve(DEFAULT_TIP)
          if (!tip) throw new Trouble('github', 'a branch was fetched and is not there')
          return { tip }
        })
      } catch (error) {
        if (error instanceof Trouble && error.cause instanceof RefGone) return undefined
        throw error
      }
    },
  }
}

/** Where the default branch's tip is kept when its name is not known. */
const DEFAULT_TIP = 'refs/maestro/default'

function branchSpec(ref: string): string {
  return `+refs/heads/${ref}:refs/maestro/heads/${ref}`
}

/** A commit that GitHub named. Its API is sometimes ahead of its git servers, so a missing one is worth another try. */
async function required(reader: ObjectReader, commit: Oid): Promise<Revision> {
  const revision = await reader.resolve(commit)
  if (!revision) throw new Trouble('github', `GitHub names commit ${commit.slice(0, 12)}, and does not give it yet`)
  return { commit: revision.commit, tree: revision.tree }
}

type Tip = Revision & { readonly ref: string }

async function branchTip(reader: ObjectReader, ref: string): Promise<Tip> {
  const revision = await reader.resolve(`refs/maestro/heads/${ref}`)
  if (!revision) throw new Trouble('github', 'a branch was fetched and is not there')
  return { commit: revision.commit, tree: revision.tree, ref }
}

/** Without a common history everything is new: the target's tip is what it is compared with. */
async function baseOf(reader: ObjectReader, into: Revision, head: Revision): Promise<Revision> {
  const commit = await reader.mergeBase(into.commit, head.commit)
  return commit === undefined ? { commit: into.commit, tree: into.tree } : required(reader, commit)
}

/** Git's failures in the model's own terms. A branch that is gone is asked about again: GitHub then says what became of the pull request. */
async function troubled<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof GitUnavailable) throw new Trouble('github', 'GitHub could not be reached by git', { cause: error })
    if (error instanceof GitAuthFailed) throw new Trouble('github', 'GitHub does not let us read the repository', { cause: error })
    if (error instanceof RefGone) throw new Trouble('github', 'a branch is gone', { cause: error })
    throw error
  }
}
