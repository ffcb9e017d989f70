import { mergedAs } from '../git/local/pull-request-title.ts'
import type { MirrorReader } from '../git/mirrors/shared-mirror.ts'
import type { PullRequest } from '../model/github.ts'
import type { Instant } from '../model/ids.ts'
import { type Known, known, unknown } from '../model/known.ts'
import { type MergeGroup, numberInRef } from '../model/reading.ts'
import type { Source } from '../model/source.ts'
import { type Said, said } from './said.ts'

/** Commits of a group that are looked at; GitHub builds no group of more pull requests. */
const MAX_COMMITS = 100

/** The pull requests that a group's commits name, in order, after the one that its branch is named after. Authors may write commits: see saidOfAll. */
export async function numbersIn(group: MergeGroup, reader: Pick<MirrorReader, 'commit'>): Promise<readonly number[]> {
  const named = numberInRef(group.headRef)
  const numbers = new Set<number>(named === undefined ? [] : [named])
  let at = group.headSha
  for (let left = MAX_COMMITS; at !== group.baseSha && left > 0; left -= 1) {
    const commit = await reader.commit(at)
    const { number } = mergedAs(commit)
    if (number !== undefined) numbers.add(number)
    const parent = commit.parents[0]
    if (parent === undefined) break
    at = parent
  }
  // The one that is certain first, so that no bound cuts it off.
  return [...numbers].toSorted((a, b) => Number(b === named) - Number(a === named) || a - b)
}

/** What is said of a group: what is said of each of its pull requests, together. What they do not agree on is not known. */
export function saidOfAll(group: MergeGroup, named: readonly PullRequest[], asOf: Instant): Said {
  // A commit may name any pull request; one that is closed, or goes elsewhere, is not in the group.
  const pulls = named
    .filter((pull) => pull.state === 'open' && pull.baseRef === group.baseRef.replace(/^refs\/heads\//, ''))
    .toSorted((a, b) => a.number - b.number)
  const [first, ...others] = pulls
  if (!first) return unsaid(group, asOf)
  if (others.length === 0) return said(first, asOf)
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
