import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { changedAreas } from '../../../src/cli/starter/changed-areas.ts'
import { sourcePatterns } from '../../../src/cli/starter/source-patterns.ts'
import { starterSettings } from '../../../src/cli/starter/starter-settings.ts'
import { governing } from '../../../src/config/govern.ts'
import { gates } from '../../../src/gates/registry.ts'
import { SETTINGS, START } from '../a-repository.ts'
import { maestro, repository } from '../command-line.ts'

const CODE = 'export const one = 1\n'

/** A trunk that knows nothing of Maestro: code, a test, an example and documentation, changed by four merged changes. */
function unadopted() {
  const here = repository({ 'src/api/retry.ts': CODE, 'src/cart/total.ts': CODE, 'test/retry.test.ts': CODE, 'examples/shop.ts': CODE, 'README.md': 'x\n' })
  here.commit({ 'src/api/retry.ts': `${CODE}export const two = 2\n` }, { message: 'Try twice (#1)' })
  here.commit({ 'src/api/retry.ts': CODE, 'examples/shop.ts': '// more\n' }, { message: 'Try once (#2)' })
  here.commit({ 'README.md': 'y\n', 'examples/shop.ts': CODE }, { message: 'Explain (#3)' })
  here.commit({ 'src/cart/total.ts': '// A remark.\nexport const one = 1\n' }, { message: 'Remark (#4)' })
  return here
}

interface Row {
  readonly number: number
  readonly judgedBy: string
  readonly gates: readonly { readonly id: string; readonly outcome: string; readonly effect: string; readonly reasons: readonly { readonly code: string }[] }[]
}

async function replayed(dir: string, ...args: readonly string[]): Promise<readonly Row[]> {
  const ran = await maestro(['replay', '--format', 'json', ...args], { cwd: dir })
  expect(ran.code).toBe(0)
  return JSON.parse(ran.out)
}

describe('a trunk that has not adopted Maestro', () => {
  it('is judged as if it had begun, and nothing is proven by that', async () => {
    const rows = await replayed(unadopted().dir)
    expect(new Set(rows.map((row) => row.judgedBy))).toEqual(new Set(['starter']))
    const told = rows.map(({ number, gates: results }) => [number, ...results.map(({ id, outcome, effect }) => `${id} ${outcome} ${effect}`)])
    expect(told).toEqual([
      [4, 'okr fail would-block', 'spec pass none'],
      [3, 'okr fail would-block', 'spec pass none'],
      [2, 'okr pass none', 'spec fail would-block'],
      [1, 'okr pass none', 'spec fail would-block'],
    ])
  })

  it('is told which files that would be, and what each is', async () => {
    const { out } = await maestro(['replay'], { cwd: unadopted().dir, columns: 200 })
    expect(out).toContain(`has no ${SETTINGS} yet, so they are judged as if these files were on it, made from the repository:`)
    expect(out).toMatch(/^okrs\/objectives\.yml +OKR-FIRST, to put your own in place of; changes of src\/api\/\*\* serve it$/m)
    expect(out).toMatch(/^specs\/SPEC-1\.yml +a draft for src\/api\/\*\*, which 2 of 4 changes touch$/m)
    expect(out).toMatch(/^specs\/SPEC-2\.yml +a draft for src\/cart\/\*\*, which 1 of 4 changes touch$/m)
    expect(out).not.toContain('SPEC-3')
    expect(out.slice(out.indexOf('# .github/maestro.yml'))).toContain('      - src/**/*.ts\n')
    expect(out).not.toContain('examples/**')
  })

  it('judges the same by these files once they are written and merged', async () => {
    const { dir, git, commit } = unadopted()
    const before = await replayed(dir)
    git(['reset', '--quiet', '--hard'])
    const written = await maestro(['replay', '--write-starter', '.'], { cwd: dir })
    expect(written).toMatchObject({ code: 0, err: expect.stringMatching(/^Written: \.github\/maestro\.yml, okrs\/objectives\.yml, specs\/SPEC-1\.yml, /) })
    const paths = [SETTINGS, 'okrs/objectives.yml', 'specs/SPEC-1.yml', 'specs/SPEC-2.yml']
    expect(await maestro(['config', 'validate'], { cwd: dir })).toMatchObject({ code: 0 })
    commit(Object.fromEntries(paths.map((path) => [path, readFileSync(join(dir, path), 'utf8')])), { message: 'Adopt (#5)' })
    const [adopting, ...after] = await replayed(dir)
    expect(adopting).toMatchObject({ number: 5, judgedBy: 'today' })
    expect(after.map((row) => ({ ...row, judgedBy: 'starter', ms: 0 }))).toEqual(before.map((row) => ({ ...row, ms: 0 })))
  })

  it('keeps what it has: cards and objectives are not made where there are some', async () => {
    const here = repository({ ...START, [SETTINGS]: null, 'okrs/mine.yml': '- id: OKR-A\n  objective: a\n' })
    here.commit({ 'src/api/retry.ts': CODE }, { message: 'Again (#1)' })
    const { out } = await maestro(['replay'], { cwd: here.dir })
    expect(out).not.toContain('okrs/objectives.yml')
    expect(out).not.toMatch(/^specs\//m)
  })

  it('overwrites nothing', async () => {
    const { dir } = unadopted()
    writeFileSync(join(dir, 'specs'), 'a file')
    expect(await maestro(['replay', '--write-starter', '.'], { cwd: dir })).toMatchObject({ code: 2, err: expect.stringContaining('cannot be written') })
    expect(await maestro(['replay', '--write-starter', '.'], { cwd: dir })).toMatchObject({ code: 2, err: expect.stringContaining('is there already') })
  })
})

describe('the code that a repository is for', () => {
  it.each([
    [['src/a.py', 'docs/conf.py', 'examples/b.py', 'tests/test_a.py', 'setup.py'], ['src/**/*.py']],
    [
      ['main.go', 'policy/a.go', 'vendor/x/y.go', 'scripts/z.go'],
      ['*.go', 'policy/**/*.go'],
    ],
    [
      ['setup.py', 'thing.py'],
      ['*.py', '!setup.py'],
    ],
    [
      ['packages/a/src/x.ts', 'packages/a/src/y.tsx', 'packages/create/template-react/z.ts', 'playground/p.ts', 'packages/a/scripts/s.ts'],
      ['packages/**/*.{ts,tsx}', '!**/{scripts,template-*}/**'],
    ],
    [
      ['lib/a.rb', 'lib/a.pb.rb', 'test-shrinker/lib/c.rb'],
      ['lib/**/*.rb', '!**/*.pb.*'],
    ],
    [['README.md', 'docs/a.ts'], []],
  ])('is found in %j', (paths, patterns) => {
    expect(sourcePatterns(paths)).toEqual(patterns)
  })
})

describe('the areas that change most', () => {
  const change = (...paths: string[]) => paths

  it('are folders below the one that everything is in', () => {
    const changes = [change('src/a/x.ts'), change('src/a/y.ts', 'src/b/z.ts'), change('src/b/z.ts'), change('src/b/c/d.ts'), change('src/e.ts')]
    expect(changedAreas(changes)).toEqual([
      { glob: 'src/a/**', folder: 'src/a', changes: 2 },
      { glob: 'src/b/*.ts', folder: 'src/b', changes: 2 },
      { glob: 'src/*.ts', folder: 'src', changes: 1 },
    ])
  })

  it('are three at most, the most changed first, and none where no code is changed', () => {
    const changes = ['a', 'b', 'b', 'c', 'c', 'c', 'd', 'd', 'd', 'd'].map((folder) => change(`${folder}/x.ts`))
    expect(changedAreas(changes).map((area) => area.folder)).toEqual(['d', 'c', 'b'])
    expect(changedAreas([[], []])).toEqual([])
  })
})

describe('the settings to start from', () => {
  it('are valid and name nothing that is not there, whatever the paths are', () => {
    const name = fc.oneof(
      fc.constantFrom('src', 'test', 'lib', 'a*b', '{x', 'spec', '-', 'docs', 'template-a', '.x'),
      fc.string({ minLength: 1, maxLength: 6 }),
    )
    const file = fc.constantFrom('a.ts', 'a.test.ts', 'b.py', 'test_b.py', 'c.go', 'c_test.go', 'D.java', 'e.rs', 'README.md', 'setup.py', 'f.pb.go')
    const path = fc
      .tuple(fc.array(name, { maxLength: 3 }), file)
      .map(([folders, last]) => [...folders, last].map((part) => part.replaceAll('/', '_')).join('/'))
    fc.assert(
      fc.property(fc.array(path, { maxLength: 30 }), (paths) => {
        const content = starterSettings(paths)
        expect(governing({ proposedFile: { file: SETTINGS, content, paths } }, gates).notice.proposed).toEqual([])
      }),
      { seed: 11, numRuns: 300 },
    )
  })
})
