import { expect, test } from 'vitest'
import { openSimple, startScene } from './app.ts'

const PULL = `query Pull($owner: String!, $name: String!, $number: Int!) {
  repository(owner: $owner, name: $name) {
    nameWithOwner databaseId visibility isPrivate diskUsage defaultBranchRef { name }
    pullRequest(number: $number) {
      id fullDatabaseId number title body state isDraft merged author { __typename login }
      headRefOid headRefName baseRefOid baseRefName isCrossRepository headRepository { nameWithOwner }
      labels(first: 10) { totalCount nodes { name } }
      closingIssuesReferences(first: 10) { nodes { number title repository { nameWithOwner } } }
      reviews(last: 5) { nodes { state } }
      latestReviews(first: 5) { nodes { state author { login } } }
      latestOpinionatedReviews(first: 5) { nodes { state author { login } } }
      commits(last: 1) { nodes { commit { oid message statusCheckRollup { state } } } }
      changedFiles reviewDecision
    }
  }
  rateLimit { limit cost remaining }
}`
const VARIABLES = { owner: 'acme', name: 'widgets', number: 2 }

test('a pull request is given with everything that GitHub knows of it, in one call', async () => {
  await using scene = await startScene()
  const { repo, octokit, github, root } = scene
  const issue = repo.openIssue('Requests are slow', 'reviewer')
  const pull = await openSimple(repo, { labels: ['bug', 'area/api'], closes: [issue], draft: true, author: 'dependabot[bot]', fromFork: true })
  await repo.review(2, 'reviewer', 'APPROVED')
  await repo.review(2, 'reviewer', 'COMMENTED')
  await repo.addForeignCheckRun(pull.headSha, 'build', { conclusion: 'failure' })
  expect(await octokit.graphql(PULL, VARIABLES)).toEqual({
    repository: {
      nameWithOwner: 'acme/widgets',
      databaseId: repo.id,
      visibility: 'PUBLIC',
      isPrivate: false,
      diskUsage: expect.any(Number),
      defaultBranchRef: { name: 'main' },
      pullRequest: {
        id: expect.stringMatching(/^PR_/),
        fullDatabaseId: String(pull.id),
        number: 2,
        title: 'A change',
        body: 'Because.',
        state: 'OPEN',
        isDraft: true,
        merged: false,
        author: { __typename: 'Bot', login: 'dependabot' },
        headRefOid: pull.headSha,
        headRefName: 'feature',
        baseRefOid: root,
        baseRefName: 'main',
        isCrossRepository: true,
        headRepository: { nameWithOwner: 'dependabot[bot]/widgets' },
        labels: { totalCount: 2, nodes: [{ name: 'bug' }, { name: 'area/api' }] },
        closingIssuesReferences: { nodes: [{ number: 1, title: 'Requests are slow', repository: { nameWithOwner: 'acme/widgets' } }] },
        reviews: { nodes: [{ state: 'APPROVED' }, { state: 'COMMENTED' }] },
        latestReviews: { nodes: [{ state: 'COMMENTED', author: { login: 'reviewer' } }] },
        latestOpinionatedReviews: { nodes: [{ state: 'APPROVED', author: { login: 'reviewer' } }] },
        commits: { nodes: [{ commit: { oid: pull.headSha, message: 'Change', statusCheckRollup: { state: 'FAILURE' } } }] },
        changedFiles: 1,
        reviewDecision: 'APPROVED',
      },
    },
    rateLimit: { limit: 5000, cost: 1, remaining: 4999 },
  })
  expect(github.violations).toEqual([])
  expect(github.calls.all.filter((call) => call.kind === 'graphql')).toMatchObject([{ operationId: 'graphql:Pull', status: 200 }])
})

test('an object is found again by its node id', async () => {
  await using scene = await startScene()
  const { octokit, repo } = scene
  await openSimple(repo)
  const { repository } = await octokit.graphql<{ repository: { id: string; pullRequest: { id: string } } }>(
    '{ repository(owner: "acme", name: "widgets") { id pullRequest(number: 1) { id } } }',
  )
  const query = 'query($id: ID!) { node(id: $id) { __typename ... on PullRequest { number } ... on Repository { name } } }'
  expect(await octokit.graphql(query, { id: repository.pullRequest.id })).toEqual({ node: { __typename: 'PullRequest', number: 1 } })
  expect(await octokit.graphql(query, { id: repository.id })).toEqual({ node: { __typename: 'Repository', name: 'widgets' } })
  await expect(octokit.graphql(query, { id: 'PR_bm90aGluZw' })).rejects.toMatchObject({ errors: [{ type: 'NOT_FOUND' }] })
})

test('lists are read page by page', async () => {
  await using scene = await startScene()
  const { octokit, repo } = scene
  await openSimple(repo, { labels: ['a', 'b', 'c'] })
  const query = `query($after: String) { repository(owner: "acme", name: "widgets") { pullRequest(number: 1) { labels(first: 2, after: $after) { nodes { name } pageInfo { hasNextPage endCursor } } } } }`
  type Page = { repository: { pullRequest: { labels: { nodes: { name: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } } } } }
  const first = (await octokit.graphql<Page>(query)).repository.pullRequest.labels
  const second = (await octokit.graphql<Page>(query, { after: first.pageInfo.endCursor })).repository.pullRequest.labels
  expect([...first.nodes, ...second.nodes].map((label) => label.name)).toEqual(['a', 'b', 'c'])
  expect([first.pageInfo.hasNextPage, second.pageInfo.hasNextPage]).toEqual([true, false])
})

test.each([
  ['a field that GitHub does not have', '{ repository(owner: "acme", name: "widgets") { nmae } }', 'Cannot query field "nmae"'],
  ['an argument of the wrong type', '{ repository(owner: 1, name: "widgets") { name } }', 'String cannot represent'],
  ['a field that GitHub has and this one does not', '{ repository(owner: "acme", name: "widgets") { stargazerCount } }', 'Repository.stargazerCount'],
])('%s is a violation and an error', async (_, query, problem) => {
  await using scene = await startScene()
  await expect(scene.octokit.graphql(query)).rejects.toThrow(problem)
  expect(scene.github.violations).toMatchObject([{ where: 'graphql', problem: expect.stringContaining(problem) }])
})

test('a list without a size is refused, as GitHub does', async () => {
  await using scene = await startScene()
  await openSimple(scene.repo)
  const query = (size: string) => `{ repository(owner: "acme", name: "widgets") { pullRequest(number: 1) { labels${size} { totalCount } } } }`
  await expect(scene.octokit.graphql(query(''))).rejects.toMatchObject({ errors: [{ type: 'MISSING_PAGINATION_BOUNDARIES' }] })
  await expect(scene.octokit.graphql(query('(first: 101)'))).rejects.toMatchObject({ errors: [{ type: 'EXCESSIVE_PAGINATION' }] })
})

test('what the token may not see is not found', async () => {
  await using scene = await startScene()
  await scene.github.createRepository({ owner: 'other', name: 'hidden', private: true })
  const query = 'query($owner: String!, $name: String!) { repository(owner: $owner, name: $name) { id } }'
  for (const name of ['hidden', 'nothing'])
    await expect(scene.octokit.graphql(query, { owner: 'other', name })).rejects.toMatchObject({ errors: [{ type: 'NOT_FOUND', path: ['repository'] }] })
  await expect(scene.octokit.graphql(PULL, { ...VARIABLES, number: 99 })).rejects.toMatchObject({
    errors: [{ type: 'NOT_FOUND', path: ['repository', 'pullRequest'] }],
  })
})

test('a head whose fork is gone has no repository', async () => {
  await using scene = await startScene()
  await openSimple(scene.repo, { fromFork: true })
  scene.github.repository('author/widgets')!.delete('author')
  const query = '{ repository(owner: "acme", name: "widgets") { pullRequest(number: 1) { headRepository { name } isCrossRepository } } }'
  expect(await scene.octokit.graphql(query)).toEqual({ repository: { pullRequest: { headRepository: null, isCrossRepository: true } } })
  const rest = await scene.octokit.rest.pulls.get({ owner: 'acme', repo: 'widgets', pull_number: 1 })
  expect(rest.data.head.repo).toBeNull()
})
