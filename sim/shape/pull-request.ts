import { createHash } from 'node:crypto'
import { type Stats, statsOf } from '../commits.ts'
import { type Account, fullName, nodeId, type PullRequest, type RepositoryRecord, type World } from '../world.ts'
import { user } from './account.ts'
import { apiUrl, repository } from './repository.ts'

/** What lists show of a pull request: GitHub's `pull-request-simple`. */
export function pullRequestSimple(world: World, record: RepositoryRecord, pull: PullRequest) {
  const url = `${apiUrl(world, record)}/pulls/${pull.number}`
  const issue = `${apiUrl(world, record)}/issues/${pull.number}`
  const html = `${world.url}/${fullName(record)}/pull/${pull.number}`
  const statuses = `${apiUrl(world, record)}/statuses/${pull.headSha}`
  return {
    url,
    id: pull.id,
    node_id: nodeId('PR', pull.id),
    html_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    issue_url: issue,
    number: pull.number,
    state: pull.state,
    locked: false,
    title: pull.title,
    user: user(world, pull.author),
    body: pull.body === '' ? null : pull.body,
    created_at: pull.createdAt,
    updated_at: pull.updatedAt,
    closed_at: pull.closedAt ?? null,
    merged_at: pull.mergedAt ?? null,
    merge_commit_sha: pull.mergeCommit ?? pull.testMerge?.sha ?? null,
    assignee: null,
    assignees: [],
    requested_reviewers: [],
    requested_teams: [],
    labels: pull.labels.map((name) => label(world, record, name)),
    milestone: null,
    draft: pull.draft,
    commits_url: `${url}/commits`,
    review_comments_url: `${url}/comments`,
    review_comment_url: `${apiUrl(world, record)}/pulls/comments{/number}`,
    comments_url: `${issue}/comments`,
    statuses_url: statuses,
    head: side(world, pull.headRepo, pull.headRef, pull.headSha, pull.author),
    base: { ...side(world, record, pull.baseRef, pull.baseSha, record.owner), repo: repository(world, record) },
    _links: {
      self: { href: url },
      html: { href: html },
      issue: { href: issue },
      comments: { href: `${issue}/comments` },
      review_comments: { href: `${url}/comments` },
      review_comment: { href: `${apiUrl(world, record)}/pulls/comments{/number}` },
      commits: { href: `${url}/commits` },
      statuses: { href: statuses },
    },
    author_association: association(record, pull.author),
    auto_merge: null,
    active_lock_reason: null,
  }
}

/** GitHub's `pull-request`: everything, with sizes counted by git. */
export async function pullRequest(world: World, record: RepositoryRecord, pull: PullRequest) {
  const stats: Stats = await statsOf(record, pull)
  const tested = pull.testMerge
  return {
    ...pullRequestSimple(world, record, pull),
    merged: pull.mergedAt !== undefined,
    mergeable: tested ? tested.mergeable : null,
    rebaseable: tested ? tested.mergeable : null,
    mergeable_state: tested ? (tested.mergeable ? (pull.draft ? 'draft' : 'clean') : 'dirty') : 'unknown',
    merged_by: pull.mergedBy ? user(world, pull.mergedBy) : null,
    comments: [...record.comments.values()].filter((comment) => comment.number === pull.number).length,
    review_comments: 0,
    maintainer_can_modify: false,
    commits: stats.commits,
    additions: stats.additions,
    deletions: stats.deletions,
    changed_files: stats.files,
  }
}

/** GitHub's `pull-request-minimal`, as check runs list it: pull requests of the same repository only, never of forks. */
export function pullRequestsOfHead(world: World, record: RepositoryRecord, sha: string) {
  const at = (repo: RepositoryRecord) => ({ id: repo.id, url: apiUrl(world, repo), name: repo.name })
  return [...record.pulls.values()]
    .filter((pull) => pull.state === 'open' && pull.headSha === sha && pull.headRepo === record)
    .map((pull) => ({
      url: `${apiUrl(world, record)}/pulls/${pull.number}`,
      id: pull.id,
      number: pull.number,
      head: { ref: pull.headRef, sha: pull.headSha, repo: at(record) },
      base: { ref: pull.baseRef, sha: pull.baseSha, repo: at(record) },
    }))
}

/** The pull request as an issue: what issue_comment events carry. */
export function pullRequestIssue(world: World, record: RepositoryRecord, pull: PullRequest) {
  const simple = pullRequestSimple(world, record, pull)
  const url = simple.issue_url
  return {
    url,
    repository_url: apiUrl(world, record),
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    timeline_url: `${url}/timeline`,
    html_url: simple.html_url,
    id: pull.id,
    node_id: simple.node_id,
    number: pull.number,
    title: pull.title,
    user: simple.user,
    labels: simple.labels,
    state: pull.state,
    locked: false,
    assignee: null,
    assignees: [],
    milestone: null,
    comments: [...record.comments.values()].filter((comment) => comment.number === pull.number).length,
    created_at: pull.createdAt,
    updated_at: pull.updatedAt,
    closed_at: simple.closed_at,
    author_association: simple.author_association,
    active_lock_reason: null,
    draft: pull.draft,
    pull_request: { url: simple.url, html_url: simple.html_url, diff_url: simple.diff_url, patch_url: simple.patch_url, merged_at: simple.merged_at },
    body: simple.body,
    reactions: { url: `${url}/reactions`, total_count: 0, '+1': 0, '-1': 0, laugh: 0, hooray: 0, confused: 0, heart: 0, rocket: 0, eyes: 0 },
    performed_via_github_app: null,
    state_reason: null,
  }
}

export function label(world: World, record: RepositoryRecord, name: string) {
  const hash = createHash('sha256').update(name).digest()
  const id = 900_000_000 + hash.readUInt32BE(0)
  return {
    id,
    node_id: nodeId('LA', id),
    url: `${apiUrl(world, record)}/labels/${encodeURIComponent(name)}`,
    name,
    color: hash.toString('hex', 4, 7),
    default: false,
    description: '',
  }
}

export function association(record: RepositoryRecord, account: Account): 'OWNER' | 'MEMBER' | 'COLLABORATOR' | 'NONE' {
  if (account === record.owner) return 'OWNER'
  const role = record.collaborators.get(account.login.toLowerCase())
  return role === undefined || role === 'none' ? 'NONE' : 'COLLABORATOR'
}

function side(world: World, repo: RepositoryRecord | undefined, ref: string, sha: string, author: Account) {
  const owner = repo?.owner ?? author
  return { label: `${owner.login}:${ref}`, ref, sha, user: user(world, owner), repo: repo ? repository(world, repo) : null }
}
