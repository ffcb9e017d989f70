import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { run, scratchFolder, scratchRepository } from '../git/scratch.ts'
import { COVERED, ENFORCE, OBSERVE, type Repository, SETTINGS, START, UNCOVERED } from './a-repository.ts'
import { hasControls, maestro, repository, temporary } from './command-line.ts'

interface Row {
  readonly number: number | null
  readonly commit: string
  readonly title: string
  readonly verdict: string
  readonly gates: readonly {
    readonly id: string
    readonly outcome: string
    readonly effect: string
    readonly summary: string
    readonly reasons: readonly { readonly code: string }[]
  }[]
  readonly ms: number
}

/** A trunk with a merge of #1 (blocked), a squash of #2 (passes) and a plain commit (blocked). */
function history(start = START): Repository {
  const here = repository(start)
  const head = here.propose(UNCOVERED)
  here.commit(UNCOVERED, { merge: head, message: 'Merge pull request #1 from acme/total\n\nCount totals' })
  here.commit(COVERED, { message: 'Try again (#2)' })
  here.commit({ 'src/cart/tax.ts': 'export const tax = 1\n' }, { message: 'Add tax' })
  return here
}

async function rows(dir: string, ...args: readonly string[]): Promise<readonly Row[]> {
  const ran = await maestro(['replay', '--format', 'json', ...args], { cwd: dir })
  expect(ran).toMatchObject({ code: 0, err: '' })
  return JSON.parse(ran.out)
}

describe('maestro replay', () => {
  it('judges what was merged, newest first, each by the number and title that its commit gives', async () => {
    const { dir, git } = history()
    const found = await rows(dir)
    expect(found.map(({ number, title, verdict }) => [number, title, verdict])).toEqual([
      [null, 'Add tax', 'block'],
      [2, 'Try again', 'pass'],
      [1, 'Count totals', 'block'],
    ])
    expect(found[0]).toMatchObject({ commit: git(['rev-parse', 'main']), ms: expect.any(Number) })
    expect(found[0]?.gates.find((gate) => gate.id === 'spec')).toMatchObject({
      effect: 'blocks',
      mode: 'enforce',
      outcome: 'fail',
      reasons: [{ code: 'spec.behaviour-without-card', path: 'src/cart/tax.ts', line: 1 }, { code: 'spec.coverage-below' }],
    })
  })

  it('sums up by gate and by reason, with examples', async () => {
    const { dir } = history()
    const { out, code } = await maestro(['replay'], { cwd: dir })
    expect(code).toBe(0)
    expect(out).toMatch(/^3 merged changes on the first-parent line of main \([0-9a-f]{12}\), 2023-11-14 to 2023-11-14 · /)
    expect(out).toMatch(/^gate +mode +passed +blocked +skipped\n(?:.*\n)?spec +enforce +1 +2 +0$/m)
    expect(out).toMatch(/^spec\.behaviour-without-card +2 +blocks +[0-9a-f]{10} src\/cart\/tax\.ts:1, #1 src\/cart\/total\.ts:1$/m)
    expect(out).not.toContain('One to start from')
  })

  it.each([
    [['--last', '1'], [null]],
    [
      ['--range', 'main~3..main~1'],
      [2, 1],
    ],
    [['--range', 'main~1..'], [null]],
  ])('takes %j', async (args, numbers) => {
    const { dir, git } = history()
    git(['symbolic-ref', 'HEAD', 'refs/heads/main'])
    expect((await rows(dir, ...args)).map((row) => row.number)).toEqual(numbers)
  })

  it("judges by today's settings, or with --as-of-then by those of the time", async () => {
    const { dir, commit } = history({ ...START, [SETTINGS]: OBSERVE })
    commit({ [SETTINGS]: ENFORCE }, { message: 'Enforce (#3)' })
    expect((await rows(dir)).map((row) => row.verdict)).toEqual(['pass', 'block', 'pass', 'block'])
    expect((await rows(dir, '--as-of-then')).map((row) => row.verdict)).toEqual(['pass', 'pass', 'pass', 'pass'])
  })

  it('judges by the file that --config names', async () => {
    const { dir, write } = history()
    expect((await rows(dir, '--config', write('observe.yml', OBSERVE))).map((row) => row.verdict)).toEqual(['pass', 'pass', 'pass'])
    const broken = await maestro(['replay', '--config', write('broken.yml', 'version: 2\n')], { cwd: dir })
    expect(broken).toMatchObject({ code: 2, out: '', err: expect.stringContaining('broken.yml:1:10') })
  })

  it.each([
    [['--last', '0'], 'at least 1'],
    [['--last', 'many'], 'whole number'],
    [['--last', '1', '--range', 'a..b'], 'cannot be used with'],
    [['--range', 'HEAD~2'], 'It has to be A..B, as in v1.0..HEAD'],
    [['--range', 'main...HEAD'], 'It has to be A..B'],
    [['--trunk', 'nowhere'], 'there is no revision "nowhere"'],
    [['--write-starter', 'x', '--as-of-then'], 'cannot be used with'],
    [['--write-starter', 'x'], 'main has settings already'],
    [['--range', 'main~3..nowhere'], 'there is no revision'],
  ])('exits with 2 for %j', async (args, words) => {
    const { dir } = history()
    expect(await maestro(['replay', ...args], { cwd: dir })).toMatchObject({ code: 2, err: expect.stringContaining(words) })
  })

  it('says that there is nothing to compare with where the history is one commit', async () => {
    const { dir } = repository()
    expect(await maestro(['replay'], { cwd: dir })).toMatchObject({ code: 2, err: expect.stringContaining('nothing merged to look at') })
  })

  it('says that there is no commit yet where there is none', async () => {
    const { dir } = temporary(scratchRepository())
    expect(await maestro(['replay'], { cwd: dir })).toMatchObject({ code: 2, out: '', err: expect.stringContaining('there is no commit yet') })
  })

  it('prints an empty list for an empty range', async () => {
    const { dir } = history()
    expect(await rows(dir, '--range', 'main..main')).toEqual([])
  })

  it('shows how far it is only where somebody watches', async () => {
    const { dir } = history()
    const watched = await maestro(['replay'], { cwd: dir, isTTY: true })
    expect(watched.err).toMatch(/\r[█░]+ 1 of 200 · \d+ a second/)
    expect(watched.err.endsWith('\r\u001b[K')).toBe(true)
    expect((await maestro(['replay'], { cwd: dir })).err).toBe('')
  })

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
    ['EPIPE', 0],
  ] as const)('ends with what it has when %s interrupts it, and the JSON is whole', async (interruptBy, code) => {
    const { dir } = history()
    const ran = await maestro(['replay', '--format', 'json'], { cwd: dir, interruptAfter: 20, interruptBy })
    expect(ran.code).toBe(code)
    expect(JSON.parse(ran.out)).toHaveLength(1)
  })

  it('says which line it walked and by what it judged', async () => {
    const { dir, git, write } = history()
    const tip = git(['rev-parse', '--short=12', 'main'])
    const table = async (...args: readonly string[]) => (await maestro(['replay', ...args], { cwd: dir })).out
    const today = await table()
    expect(today).toContain(`3 merged changes on the first-parent line of main (${tip}), `)
    expect(today).toContain(`judged by what governs today: the settings, objectives, Spec Cards and bound tests of main at ${tip}`)
    expect(await table('--as-of-then')).toContain('judged by what governed when each was merged')
    expect(await table('--config', write('observe.yml', OBSERVE))).toContain(`observe.yml, with the objectives, Spec Cards and bound tests of main at ${tip}`)
    expect(await table('--last', '1')).toContain('1 merged change on')
  })

  it('walks the line of the branch that --trunk names, and lets its tip govern', async () => {
    const { dir, git, commit } = history()
    git(['branch', 'release', 'main~1'])
    commit({ [SETTINGS]: OBSERVE, ...COVERED }, { branch: 'release', message: 'Release (#9)' })
    const found = await rows(dir, '--trunk', 'release')
    expect(found.map((row) => [row.number, row.verdict])).toEqual([
      [9, 'pass'],
      [2, 'pass'],
      [1, 'pass'],
    ])
  })

  it('needs --trunk where no trunk can be told, and says so', async () => {
    const here = history()
    here.git(['branch', '--move', 'main', 'elsewhere'])
    here.git(['symbolic-ref', 'HEAD', 'refs/heads/elsewhere'])
    expect(await maestro(['replay'], { cwd: here.dir })).toMatchObject({ code: 2, err: expect.stringContaining('with --trunk') })
    expect((await rows(here.dir, '--trunk', 'elsewhere')).map((row) => row.verdict)).toEqual(['block', 'pass', 'block'])
  })

  it('fits its tables into a narrow terminal', async () => {
    const { dir } = history({ ...START, [SETTINGS]: OBSERVE })
    const { out } = await maestro(['replay'], { cwd: dir, columns: 40 })
    const tables = out.slice(out.indexOf('gate'))
    expect(Math.max(...tables.split('\n').map((line) => line.length))).toBeLessThanOrEqual(40)
    expect(tables).toMatch(/would block +2$/m)
  })

  it('says that a shallow clone has no more', async () => {
    const { dir } = history()
    const clone = temporary(scratchFolder())
    run(clone.dir, ['clone', '--quiet', '--depth=2', `file://${dir}`, 'clone'])
    const ran = await maestro(['replay', '--repo', 'clone'], { cwd: clone.dir })
    expect(ran).toMatchObject({ code: 0, out: expect.stringContaining('1 merged change on'), err: expect.stringContaining('fetch-depth: 0') })
    expect((await maestro(['replay', '--repo', 'clone', '--last', '1'], { cwd: clone.dir })).err).toBe('')
  })

  it('shows nothing that a terminal would obey', async () => {
    const { dir, commit } = repository()
    commit({ [Buffer.from('src/\u001b[2J\u202e.ts').toString('latin1')]: 'export const a = 1\n' }, { message: 'A \u001b[2J\u009b title \u202e (#9)' })
    for (const format of ['table', 'json']) {
      const { out } = await maestro(['replay', '--format', format], { cwd: dir })
      expect(out).toContain('src/')
      expect(hasControls(out)).toBe(false)
    }
  })
})

describe('a change that cannot be judged', () => {
  it('is told and stops nothing', async () => {
    const { dir, git } = history()
    const gone = git(['rev-parse', 'main~2:src/cart/total.ts'])
    rmSync(join(dir, '.git', 'objects', gone.slice(0, 2), gone.slice(2)))
    const { out, code, err } = await maestro(['replay'], { cwd: dir })
    expect(code).toBe(2)
    expect(err).toContain('1 could not be judged: the clone is not complete. Run `git fetch --refetch --no-filter`')
    expect(out).toContain(`1 could not be judged, the first: #1: git object ${gone}`)
    expect(out).toMatch(/^gate .* could not judge\n(?:okr|spec) .* 1$/m)
    const json = await maestro(['replay', '--format', 'json'], { cwd: dir })
    expect(json.code).toBe(2)
    expect(JSON.parse(json.out).map((row: Row) => row.verdict)).toEqual(['block', 'pass', 'undecided'])
  })
})

describe('Spec Cards and bound tests of today', () => {
  /** Code that was merged before anything described it, and changed since. */
  function adoptedLate() {
    const here = repository({ 'src/api/retry.ts': 'export const tries = 1\n', 'src/api/retry.test.ts': 'export {}\n' })
    here.commit({ 'src/api/retry.ts': 'export const tries = 2\n', 'src/api/retry.test.ts': 'export const a = 1\n' }, { message: 'Try twice (#1)' })
    here.commit(START, { message: 'Adopt (#2)' })
    here.commit(COVERED, { message: 'Try again (#3)' })
    return here
  }

  it('judge what was merged before there were any', async () => {
    const { dir } = adoptedLate()
    const outcomes = async (...args: readonly string[]) =>
      (await rows(dir, ...args)).map(({ number, gates }) => [number, gates.find((gate) => gate.id === 'spec')?.outcome])
    expect(await outcomes()).toEqual([
      [3, 'pass'],
      [2, 'pass'],
      [1, 'pass'],
    ])
    expect(await outcomes('--as-of-then')).toEqual([
      [3, 'pass'],
      [2, 'pass'],
      [1, 'skip'],
    ])
  })

  it('prove nothing that no test is bound to today', async () => {
    const { dir, commit } = adoptedLate()
    commit({ 'src/api/retry.test.ts': 'export {}\n' }, { message: 'Unbind (#4)' })
    const found = await rows(dir)
    expect(found.map(({ number, verdict }) => [number, verdict])).toEqual([
      [4, 'pass'],
      [3, 'block'],
      [2, 'block'],
      [1, 'block'],
    ])
    expect(found[3]?.gates.find((gate) => gate.id === 'spec')?.reasons.map((reason) => reason.code)).toContain('spec.unbound-surface')
  })

  it('leave Rust code as it was, though tests may stand in it', async () => {
    const bound = '// @spec SPEC-1\n#[test]\nfn one() {}\n'
    const here = repository({ 'src/lib.rs': 'fn a() {}\n' })
    here.commit({ 'src/lib.rs': 'fn a() { b() }\n' }, { message: 'Call b (#1)' })
    const card = String(START['specs/SPEC-1.yml']).replace('src/api/**', 'src/**')
    here.commit({ [SETTINGS]: ENFORCE, 'specs/SPEC-1.yml': card, 'src/lib.rs': `fn a() { b() }\n${bound}` }, { message: 'Adopt (#2)' })
    const found = await rows(here.dir)
    expect(found.map(({ verdict }) => verdict)).toEqual(['pass', 'pass'])
    expect(found[1]?.gates.find((gate) => gate.id === 'spec')?.summary).toBe('1 of 1 changed surface covered by a card with a bound test')
  })
})

describe('a gate that did not judge', () => {
  it('says why, with how often', async () => {
    const { dir } = history({ [SETTINGS]: 'version: 1\nmode: enforce\ngates: { okr: { required: true } }\n' })
    const { out } = await maestro(['replay'], { cwd: dir, columns: 200 })
    expect(out).toMatch(/^gate +did not judge +changes +because$/m)
    expect(out).toMatch(/^spec +skipped +3 +there are no Spec Cards at specs/m)
    expect(out).toMatch(/^okr +could not judge +3 +there is no registry at `okrs/m)
  })
})
