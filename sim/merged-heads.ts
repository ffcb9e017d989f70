import type { TrunkCommit } from './first-parent-line.ts'
import { git } from './git.ts'

/** What a merge brought in: its second parent, with the author of that. */
export type MergedHead = Pick<TrunkCommit, 'id' | 'authorName' | 'authorEmail'>

/** So that a command line stays far below what systems allow. */
const RANGES_AT_ONCE = 200

/**
 * What each merge of two commits brought in, by the merge's id. Merges whose sides have no commit in common, as
 * far as this clone goes back, are left out: no pull request can be opened from such a head. Three calls of git
 * for 200 merges.
 */
export async function mergedHeads(gitDir: string, commits: readonly TrunkCommit[]): Promise<ReadonlyMap<string, MergedHead>> {
  const merges = commits.flatMap(({ id, parents: [base, head, ...more] }) => (base && head && more.length === 0 ? [{ id, base, head }] : []))
  const related: typeof merges = []
  for (let at = 0; at < merges.length; at += RANGES_AT_ONCE) related.push(...(await withMergeBase(gitDir, merges.slice(at, at + RANGES_AT_ONCE))))
  const heads = await authorsOf(gitDir, new Set(related.map(({ head }) => head)))
  return new Map(
    related.flatMap(({ id, head }) => {
      const found = heads.get(head)
      return found ? [[id, found] as const] : []
    }),
  )
}

async function withMergeBase<Merge extends { base: string; head: string }>(gitDir: string, merges: readonly Merge[]): Promise<Merge[]> {
  const printed = await git(gitDir, ['rev-parse', ...merges.map(({ base, head }) => `${base}...${head}`)])
  // For `A...B` git prints A, B and `^C` for each of their merge bases; nothing more when they have none.
  const groups = printed.matchAll(/^[0-9a-f]+\n[0-9a-f]+((?:\n\^[0-9a-f]+)*)/gm)
  return merges.filter(() => groups.next().value?.[1])
}

async function authorsOf(gitDir: string, commits: ReadonlySet<string>): Promise<Map<string, MergedHead>> {
  if (commits.size === 0) return new Map()
  const format = '--format=%H%x00%an%x00%ae'
  const input = [...commits].map((commit) => `${commit}\n`).join('')
  const printed = await git(gitDir, ['rev-list', '--stdin', '--no-walk=unsorted', '--no-commit-header', '--encoding=UTF-8', format], input)
  return new Map(
    printed.split('\n').map((line) => {
      const [id = '', authorName = '', authorEmail = ''] = line.split('\0')
      return [id, { id, authorName, authorEmail }]
    }),
  )
}
