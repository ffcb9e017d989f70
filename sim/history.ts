import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { authorLogin } from './author-login.ts'
import { firstParentLine, type TrunkCommit } from './first-parent-line.ts'
import { ask, commitOf, git } from './git.ts'
import { readMergeMessage } from './merge-message.ts'
import { mergedHeads } from './merged-heads.ts'
import type { Repository } from './repository.ts'

/** A merged change, as the pull request that it was or could have been. Commits are full ids. */
export interface HistoryPull {
  /** What GitHub numbered it, where its message says so. */
  readonly number: number | undefined
  readonly title: string
  readonly body: string
  /** A login made of what git knows of the author (see authorLogin). */
  readonly author: string
  /** The trunk before it. */
  readonly base: string
  /** What was merged. */
  readonly head: string
  /** The trunk after it: a merge commit, or the head itself. */
  readonly merge: string
}

export interface History {
  /** Oldest first. */
  readonly pulls: readonly HistoryPull[]
  /** Why there are no more: as many as wanted, the first commit, or the edge of a shallow clone. */
  readonly end: 'enough' | 'root' | 'shallow'
}

/** A repository has no commit to start from. */
export class NoHistory extends Error {
  override name = 'NoHistory'
}

/** Where a trunk is looked for: what is checked out, what was when it was cloned, and the names that trunks have. */
const TRUNKS = ['HEAD', 'refs/remotes/origin/HEAD', 'refs/heads/main', 'refs/heads/master', 'refs/remotes/origin/main', 'refs/remotes/origin/master']

/**
 * The last changes that were merged into a trunk, which is `from` or else HEAD: one for every commit on its
 * first-parent line but the root and those that change no file. `folder` is a bare repository or a work tree.
 * The head of a merge is its second parent; of any other commit (a squash, a rebase, a merge of many or of a
 * history that has no commit in common as far as this clone goes back) it is the commit itself.
 * Raises NoHistory, and GitFailed for a damaged repository.
 */
export async function pullsFromHistory(folder: string, options: { last: number; from?: string }): Promise<History> {
  const inside = join(folder, '.git')
  const gitDir = existsSync(inside) ? inside : folder
  const start = await startOf(gitDir, options.from === undefined ? TRUNKS : [options.from])
  const steps: { commit: TrunkCommit; base: string }[] = []
  let newer: TrunkCommit | undefined
  if (options.last > 0) {
    for await (const commit of firstParentLine(gitDir, start)) {
      if (newer && newer.tree !== commit.tree) steps.push({ commit: newer, base: commit.id })
      if (steps.length >= options.last) break
      newer = commit
    }
  }
  const heads = await mergedHeads(
    gitDir,
    steps.map((step) => step.commit),
  )
  const pulls = steps.map(({ commit, base }): HistoryPull => {
    const { id: head, authorName, authorEmail } = heads.get(commit.id) ?? commit
    const described = readMergeMessage(commit.message, `Commit ${commit.id.slice(0, 12)}`)
    return { ...described, author: authorLogin(authorName, authorEmail), base, head, merge: commit.id }
  })
  const end = steps.length >= options.last ? 'enough' : (await isShallow(gitDir)) ? 'shallow' : 'root'
  return { pulls: pulls.reverse(), end }
}

async function startOf(gitDir: string, names: readonly string[]): Promise<string> {
  for (const name of names) {
    const commit = await commitOf(gitDir, name)
    if (commit) return commit
  }
  throw new NoHistory(`there is no commit at ${names.join(', ')}`)
}

async function isShallow(gitDir: string): Promise<boolean> {
  return (await ask(gitDir, ['rev-parse', '--is-shallow-repository'])) === 'true'
}

/**
 * Lets the pull requests of a history happen again, one after the other, in a repository that holds its commits.
 * First it is brought, silently, to what it was: the trunk where the first one found it, every head on a branch
 * `pull-N` as if it had been pushed long ago. Then each is opened, `each` is awaited with the number it has here,
 * and it is merged as it was: closed as merged, the trunk pushed to its merge, where it stays after the last.
 * Numbers are GitHub's where they are known and free. Ends where it is once `signal` is aborted.
 */
export async function replayHistory(
  repository: Repository,
  pulls: readonly HistoryPull[],
  each: (pull: HistoryPull, number: number) => Promise<void>,
  signal?: AbortSignal,
): Promise<void> {
  const [first] = pulls
  if (!first) return
  const { record } = repository
  const trunk = `refs/heads/${repository.defaultBranch}`
  const numbered = withNumbers(pulls, record.nextNumber)
  await setRefs(repository, [[trunk, first.base], ...numbered.map(({ pull, number }): [string, string] => [`refs/heads/pull-${number}`, pull.head])])
  for (const { pull, number } of numbered) {
    if (signal?.aborted) return
    const { title, body, author } = pull
    // A commit that changes no file is no pull request, but the trunk went through it.
    if (record.refs.get(trunk) !== pull.base) await repository.push({ branch: repository.defaultBranch, to: pull.base, by: author })
    record.nextNumber = number
    const opened = await repository.openPullRequest({ title, body, author, head: `pull-${number}` })
    await each(pull, number)
    if (signal?.aborted) return
    opened.mergedAt = opened.updatedAt
    opened.mergedBy = opened.author
    opened.mergeCommit = pull.merge
    await repository.close(number, author)
    await repository.push({ branch: repository.defaultBranch, to: pull.merge, by: author })
  }
  record.nextNumber = Math.max(...numbered.map(({ number }) => number + 1))
}

/** Each with a number: its own unless that is below `free` or another has it; the others come after all of these. */
function withNumbers(pulls: readonly HistoryPull[], free: number): { pull: HistoryPull; number: number }[] {
  const own = new Set<number>()
  const kept = pulls.map(({ number }) => {
    if (number === undefined || number < free || own.has(number)) return undefined
    own.add(number)
    return number
  })
  let next = Math.max(free - 1, ...own)
  return pulls.map((pull, index) => ({ pull, number: kept[index] ?? ++next }))
}

/** Sets branches in git and in what the local GitHub has been told, in one call and without an event. */
async function setRefs(repository: Repository, refs: readonly (readonly [ref: string, commit: string])[]): Promise<void> {
  await git(repository.gitDir, ['update-ref', '--stdin'], refs.map(([ref, commit]) => `update ${ref} ${commit}\n`).join(''))
  for (const [ref, commit] of refs) repository.record.refs.set(ref, commit)
}
