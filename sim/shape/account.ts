import { type Account, type AppRecord, fullName, type Installation, nodeId, type RepositoryRecord, type World } from '../world.ts'

/** GitHub's `simple-user`: how an account appears wherever one is named. */
export function user(world: World, account: Account) {
  const url = `${world.url}/api/v3/users/${encodeURIComponent(account.login)}`
  return {
    login: account.login,
    id: account.id,
    node_id: nodeId(account.type === 'Organization' ? 'O' : account.type === 'Bot' ? 'BOT' : 'U', account.id),
    avatar_url: `${world.url}/avatars/u/${account.id}`,
    gravatar_id: '',
    url,
    html_url: `${world.url}/${account.login}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: account.type,
    site_admin: false,
    user_view_type: 'public',
  }
}

/** GitHub's `organization-simple`, which events of an organisation's repositories carry. */
export function organization(world: World, account: Account) {
  const url = `${world.url}/api/v3/orgs/${account.login}`
  return {
    login: account.login,
    id: account.id,
    node_id: nodeId('O', account.id),
    url,
    repos_url: `${url}/repos`,
    events_url: `${url}/events`,
    hooks_url: `${url}/hooks`,
    issues_url: `${url}/issues`,
    members_url: `${url}/members{/member}`,
    public_members_url: `${url}/public_members{/member}`,
    avatar_url: `${world.url}/avatars/u/${account.id}`,
    description: null,
  }
}

const APP_CREATED = '2026-01-01T00:00:00Z'

/** GitHub's `integration`: an App as it appears on check runs and comments. */
export function app(world: World, record: AppRecord, permissions: Readonly<Record<string, string>> = {}, events: readonly string[] = []) {
  return {
    id: record.id,
    client_id: `Iv23li${record.id}`,
    slug: record.slug,
    node_id: nodeId('A', record.id),
    owner: user(world, record.owner),
    name: record.name,
    description: null,
    external_url: `${world.url}/apps/${record.slug}`,
    html_url: `${world.url}/apps/${record.slug}`,
    created_at: APP_CREATED,
    updated_at: APP_CREATED,
    permissions,
    events,
  }
}

export function installation(world: World, record: Installation) {
  const url = `${world.url}/api/v3/app/installations/${record.id}`
  return {
    id: record.id,
    client_id: `Iv23li${world.app.id}`,
    account: user(world, record.account),
    repository_selection: record.selection,
    access_tokens_url: `${url}/access_tokens`,
    repositories_url: `${world.url}/api/v3/installation/repositories`,
    html_url: `${world.url}/organizations/${record.account.login}/settings/installations/${record.id}`,
    app_id: world.app.id,
    app_slug: world.app.slug,
    target_id: record.account.id,
    target_type: record.account.type,
    permissions: record.permissions,
    events: record.events,
    created_at: record.createdAt,
    updated_at: record.suspendedAt ?? record.createdAt,
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [],
    suspended_by: record.suspendedAt ? user(world, record.account) : null,
    suspended_at: record.suspendedAt ?? null,
  }
}

/** A repository as installation events list it. */
export function repositoryName(repository: RepositoryRecord) {
  return {
    id: repository.id,
    node_id: nodeId('R', repository.id),
    name: repository.name,
    full_name: fullName(repository),
    private: repository.private,
  }
}
