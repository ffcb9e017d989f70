import type { Actor, Issue } from '../model/change.ts'
import type { PullRequest, RepoRef } from '../model/github.ts'
import { oid } from '../model/ids.ts'
import { isObject, type Json } from '../model/json.ts'
import type { AppClient } from './client.ts'
import { askGraphQL, type Fields, nodes, text, visibilityOf } from './graphql.ts'

/** Everything about a pull request that git does not know, in one call. */
const QUERY = `query pullRequest($owner: String!, $name: String!, $number: Int!) {
  repository(owner: $owner, name: $name, followRenames: true) {
    databaseId
    nameWithOwner
    visibility
    diskUsage
    defaultBranchRef { name }
    pullRequest(number: $number) {
      number title body state isDraft isCrossRepository
      headRefOid headRefName baseRefName
      author { __typename login }
      labels(first: 100) { nodes { name } }
      closingIssuesReferences(first: 50) { nodes { number title repository { nameWithOwner } } }
    }
  }
}`

/** The pull request, or undefined when GitHub has none of that number (or no longer shows us the repository). */
export async function fetchPullRequest(client: AppClient, repo: RepoRef, number: number): Promise<PullRequest | undefined> {
  const [owner = '', name = ''] = repo.fullName.split('/')
  const answer = await askGraphQL(client, repo.tenant, QUERY, { owner, name, number })
  const repository = answer?.['repository']
  if (!isObject(repository)) return undefined
  const pull = repository['pullRequest']
  if (!isObject(pull) || repository['databaseId'] !== repo.id) return undefined
  return {
    repo: { ...repo, fullName: text(repository, 'nameWithOwner') },
    number,
    state: stateOf(text(pull, 'state')),
    title: text(pull, 'title'),
    body: text(pull, 'body'),
    draft: pull['isDraft'] === true,
    author: actorOf(pull['author']),
    headSha: oid(text(pull, 'headRefOid')),
    headRef: text(pull, 'headRefName'),
    baseRef: text(pull, 'baseRefName'),
    fromFork: pull['isCrossRepository'] === true,
    labels: nodes(pull['labels']).map((label) => text(label, 'name')),
    issues: nodes(pull['closingIssuesReferences']).map(issueOf),
    defaultBranch: isObject(repository['defaultBranchRef']) ? text(repository['defaultBranchRef'], 'name') : text(pull, 'baseRefName'),
    visibility: visibilityOf(repository),
    sizeKb: typeof repository['diskUsage'] === 'number' ? repository['diskUsage'] : 0,
  }
}

function stateOf(state: string): PullRequest['state'] {
  if (state === 'MERGED') return 'merged'
  return state === 'OPEN' ? 'open' : 'closed'
}

/** A deleted account is null. */
function actorOf(author: Json | undefined): Actor | undefined {
  if (!isObject(author)) return undefined
  return { login: text(author, 'login'), kind: author['__typename'] === 'Bot' ? 'app' : 'person' }
}

function issueOf(issue: Fields): Issue {
  const repository = issue['repository']
  return { repo: isObject(repository) ? text(repository, 'nameWithOwner') : '', number: Number(issue['number']), title: text(issue, 'title') }
}
