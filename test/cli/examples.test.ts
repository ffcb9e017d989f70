import { spawnSync } from 'node:child_process'
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { parseSettings } from '../../src/config/parse.ts'
import { gates } from '../../src/gates/registry.ts'
import { UNCOVERED } from './a-repository.ts'
import { repository } from './command-line.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const example = (name: string) => readFileSync(join(root, 'examples', name), 'utf8')

describe('the example of settings', () => {
  it('is valid', () => {
    expect(parseSettings(example('maestro.yml'), { file: 'maestro.yml', role: 'repository' }, gates)).toMatchObject({ ok: true })
  })
})

describe('the example of a workflow', () => {
  const { on, permissions, jobs } = parse(example('check.yml'))
  const steps: readonly { readonly run?: string; readonly uses?: string; readonly with?: object }[] = jobs.check.steps

  it('runs on pull requests with a token that may only read, fetches all of history and pins what it uses', () => {
    expect(on).toBe('pull_request')
    expect(permissions).toEqual({ contents: 'read' })
    expect(steps[0]).toMatchObject({ with: { 'fetch-depth': 0, 'persist-credentials': false } })
    for (const { uses } of steps) if (uses !== undefined) expect(uses).toMatch(/@[0-9a-f]{40}$/)
  })

  it('ends with a command that judges the pull request of the repository that was checked out', () => {
    const { dir, propose, git } = repository()
    const head = propose(UNCOVERED)
    git(['reset', '--quiet', '--hard'])
    symlinkSync(root, join(dir, '.maestro'))
    const sha = git(['rev-parse', 'main'])
    const event = { pull_request: { title: 'x', head: { sha: head, ref: 'feature' }, base: { sha, ref: 'main' } }, repository: { default_branch: 'main' } }
    writeFileSync(join(dir, 'event.json'), JSON.stringify(event))
    const env = {
      PATH: process.env['PATH'],
      HOME: dir,
      GITHUB_ACTIONS: 'true',
      GITHUB_EVENT_NAME: 'pull_request',
      GITHUB_EVENT_PATH: join(dir, 'event.json'),
      GITHUB_STEP_SUMMARY: join(dir, 'summary.md'),
    }
    const ran = spawnSync('sh', ['-c', steps.at(-1)?.run ?? 'false'], { cwd: dir, env, encoding: 'utf8' })
    expect(ran).toMatchObject({ status: 1, stdout: expect.stringContaining('::error file=src/cart/total.ts,line=1') })
    expect(readFileSync(join(dir, 'summary.md'), 'utf8')).toContain('src/cart/total.ts')
  })
})
