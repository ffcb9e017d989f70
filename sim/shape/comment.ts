import { type Comment, fullName, nodeId, type PullRequest, REACTIONS, type Reaction, type RepositoryRecord, type Review, type World } from '../world.ts'
import { app, user } from './account.ts'
import { association } from './pull-request.ts'
import { apiUrl } from './repository.ts'

export function comment(world: World, record: RepositoryRecord, item: Comment) {
  const url = `${apiUrl(world, record)}/issues/comments/${item.id}`
  const counts = Object.fromEntries(REACTIONS.map((content) => [content, item.reactions.filter((reaction) => reaction.content === content).length]))
  return {
    id: item.id,
    node_id: nodeId('IC', item.id),
    url,
    html_url: `${world.url}/${fullName(record)}/pull/${item.number}#issuecomment-${item.id}`,
    body: item.body,
    user: user(world, item.author),
    created_at: item.createdAt,
    updated_at: item.updatedAt,
    issue_url: `${apiUrl(world, record)}/issues/${item.number}`,
    author_association: association(record, item.author),
    performed_via_github_app: item.viaApp ? app(world, world.app) : null,
    reactions: {
      url: `${url}/reactions`,
      total_count: item.reactions.length,
      '+1': 0,
      '-1': 0,
      laugh: 0,
      hooray: 0,
      confused: 0,
      heart: 0,
      rocket: 0,
      eyes: 0,
      ...counts,
    },
  }
}

export function reaction(world: World, item: Reaction) {
  return { id: item.id, node_id: nodeId('REA', item.id), user: user(world, item.author), content: item.content, created_at: item.createdAt }
}

export function review(world: World, record: RepositoryRecord, pull: PullRequest, item: Review) {
  const pullUrl = `${apiUrl(world, record)}/pulls/${pull.number}`
  const html = `${world.url}/${fullName(record)}/pull/${pull.number}#pullrequestreview-${item.id}`
  return {
    id: item.id,
    node_id: nodeId('PRR', item.id),
    user: user(world, item.author),
    body: item.body === '' ? null : item.body,
    commit_id: item.commit,
    submitted_at: item.submittedAt,
    updated_at: item.submittedAt,
    state: item.state.toLowerCase(),
    html_url: html,
    pull_request_url: pullUrl,
    author_association: association(record, item.author),
    _links: { html: { href: html }, pull_request: { href: pullUrl } },
  }
}
