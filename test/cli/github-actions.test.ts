import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseEvent } from '../../src/cli/local/github-event.ts'
import { isObject } from '../../src/model/json.ts'
import { run, scratchFolder } from '../git/scratch.ts'
import { COVERED, ENFORCE, type Repository, SETTINGS, START, UNCOVERED } from './a-repository.ts'
import { maestro, repository, temporary } from './command-line.ts'

const sha = 'a'.repeat(40)

function payload(head: string, more: object = {}) {
  return {
    action: 'synchronize',
    pull_request: {
      title: 'Count again',
      body: 'Because.',
      draft: true,
      user: { login: 'author', type: 'User' },
      labels: [{ name: 'bug' }, { name: 'api' }],
      head: { sha: head, ref: 'feature', repo: { full_name: 'author/shop' } },
      base: { sha, ref: 'main', repo: { full_name: 'acme/shop' } },
      ...more,
    },
    repository: { full_name: 'acme/shop', default_branch: 'main', visibility: 'private' },
  }
}

/** The variables of a workflow on a pull request, with this event. */
function workflow(dir: string, event: unknown) {
  const path = join(dir, 'event.json')
  writeFileSync(path, typeof event === 'string' ? event : JSON.stringify(event))
  return { GITHUB_ACTIONS: 'true', GITHUB_EVENT_NAME: 'pull_request', GITHUB_EVENT_PATH: path, GITHUB_BASE_REF: 'main' }
}

/** HEAD is where a checkout on pull_request leaves it: on a merge of the change with the trunk. */
function mergedForTheOccasion({ git, commit }: Repository, head: string): string {
  const merge = commit({ 'src/cart/total.ts': 'export const total = 1\n' }, { branch: 'occasion', from: 'refs/heads/main', merge: head })
  git(['symbolic-ref', 'HEAD', 'refs/heads/occasion'])
  return merge
}

async function judged(dir: string, env: Readonly<Record<string, string>>): Promise<{ readonly headSha: string; readonly verdict: string }> {
  const ran = await maestro(['check', '--format', 'json'], { cwd: dir, env })
  return JSON.parse(ran.out)
}

describe('maestro check in a workflow on a pull request', () => {
  it("judges the pull request's head, not the merge that was checked out", async () => {
    const here = repository()
    const head = here.propose(COVERED)
    const merge = mergedForTheOccasion(here, head)
    expect(await judged(here.dir, workflow(here.dir, payload(head)))).toMatchObject({ headSha: head, verdict: 'pass' })
    expect(await judged(here.dir, {})).toMatchObject({ headSha: merge, verdict: 'block' })
  })

  it('knows what the event says: who wrote it decides which rules apply', async () => {
    const authors = 'authors:\n  - { users: [author], gates: { spec: "off", okr: "off" } }\n'
    const here = repository({ ...START, [SETTINGS]: ENFORCE + authors })
    const head = here.propose(UNCOVERED)
    expect(await judged(here.dir, workflow(here.dir, payload(head)))).toMatchObject({ verdict: 'pass' })
    expect(await judged(here.dir, workflow(here.dir, payload(head, { user: { login: 'reviewer', type: 'User' } })))).toMatchObject({ verdict: 'block' })
    expect(await judged(here.dir, {})).toMatchObject({ verdict: 'block' })
  })

  it('is a preview when the base branch is no trunk', async () => {
    const here = repository()
    here.git(['branch', 'side', 'main'])
    const head = here.propose(COVERED)
    const env = { ...workflow(here.dir, payload(head)), GITHUB_BASE_REF: 'side' }
    expect((await maestro(['check'], { cwd: here.dir, env })).out).toContain('preview')
  })

  it('lets the options have the last word', async () => {
    const here = repository()
    const head = here.propose(COVERED)
    const other = here.commit(UNCOVERED, { branch: 'feature' })
    const ran = await maestro(['check', '--head', other, '--format', 'json'], { cwd: here.dir, env: workflow(here.dir, payload(head)) })
    expect(JSON.parse(ran.out)).toMatchObject({ headSha: other, verdict: 'block' })
  })

  it('asks for the whole history when only the merge was fetched', async () => {
    const here = repository()
    const head = here.propose(COVERED)
    mergedForTheOccasion(here, head)
    const clone = temporary(scratchFolder())
    run(clone.dir, ['clone', '--quiet', '--depth=1', '--branch=occasion', `file://${here.dir}`, 'clone'])
    const ran = await maestro(['check', '--repo', 'clone'], { cwd: clone.dir, env: workflow(here.dir, payload(head)) })
    expect(ran).toMatchObject({ code: 2, err: expect.stringContaining('fetch-depth: 0') })
  })

  it('asks for the whole history where only the head itself was checked out, without the trunk', async () => {
    const here = repository()
    const head = here.propose(COVERED)
    const clone = temporary(scratchFolder())
    run(clone.dir, ['clone', '--quiet', '--depth=1', '--branch=feature', `file://${here.dir}`, 'clone'])
    run(`${clone.dir}/clone`, ['remote', 'rename', 'origin', 'elsewhere'])
    const ran = await maestro(['check', '--repo', 'clone'], { cwd: clone.dir, env: workflow(here.dir, payload(head)) })
    expect(ran).toMatchObject({ code: 2, err: expect.stringContaining('the clone is shallow') })
    expect(ran.err).toContain('fetch-depth: 0')
    const alone = await maestro(['check', '--repo', 'clone'], { cwd: clone.dir })
    expect(alone).toMatchObject({ code: 2, err: expect.stringContaining('fetch-depth: 0') })
  })

  it.each([
    ['is about another repository', payload(sha)],
    ['is no JSON', '{'],
    ['has no pull request', { action: 'opened' }],
    ['has a head that would be an option of git', payload('--all')],
  ])('judges HEAD when the event %s', async (_what, event) => {
    const { dir, propose } = repository()
    const head = propose(COVERED)
    expect(await judged(dir, workflow(dir, event))).toMatchObject({ headSha: head })
  })
})

describe("a workflow's event", () => {
  it('gives what git does not know', () => {
    const facts = parseEvent(payload(sha))?.facts
    expect(facts).toMatchObject({
      title: 'Count again',
      description: { known: true, value: 'Because.' },
      author: { known: true, value: { login: 'author', kind: 'person' } },
      labels: { known: true, value: ['bug', 'api'] },
      draft: { known: true, value: true },
      fromFork: { known: true, value: true },
      repo: { fullName: 'acme/shop', visibility: { known: true, value: 'private' } },
    })
  })

  it('leaves unknown what it does not say, or says in another form', () => {
    const strange = payload(sha, { user: null, labels: 'bug', draft: 'no', body: null })
    expect(parseEvent({ ...strange, repository: null })?.facts).toMatchObject({
      description: { known: true, value: '' },
      author: { known: false },
      labels: { known: false },
      draft: { known: false },
      repo: { visibility: { known: false } },
    })
  })

  it('never makes it throw, whatever it is', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), (text) => {
        const value: unknown = JSON.parse(text)
        expect(() => isObject(value) && parseEvent({ pull_request: value, repository: value })).not.toThrow()
      }),
      { seed: 7, numRuns: 200 },
    )
  })
})

describe('the workflow commands', () => {
  it('annotate the place of every finding, escaped as the runner decodes them', async () => {
    const { dir, propose } = repository()
    propose({ 'src/cart/50%,a:b.ts': 'export const total = 1\n' })
    const ran = await maestro(['check', '--format', 'github'], { cwd: dir })
    expect(ran.code).toBe(1)
    expect(ran.out).toMatch(/^::error file=src\/cart\/50%25%2Ca%3Ab\.ts,line=1,endLine=1,title=spec\.behaviour-without-card::.*50%25,a:b\.ts.*%0A→/m)
    expect(ran.out).toMatch(/^::error title=Maestro::⛔ Maestro: 1 thing blocks$/m)
  })

  it('are the only commands in the output, whatever the change is called', async () => {
    const { dir, propose } = repository()
    propose({ 'src/::error::a.ts': 'export const a = 1\n', 'src/##[error]b.ts': 'export const b = 1\n' }, '::add-mask::x')
    const { out } = await maestro(['check', '--format', 'github'], { cwd: dir })
    const lines = out.split('\n')
    const token = /^::stop-commands::([0-9a-f-]{36})$/.exec(lines[0] ?? '')?.[1]
    const resumed = lines.indexOf(`::${token}::`)
    expect(resumed).toBeGreaterThan(0)
    expect(lines.slice(1, resumed).join('\n')).toContain('##[error]b.ts')
    for (const line of lines.slice(resumed + 1, -1)) expect(line).toMatch(/^::(?:error|warning|notice) (?:file=[^:,]*(?:,[a-zA-Z]+=[^:,]*)*|title=Maestro)::/)
  })

  it('are one notice where nothing was found', async () => {
    const { dir, propose } = repository()
    propose(COVERED)
    const { out, code } = await maestro(['check', '--format', 'github'], { cwd: dir })
    expect(code).toBe(0)
    expect(out.match(/^::(?:error|warning|notice) .*$/gm)).toEqual([expect.stringMatching(/^::notice title=Maestro::✅ Maestro: ready/)])
  })
})

describe('the job summary', () => {
  async function summaryAfter(before: string): Promise<string> {
    const { dir, propose, write } = repository()
    propose(UNCOVERED)
    const path = write('summary.md', before)
    expect((await maestro(['check', '--format', 'github'], { cwd: dir, env: { GITHUB_STEP_SUMMARY: path } })).code).toBe(1)
    return readFileSync(path, 'utf8')
  }

  it('gets both cards after what is there already', async () => {
    const summary = await summaryAfter('before\n')
    expect(summary).toMatch(/^before\n[\s\S]*spec\.behaviour-without-card[\s\S]*Proof:/)
  })

  it("stays below GitHub's bound: titles alone when the cards do not fit, nothing when nothing does", async () => {
    const limit = 1024 * 1024
    const almost = await summaryAfter('x'.repeat(limit - 200))
    expect(almost.length).toBeGreaterThan(limit - 200)
    expect(Buffer.byteLength(almost)).toBeLessThanOrEqual(limit)
    expect(almost).toContain('1 thing blocks')
    expect(await summaryAfter('x'.repeat(limit))).toHaveLength(limit)
  })

  it('that cannot be written is told and changes no verdict', async () => {
    const { dir, propose } = repository()
    propose(COVERED)
    const ran = await maestro(['check', '--format', 'github'], { cwd: dir, env: { GITHUB_STEP_SUMMARY: join(dir, 'no', 'where') } })
    expect(ran).toMatchObject({ code: 0, err: expect.stringContaining('ENOENT') })
  })
})
