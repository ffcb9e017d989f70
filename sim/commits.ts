import { ask, commitOf, git } from './git.ts'
import type { PullRequest, RepositoryRecord } from './world.ts'

/** What is asked of git about commits, in the terms that GitHub's API uses. */

export interface Stats {
  readonly commits: number
  readonly additions: number
  readonly deletions: number
  readonly files: number
}

const statsByRange = new WeakMap<RepositoryRecord, Map<string, Promise<Stats>>>()

/** How big a pull request is: from the merge base of base and head to head, as the «Files changed» tab counts. */
export function statsOf(repository: RepositoryRecord, pull: PullRequest): Promise<Stats> {
  const known = statsByRange.get(repository) ?? new Map<string, Promise<Stats>>()
  statsByRange.set(repository, known)
  const range = `${pull.baseSha}...${pull.headSha}`
  const found = known.get(range) ?? countStats(repository.gitDir, pull.baseSha, pull.headSha)
  known.set(range, found)
  return found
}

async function countStats(gitDir: string, base: string, head: string): Promise<Stats> {
  const [stat, count] = await Promise.all([
    ask(gitDir, ['diff', '--shortstat', '--no-renames', `${base}...${head}`]),
    ask(gitDir, ['rev-list', '--count', `${base}..${head}`]),
  ])
  const number = (pattern: RegExp) => Number(pattern.exec(stat ?? '')?.[1] ?? 0)
  return { commits: Number(count ?? 0), files: number(/(\d+) file/), additions: number(/(\d+) insertion/), deletions: number(/(\d+) deletion/) }
}

export interface Commit {
  readonly id: string
  readonly tree: string
  readonly message: string
  readonly author: { readonly name: string; readonly email: string; readonly date: string }
  readonly committer: { readonly name: string; readonly email: string; readonly date: string }
}

/** Commits reachable from `to` and not from `from` (all when there is none), newest first, at most `limit`. */
export async function commitsBetween(gitDir: string, from: string | undefined, to: string, limit: number): Promise<Commit[]> {
  const out = await ask(gitDir, [
    'log',
    '-z',
    `--max-count=${limit}`,
    '--format=%H%x00%T%x00%an%x00%ae%x00%aI%x00%cn%x00%ce%x00%cI%x00%B',
    to,
    ...(from ? [`^${from}`] : []),
    '--',
  ])
  const fields = out ? out.split('\0') : []
  const commits: Commit[] = []
  for (let at = 0; at + 8 < fields.length; at += 9) {
    const [id = '', tree = '', an = '', ae = '', ad = '', cn = '', ce = '', cd = '', message = ''] = fields.slice(at, at + 9)
    commits.push({ id, tree, message: message.trim(), author: { name: an, email: ae, date: ad }, committer: { name: cn, email: ce, date: cd } })
  }
  return commits
}

export interface Touched {
  readonly added: string[]
  readonly removed: string[]
  readonly modified: string[]
}

/** The files that each of these commits changes against its first parent, by commit. */
export async function filesOf(gitDir: string, commits: readonly Commit[]): Promise<ReadonlyMap<string, Touched>> {
  const touched = new Map<string, Touched>()
  if (commits.length === 0) return touched
  const args = ['diff-tree', '--stdin', '-r', '-z', '--root', '--diff-merges=first-parent', '--no-renames', '--name-status', '--format=%x00%H']
  const out = await git(gitDir, args, commits.map(({ id }) => `${id}\n`).join(''))
  let current: Touched | undefined
  const fields = out.split('\0')
  for (let at = 0; at < fields.length; at += 1) {
    const field = (fields[at] ?? '').trim()
    if (/^[0-9a-f]{40}$/.test(field)) {
      current = { added: [], removed: [], modified: [] }
      touched.set(field, current)
    } else if (/^[AMDT]$/.test(field)) {
      at += 1
      current?.[field === 'A' ? 'added' : field === 'D' ? 'removed' : 'modified'].push(fields[at] ?? '')
    }
  }
  return touched
}

export async function isAncestor(gitDir: string, older: string, newer: string): Promise<boolean> {
  return (await ask(gitDir, ['merge-base', '--is-ancestor', older, newer])) !== undefined
}

/** Whether a commit is in the repository; remembered, since it cannot go away while a local GitHub lives. */
export async function hasCommit(repository: RepositoryRecord, sha: string): Promise<boolean> {
  if (repository.commits.has(sha)) return true
  if ((await commitOf(repository.gitDir, sha)) !== sha) return false
  repository.commits.add(sha)
  return true
}

/**
 * Makes `refs/pull/N/merge` what it has to be: the merge of the base branch's tip and the head, or nothing where
 * they conflict. Done when somebody asks, as GitHub does.
 */
export async function testMerge(repository: RepositoryRecord, pull: PullRequest): Promise<{ mergeable: boolean; sha: string | undefined }> {
  const base = repository.refs.get(`refs/heads/${pull.baseRef}`) ?? pull.baseSha
  const key = `${base} ${pull.headSha}`
  if (pull.testMerge?.key === key) return pull.testMerge
  const ref = `refs/pull/${pull.number}/merge`
  const sha = await mergeCommit(repository.gitDir, base, pull.headSha, `Merge ${pull.headSha} into ${base}`)
  await git(repository.gitDir, sha ? ['update-ref', ref, sha] : ['update-ref', '-d', ref])
  if (sha) repository.commits.add(sha)
  pull.testMerge = { key, mergeable: sha !== undefined, sha }
  return pull.testMerge
}

/** A merge commit of two commits, not on any branch yet; undefined when they conflict or have no common history. */
export async function mergeCommit(gitDir: string, base: string, head: string, message: string): Promise<string | undefined> {
  const merged = await ask(gitDir, ['merge-tree', '--write-tree', base, head])
  const tree = merged?.split('\n')[0]
  if (!tree) return undefined
  return git(gitDir, ['commit-tree', tree, '-p', base, '-p', head, '-m', message])
}
