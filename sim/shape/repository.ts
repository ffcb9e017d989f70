import { fullName, nodeId, type RepositoryRecord, type World } from '../world.ts'
import { user } from './account.ts'

/** GitHub's `repository`, whole, as pull requests and events carry it. */
export function repository(world: World, record: RepositoryRecord) {
  const url = apiUrl(world, record)
  const html = `${world.url}/${fullName(record)}`
  const open = [...record.pulls.values(), ...record.issues.values()].filter((item) => item.state === 'open').length
  return {
    id: record.id,
    node_id: nodeId('R', record.id),
    name: record.name,
    full_name: fullName(record),
    private: record.private,
    owner: user(world, record.owner),
    html_url: html,
    description: null,
    fork: record.forkOf !== undefined,
    url,
    ...links(url),
    created_at: record.createdAt,
    updated_at: record.pushedAt,
    pushed_at: record.pushedAt,
    git_url: `${html}.git`.replace(/^https?:/, 'git:'),
    ssh_url: `git@${new URL(world.url).hostname}:${fullName(record)}.git`,
    clone_url: `${html}.git`,
    svn_url: html,
    homepage: null,
    size: record.sizeKb,
    stargazers_count: 0,
    watchers_count: 0,
    language: null,
    has_issues: true,
    has_projects: true,
    has_downloads: true,
    has_wiki: false,
    has_pages: false,
    has_discussions: false,
    forks_count: 0,
    mirror_url: null,
    archived: false,
    disabled: false,
    open_issues_count: open,
    license: null,
    allow_forking: true,
    is_template: false,
    web_commit_signoff_required: false,
    topics: [],
    visibility: record.private ? 'private' : 'public',
    forks: 0,
    open_issues: open,
    watchers: 0,
    default_branch: record.defaultBranch,
  }
}

/** The repository of a push event: the same with times in seconds, as GitHub has it there. */
export function pushedRepository(world: World, record: RepositoryRecord) {
  const seconds = (time: string) => Math.floor(Date.parse(time) / 1000)
  return {
    ...repository(world, record),
    created_at: seconds(record.createdAt),
    pushed_at: seconds(record.pushedAt),
    stargazers: 0,
    master_branch: record.defaultBranch,
  }
}

export function apiUrl(world: World, record: RepositoryRecord): string {
  return `${world.url}/api/v3/repos/${fullName(record)}`
}

function links(url: string) {
  return {
    forks_url: `${url}/forks`,
    keys_url: `${url}/keys{/key_id}`,
    collaborators_url: `${url}/collaborators{/collaborator}`,
    teams_url: `${url}/teams`,
    hooks_url: `${url}/hooks`,
    issue_events_url: `${url}/issues/events{/number}`,
    events_url: `${url}/events`,
    assignees_url: `${url}/assignees{/user}`,
    branches_url: `${url}/branches{/branch}`,
    tags_url: `${url}/tags`,
    blobs_url: `${url}/git/blobs{/sha}`,
    git_tags_url: `${url}/git/tags{/sha}`,
    git_refs_url: `${url}/git/refs{/sha}`,
    trees_url: `${url}/git/trees{/sha}`,
    statuses_url: `${url}/statuses/{sha}`,
    languages_url: `${url}/languages`,
    stargazers_url: `${url}/stargazers`,
    contributors_url: `${url}/contributors`,
    subscribers_url: `${url}/subscribers`,
    subscription_url: `${url}/subscription`,
    commits_url: `${url}/commits{/sha}`,
    git_commits_url: `${url}/git/commits{/sha}`,
    comments_url: `${url}/comments{/number}`,
    issue_comment_url: `${url}/issues/comments{/number}`,
    contents_url: `${url}/contents/{+path}`,
    compare_url: `${url}/compare/{base}...{head}`,
    merges_url: `${url}/merges`,
    archive_url: `${url}/{archive_format}{/ref}`,
    downloads_url: `${url}/downloads`,
    issues_url: `${url}/issues{/number}`,
    pulls_url: `${url}/pulls{/number}`,
    milestones_url: `${url}/milestones{/number}`,
    notifications_url: `${url}/notifications{?since,all,participating}`,
    labels_url: `${url}/labels{/name}`,
    releases_url: `${url}/releases{/id}`,
    deployments_url: `${url}/deployments`,
  }
}
