import type { Actor, Issue } from '../model/change.ts'
import type { PullRequest, RepoRef } from '../model/github.ts'
import { oid } from '../model/ids.ts'
import { isArray, isObject, type Json } from '../model/json.ts'
import { Trouble } from '../model/trouble.ts'
import type { AppClient } from './client.ts'
import { limitEnds } from './failures.ts'

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
  const answer: unknown = await client.call(repo.tenant, true, async (octokit) => {
    try {
      return await octokit.graphql(QUERY, { owner, name, number })
    } catch (error) {
      if (isNotFound(error)) return undefined
      if (!isLimited(error)) throw error
      // GraphQL tells of limits in an answer of status 200, with the same headers.
      const headers = isObject(error) ? error['headers'] : undefined
      throw new Trouble('github', 'GitHub limits our GraphQL requests', { retryAt: limitEnds(headers, Date.now()), cause: error })
    }
  })
  if (!isObject(answer) || !isObject(answer['repository'])) return undefined
  const repository = answer['repository']
  const pull = repository['pullRequest']
  if (!isObject(pull) || repository['databaseId'] !== repo.id) return undefined
  const visibility = text(repository, 'visibility').toLowerCase()
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
    visibility: visibility === 'public' || visibility === 'internal' ? visibility : 'private',
    sizeKb: typeof repository['diskUsage'] === 'number' ? repository['diskUsage'] : 0,
  }
}

type Fields = { readonly [key: string]: Json | undefined }

function text(fields: Fields, key: string): string {
  const value = fields[key]
  if (typeof value !== 'string') throw new Trouble('github', `GitHub's answer has no ${key}`)
  return value
}

/** A connection's nodes; GitHub may put nulls among them where we lack access. */
function nodes(connection: Json | undefined): readonly Fields[] {
  return isObject(connection) && isArray(connection['nodes']) ? connection['nodes'].filter(isObject) : []
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

function graphqlErrorTypes(error: unknown): readonly string[] {
  const errors = isObject(error) ? error['errors'] : undefined
  return isArray(errors) ? errors.flatMap((item) => (isObject(item) && typeof item['type'] === 'string' ? [item['type']] : [])) : []
}

function isNotFound(error: unknown): boolean {
  const types = graphqlErrorTypes(error)
  return types.length > 0 && types.every((type) => type === 'NOT_FOUND')
}

function isLimited(error: unknown): boolean {
  return graphqlErrorTypes(error).includes('RATE_LIMITED')
}
