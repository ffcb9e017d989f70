import { devNull } from 'node:os'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { GitAborted, GitFailed, GitOverBudget } from '../../src/git/failures.ts'
import { gitEnvironment } from '../../src/git/git-environment.ts'
import { runGit, stderrTail } from '../../src/git/run-git.ts'
import { type Scratch, scratchRepository } from './scratch.ts'

let repo: Scratch
beforeEach(() => {
  repo = scratchRepository()
  repo.commit({ 'a.txt': 'x'.repeat(5000) })
})
afterEach(() => repo.remove())

describe('a run of git', () => {
  it('gives what git prints, and its exit code where several are answers', async () => {
    expect((await runGit(['rev-parse', '--is-bare-repository'], { cwd: repo.dir })).stdout.toString()).toBe('false\n')
    expect((await runGit(['rev-parse', '--verify', '--quiet', 'nope'], { cwd: repo.dir, answers: [0, 1] })).code).toBe(1)
    expect((await runGit(['hash-object', '--stdin'], { cwd: repo.dir, input: 'x' })).stdout.toString()).toMatch(/^[0-9a-f]{40}\n$/)
  })

  it('fails with what git said', async () => {
    const failure = await runGit(['cat-file', '-p', 'nope'], { cwd: repo.dir }).catch((error: unknown) => error)
    expect(failure).toMatchObject({
      name: 'GitFailed',
      code: 128,
      args: ['cat-file', '-p', 'nope'],
      stderr: expect.stringContaining('Not a valid object name'),
    })
    await expect(runGit(['version'], { cwd: `${repo.dir}/nowhere` })).rejects.toThrow(GitFailed)
  })

  it('is stopped when it prints too much, takes too long, or is not wanted any more', async () => {
    await expect(runGit(['cat-file', '-p', 'main:a.txt'], { cwd: repo.dir, maxBytes: 4999 })).rejects.toThrow(GitOverBudget)
    expect((await runGit(['cat-file', '-p', 'main:a.txt'], { cwd: repo.dir, maxBytes: 5000 })).stdout).toHaveLength(5000)
    // An alias that runs a shell is a git that never ends, with a child of its own.
    const config = { 'alias.forever': '!sleep 600' }
    await expect(runGit(['forever'], { cwd: repo.dir, config, timeoutMs: 100 })).rejects.toThrow(GitOverBudget)
    const stop = new AbortController()
    const run = runGit(['forever'], { cwd: repo.dir, config, signal: stop.signal })
    stop.abort()
    await expect(run).rejects.toThrow(GitAborted)
    await expect(runGit(['version'], { signal: stop.signal })).rejects.toThrow(GitAborted)
  })

  it('inherits nothing that could change what git does', () => {
    process.env['GIT_DIR'] = 'elsewhere'
    process.env['GIT_CONFIG_PARAMETERS'] = "'core.pager=x'"
    try {
      const environment = gitEnvironment({})
      expect(environment).toMatchObject({
        GIT_CONFIG_GLOBAL: devNull,
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_TERMINAL_PROMPT: '0',
        GIT_ALLOW_PROTOCOL: 'none',
        LC_ALL: 'C',
      })
      expect(Object.keys(environment)).not.toContain('GIT_DIR')
      expect(Object.keys(environment)).not.toContain('GIT_CONFIG_PARAMETERS')
      expect(Object.keys(environment)).not.toContain('HOME')
    } finally {
      delete process.env['GIT_DIR']
      delete process.env['GIT_CONFIG_PARAMETERS']
    }
  })
})

describe('what git says on standard error', () => {
  it('is kept to its end, without secrets, credentials and control characters', () => {
    const tail = stderrTail(['s3cret'])
    tail.add(Buffer.from('y'.repeat(20_000)))
    tail.add(Buffer.from("\nfatal: unable to access 'http://user:pass@host/x' with s3c"))
    tail.add(Buffer.from('ret\u001b[31m red\n'))
    expect(tail.text().length).toBeLessThanOrEqual(4096)
    expect(tail.text()).toContain("http://***@host/x' with *** [31m red")
    expect(tail.text()).not.toMatch(/s3cret|pass/)
  })
})
