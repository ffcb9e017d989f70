import { mergedAs } from '../git/local/pull-request-title.ts'
import type { MirrorReader } from '../git/mirrors/shared-mirror.ts'
import type { PullRequest } from '../model/github.ts'
import type { Instant, Oid } from '../model/ids.ts'
import { type Known, known, unknown } from '../model/known.ts'
import { type MergeGroup, numberInRef } from '../model/reading.ts'
import type { Source } from '../model/source.ts'
import { type Said, said } from './said.ts'

/** Commits of a group that are looked at; GitHub builds no group of more pull requests. Of a longer one the author is not known. */
const MAX_COMMITS = 100

/** What a group's commits say of the pull requests that it is made of. */
export interface GroupLine {
  /** From the head back to the base, by first parents. */
  readonly commits: readonly GroupCommit[]
  /** Whether the base was reached. */
  readonly isWhole: boolean
}

interface GroupCommit {
  /** The pull request that its message names. */
  readonly number: number | undefined
  /** What it merges. */
  readonly merged: readonly Oid[]
}

/** The commits that a group adds to its base. */
export async function lineOf(group: MergeGroup, reader: Pick<MirrorReader, 'commit'>): Promise<GroupLine> {
  const commits: GroupCommit[] = []
  let at: Oid | undefined = group.headSha
  while (at !== undefined && at !== group.baseSha && commits.length < MAX_COMMITS) {
    const commit = await reader.commit(at)
    commits.push({ number: mergedAs(commit).number, merged: commit.parents.slice(1) })
    at = commit.parents[0]
  }
  return { commits, isWhole: at === group.baseSha }
}

/** The pull requests that a group's commits name, in order, after the one that its branch is named after. Authors may write commits: see saidOfAll. */
export function numbersIn(group: MergeGroup, { commits }: GroupLine): readonly number[] {
  const named = numberInRef(group.headRef)
  const numbers = new Set([named, ...commits.map((commit) => commit.number)].filter((number) => number !== undefined))
  // The one that is certain first, so that no bound cuts it off.
  return [...numbers].toSorted((a, b) => Number(b === named) - Number(a === named) || a - b)
}

/** What is said of a group: what is said of each of its pull requests, together. What they do not agree on is not known. */
export function saidOfAll(group: MergeGroup, line: GroupLine, named: readonly PullRequest[], asOf: Instant): Said {
  // A commit may name any pull request; one that is closed, or goes elsewhere, is not in the group.
  const pulls = named
    .filter((pull) => pull.state === 'open' && pull.baseRef === group.baseRef.replace(/^refs\/heads\//, ''))
    .toSorted((a, b) => a.number - b.number)
  const [first, ...others] = pulls
  if (!first) return unsaid(group, asOf)
  const all = others.length === 0 ? said(first, asOf) : saidTogether(first, pulls, asOf)
  if (isAccountedFor(group, line, pulls)) return all
  const isFork = pulls.some((pull) => pull.fromFork)
  return { ...all, author: unknown(UNACCOUNTED), fromFork: isFork ? all.fromFork : unknown(UNACCOUNTED) }
}

const UNACCOUNTED = 'not every commit of the merge group is certain to be of one of its pull requests'

/**
 * Whether every commit of a group is certain to be of one of these pull requests. Only GitHub puts merges on a queue's branch, so a merge
 * of a pull request's head is that one's. Any other commit may be its author's own, whatever it says: a queue that rebases takes their
 * messages over. If there is but one, it is of the pull request that the branch is named after.
 */
function isAccountedFor(group: MergeGroup, { commits, isWhole }: GroupLine, pulls: readonly PullRequest[]): boolean {
  const heads = new Set(pulls.map((pull) => pull.headSha))
  const named = numberInRef(group.headRef)
  const isAlone = commits.length === 1 && pulls.some((pull) => pull.number === named)
  return isWhole && commits.every(({ merged }) => (merged.length === 0 ? isAlone : merged.every((head) => heads.has(head))))
}

function saidTogether(first: PullRequest, pulls: readonly PullRequest[], asOf: Instant): Said {
  const source: Source = { kind: 'github', what: `pull requests ${pulls.map((pull) => `#${pull.number}`).join(', ')}` }
  const all = pulls.map((pull) => said(pull, asOf))
  return {
    ...said(first, asOf),
    pulls: known(
      pulls.map((pull) => pull.number),
      source,
    ),
    title: `Merge group of ${pulls.map((pull) => `#${pull.number}`).join(', ')}`,
    description: known(pulls.map((pull) => pull.body).join('\n\n'), source),
    author: agreed(all.map((each) => each.author)),
    labels: known([...new Set(pulls.flatMap((pull) => pull.labels))], source),
    draft: known(
      pulls.some((pull) => pull.draft),
      source,
    ),
    fromFork: known(
      pulls.some((pull) => pull.fromFork),
      source,
    ),
    issues: known(
      pulls.flatMap((pull) => pull.issues),
      source,
    ),
  }
}

function agreed(authors: readonly Said['author'][]): Said['author'] {
  const logins = new Set(authors.map((author) => (author.known ? `${author.value.kind} ${author.value.login}` : '')))
  return (logins.size === 1 ? authors[0] : undefined) ?? unknown('its pull requests are by several authors')
}

/** A merge group of which no pull request is known. */
function unsaid(group: MergeGroup, asOf: Instant): Said {
  const no: Known<never> = unknown('nothing says which pull requests the merge group is made of')
  return {
    repo: { fullName: group.repo.fullName, visibility: no },
    pulls: no,
    title: `Merge group for ${group.baseRef}`,
    description: no,
    author: no,
    labels: no,
    draft: no,
    fromFork: no,
    issues: no,
    asOf,
  }
}
