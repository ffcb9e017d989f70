import { type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { scratchFolder } from '../git/scratch.ts'
import { COVERED, UNCOVERED } from './a-repository.ts'
import { repository, temporary } from './command-line.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const main = `${root}src/cli/main.ts`
const env = { PATH: process.env['PATH'] }

function maestro(cwd: string, ...args: readonly string[]): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, [main, ...args], { cwd, encoding: 'utf8', env })
}

/** A port that nobody listens on: Probot takes 0 for its own default. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

describe('the process', () => {
  it('exits with the code of its verdict, and prints JSON and nothing else', () => {
    const { dir, propose, commit } = repository()
    propose(UNCOVERED)
    const blocked = maestro(dir, 'check', '--format', 'json')
    expect(blocked).toMatchObject({ status: 1, stderr: '' })
    expect(JSON.parse(blocked.stdout)).toMatchObject({ verdict: 'block' })
    commit({ 'src/cart/total.ts': null, ...COVERED }, { branch: 'feature' })
    expect(maestro(dir, 'check')).toMatchObject({ status: 0, stderr: '' })
    expect(maestro(dir, 'check', '--nope')).toMatchObject({ status: 2, stdout: '' })
  })

  it.each(['card', 'json', 'github'])('keeps its exit code when nobody reads its output in the format %s any more', async (format) => {
    const { dir, propose } = repository()
    propose(UNCOVERED)
    const child = spawn(process.execPath, [main, 'check', '--format', format], { cwd: dir, env, stdio: ['ignore', 'pipe', 'pipe'] })
    child.stdout.destroy()
    child.stderr.destroy()
    expect(await once(child, 'close')).toEqual([1, null])
  })

  it('judges the repository that npm was called in, not the one that npm runs its script in', () => {
    const { dir, propose } = repository()
    const head = propose(UNCOVERED)
    const npm = { ...env, INIT_CWD: dir, npm_lifecycle_event: 'maestro' }
    const ran = spawnSync(process.execPath, [main, 'check', '--format', 'json'], { cwd: root, encoding: 'utf8', env: npm })
    expect(ran).toMatchObject({ status: 1, stderr: '' })
    expect(JSON.parse(ran.stdout)).toMatchObject({ headSha: head })
  })

  it('offers the set-up wizard until it is told to stop, says that it is not ready, and leaves nothing behind', async () => {
    const { dir } = temporary(scratchFolder())
    const port = await freePort()
    const own = { ...env, TMPDIR: dir, PORT: String(port), HOST: '127.0.0.1', NO_SMEE_SETUP: 'true' as const }
    const child = spawn(process.execPath, [main, 'serve'], { cwd: dir, env: own, stdio: 'pipe' })
    let out = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text
    })
    while (!out.includes(`Register the GitHub App at http://localhost:${port}/probot`)) await once(child.stdout, 'data')
    const answer = async (path: string, method = 'GET') => {
      const response = await fetch(`http://127.0.0.1:${port}${path}`, { method })
      return [response.status, await response.text()]
    }
    expect(await answer('/healthz')).toEqual([200, 'ok\n'])
    expect(await answer('/healthz', 'HEAD')).toEqual([200, ''])
    expect(await answer('/readyz?x')).toEqual([503, expect.stringContaining('not set up yet')])
    expect(await answer('/readyz', 'HEAD')).toEqual([503, ''])
    expect(await answer('/readyz', 'POST')).toEqual([404, expect.anything()])
    expect(await answer('/probot')).toEqual([200, expect.stringContaining('manifest')])
    child.kill('SIGTERM')
    expect(await once(child, 'close')).toEqual([0, null])
    expect(readdirSync(dir)).toEqual([])
  })

  it('offers no wizard in production, where nobody should be able to register an App', () => {
    const { dir } = temporary(scratchFolder())
    const ran = spawnSync(process.execPath, [main, 'serve'], { cwd: dir, encoding: 'utf8', env: { ...env, NODE_ENV: 'production' } })
    expect(ran).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining('APP_ID, PRIVATE_KEY and WEBHOOK_SECRET are not set') })
  })

  it('says which node it needs where that is too old for it, as npx would start it', () => {
    const start = (...flags: string[]) => spawnSync(process.execPath, [...flags, `${root}bin/maestro.js`, '--version'], { cwd: root, encoding: 'utf8', env })
    expect(start()).toMatchObject({ status: 0, stdout: expect.stringMatching(/^\d/), stderr: '' })
    expect(start('--no-experimental-strip-types')).toMatchObject({
      status: 2,
      stdout: '',
      stderr: `maestro: Node 22.18 or newer is needed; this is ${process.version} (${process.execPath})\n`,
    })
  })

  it('has every sub-command', () => {
    const { dir } = repository()
    const { stdout, status } = maestro(dir, 'help')
    expect(status).toBe(0)
    for (const name of ['check', 'replay', 'config', 'spec', 'rejudge', 'demo', 'serve', 'work', 'migrate'])
      expect(stdout).toMatch(new RegExp(`^  ${name}\\b`, 'm'))
  })
})
