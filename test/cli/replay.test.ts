import { rmSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { starterSettings } from '../../src/cli/replay/starter-settings.ts'
import { governing } from '../../src/config/govern.ts'
import { gates } from '../../src/gates/registry.ts'
import { COVERED, ENFORCE, OBSERVE, type Repository, SETTINGS, START, UNCOVERED } from './a-repository.ts'
import { hasControls, maestro, repository } from './command-line.ts'

interface Row {
  readonly number: number | null
  readonly commit: string
  readonly title: string
  readonly verdict: string
  readonly gates: readonly { readonly id: string; readonly effect: string; readonly reasons: readonly { readonly code: string }[] }[]
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
    expect(out).toMatch(/^3 merged changes, 2023-11-14 to 2023-11-14 · /)
    expect(out).toMatch(/^spec +enforce +1 +0 +2 +0 +0 +0 +0$/m)
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
    [['--range', 'main'], 'there is no revision'],
    [['--range', 'main~3..nowhere'], 'there is no revision'],
  ])('exits with 2 for %j', async (args, words) => {
    const { dir } = history()
    expect(await maestro(['replay', ...args], { cwd: dir })).toMatchObject({ code: 2, err: expect.stringContaining(words) })
  })

  it('says that there is nothing to compare with where the history is one commit', async () => {
    const { dir } = repository()
    expect(await maestro(['replay'], { cwd: dir })).toMatchObject({ code: 2, err: expect.stringContaining('nothing merged to look at') })
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

  it('ends with what it has when it is interrupted, and the JSON is whole', async () => {
    const { dir } = history()
    const ran = await maestro(['replay', '--format', 'json'], { cwd: dir, interruptAfter: 20 })
    expect(ran.code).toBe(130)
    expect(JSON.parse(ran.out)).toHaveLength(1)
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
    const { out, code } = await maestro(['replay'], { cwd: dir })
    expect(code).toBe(0)
    expect(out).toContain(`1 could not be judged, the first: #1: git object ${gone}`)
    expect((await rows(dir)).map((row) => row.verdict)).toEqual(['block', 'pass', 'undecided'])
  })
})

describe('the settings to start from', () => {
  it('are shown where the trunk has none, made from what is there', async () => {
    const { dir } = history({ ...START, [SETTINGS]: null })
    const { out } = await maestro(['replay'], { cwd: dir })
    const proposal = out.slice(out.indexOf('# .github/maestro.yml'))
    expect(proposal).toContain('mode: observe')
    expect(proposal).toContain('- src/**/*.ts')
    expect(proposal).toContain('- "**/*.{test,spec}.')
    expect(proposal).not.toContain('py')
  })

  it('are valid and name nothing that is not there, whatever the paths are', () => {
    const name = fc.oneof(fc.constantFrom('src', 'test', 'lib', 'a*b', '{x', 'spec', '-'), fc.string({ minLength: 1, maxLength: 6 }))
    const file = fc.constantFrom('a.ts', 'a.test.ts', 'b.py', 'test_b.py', 'c.go', 'c_test.go', 'D.java', 'e.rs', 'README.md')
    const path = fc
      .tuple(fc.array(name, { maxLength: 3 }), file)
      .map(([folders, last]) => [...folders, last].map((part) => part.replaceAll('/', '_')).join('/'))
    fc.assert(
      fc.property(fc.array(path, { maxLength: 30 }), (paths) => {
        const content = starterSettings(paths)
        expect(governing({ proposedFile: { file: SETTINGS, content, paths } }, gates).notice.proposed).toEqual([])
      }),
      { seed: 11, numRuns: 200 },
    )
  })
})
