import type { RepoRef } from '../model/github.ts'
import { instant, oid } from '../model/ids.ts'
import { isArray, isObject, type Json } from '../model/json.ts'
import type { OpenPull, Surveyed, Surveyor } from '../model/survey.ts'
import { Trouble } from '../model/trouble.ts'
import type { AppClient } from './client.ts'
import { askGraphQL, type Fields, nodes, text, visibilityOf } from './graphql.ts'

const PULLS_A_PAGE = 50

const OPEN = `fragment open on PullRequestConnection {
  totalCount
  nodes { number title isDraft updatedAt headRefOid headRefName baseRefName }
  pageInfo { hasNextPage endCursor }
}`

const PAGE = `query openPulls($owner: String!, $name: String!, $after: String!) {
  repository(owner: $owner, name: $name, followRenames: true) {
    pullRequests(states: OPEN, first: ${PULLS_A_PAGE}, after: $after, orderBy: { field: UPDATED_AT, direction: DESC }) { ...open }
  }
}
${OPEN}`

/** Surveys by GraphQL, which answers for many repositories at once and tells on the way which files are there. */
export function surveyor(client: AppClient): Surveyor {
  return {
    async survey(tenant, repos, paths) {
      const variables = Object.fromEntries([
        ...repos.flatMap((repo, index) => namesOf(repo).map((name, part) => [`r${index}${part}`, name] as const)),
        ...paths.map((path, index) => [`f${index}`, `HEAD:${path}`] as const),
      ])
      const answer = await askGraphQL(client, tenant, surveyQuery(repos.length, paths.length), variables)
      const found = repos.flatMap((repo, index) => {
        const seen = answer?.[`r${index}`]
        return isObject(seen) && seen['databaseId'] === repo.id ? [surveyed(repo, seen, paths)] : []
      })
      return new Map(found.map((seen) => [seen.repo.id, seen]))
    },
    async openPulls(repo, after) {
      const [owner, name] = namesOf(repo)
      const answer = await askGraphQL(client, repo.tenant, PAGE, { owner, name, after })
      const repository = answer?.['repository']
      return isObject(repository) ? pageOf(repository) : { open: [], next: undefined }
    },
  }
}

/** The same text for as many repositories, so that GitHub parses it once. */
function surveyQuery(repos: number, paths: number): string {
  const each = (count: number, line: (index: number) => string): string => Array.from({ length: count }, (_, index) => line(index)).join(' ')
  return `query survey(${each(repos, (index) => `$r${index}0: String! $r${index}1: String!`)} ${each(paths, (index) => `$f${index}: String!`)}) {
  ${each(repos, (index) => `r${index}: repository(owner: $r${index}0, name: $r${index}1, followRenames: true) { ...seen }`)}
}
fragment seen on Repository {
  databaseId nameWithOwner visibility diskUsage isArchived
  defaultBranchRef { name }
  ${each(paths, (index) => `f${index}: object(expression: $f${index}) { __typename }`)}
  pullRequests(states: OPEN, first: ${PULLS_A_PAGE}, orderBy: { field: UPDATED_AT, direction: DESC }) { ...open }
}
${OPEN}`
}

function namesOf(repo: RepoRef): readonly [string, string] {
  const [owner = '', name = ''] = repo.fullName.split('/')
  return [owner, name]
}

function surveyed(repo: RepoRef, seen: Fields, paths: readonly string[]): Surveyed {
  const branch = seen['defaultBranchRef']
  return {
    repo: { ...repo, fullName: text(seen, 'nameWithOwner') },
    defaultBranch: isObject(branch) ? text(branch, 'name') : undefined,
    visibility: visibilityOf(seen),
    sizeKb: typeof seen['diskUsage'] === 'number' ? seen['diskUsage'] : 0,
    archived: seen['isArchived'] === true,
    files: new Set(paths.filter((_, index) => isObject(seen[`f${index}`]))),
    openCount: countOf(seen['pullRequests']),
    ...pageOf(seen),
  }
}

function pageOf(repository: Fields): Pick<Surveyed, 'open' | 'next'> {
  const connection = repository['pullRequests']
  const page = isObject(connection) ? connection['pageInfo'] : undefined
  if (!isObject(connection) || !isArray(connection['nodes']) || !isObject(page)) throw new Trouble('github', "GitHub's answer has no pull requests")
  return { open: nodes(connection).map(openPull), next: page['hasNextPage'] === true ? text(page, 'endCursor') : undefined }
}

function countOf(connection: Json | undefined): number {
  const count = isObject(connection) ? connection['totalCount'] : undefined
  if (typeof count !== 'number') throw new Trouble('github', "GitHub's answer does not count the pull requests")
  return count
}

function openPull(pull: Fields): OpenPull {
  return {
    number: Number(pull['number']),
    title: text(pull, 'title'),
    draft: pull['isDraft'] === true,
    headSha: oid(text(pull, 'headRefOid')),
    headRef: text(pull, 'headRefName'),
    baseRef: text(pull, 'baseRefName'),
    updatedAt: instant(text(pull, 'updatedAt')),
  }
}
