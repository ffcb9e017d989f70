import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type GitHub, startGitHub } from '../../sim/github.ts'
import type { Repository } from '../../sim/repository.ts'
import { appClient } from '../../src/github/client.ts'
import { surveyor } from '../../src/github/survey.ts'
import { type RepoId, repoId, type TenantId, tenantId } from '../../src/model/ids.ts'
import type { Surveyor } from '../../src/model/survey.ts'
import { commit } from '../journeys/a-history.ts'

const SETTINGS = '.github/maestro.yml'

/** @spec SPEC-10 */
describe('a survey', () => {
  let github: GitHub
  let tenant: TenantId
  let governed: Repository
  let bare: Repository
  let looking: Surveyor

  beforeAll(async () => {
    github = await startGitHub()
    governed = await made('governed', { [SETTINGS]: 'version: 1\n', 'a.txt': 'a' })
    bare = await made('bare', { 'a.txt': 'a' })
    tenant = tenantId(github.install({ account: 'acme', repositories: [governed, bare] }))
    const { APP_ID, PRIVATE_KEY, WEBHOOK_SECRET } = github.environment
    const credentials = { appId: Number(APP_ID), privateKey: PRIVATE_KEY, webhookSecret: WEBHOOK_SECRET, baseUrl: `${github.url}/api/v3` }
    looking = surveyor(appClient(credentials, pino({ level: 'silent' }), () => {}))
  })
  afterAll(async () => {
    const { violations } = github
    await github.stop()
    expect(violations).toEqual([])
  })

  async function made(name: string, files: Record<string, string>): Promise<Repository> {
    const repository = await github.createRepository({ owner: 'acme', name, private: true })
    await repository.push({ branch: 'main', to: await commit(repository.gitDir, undefined, files), by: 'author' })
    return repository
  }
  const ref = (repository: Repository, id: RepoId = repoId(repository.id)) => ({ tenant, id, fullName: repository.fullName })
  const look = (...repositories: Repository[]) =>
    looking.survey(
      tenant,
      repositories.map((one) => ref(one)),
      [SETTINGS],
    )

  it('tells of many repositories in one call where settings are and what is open', async () => {
    const head = await commit(governed.gitDir, 'main', { 'a.txt': 'b' })
    const pull = await governed.openPullRequest({ title: 'A change', head, headRef: 'feature', author: 'author', draft: true })
    const closed = await governed.openPullRequest({ title: 'Another', head, headRef: 'other', author: 'author' })
    await governed.close(closed.number, 'author')
    const mark = github.calls.mark()
    const seen = await look(governed, bare)
    expect(
      github.calls
        .since(mark)
        .filter(({ kind }) => kind !== 'token')
        .map(({ operationId }) => operationId),
    ).toEqual(['graphql:survey'])
    expect(seen.get(repoId(governed.id))).toEqual({
      repo: ref(governed),
      defaultBranch: 'main',
      visibility: 'private',
      sizeKb: expect.any(Number),
      archived: false,
      files: new Set([SETTINGS]),
      open: [{ number: pull.number, title: 'A change', draft: true, headSha: head, headRef: 'feature', baseRef: 'main', updatedAt: expect.any(String) }],
      openCount: 1,
      next: undefined,
    })
    expect(seen.get(repoId(bare.id))).toMatchObject({ files: new Set(), open: [], openCount: 0 })
  })

  it('leaves out what GitHub does not show us, and a repository that has the name of another one', async () => {
    const gone = { ...bare, id: 4242, fullName: 'acme/gone' } as Repository
    const seen = await looking.survey(tenant, [ref(governed), ref(gone), ref(bare, repoId(4243))], [SETTINGS])
    expect([...seen.keys()]).toEqual([governed.id])
  })

  it('finds a repository under its new name', async () => {
    const before = ref(bare)
    bare.rename('renamed', 'author')
    expect((await looking.survey(tenant, [before], [])).get(before.id)?.repo.fullName).toBe('acme/renamed')
  })

  it('goes on where a page ends, without leaving out or repeating one', async () => {
    const full = await made('full', { 'a.txt': 'a' })
    github.changeRepositories(tenant, { added: [full] })
    const head = await commit(full.gitDir, 'main', { 'a.txt': 'b' })
    for (let index = 0; index < 103; index += 1) await full.openPullRequest({ title: `Change ${index}`, head, headRef: `feature-${index}`, author: 'author' })
    const first = (await look(full)).get(repoId(full.id))
    const second = await looking.openPulls(ref(full), first?.next ?? '')
    const third = await looking.openPulls(ref(full), second.next ?? '')
    expect(first?.openCount).toBe(103)
    expect([first?.open.length, second.open.length, third.open.length, third.next]).toEqual([50, 50, 3, undefined])
    expect(new Set([first, second, third].flatMap((page) => page?.open.map(({ number }) => number))).size).toBe(103)
  })
})
