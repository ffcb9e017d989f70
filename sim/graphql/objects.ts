import { latestRuns } from '../checks.ts'
import { type Commit, commitsBetween, statsOf, testMerge } from '../commits.ts'
import { ask, commitOf } from '../git.ts'
import { label } from '../shape/pull-request.ts'
import { type Account, type CheckRun, type Comment, fullName, type Issue, nodeId, type PullRequest, type RepositoryRecord, type Review } from '../world.ts'
import { connection, type PageArguments, TypedError } from './connection.ts'
import type { Viewer } from './query.ts'

/**
 * GraphQL objects over the state. A member is a value or a function of the field's arguments; what is not a
 * member is reported as missing (see api.ts), so nothing is ever silently null.
 */

export function repositoryObject(viewer: Viewer, record: RepositoryRecord) {
  const { world } = viewer
  return {
    __typename: 'Repository',
    id: nodeId('R', record.id),
    databaseId: record.id,
    name: record.name,
    nameWithOwner: fullName(record),
    owner: actor(record.owner),
    visibility: record.private ? 'PRIVATE' : 'PUBLIC',
    isPrivate: record.private,
    isFork: record.forkOf !== undefined,
    isArchived: false,
    isDisabled: false,
    isEmpty: record.refs.size === 0,
    url: `${world.url}/${fullName(record)}`,
    diskUsage: record.sizeKb,
    createdAt: record.createdAt,
    pushedAt: record.pushedAt,
    updatedAt: record.pushedAt,
    defaultBranchRef: () => refObject(viewer, record, `refs/heads/${record.defaultBranch}`),
    ref: ({ qualifiedName }: { qualifiedName: string }) =>
      [qualifiedName, `refs/heads/${qualifiedName}`, `refs/tags/${qualifiedName}`].map((name) => refObject(viewer, record, name)).find((ref) => ref !== null) ??
      null,
    pullRequest: ({ number }: { number: number }) => {
      const pull = record.pulls.get(number)
      if (!pull) throw new TypedError('NOT_FOUND', `Could not resolve to a PullRequest with the number of ${number}.`)
      return pullRequestObject(viewer, record, pull)
    },
    object: ({ expression }: { expression?: string | null }) => objectAt(record, expression ?? ''),
    pullRequests: (args: PageArguments & { states?: readonly string[] | null; orderBy?: { field: string; direction: 'ASC' | 'DESC' } | null }) => {
      const listed = [...record.pulls.values()].filter((pull) => !args.states || args.states.includes(stateOf(pull)))
      const found = args.orderBy ? inOrder(listed, args.orderBy) : listed
      return connection('pullRequests', found, args, (pull) => pullRequestObject(viewer, record, pull))
    },
    issue: ({ number }: { number: number }) => {
      const issue = record.issues.get(number)
      if (!issue) throw new TypedError('NOT_FOUND', `Could not resolve to an Issue with the number of ${number}.`)
      return issueObject(viewer, record, issue)
    },
  }
}

export function pullRequestObject(viewer: Viewer, record: RepositoryRecord, pull: PullRequest) {
  const { world } = viewer
  const latest = latestByAuthor(pull.reviews)
  const opinions = latestByAuthor(pull.reviews.filter((review) => review.state !== 'COMMENTED'))
  const reviewsOf = (name: string, reviews: readonly Review[]) => (args: PageArguments) => connection(name, reviews, args, reviewObject)
  return {
    __typename: 'PullRequest',
    id: nodeId('PR', pull.id),
    fullDatabaseId: String(pull.id),
    number: pull.number,
    title: pull.title,
    body: pull.body,
    bodyText: pull.body,
    state: stateOf(pull),
    isDraft: pull.draft,
    merged: pull.mergedAt !== undefined,
    closed: pull.state === 'closed',
    locked: false,
    url: `${world.url}/${fullName(record)}/pull/${pull.number}`,
    createdAt: pull.createdAt,
    updatedAt: pull.updatedAt,
    closedAt: pull.closedAt ?? null,
    mergedAt: pull.mergedAt ?? null,
    author: actor(pull.author),
    headRefOid: pull.headSha,
    headRefName: pull.headRef,
    headRef: () => (pull.headRepo ? refObject(viewer, pull.headRepo, `refs/heads/${pull.headRef}`) : null),
    headRepository: () => (pull.headRepo ? repositoryObject(viewer, pull.headRepo) : null),
    headRepositoryOwner: () => (pull.headRepo ? actor(pull.headRepo.owner) : null),
    baseRefOid: pull.baseSha,
    baseRefName: pull.baseRef,
    baseRef: () => refObject(viewer, record, `refs/heads/${pull.baseRef}`),
    baseRepository: () => repositoryObject(viewer, record),
    repository: () => repositoryObject(viewer, record),
    isCrossRepository: pull.headRepo !== record,
    mergeCommit: () => (pull.mergeCommit ? commitByOid(viewer, record, pull.mergeCommit) : null),
    mergeable: async () => (pull.state === 'open' ? ((await testMerge(record, pull)).mergeable ? 'MERGEABLE' : 'CONFLICTING') : 'UNKNOWN'),
    labels: (args: PageArguments) => connection('labels', pull.labels, args, (name) => labelObject(viewer, record, name)),
    closingIssuesReferences: (args: PageArguments) => connection('closingIssuesReferences', pull.closes, args, (issue) => issueObject(viewer, record, issue)),
    reviews: (args: PageArguments & { states?: readonly string[] | null }) =>
      reviewsOf('reviews', args.states ? pull.reviews.filter((review) => args.states?.includes(review.state)) : pull.reviews)(args),
    latestReviews: reviewsOf('latestReviews', latest),
    latestOpinionatedReviews: reviewsOf('latestOpinionatedReviews', opinions),
    reviewDecision: decisionOf(opinions),
    comments: (args: PageArguments) =>
      connection(
        'comments',
        [...record.comments.values()].filter((comment) => comment.number === pull.number),
        args,
        commentObject,
      ),
    commits: async (args: PageArguments) => {
      const commits = (await commitsBetween(record.gitDir, pull.baseSha, pull.headSha, 250)).toReversed()
      return connection('commits', commits, args, (commit) => ({ __typename: 'PullRequestCommit', commit: commitObject(viewer, record, commit) }))
    },
    changedFiles: async () => (await statsOf(record, pull)).files,
    additions: async () => (await statsOf(record, pull)).additions,
    deletions: async () => (await statsOf(record, pull)).deletions,
  }
}

export function issueObject(viewer: Viewer, record: RepositoryRecord, issue: Issue) {
  return {
    __typename: 'Issue',
    id: nodeId('I', issue.id),
    fullDatabaseId: String(issue.id),
    number: issue.number,
    title: issue.title,
    body: issue.body,
    state: issue.state === 'open' ? 'OPEN' : 'CLOSED',
    url: `${viewer.world.url}/${fullName(record)}/issues/${issue.number}`,
    createdAt: issue.createdAt,
    author: actor(issue.author),
    repository: () => repositoryObject(viewer, record),
    labels: (args: PageArguments) => connection('labels', [], args, (name: string) => labelObject(viewer, record, name)),
  }
}

/** A Bot's login has no `[bot]` here, unlike in REST. */
function actor(account: Account) {
  return {
    __typename: account.type,
    id: nodeId(account.type === 'Bot' ? 'BOT' : account.type === 'User' ? 'U' : 'O', account.id),
    login: account.type === 'Bot' ? account.login.replace(/\[bot\]$/, '') : account.login,
    databaseId: account.id,
  }
}

function labelObject(viewer: Viewer, record: RepositoryRecord, name: string) {
  const { node_id, color, description } = label(viewer.world, record, name)
  return { __typename: 'Label', id: node_id, name, color, description, isDefault: false }
}

function commentObject(comment: Comment) {
  return {
    __typename: 'IssueComment',
    id: nodeId('IC', comment.id),
    fullDatabaseId: String(comment.id),
    author: actor(comment.author),
    body: comment.body,
    createdAt: comment.createdAt,
    updatedAt: comment.updatedAt,
  }
}

function reviewObject(review: Review) {
  return {
    __typename: 'PullRequestReview',
    id: nodeId('PRR', review.id),
    fullDatabaseId: String(review.id),
    author: actor(review.author),
    state: review.state,
    body: review.body,
    submittedAt: review.submittedAt,
    commit: { __typename: 'Commit', oid: review.commit },
  }
}

function refObject(viewer: Viewer, record: RepositoryRecord, name: string) {
  const sha = record.refs.get(name)
  if (!sha) return null
  const prefix = name.startsWith('refs/heads/') ? 'refs/heads/' : name.startsWith('refs/tags/') ? 'refs/tags/' : ''
  return {
    __typename: 'Ref',
    id: nodeId('REF', `${record.id}:${name}`),
    name: name.slice(prefix.length),
    prefix,
    target: () => commitByOid(viewer, record, sha),
  }
}

/** What `<revision>:<path>` names; `HEAD` is the default branch. Only its kind. */
async function objectAt(record: RepositoryRecord, expression: string) {
  const [, revision = '', path = ''] = /^([^:]+):(.*)$/s.exec(expression) ?? []
  const commit = revision === 'HEAD' ? record.refs.get(`refs/heads/${record.defaultBranch}`) : await commitOf(record.gitDir, revision)
  const kind = commit && (await ask(record.gitDir, ['cat-file', '-t', `${commit}:${path}`]))
  return kind === 'blob' || kind === 'tree' ? { __typename: kind === 'blob' ? 'Blob' : 'Tree' } : null
}

function inOrder(pulls: readonly PullRequest[], { field, direction }: { field: string; direction: 'ASC' | 'DESC' }): readonly PullRequest[] {
  const at = (pull: PullRequest): string => (field === 'UPDATED_AT' ? pull.updatedAt : pull.createdAt)
  const ascending = pulls.toSorted((a, b) => (at(a) < at(b) ? -1 : at(a) > at(b) ? 1 : a.number - b.number))
  return direction === 'ASC' ? ascending : ascending.toReversed()
}

async function commitByOid(viewer: Viewer, record: RepositoryRecord, sha: string) {
  const [commit] = await commitsBetween(record.gitDir, undefined, sha, 1)
  return commit ? commitObject(viewer, record, commit) : null
}

function commitObject(viewer: Viewer, record: RepositoryRecord, commit: Commit) {
  const runs = [...record.runs.values()].filter((run) => run.headSha === commit.id)
  return {
    __typename: 'Commit',
    id: nodeId('C', commit.id),
    oid: commit.id,
    url: `${viewer.world.url}/${fullName(record)}/commit/${commit.id}`,
    message: commit.message,
    messageHeadline: commit.message.split('\n')[0] ?? '',
    committedDate: commit.committer.date,
    authoredDate: commit.author.date,
    tree: { __typename: 'Tree', oid: commit.tree },
    statusCheckRollup: runs.length === 0 ? null : { __typename: 'StatusCheckRollup', state: rollup(latestRuns(runs)) },
  }
}

function rollup(runs: readonly CheckRun[]): string {
  if (runs.some((run) => run.status !== 'completed')) return 'PENDING'
  return runs.every((run) => ['success', 'neutral', 'skipped'].includes(run.conclusion ?? '')) ? 'SUCCESS' : 'FAILURE'
}

function stateOf(pull: PullRequest): 'OPEN' | 'CLOSED' | 'MERGED' {
  if (pull.mergedAt) return 'MERGED'
  return pull.state === 'open' ? 'OPEN' : 'CLOSED'
}

function latestByAuthor(reviews: readonly Review[]): Review[] {
  return [...new Map(reviews.map((review) => [review.author.id, review])).values()]
}

function decisionOf(opinions: readonly Review[]): string | null {
  if (opinions.some((review) => review.state === 'CHANGES_REQUESTED')) return 'CHANGES_REQUESTED'
  return opinions.some((review) => review.state === 'APPROVED') ? 'APPROVED' : null
}
