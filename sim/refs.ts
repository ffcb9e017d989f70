import { suiteFor } from './checks.ts'
import { type Commit, commitsBetween, filesOf, isAncestor, testMerge } from './commits.ts'
import type { Events } from './events.ts'
import { git } from './git.ts'
import { pushedRepository } from './shape/repository.ts'
import { type Account, fullName, type PullRequest, type RepositoryRecord } from './world.ts'

const NOTHING = '0'.repeat(40)
const MAX_COMMITS = 2048

/**
 * What GitHub does when a branch or tag has moved: it tells of the push, moves the pull requests whose head or
 * base it is, and asks Apps to check the new commit. `after` undefined means that it is gone.
 */
export async function announce(events: Events, repository: RepositoryRecord, ref: string, after: string | undefined, by: Account): Promise<void> {
  const before = repository.refs.get(ref)
  if (before === after) return
  if (after) {
    repository.refs.set(ref, after)
    repository.commits.add(after)
  } else repository.refs.delete(ref)
  repository.pushedAt = events.world.time()
  const forced = before !== undefined && after !== undefined && !(await isAncestor(repository.gitDir, before, after))
  await tellPush(events, repository, ref, before, after, forced, by)
  if (!ref.startsWith('refs/heads/')) return
  const branch = ref.slice('refs/heads/'.length)
  if (after) await events.checkSuite(repository, suiteFor(events, repository, events.world.app, after), 'requested', by)
  for (const [home, pull] of openPulls(repository)) {
    const isHead = pull.headRepo === repository && pull.headRef === branch
    if (isHead && after) await moveHead(events, home, pull, after, by)
    else if (!after && (isHead || (home === repository && pull.baseRef === branch))) await closePull(events, home, pull, by)
  }
}

/** Open pull requests that have to do with a repository: its own, and those it was forked for. */
function openPulls(repository: RepositoryRecord): [RepositoryRecord, PullRequest][] {
  const homes = repository.forkOf ? [repository, repository.forkOf] : [repository]
  return homes.flatMap((home) => [...home.pulls.values()].filter((pull) => pull.state === 'open').map((pull): [RepositoryRecord, PullRequest] => [home, pull]))
}

async function moveHead(events: Events, repository: RepositoryRecord, pull: PullRequest, after: string, by: Account): Promise<void> {
  const before = pull.headSha
  if (before === after) return
  pull.headSha = after
  pull.baseSha = repository.refs.get(`refs/heads/${pull.baseRef}`) ?? pull.baseSha
  await keepHead(events, repository, pull)
  await events.pullRequest(repository, pull, 'synchronize', by, { before, after })
}

/** Brings the head's commits into the base repository and under refs/pull/N/head, where they stay for ever; the test merge follows. */
export async function keepHead(events: Events, repository: RepositoryRecord, pull: PullRequest): Promise<void> {
  const from = pull.headRepo
  if (from && from !== repository) await git(repository.gitDir, ['fetch', '--quiet', '--no-tags', '--no-write-fetch-head', from.gitDir, pull.headSha])
  await git(repository.gitDir, ['update-ref', `refs/pull/${pull.number}/head`, pull.headSha])
  repository.commits.add(pull.headSha)
  events.world.inBackground(() => testMerge(repository, pull))
}

export async function closePull(events: Events, repository: RepositoryRecord, pull: PullRequest, by: Account): Promise<void> {
  pull.state = 'closed'
  pull.closedAt = events.world.time()
  await events.pullRequest(repository, pull, 'closed', by)
}

/** GitHub (or a person) points a pull request at another base branch. */
export async function retarget(events: Events, repository: RepositoryRecord, pull: PullRequest, baseRef: string, by: Account): Promise<void> {
  const changes = { base: { ref: { from: pull.baseRef }, sha: { from: pull.baseSha } } }
  pull.baseRef = baseRef
  pull.baseSha = repository.refs.get(`refs/heads/${baseRef}`) ?? pull.baseSha
  await events.pullRequest(repository, pull, 'edited', by, { changes })
}

async function tellPush(
  events: Events,
  record: RepositoryRecord,
  ref: string,
  before: string | undefined,
  after: string | undefined,
  forced: boolean,
  by: Account,
): Promise<void> {
  const { world } = events
  if (!world.installationOf(record)) return
  const found = after ? await commitsBetween(record.gitDir, before ?? record.refs.get(`refs/heads/${record.defaultBranch}`), after, MAX_COMMITS) : []
  const [head] = after && found.length === 0 ? await commitsBetween(record.gitDir, undefined, after, 1) : found
  const html = `${world.url}/${fullName(record)}`
  const touched = await filesOf(record.gitDir, [...found, ...(head ? [head] : [])])
  const shape = (commit: Commit) => ({
    id: commit.id,
    tree_id: commit.tree,
    distinct: true,
    message: commit.message,
    timestamp: commit.committer.date,
    url: `${html}/commit/${commit.id}`,
    author: { name: commit.author.name, email: commit.author.email },
    committer: { name: commit.committer.name, email: commit.committer.email },
    ...(touched.get(commit.id) ?? { added: [], removed: [], modified: [] }),
  })
  const parts = {
    ref,
    before: before ?? NOTHING,
    after: after ?? NOTHING,
    pusher: { name: by.login, email: `${by.login}@users.noreply.github.com` },
    created: before === undefined,
    deleted: after === undefined,
    forced,
    base_ref: null,
    compare: `${html}/compare/${(before ?? NOTHING).slice(0, 12)}...${(after ?? NOTHING).slice(0, 12)}`,
    commits: found.toReversed().map(shape),
    head_commit: head ? shape(head) : null,
    repository: pushedRepository(world, record),
  }
  events.repository(record, 'push', parts, by)
}
