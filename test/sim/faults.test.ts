import { expect, test } from 'vitest'
import { startScene } from './app.ts'

const O = { owner: 'acme', repo: 'widgets' }

async function scene() {
  const made = await startScene()
  await made.octokit.rest.repos.get(O)
  const create = () => made.octokit.rest.checks.create({ ...O, name: 'x', head_sha: made.root })
  return { ...made, create, runs: () => made.repo.checkRuns(made.root).length }
}

test('a status is answered as often as said, with nothing done, and then all is well', async () => {
  await using at = await scene()
  at.github.faults.inject({ match: 'checks/create', kind: 'status', status: 502, times: 2 })
  await expect(at.create()).rejects.toMatchObject({ status: 502 })
  await expect(at.create()).rejects.toMatchObject({ status: 502 })
  expect(at.runs()).toBe(0)
  await at.create()
  expect(at.runs()).toBe(1)
})

test('a fault hits only what it is meant for, and only after as many calls as said', async () => {
  await using at = await scene()
  at.github.faults.inject({ match: /^POST .*check-runs$/, kind: 'status', status: 500, after: 1 })
  expect((await at.octokit.rest.repos.get(O)).status).toBe(200)
  expect((await at.create()).status).toBe(201)
  await expect(at.create()).rejects.toMatchObject({ status: 500 })
})

test('a dropped connection leaves nothing done, and a dropped answer leaves it done', async () => {
  await using at = await scene()
  at.github.faults.inject({ match: 'checks/create', kind: 'drop' })
  await expect(at.create()).rejects.toMatchObject({ status: 500 })
  expect(at.runs()).toBe(0)
  at.github.faults.inject({ match: 'checks/create', kind: 'drop-after-effect' })
  await expect(at.create()).rejects.toMatchObject({ status: 500 })
  expect(at.runs()).toBe(1)
  const dropped = at.github.calls.all.filter((call) => call.operationId === 'checks/create')
  expect(dropped).toMatchObject([
    { status: undefined, fault: 'drop' },
    { status: undefined, fault: 'drop-after-effect' },
  ])
})

test('the secondary limit says when to come back', async () => {
  await using at = await scene()
  at.github.faults.inject({ match: 'rest', kind: 'secondary-limit', retryAfter: 7 })
  await expect(at.create()).rejects.toMatchObject({
    status: 403,
    message: expect.stringContaining('secondary rate limit'),
    response: { headers: { 'retry-after': '7' } },
  })
})

test('the hourly limit says when it starts again, in REST and in GraphQL', async () => {
  await using at = await scene()
  at.github.faults.inject({ match: 'rest', kind: 'rate-limit', resetIn: 90 })
  const refused = await at.create().catch((error: unknown) => error as { status: number; response: { headers: Record<string, string> } })
  expect(refused).toMatchObject({ status: 403, response: { headers: { 'x-ratelimit-remaining': '0' } } })
  at.github.faults.inject({ match: 'graphql', kind: 'rate-limit' })
  await expect(at.octokit.graphql('query Limit { rateLimit { cost } }')).rejects.toMatchObject({
    errors: [{ type: 'RATE_LIMITED' }],
    headers: { 'x-ratelimit-remaining': '0' },
  })
})

test('credentials can be refused', async () => {
  await using at = await scene()
  const { token } = (await at.octokit.auth({ type: 'installation' })) as { token: string }
  const ask = async () => {
    const headers = { authorization: `token ${token}`, 'user-agent': 'test', 'content-type': 'application/json' }
    return (await fetch(`${at.github.url}/api/graphql`, { method: 'POST', headers, body: JSON.stringify({ query: 'query Limit { rateLimit { cost } }' }) }))
      .status
  }
  at.github.faults.inject({ match: 'graphql:Limit', kind: 'unauthorized' })
  expect(await ask()).toBe(401)
  expect(await ask()).toBe(200)
})

test('latency is added to an answer that is good all the same, and goes when it is disarmed', async () => {
  await using at = await scene()
  const disarm = at.github.faults.inject({ match: 'rest', kind: 'latency', ms: 60, times: Number.POSITIVE_INFINITY })
  await at.octokit.rest.repos.get(O)
  disarm()
  await at.octokit.rest.repos.get(O)
  const [slow, fast] = at.github.calls.all.filter((call) => call.operationId === 'repos/get').slice(-2)
  expect(slow).toMatchObject({ status: 200 })
  expect(slow!.ms).toBeGreaterThanOrEqual(59)
  expect(fast!.ms).toBeLessThan(slow!.ms)
})

test('calls are counted by kind, with the minting of tokens apart', async () => {
  await using made = await startScene()
  const { octokit, github } = made
  const mark = github.calls.mark()
  await octokit.rest.repos.get(O)
  await octokit.graphql('{ rateLimit { cost } }')
  expect(github.calls.counts(mark)).toEqual({ rest: 1, graphql: 1, git: 0, token: 1 })
  expect(github.calls.since(mark).find((call) => call.kind === 'rest')).toMatchObject({
    method: 'GET',
    status: 200,
    installation: made.installation,
    responseBody: { full_name: 'acme/widgets' },
  })
  github.calls.reset()
  expect(github.calls.counts()).toEqual({ rest: 0, graphql: 0, git: 0, token: 0 })
})
