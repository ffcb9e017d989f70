import { generateKeyPairSync } from 'node:crypto'
import { createAppAuth } from '@octokit/auth-app'
import type { Octokit } from '@octokit/rest'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { GitHub } from '../../sim/github.ts'
import { appOctokit, commit, openSimple, startScene } from './app.ts'

const O = { owner: 'acme', repo: 'widgets' }
async function tokenOf(octokit: Octokit): Promise<string> {
  return ((await octokit.auth({ type: 'installation' })) as { token: string }).token
}

/** Octokit repeats a 401 for five seconds after minting; here the first answer counts. */
async function getRepository(github: GitHub, token: string): Promise<number> {
  return (await fetch(`${github.url}/api/v3/repos/acme/widgets`, { headers: { authorization: `token ${token}`, 'user-agent': 'test' } })).status
}

const note = (over: object = {}) => ({ path: 'a.ts', start_line: 1, end_line: 1, annotation_level: 'warning' as const, message: 'm', ...over })

test('a check run goes from in progress to completed, and its annotations are added up', async () => {
  await using scene = await startScene()
  const { octokit, repo, github, root } = scene
  const made = await octokit.rest.checks.create({ ...O, name: 'one', head_sha: root, status: 'in_progress', external_id: 'pr:1' })
  expect(made.data).toMatchObject({
    status: 'in_progress',
    conclusion: null,
    completed_at: null,
    external_id: 'pr:1',
    app: { id: Number(github.environment.APP_ID) },
  })
  const output = { title: 't', summary: 's', annotations: Array.from({ length: 50 }, () => note()) }
  await octokit.rest.checks.update({ ...O, check_run_id: made.data.id, conclusion: 'success', output })
  const done = await octokit.rest.checks.update({ ...O, check_run_id: made.data.id, output: { summary: 's2', annotations: [note({ path: 'last.ts' })] } })
  expect(done.data).toMatchObject({ status: 'completed', conclusion: 'success', output: { title: 't', summary: 's2', annotations_count: 51 } })
  expect(repo.checkRuns(root)[0]!.annotations.at(-1)!.path).toBe('last.ts')
  const all = await octokit.paginate(octokit.rest.checks.listAnnotations, { ...O, check_run_id: made.data.id, per_page: 20 })
  expect(all).toHaveLength(51)
  expect(github.violations).toEqual([])
})

test.each([
  ['51 annotations', { output: { title: 't', summary: 's', annotations: Array.from({ length: 51 }, () => note()) } }],
  ['a summary of 65,536 characters', { output: { title: 't', summary: 'x'.repeat(65_536) } }],
  ['a text of 65,536 characters', { output: { title: 't', summary: 's', text: 'x'.repeat(65_536) } }],
  ['an output without a title', { output: { summary: 's' } }],
  ['completed without a conclusion', { status: 'completed' }],
  ['the conclusion that only GitHub sets', { conclusion: 'stale' }],
  ['an annotation without a path', { output: { title: 't', summary: 's', annotations: [note({ path: '' })] } }],
  ['an annotation that ends before it starts', { output: { title: 't', summary: 's', annotations: [note({ start_line: 3, end_line: 2 })] } }],
  ['columns over two lines', { output: { title: 't', summary: 's', annotations: [note({ end_line: 2, start_column: 1, end_column: 2 })] } }],
  ['an annotation of more than 64 KB', { output: { title: 't', summary: 's', annotations: [note({ message: 'x'.repeat(65_537) })] } }],
  ['a commit that is not there', { head_sha: '0'.repeat(40) }],
])('a check run with %s is refused with 422 and not made', async (_, over) => {
  await using scene = await startScene()
  const { octokit, repo, root } = scene
  await expect(octokit.request('POST /repos/{owner}/{repo}/check-runs', { ...O, name: 'x', head_sha: root, ...over } as never)).rejects.toMatchObject({
    status: 422,
  })
  expect(repo.checkRuns(root)).toEqual([])
})

test('the longest summary and text and comment that GitHub takes are taken', async () => {
  await using scene = await startScene()
  const { octokit, repo, root } = scene
  await octokit.rest.checks.create({ ...O, name: 'x', head_sha: root, output: { title: 't', summary: '⛔'.repeat(65_535), text: 'x'.repeat(65_535) } })
  await openSimple(repo)
  await octokit.rest.issues.createComment({ ...O, issue_number: 1, body: '⛔'.repeat(65_536) })
  await expect(octokit.rest.issues.createComment({ ...O, issue_number: 1, body: 'x'.repeat(65_537) })).rejects.toMatchObject({ status: 422 })
  expect(repo.comments(1)).toHaveLength(1)
})

test('a newer run of the same name hides the older one, unless all are asked for', async () => {
  await using scene = await startScene()
  const { octokit, repo, root, github } = scene
  const first = await octokit.rest.checks.create({ ...O, name: 'one', head_sha: root, conclusion: 'failure' })
  const second = await octokit.rest.checks.create({ ...O, name: 'one', head_sha: root, conclusion: 'success' })
  await octokit.rest.checks.create({ ...O, name: 'two', head_sha: root })
  await repo.addForeignCheckRun(root, 'one', { conclusion: 'failure' })
  const ids = async (query: object) => (await octokit.rest.checks.listForRef({ ...O, ref: 'main', ...query })).data.check_runs.map((run) => run.id)
  const mine = { app_id: Number(github.environment.APP_ID), check_name: 'one' }
  expect(await ids(mine)).toEqual([second.data.id])
  expect(await ids({ ...mine, filter: 'all' })).toEqual([second.data.id, first.data.id])
  expect(await ids({ check_name: 'one' })).toHaveLength(2)
  expect(await ids({ status: 'queued' })).toHaveLength(1)
  expect(github.violations).toEqual([])
})

test("another App's check run can be read and not changed", async () => {
  await using scene = await startScene()
  const { octokit, repo, root } = scene
  const foreign = await repo.addForeignCheckRun(root, 'build', { status: 'in_progress' })
  expect((await octokit.rest.checks.get({ ...O, check_run_id: foreign.id })).data.name).toBe('build')
  await expect(octokit.rest.checks.update({ ...O, check_run_id: foreign.id, conclusion: 'success' })).rejects.toMatchObject({ status: 403 })
  expect(foreign.status).toBe('in_progress')
})

test('a reaction is made once and found the second time', async () => {
  await using scene = await startScene()
  const { octokit, repo } = scene
  await openSimple(repo)
  const comment = await repo.comment(1, 'reviewer', '/maestro help')
  const first = await octokit.rest.reactions.createForIssueComment({ ...O, comment_id: comment.id, content: 'eyes' })
  const again = await octokit.rest.reactions.createForIssueComment({ ...O, comment_id: comment.id, content: 'eyes' })
  expect([first.status, again.status]).toEqual([201, 200])
  expect(repo.reactions(comment.id)).toHaveLength(1)
})

test("a comment's author may edit it and the App may not edit anybody else's", async () => {
  await using scene = await startScene()
  const { octokit, repo } = scene
  await openSimple(repo)
  const own = await octokit.rest.issues.createComment({ ...O, issue_number: 1, body: 'one' })
  expect((await octokit.rest.issues.updateComment({ ...O, comment_id: own.data.id, body: 'two' })).data.body).toBe('two')
  expect(own.data).toMatchObject({ user: { login: 'maestro[bot]', type: 'Bot' } })
  const other = await repo.comment(1, 'reviewer', 'mine')
  await expect(octokit.rest.issues.updateComment({ ...O, comment_id: other.id, body: 'x' })).rejects.toMatchObject({ status: 403 })
  await expect(octokit.rest.issues.updateComment({ ...O, comment_id: 1, body: 'x' })).rejects.toMatchObject({ status: 404 })
  expect(repo.comments(1).map((comment) => comment.body)).toEqual(['two', 'mine'])
})

test.each([
  ['admin', 'admin', 'admin'],
  ['maintain', 'write', 'maintain'],
  ['write', 'write', 'write'],
  ['triage', 'read', 'triage'],
  ['read', 'read', 'read'],
  ['none', 'none', 'none'],
] as const)('the role %s is the permission %s', async (role, permission, roleName) => {
  await using scene = await startScene({ private: true })
  scene.repo.addCollaborator('reviewer', role)
  const answer = await scene.octokit.rest.repos.getCollaboratorPermissionLevel({ ...O, username: 'reviewer' })
  expect(answer.data).toMatchObject({ permission, role_name: roleName })
  expect(scene.github.violations).toEqual([])
})

test('pull requests are found by their commits, also in forks', async () => {
  await using scene = await startScene()
  const { octokit, repo, github, root } = scene
  const pull = await openSimple(repo, { fromFork: true })
  const found = await octokit.rest.repos.listPullRequestsAssociatedWithCommit({ ...O, commit_sha: pull.headSha })
  expect(found.data.map((one) => [one.number, one.head.repo?.full_name])).toEqual([[1, 'author/widgets']])
  expect((await octokit.rest.repos.listPullRequestsAssociatedWithCommit({ ...O, commit_sha: root })).data).toEqual([])
  const run = await octokit.rest.checks.create({ ...O, name: 'x', head_sha: pull.headSha })
  expect(run.data.pull_requests).toEqual([])
  expect(github.violations).toEqual([])
})

test('a pull request says whether it merges and how big it is', async () => {
  await using scene = await startScene()
  const { octokit, repo, github } = scene
  await openSimple(repo, {}, { 'a.txt': '1\n2\n', 'README.md': 'changed\n' })
  const get = async () => (await octokit.rest.pulls.get({ ...O, pull_number: 1 })).data
  expect(await get()).toMatchObject({ mergeable: true, changed_files: 2, additions: 3, deletions: 1, commits: 1, merged: false })
  await repo.push({ branch: 'main', to: await commit(repo, 'main', { 'README.md': 'otherwise\n' }), by: 'reviewer' })
  expect(await get()).toMatchObject({ mergeable: false, mergeable_state: 'dirty' })
  expect(github.violations).toEqual([])
})

test('lists come in pages whose links lead through all of them', async () => {
  await using scene = await startScene()
  const { octokit, repo } = scene
  await openSimple(repo)
  for (let index = 0; index < 25; index += 1) await repo.comment(1, 'reviewer', `comment ${index}`)
  const first = await octokit.rest.issues.listComments({ ...O, issue_number: 1, per_page: 10 })
  expect(first.data).toHaveLength(10)
  expect(first.headers.link).toMatch(/page=2>; rel="next".*page=3>; rel="last"/)
  const all = await octokit.paginate(octokit.rest.issues.listComments, { ...O, issue_number: 1, per_page: 10 })
  expect(all.map((comment) => comment.body)).toEqual(Array.from({ length: 25 }, (_, index) => `comment ${index}`))
})

test('a token that has expired is refused and a new one works', async () => {
  let now = Date.now()
  await using scene = await startScene({ now: () => now, tokenLifetimeMs: 60_000 })
  const token = await tokenOf(scene.octokit)
  const status = (with_: string) => getRepository(scene.github, with_)
  now += 59_000
  expect(await status(token)).toBe(200)
  now += 2000
  expect(await status(token)).toBe(401)
  now = Date.now()
  const renewed = await tokenOf(appOctokit(scene.github, scene.installation))
  expect(await status(renewed)).toBe(200)
  scene.github.expireTokens()
  expect(await status(renewed)).toBe(401)
})

test("somebody else's key, issuer or a stale assertion mints no token", async () => {
  await using scene = await startScene()
  const { github, installation } = scene
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  })
  const jwt = async (appId: string, key: string, shift = 0) =>
    (await createAppAuth({ appId, privateKey: key, ...(shift ? { timeDifference: shift } : {}) })({ type: 'app' })).token
  const mint = async (token: string) =>
    (
      await fetch(`${github.url}/api/v3/app/installations/${installation}/access_tokens`, {
        method: 'POST',
        headers: { authorization: `bearer ${token}`, 'user-agent': 'test' },
      })
    ).status
  const { APP_ID, PRIVATE_KEY } = github.environment
  expect(await mint(await jwt(APP_ID, PRIVATE_KEY))).toBe(201)
  expect(await mint(await jwt(APP_ID, privateKey))).toBe(401)
  expect(await mint(await jwt('7', PRIVATE_KEY))).toBe(401)
  expect(await mint('a.b.c')).toBe(401)
  expect(await mint('nothing')).toBe(401)
})

test('a token sees and does no more than it was given', async () => {
  await using scene = await startScene({ private: true, permissions: { metadata: 'read', checks: 'read', pull_requests: 'write' } })
  const { github, repo, octokit, root } = scene
  await openSimple(repo)
  const hidden = await github.createRepository({ owner: 'other', name: 'hidden', private: true })
  const open = await github.createRepository({ owner: 'other', name: 'open' })
  await expect(octokit.rest.checks.create({ ...O, name: 'x', head_sha: root })).rejects.toMatchObject({ status: 403 })
  await expect(octokit.rest.repos.get({ owner: 'other', repo: hidden.record.name })).rejects.toMatchObject({ status: 404 })
  expect((await octokit.rest.repos.get({ owner: 'other', repo: open.record.name })).status).toBe(200)
  await expect(octokit.rest.issues.createComment({ owner: 'other', repo: 'open', issue_number: 1, body: 'x' })).rejects.toMatchObject({ status: 403 })
  expect((await octokit.rest.issues.createComment({ ...O, issue_number: 1, body: 'x' })).status).toBe(201)
  expect((await octokit.rest.apps.listReposAccessibleToInstallation()).data).toMatchObject({ total_count: 1, repositories: [{ full_name: 'acme/widgets' }] })
})

test('a suspended or removed installation gets nothing', async () => {
  await using scene = await startScene()
  const { github, installation } = scene
  const token = await tokenOf(scene.octokit)
  github.suspend(installation)
  expect(await getRepository(github, token)).toBe(403)
  github.unsuspend(installation)
  expect(await getRepository(github, token)).toBe(200)
  github.uninstall(installation)
  expect(await getRepository(github, token)).toBe(401)
})

test('a renamed repository answers under its old name too', async () => {
  await using scene = await startScene()
  const { octokit, repo, root, github } = scene
  repo.rename('gadgets', 'author')
  expect((await octokit.rest.repos.get(O)).data.full_name).toBe('acme/gadgets')
  const run = await octokit.rest.checks.create({ ...O, name: 'x', head_sha: root })
  expect(run.status).toBe(201)
  expect(repo.checkRuns(root)).toHaveLength(1)
  expect(github.violations).toEqual([])
})

test('an operation that nobody described is a violation and answered with 501', async () => {
  await using scene = await startScene()
  await expect(scene.octokit.rest.repos.getContent({ ...O, path: 'README.md' })).rejects.toMatchObject({ status: 501 })
  expect(scene.github.violations).toMatchObject([{ where: 'request', what: 'GET /api/v3/repos/acme/widgets/contents/README.md' }])
})

test('a request that does not fit the description is a violation and answered with 422', async () => {
  await using scene = await startScene()
  const { octokit, root, github } = scene
  await expect(octokit.request('POST /repos/{owner}/{repo}/check-runs', { ...O, head_sha: root, nam: 'x' } as never)).rejects.toMatchObject({ status: 422 })
  await expect(octokit.request('GET /repos/{owner}/{repo}/commits/{ref}/check-runs?filter=newest', { ...O, ref: 'main' })).rejects.toMatchObject({
    status: 422,
  })
  expect(github.violations.map((violation) => [violation.where, violation.what])).toEqual([
    ['request', 'checks/create'],
    ['request', 'checks/list-for-ref'],
  ])
})

test('every answer says how much of the hourly limit is left, and nothing more is done when it is used up', async () => {
  await using scene = await startScene({ hourlyLimit: 3 })
  const { octokit, repo, root } = scene
  const left: (string | undefined)[] = []
  for (let index = 0; index < 3; index += 1) left.push((await octokit.rest.repos.get(O)).headers['x-ratelimit-remaining'])
  expect(left).toEqual(['2', '1', '0'])
  await expect(octokit.rest.checks.create({ ...O, name: 'x', head_sha: root })).rejects.toMatchObject({
    status: 403,
    response: { headers: { 'x-ratelimit-remaining': '0' } },
  })
  expect(repo.checkRuns(root)).toEqual([])
})

test('whatever is sent as a check run, the answer is one of the described ones', async () => {
  await using scene = await startScene()
  const { octokit, github, root } = scene
  const token = await tokenOf(octokit)
  const anything = fc.oneof(fc.jsonValue(), fc.record({ name: fc.string(), head_sha: fc.constant(root), status: fc.string(), output: fc.jsonValue() }))
  await fc.assert(
    fc.asyncProperty(anything, async (value) => {
      const headers = { authorization: `token ${token}`, 'user-agent': 'test', 'content-type': 'application/json' }
      const response = await fetch(`${github.url}/api/v3/repos/acme/widgets/check-runs`, { method: 'POST', headers, body: JSON.stringify(value) })
      expect([201, 422]).toContain(response.status)
    }),
    { seed: 4, numRuns: 150 },
  )
  expect(github.violations.filter((violation) => violation.where !== 'request')).toEqual([])
})
