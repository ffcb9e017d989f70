import { type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
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

  it('offers the set-up wizard until it is told to stop, and leaves nothing behind', async () => {
    const { dir } = temporary(scratchFolder())
    const child = spawn(process.execPath, [main, 'serve'], { cwd: dir, env: { ...env, TMPDIR: dir, PORT: '0', HOST: '127.0.0.1' }, stdio: 'pipe' })
    let out = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text
    })
    while (!out.includes('Register the GitHub App')) await once(child.stdout, 'data')
    child.kill('SIGTERM')
    expect(await once(child, 'close')).toEqual([0, null])
    expect(readdirSync(dir)).toEqual([])
  })

  it('has every sub-command', () => {
    const { dir } = repository()
    const { stdout, status } = maestro(dir, 'help')
    expect(status).toBe(0)
    for (const name of ['check', 'replay', 'config', 'spec', 'rejudge', 'demo', 'serve', 'work', 'migrate'])
      expect(stdout).toMatch(new RegExp(`^  ${name}\\b`, 'm'))
  })
})
