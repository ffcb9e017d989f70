import { generateKeyPairSync, randomUUID } from 'node:crypto'
import nock from 'nock'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { appClient, type CallRecord } from '../../src/github/client.ts'
import { gitHub } from '../../src/github/github.ts'
import type { CheckOutput } from '../../src/model/card.ts'
import type { RepoRef } from '../../src/model/github.ts'
import { repoId, tenantId } from '../../src/model/ids.ts'
import { Refused, Trouble } from '../../src/model/trouble.ts'
import { oidOf } from '../model/memory-reader.ts'

const ROOT = 'http://127.0.0.1:4199'
const APP_ID = 77
const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
})
const repo: RepoRef = { tenant: tenantId(7), id: repoId(9), fullName: 'acme/shop' }
const output: CheckOutput = { name: 'Maestro decision', status: 'in_progress', title: 'Judging', summary: 's', annotations: [] }

/** @spec SPEC-10 */
describe('one call to GitHub', () => {
  let calls: CallRecord[]
  let github: ReturnType<typeof gitHub>
  let api: nock.Scope

  beforeEach(() => {
    nock.disableNetConnect()
    calls = []
    const client = appClient({ appId: APP_ID, privateKey, webhookSecret: 'secret', baseUrl: `${ROOT}/api/v3` }, pino({ level: 'silent' }), (record) =>
      calls.push(record),
    )
    github = gitHub(client, APP_ID)
    api = nock(`${ROOT}/api/v3`)
    token(1)
  })
  afterEach(() => {
    const pending = nock.pendingMocks()
    nock.cleanAll()
    nock.enableNetConnect()
    expect(pending).toEqual([])
  })

  function token(times: number): void {
    api
      .post('/app/installations/7/access_tokens')
      .times(times)
      .reply(201, () => ({
        token: `token-${randomUUID()}`,
        expires_at: new Date(Date.now() + 3_600_000).toISOString(),
        permissions: {},
        repository_selection: 'all',
      }))
  }

  const permission = () => api.get('/repos/acme/shop/collaborators/reviewer/permission')

  it('tells maintainers apart from writers, whom `permission` calls the same', async () => {
    permission().reply(200, { permission: 'write', role_name: 'maintain', user: null })
    expect(await github.role(repo, 'reviewer')).toBe('maintain')
  })

  it('takes a custom role as what `permission` says', async () => {
    permission().reply(200, { permission: 'write', role_name: 'release-captain', user: null })
    expect(await github.role(repo, 'reviewer')).toBe('write')
  })

  it('knows who is no collaborator', async () => {
    permission().reply(404, { message: 'Not Found' })
    expect(await github.role(repo, 'reviewer')).toBe('none')
  })

  it('repeats a read that failed, and counts each try', async () => {
    permission().reply(502, 'bad gateway')
    permission().reply(200, { permission: 'read', role_name: 'triage', user: null })
    expect(await github.role(repo, 'reviewer')).toBe('triage')
    expect(calls.filter((call) => call.operation.startsWith('GET')).map((call) => call.status)).toEqual([502, 200])
  })

  it('gives a read up as trouble after three tries', async () => {
    permission().times(3).reply(500, 'oops')
    await expect(github.role(repo, 'reviewer')).rejects.toThrow(Trouble)
  })

  it.each([500, 502, 503])('never repeats a create that was answered with %i', async (status) => {
    api.post('/repos/acme/shop/check-runs').reply(status, 'oops')
    await expect(github.createCheckRun(repo, oidOf('head'), 'id', output)).rejects.toMatchObject({ name: 'Trouble', who: 'github' })
  })

  it('never repeats an update that appends annotations', async () => {
    api.patch('/repos/acme/shop/check-runs/5').reply(502, 'oops')
    const annotations = [{ path: 'a', startLine: 1, endLine: 1, level: 'notice' as const, title: 't', message: 'm' }]
    await expect(github.updateCheckRun(repo, 5, { ...output, annotations })).rejects.toThrow(Trouble)
  })

  it.each([
    ['retry-after', { 'retry-after': '90' }, 90_000],
    ['x-ratelimit-reset', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(Math.floor(Date.now() / 1000) + 300) }, 300_000],
  ])('waits as long as GitHub says in %s, and does not ask again before', async (_name, headers, ms) => {
    permission().reply(403, { message: 'You have exceeded a secondary rate limit' }, headers)
    const error: unknown = await github.role(repo, 'reviewer').catch((caught: unknown) => caught)
    expect(error).toBeInstanceOf(Trouble)
    const wait = Date.parse((error as Trouble).retryAt ?? '') - Date.now()
    expect(wait).toBeGreaterThan(ms - 10_000)
    expect(wait).toBeLessThan(ms + 10_000)
  })

  it('takes a no for a no', async () => {
    api.post('/repos/acme/shop/issues/3/comments').reply(403, { message: 'Resource not accessible by integration' })
    await expect(github.createComment(repo, 3, 'hello')).rejects.toThrow(Refused)
  })

  it.each([404, 410])('says that a comment is gone when GitHub answers %i', async (status) => {
    api.patch('/repos/acme/shop/issues/comments/4').reply(status, { message: 'gone' })
    expect(await github.updateComment(repo, 4, 'hello')).toBe('gone')
  })

  it('finds only a comment of our own App by its marker, on any page', async () => {
    const other = { id: 1, body: '<!-- m --> copied', performed_via_github_app: { id: 5 } }
    api.get('/repos/acme/shop/issues/3/comments').query({ per_page: 100, page: 1 }).reply(200, Array(100).fill(other))
    api
      .get('/repos/acme/shop/issues/3/comments')
      .query({ per_page: 100, page: 2 })
      .reply(200, [{ id: 2, body: '<!-- m --> ours', performed_via_github_app: { id: APP_ID } }])
    expect(await github.findComment(repo, 3, '<!-- m -->')).toEqual({ id: 2 })
  })
})
