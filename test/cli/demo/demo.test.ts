import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { run, scratchFolder } from '../../git/scratch.ts'
import { START } from '../a-repository.ts'
import { maestro, repository, temporary } from '../command-line.ts'

const main = fileURLToPath(new URL('../../../src/cli/main.ts', import.meta.url))
const CODE = 'export const one = 1\n'

/** A history that knows nothing of Maestro: one change with a number, one without, one that changes no code. */
function unadopted() {
  const here = repository({ 'src/api/retry.ts': CODE, 'README.md': 'x\n' })
  here.commit({ 'src/api/retry.ts': 'export const one = 2\n' }, { message: 'Try twice (#41)' })
  here.commit({ 'src/api/more.ts': CODE }, { message: 'Add more' })
  here.commit({ 'README.md': 'y\n' }, { message: 'Explain' })
  return here
}

/** Starts the demo in a process of its own, with a folder for everything temporary. */
function demo(args: readonly string[], cwd: string) {
  const { dir } = temporary(scratchFolder())
  const env = { PATH: process.env['PATH'], TMPDIR: dir }
  const child = spawn(process.execPath, [main, 'demo', ...args], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const said = { out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said.out += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.err += text
  })
  return {
    child,
    said,
    left: () => readdirSync(dir),
    /** Resolves once it has said so much on `err`. */
    async until(words: string): Promise<void> {
      while (!said.err.includes(words)) await Promise.race([once(child.stderr, 'data'), once(child, 'close').then(() => Promise.reject(new Error(said.err)))])
    },
    closed: once(child, 'close'),
  }
}

interface Row {
  readonly number: number
  readonly title: string
  readonly verdict: string
  readonly checks: readonly { readonly name: string; readonly conclusion: string }[]
  readonly comment: string | null
}

describe('the demo', { timeout: 120_000 }, () => {
  it('plays a history that has not adopted Maestro as if it had begun, and leaves nothing behind', async () => {
    const { dir } = unadopted()
    const played = demo(['--repo', dir, '--once', '--format', 'json'], dir)
    expect(await played.closed).toEqual([0, null])
    const rows: Row[] = JSON.parse(played.said.out)
    expect(rows.map(({ number, title, verdict }) => [number, title, verdict])).toEqual([
      [41, 'Try twice', 'pass'],
      [42, 'Add more', 'pass'],
      [43, 'Explain', 'pass'],
    ])
    // Observed, so nothing is held back; and code without a card that counts is not proven by that.
    expect(rows.map((row) => row.checks.map(({ name, conclusion }) => `${name} ${conclusion}`))).toEqual([
      ['Maestro decision success', 'Maestro proof neutral'],
      ['Maestro decision success', 'Maestro proof neutral'],
      ['Maestro decision success', 'Maestro proof success'],
    ])
    expect(played.said.err).toContain('main has no .github/maestro.yml yet, so it is played as if these files had been on it from the start:')
    expect(played.left()).toEqual([])
  })

  it.each([
    ['SIGINT', 'Pages:', 130],
    ['SIGTERM', 'Pages:', 143],
    ['SIGTERM', 'Starting', 143],
  ] as const)('ends when %s comes after «%s», with nothing summed up and nothing left behind', async (signal, words, code) => {
    const { dir } = unadopted()
    const played = demo(['--once'], dir)
    await played.until(words)
    played.child.kill(signal)
    expect(await played.closed).toEqual([code, null])
    expect(played.said.out).not.toContain('API calls')
    expect(played.left()).toEqual([])
  })
})

describe('bad usage of maestro demo', () => {
  it.each([
    ['a folder that there is not', ['--repo', '/nonexistent'], 'there is no folder /nonexistent'],
    ['no change at all', ['--repo', '.', '--last', '0'], 'at least 1'],
    ['a number of changes of no repository', ['--last', '3'], '--last is about the repository that --repo names'],
    ['a port that there is not', ['--port', '99999'], 'at most 65535'],
    ['a trunk that there is not', ['--repo', '.', '--trunk', 'nowhere'], 'there is no revision "nowhere"'],
  ])('exits with 2 for %s', async (_what, args, words) => {
    const { dir } = unadopted()
    expect(await maestro(['demo', '--once', ...args], { cwd: dir })).toMatchObject({ code: 2, out: '', err: expect.stringContaining(words) })
  })

  it('exits with 2 for a port that is in use, and leaves nothing behind', async () => {
    const { dir } = unadopted()
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    const port = typeof address === 'object' && address ? address.port : 0
    const played = demo(['--once', '--port', String(port)], dir)
    expect(await played.closed).toEqual([2, null])
    expect(played.said.err).toContain(`port ${port} is in use by another process`)
    expect(played.left()).toEqual([])
    server.close()
  })

  it('exits with 2 for a repository with nothing merged', async () => {
    const { dir } = repository(START)
    expect(await maestro(['demo', '--repo', dir], {})).toMatchObject({ code: 2, err: expect.stringContaining('nothing was merged into main') })
  })

  it('exits with 2 before anything starts for a clone without contents, and says what to do', async () => {
    const here = unadopted()
    here.git(['config', 'uploadpack.allowFilter', 'true'])
    const clone = temporary(scratchFolder())
    run(clone.dir, ['clone', '--quiet', '--bare', '--filter=blob:none', `file://${here.dir}`, 'clone'])
    const ran = await maestro(['demo', '--repo', join(clone.dir, 'clone')], {})
    expect(ran).toMatchObject({ code: 2, out: '', err: expect.stringContaining('git fetch --refetch --no-filter') })
    expect(ran.err).not.toContain('Starting')
    const replayed = await maestro(['replay', '--repo', join(clone.dir, 'clone')], {})
    expect(replayed).toMatchObject({ code: 2, err: expect.stringContaining('git fetch --refetch --no-filter') })
  })
})
