import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { NameTaken } from '../../sim/founding.ts'
import { GitFailed, git as gitIn } from '../../sim/git.ts'
import { openSimple, startScene } from './app.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sim-git-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Git as a client, with credentials in a header that only this call sends. */
async function client(args: readonly string[], token?: string): Promise<string> {
  const header = token
    ? {
        GIT_CONFIG_COUNT: '1',
        GIT_CONFIG_KEY_0: 'http.extraHeader',
        GIT_CONFIG_VALUE_0: `Authorization: Basic ${Buffer.from(`x-access-token:${token}`).toString('base64')}`,
      }
    : {}
  const env = { PATH: process.env['PATH'], HOME: folder, GIT_TERMINAL_PROMPT: '0', GIT_CONFIG_NOSYSTEM: '1', ...header }
  return (await promisify(execFile)('git', [...args], { env })).stdout
}

async function token(scene: Awaited<ReturnType<typeof startScene>>): Promise<string> {
  return ((await scene.octokit.auth({ type: 'installation' })) as { token: string }).token
}

let clones = 0
function target(): string {
  clones += 1
  return join(folder, `clone-${clones}`)
}

test('a private repository is cloned with a token and hidden without a good one', async () => {
  await using scene = await startScene({ private: true })
  const url = `${scene.github.url}/acme/widgets.git`
  const into = target()
  await client(['clone', '--quiet', '--bare', url, into], await token(scene))
  expect(await gitIn(into, ['rev-parse', 'main'])).toBe(scene.root)
  await expect(client(['clone', '--quiet', url, target()])).rejects.toThrow(/could not read Username|Authentication failed/)
  await expect(client(['ls-remote', url], 'ghs_wrong')).rejects.toThrow(/Authentication failed|could not read Username/)
  const other = await scene.github.createRepository({ owner: 'other', name: 'hidden', private: true })
  await expect(client(['ls-remote', `${scene.github.url}/${other.fullName}.git`], await token(scene))).rejects.toThrow(/not found/)
})

test('a public repository is cloned by anybody, and pushed to by nobody', async () => {
  await using scene = await startScene()
  const url = `${scene.github.url}/acme/widgets.git`
  const into = target()
  await client(['clone', '--quiet', '--bare', url, into])
  await expect(client(['--git-dir', into, 'push', url, 'main:refs/heads/other'], await token(scene))).rejects.toThrow(/403/)
})

test("a pull request's head and test merge can be fetched, and stay after its branch is gone", async () => {
  await using scene = await startScene()
  const { repo, github } = scene
  const { headSha } = await openSimple(repo, { fromFork: true })
  await github.idle()
  const refs = async () =>
    Object.fromEntries(
      (await client(['ls-remote', `${github.url}/acme/widgets.git`, 'refs/pull/*']))
        .trim()
        .split('\n')
        .map((line) => line.split('\t').toReversed()),
    )
  expect(await refs()).toEqual({ 'refs/pull/1/head': headSha, 'refs/pull/1/merge': expect.stringMatching(/^[0-9a-f]{40}$/) })
  github.repository('author/widgets')!.delete('author')
  expect(await refs()).toMatchObject({ 'refs/pull/1/head': headSha })
})

test('a clone may leave blobs out and ask for single commits that no branch holds', async () => {
  await using scene = await startScene()
  const { repo, github } = scene
  const { headSha } = await openSimple(repo)
  await repo.pushTo(1, 'main')
  const into = target()
  await client(['clone', '--quiet', '--bare', '--filter=blob:none', `${github.url}/acme/widgets.git`, into])
  expect(await gitIn(into, ['rev-list', '--all', '--objects', '--missing=print'])).toMatch(/^\?[0-9a-f]{40}$/m)
  await client(['--git-dir', into, 'fetch', '--quiet', 'origin', headSha])
  expect(await gitIn(into, ['cat-file', '-t', headSha])).toBe('commit')
})

test('a renamed repository is fetched under its old address', async () => {
  await using scene = await startScene()
  scene.repo.rename('gadgets', 'author')
  expect(await client(['ls-remote', `${scene.github.url}/acme/widgets.git`, 'refs/heads/main'])).toContain(scene.root)
})

test('git is in the log of calls and can be made to fail', async () => {
  await using scene = await startScene()
  const { github } = scene
  const url = `${github.url}/acme/widgets.git`
  const mark = github.calls.mark()
  await client(['ls-remote', url])
  expect(github.calls.since(mark).map((call) => call.operationId)).toEqual(['git:info/refs', 'git:upload-pack'])
  github.faults.inject({ match: 'git', kind: 'status', status: 502 })
  await expect(client(['ls-remote', url])).rejects.toThrow(/502/)
  github.faults.inject({ match: 'git:info/refs', kind: 'drop' })
  await expect(client(['ls-remote', url])).rejects.toThrow(/unable to access/)
  expect(await client(['ls-remote', url])).toContain(scene.root)
})

test('a repository on disk is taken over with its branches and tags', async () => {
  await using scene = await startScene()
  const { github, repo, root } = scene
  await gitIn(repo.gitDir, ['tag', 'v1', root])
  const copy = await github.createRepository({ owner: 'acme', name: 'copy', cloneFrom: repo.gitDir })
  expect(copy.defaultBranch).toBe('main')
  expect([...copy.record.refs]).toEqual([
    ['refs/heads/main', root],
    ['refs/tags/v1', root],
  ])
  const pull = await openSimple(copy)
  expect(pull).toMatchObject({ number: 1, baseSha: root })
})

test('two repositories cannot have one name, and a folder that is no repository cannot be taken over', async () => {
  await using scene = await startScene()
  await expect(scene.github.createRepository({ owner: 'ACME', name: 'Widgets' })).rejects.toThrow(NameTaken)
  await expect(scene.github.createRepository({ owner: 'acme', name: 'other', cloneFrom: folder })).rejects.toThrow(GitFailed)
})
