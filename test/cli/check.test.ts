import { chownSync } from 'node:fs'
import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { checkReportSchema } from '../../src/cards/check-report-schema.ts'
import { run, scratchFolder, scratchRepository } from '../git/scratch.ts'
import { BROKEN, COVERED, ENFORCE, OBSERVE, SETTINGS, START, UNCOVERED } from './a-repository.ts'
import { hasControls, maestro, repository, temporary } from './command-line.ts'

const isReport = new Ajv({ formats: { 'date-time': true } }).compile(checkReportSchema)

function report(out: string) {
  const value: unknown = JSON.parse(out)
  if (!isReport(value)) throw new Error(JSON.stringify(isReport.errors))
  return value as { verdict: string; headSha: string; baseSha: string; gates: { id: string; outcome: string; reasons: { code: string; path?: string }[] }[] }
}

/** @spec SPEC-11 */
describe('the verdict of maestro check', () => {
  it.each([
    ['passes what its cards cover', COVERED, START, 0, 'ready'],
    ['blocks what an enforced gate blocks', UNCOVERED, START, 1, 'block'],
    ['warns and exits with 0 where the gate only warns', UNCOVERED, { ...START, [SETTINGS]: 'version: 1\nmode: warn\n' }, 0, 'ready · 1 warning'],
    ['says what enforce would do where the gate observes', UNCOVERED, { ...START, [SETTINGS]: OBSERVE }, 0, '1 would block under enforce'],
  ])('%s', async (_what, change, start, code, words) => {
    const { dir, propose } = repository(start)
    propose(change)
    const ran = await maestro(['check'], { cwd: dir })
    expect(ran).toMatchObject({ code, err: '' })
    expect(ran.out).toContain(words)
  })

  it('names what would block where the gate observes, with its place and the way out', async () => {
    const { dir, propose } = repository({ ...START, [SETTINGS]: OBSERVE })
    propose(UNCOVERED)
    const { out } = await maestro(['check'], { cwd: dir })
    expect(out).toMatch(/^1 would block under enforce:\n- `src\/cart\/total\.ts:1`.*\(spec\.behaviour-without-card\)/m)
    expect(out).toMatch(/^ {2}→ .*\n {6}\S/m)
  })

  it('names a gate that is off, and the line that switches it off', async () => {
    const { dir, propose } = repository({ ...START, [SETTINGS]: 'version: 1\nmode: enforce\ngates:\n  spec: { mode: off }\n' })
    propose(UNCOVERED)
    expect(await maestro(['check'], { cwd: dir })).toMatchObject({
      code: 0,
      out: expect.stringContaining('➖ not judged: `spec` (off in `.github/maestro.yml:4`)\n'),
    })
    expect(report((await maestro(['check', '--format', 'json'], { cwd: dir })).out)).toMatchObject({ off: [{ gate: 'spec', file: SETTINGS, line: 4 }] })
  })

  it('observes where the trunk has no settings, and says how to begin', async () => {
    const { dir, propose } = repository({ ...START, [SETTINGS]: null })
    propose(UNCOVERED)
    const ran = await maestro(['check'], { cwd: dir })
    expect(ran).toMatchObject({ code: 0, out: expect.stringContaining('would block under enforce') })
    expect(ran.err).toMatch(/^maestro: main at [0-9a-f]{12} has no \.github\/maestro\.yml yet, so the defaults only observe; `maestro replay` shows/)
    expect((await maestro(['check', '--format', 'json'], { cwd: dir })).err).toBe('')
  })

  it('says that settings of a trunk that is not pushed yet do not govern, and how they would', async () => {
    const { dir, propose, commit, git } = repository({ ...START, [SETTINGS]: null })
    git(['update-ref', 'refs/remotes/origin/main', 'refs/heads/main'])
    git(['symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/main'])
    commit({ [SETTINGS]: ENFORCE })
    propose(UNCOVERED)
    const ran = await maestro(['check'], { cwd: dir })
    expect(ran).toMatchObject({ code: 0, err: expect.stringContaining('your own main is another commit, and `--trunk main` judges by that one') })
    expect(await maestro(['check', '--trunk', 'main'], { cwd: dir })).toMatchObject({ code: 1, err: '' })
  })

  it('is printed as JSON that the published schema describes, about the very commits', async () => {
    const { dir, propose, git } = repository()
    const head = propose(UNCOVERED)
    const ran = await maestro(['check', '--format', 'json', '--repo', dir])
    expect(ran).toMatchObject({ code: 1, err: '' })
    const found = report(ran.out)
    expect(found).toMatchObject({ verdict: 'block', headSha: head, baseSha: git(['rev-parse', 'main']) })
    const [uncovered] = found.gates.find((gate) => gate.id === 'spec')?.reasons ?? []
    expect(uncovered).toMatchObject({ code: 'spec.behaviour-without-card', path: 'src/cart/total.ts' })
  })

  it('is about the commits that --base and --head name', async () => {
    const { dir, propose, commit } = repository()
    const bad = propose(UNCOVERED)
    const good = commit(COVERED, { branch: 'feature' })
    expect(report((await maestro(['check', '--format', 'json', '--base', bad, '--head', good], { cwd: dir })).out)).toMatchObject({
      verdict: 'pass',
      baseSha: bad,
      headSha: good,
    })
    expect((await maestro(['check', '--head', good], { cwd: dir })).code).toBe(1)
  })

  it('is a preview onto a branch that is no trunk', async () => {
    const { dir, propose, git } = repository()
    git(['branch', 'side', 'main'])
    propose(UNCOVERED)
    expect((await maestro(['check', '--target', 'side'], { cwd: dir })).out).toContain('preview')
    expect((await maestro(['check', '--target', 'main'], { cwd: dir })).out).not.toContain('preview')
  })
})

describe('what governs maestro check', () => {
  it('is the trunk, whatever the change says in its own settings', async () => {
    const { dir, propose } = repository()
    propose({ ...UNCOVERED, [SETTINGS]: OBSERVE })
    expect((await maestro(['check'], { cwd: dir })).code).toBe(1)
  })

  it('is the trunk that --trunk names', async () => {
    const { dir, propose, commit } = repository()
    commit({ [SETTINGS]: OBSERVE }, { branch: 'develop', from: 'refs/heads/main' })
    propose(UNCOVERED)
    expect((await maestro(['check', '--trunk', 'develop'], { cwd: dir })).code).toBe(0)
  })

  it('are the last valid settings while those of the trunk are broken, and the line is named', async () => {
    const { dir, propose, commit } = repository()
    commit({ [SETTINGS]: BROKEN })
    propose(UNCOVERED)
    const ran = await maestro(['check'], { cwd: dir })
    expect(ran.code).toBe(1)
    expect(ran.out).toContain(`${SETTINGS}:2:7`)
  })

  it('is nothing when no settings were ever valid: that is no pass and not the fault of the change', async () => {
    const { dir, propose } = repository({ ...START, [SETTINGS]: BROKEN })
    propose(COVERED)
    const ran = await maestro(['check', '--format', 'json'], { cwd: dir })
    expect(ran.code).toBe(2)
    expect(report(ran.out).verdict).toBe('misconfigured')
  })

  it('is the file that --config names, in place of the one on the trunk', async () => {
    const { dir, propose, write } = repository({ ...START, [SETTINGS]: BROKEN })
    propose(UNCOVERED)
    write('observe.yml', OBSERVE)
    write('enforce.yml', ENFORCE)
    expect((await maestro(['check', '--config', 'observe.yml'], { cwd: dir })).code).toBe(0)
    expect((await maestro(['check', '--config', 'enforce.yml'], { cwd: dir })).code).toBe(1)
  })

  it('cannot be a file with errors: each is shown with its place and its line', async () => {
    const { dir, propose, write } = repository()
    propose(COVERED)
    write('broken.yml', BROKEN)
    const ran = await maestro(['check', '--config', 'broken.yml'], { cwd: dir })
    expect(ran).toMatchObject({ code: 2, out: '' })
    expect(ran.err).toContain('broken.yml:2:7: error settings.wrong-value')
    expect(ran.err).toContain('  mode: enforcee\n        ^^^^^^^^\n')
  })
})

describe('what a change says of itself', () => {
  const objective = (id: string) => `- { id: ${id}, objective: more, key_results: [{ id: KR1, metric: sales, target_rel: 0.1 }] }\n`
  const OKRS = { ...START, 'okrs/a.yml': objective('OKR-A') + objective('OKR-B') }

  function objectives(out: string): unknown {
    const { gates } = JSON.parse(out)
    return gates.find((gate: { id: string }) => gate.id === 'okr')?.summary
  }

  it('is what the options give, one by one', async () => {
    const { dir, propose, write } = repository(OKRS)
    propose(COVERED)
    const file = write('body.md', 'Because.\n\nOKR: OKR-A\n')
    const check = (...args: readonly string[]) => maestro(['check', '--format', 'json', ...args], { cwd: dir })
    expect((await check()).code).toBe(1)
    expect(objectives((await check('--description', file)).out)).toBe('serves `OKR-A` 100 %')
    expect(objectives((await check('--label', 'x', '--label', 'OKR-B')).out)).toBe('serves `OKR-B` 100 %')
    expect(await check('--description', 'nowhere.md')).toMatchObject({ code: 2, err: expect.stringContaining('there is no description to read') })
  })

  it('decides which rules for authors hold', async () => {
    const authors = 'authors:\n  - { apps: [dependabot], gates: { spec: "off", okr: "off" } }\n'
    const { dir, propose } = repository({ ...START, [SETTINGS]: ENFORCE + authors })
    propose(UNCOVERED)
    expect((await maestro(['check', '--author', 'dependabot'], { cwd: dir })).code).toBe(1)
    expect((await maestro(['check', '--author', 'dependabot[bot]'], { cwd: dir })).code).toBe(0)
  })

  it('can be all that GitHub says of a pull request, as its API prints it', async () => {
    const { dir, propose, write, git } = repository(OKRS)
    const head = propose(COVERED)
    git(['symbolic-ref', 'HEAD', 'refs/heads/main'])
    const pull = (sha: string, more: object = {}) => ({
      ...{ number: 12, title: 'Try again', body: 'OKR: OKR-A', draft: false, labels: [{ name: 'OKR-B' }], user: { login: 'author', type: 'User' } },
      head: { sha, ref: 'feature', repo: { full_name: 'acme/shop' } },
      base: { sha, ref: 'main', repo: { full_name: 'acme/shop', default_branch: 'main', visibility: 'public' } },
      ...more,
    })
    const check = (value: unknown, ...args: readonly string[]) =>
      maestro(['check', '--format', 'json', '--pull-request', write('pull.json', JSON.stringify(value)), ...args], { cwd: dir })
    const found = await check(pull(head))
    expect(JSON.parse(found.out)).toMatchObject({ headSha: head, verdict: 'pass' })
    expect(objectives(found.out)).toBe('serves `OKR-A` 50 %, `OKR-B` 50 %')
    // The trunk may be named by the commit that governed then, and is the target still.
    const then = await check(pull(head), '--trunk', git(['rev-parse', 'main']), '--head', head)
    expect(JSON.parse(then.out)).toMatchObject({ verdict: 'pass', cards: { decision: { data: { preview: false } } } })
    expect(objectives((await check(pull(head), '--label', 'OKR-A', '--title', 'Other')).out)).toBe('serves `OKR-A` 100 %')
    expect((await check({ pull_request: pull(head), repository: { full_name: 'acme/shop', default_branch: 'main' } })).code).toBe(0)
    expect(await check(pull('f'.repeat(40)))).toMatchObject({ code: 2, err: expect.stringContaining('git fetch origin ffff') })
    for (const bad of [[], { a: 1 }, 'x']) expect(await check(bad)).toMatchObject({ code: 2, err: expect.stringContaining('is no pull request') })
  })
})

describe('nothing to judge', () => {
  it('is said where HEAD is the trunk, whatever is edited and not committed', async () => {
    const { dir, git, write } = repository()
    git(['reset', '--quiet', '--hard'])
    write('src/api/retry.ts', 'export const tries = 9\n')
    const ran = await maestro(['check'], { cwd: dir })
    expect(ran.code).toBe(0)
    expect(ran.err).toMatch(
      /^maestro: nothing to judge: [0-9a-f]{12} is the tip of main itself\. Edits that are not committed do not count; --base HEAD~1 looks at the last commit\./,
    )
  })

  it('is said where a branch takes back what it did', async () => {
    const { dir, propose } = repository()
    propose(COVERED)
    propose({})
    expect((await maestro(['check'], { cwd: dir })).err).toMatch(/holds the same files as/)
  })
})

describe('bad usage of maestro check', () => {
  it.each([
    ['an option that there is not', ['check', '--nope'], "unknown option '--nope'"],
    ['a format that there is not', ['check', '--format', 'xml'], 'Allowed choices are card, json, github'],
    ['a command that there is not', ['chekc'], 'Did you mean check?'],
    ['a revision that there is not', ['check', '--base', 'nowhere'], 'there is no revision "nowhere"'],
    ['a revision that would be an option of git', ['check', '--base=--all'], 'there is no revision "--all"'],
    ['a folder that there is not', ['check', '--repo', 'nowhere'], 'there is no folder nowhere'],
    ['a settings file that there is not', ['check', '--config', 'nowhere.yml'], 'there is no settings file nowhere.yml'],
  ])('exits with 2 for %s', async (_what, args, words) => {
    const { dir, propose } = repository()
    propose(COVERED)
    const ran = await maestro(args, { cwd: dir })
    expect(ran).toMatchObject({ code: 2, out: '' })
    expect(ran.err).toContain(words)
    expect(ran.err).not.toMatch(/\n\s+at /)
  })

  it('shows the stack with --debug', async () => {
    const { dir } = repository()
    expect((await maestro(['check', '--debug', '--base', 'nowhere'], { cwd: dir })).err).toMatch(/\n\s+at /)
  })

  it('exits with 2 in a folder that is no repository', async () => {
    const { dir } = temporary(scratchFolder())
    const ran = await maestro(['check'], { cwd: dir })
    expect(ran).toMatchObject({ code: 2, out: '' })
    expect(ran.err).toContain('not a git repository')
  })

  it.runIf(process.getuid?.() === 0)("exits with 2 in somebody else's repository, with all that git says about it", async () => {
    const { dir } = repository()
    chownSync(dir, 12_345, 12_345)
    const ran = await maestro(['check'], { cwd: dir, env: {} })
    expect(ran).toMatchObject({ code: 2, out: '' })
    expect(ran.err).toContain('detected dubious ownership in repository')
    expect(ran.err).toContain('git config --global --add safe.directory')
  })

  it('exits with 2 in a repository without a commit', async () => {
    const { dir } = temporary(scratchRepository())
    expect(await maestro(['check'], { cwd: dir })).toMatchObject({ code: 2, out: '', err: expect.stringContaining('there is no commit yet') })
  })

  it('exits with 2 where no trunk can be told', async () => {
    const scratch = temporary(scratchRepository())
    scratch.commit(START, { branch: 'elsewhere' })
    scratch.git(['symbolic-ref', 'HEAD', 'refs/heads/elsewhere'])
    expect(await maestro(['check'], { cwd: scratch.dir })).toMatchObject({ code: 2, out: '', err: expect.stringContaining('there is no trunk') })
    expect((await maestro(['check', '--trunk', 'elsewhere'], { cwd: scratch.dir })).code).toBe(0)
  })

  it('exits with 2 in a clone too shallow to know where the change starts, and says what to do', async () => {
    const { dir, propose, commit, git } = repository()
    propose(COVERED)
    commit({ 'README.md': 'more\n' })
    git(['symbolic-ref', 'HEAD', 'refs/heads/main'])
    const clone = temporary(scratchFolder())
    run(clone.dir, ['clone', '--quiet', '--depth=1', '--no-single-branch', '--branch=feature', `file://${dir}`, 'clone'])
    expect(await maestro(['check', '--repo', 'clone'], { cwd: clone.dir })).toMatchObject({ code: 2, out: '', err: expect.stringContaining('--unshallow') })
  })
})

describe('what a terminal is shown', () => {
  const hostile = { 'src/cart/\u001b]0;owned\u0007\u202e.ts': 'export const a = 1\n', 'src/cart/a\nb.ts': 'export const a = 1\n' }
  const path = (name: string) => Buffer.from(name).toString('latin1')
  const edits = Object.fromEntries(Object.entries(hostile).map(([name, content]) => [path(name), content]))

  it.each(['card', 'json', 'github'])('has no control characters from paths and titles in the format %s', async (format) => {
    const { dir, propose } = repository()
    propose(edits, 'A title \u001b[2J\u009b31m \u202e::error::x ##[error]x')
    const ran = await maestro(['check', '--format', format], { cwd: dir })
    expect(ran.code).toBe(1)
    expect(ran.out).toContain('src/cart/')
    expect(hasControls(ran.out)).toBe(false)
  })

  it('has no control characters from arguments either', async () => {
    const { dir } = repository()
    const ran = await maestro(['check', '--repo', 'no\u001b[2Jwhere\u202e'], { cwd: dir })
    expect(ran).toMatchObject({ code: 2, err: expect.stringContaining('no') })
    expect(hasControls(ran.err)).toBe(false)
  })

  it('is coloured only where colour is wanted', async () => {
    const { dir, propose } = repository()
    propose(COVERED)
    const coloured = '\u001b['
    expect((await maestro(['check'], { cwd: dir, color: true })).out).toContain(coloured)
    expect((await maestro(['check', '--no-color'], { cwd: dir, color: true })).out).not.toContain(coloured)
    expect((await maestro(['check'], { cwd: dir })).out).not.toContain(coloured)
  })
})

describe('help', () => {
  it('is no failure, and the version is that of the package', async () => {
    expect(await maestro(['--version'])).toMatchObject({ code: 0, out: expect.stringMatching(/^[0-9]+\.[0-9]+\.[0-9]+/) })
    for (const args of [['help'], ['check', '--help'], ['help', 'replay']]) {
      const ran = await maestro(args)
      expect(ran).toMatchObject({ code: 0, err: '' })
      expect(ran.out).toContain('Usage: maestro')
    }
    expect((await maestro(['check', '--help'])).out).toContain('Examples:')
  })

  it('is shown, as a failure, when no command is named', async () => {
    expect(await maestro([])).toMatchObject({ code: 2, err: expect.stringContaining('Usage: maestro') })
  })
})
