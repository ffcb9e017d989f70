import { describe, expect, it } from 'vitest'
import { run, scratchFolder } from '../git/scratch.ts'
import { COVERED, SETTINGS, START, UNCOVERED } from './a-repository.ts'
import { maestro, repository, temporary } from './command-line.ts'

const OFF = 'version: 1\ngates:\n  spec: { mode: "off" }\n'

describe('maestro spec list', () => {
  it('prints every card with the tests that are bound to it', async () => {
    const { dir } = repository()
    const { out, code } = await maestro(['spec', 'list'], { cwd: dir })
    expect(code).toBe(0)
    expect(out).toMatch(/^SPEC-1 +active +1 +Retries +specs\/SPEC-1\.yml:1$/m)
    expect(JSON.parse((await maestro(['spec', 'list', '--format', 'json'], { cwd: dir })).out)).toEqual([
      {
        id: 'SPEC-1',
        title: 'Retries',
        status: 'active',
        owner: null,
        path: 'specs/SPEC-1.yml',
        line: 1,
        surfaces: ['src/api/**'],
        tests: [{ path: 'src/api/retry.test.ts', line: 1 }],
      },
    ])
  })

  it('works in a shallow clone, and where the gate is off', async () => {
    const { dir, commit } = repository({ ...START, [SETTINGS]: OFF })
    commit({ 'README.md': 'more\n' })
    const clone = temporary(scratchFolder())
    run(clone.dir, ['clone', '--quiet', '--depth=1', `file://${dir}`, 'clone'])
    expect((await maestro(['spec', 'list', '--repo', 'clone'], { cwd: clone.dir })).out).toContain('SPEC-1')
  })
})

describe('maestro spec coverage', () => {
  it('prints which changed code is covered by what, and how much is asked for', async () => {
    const { dir, propose } = repository()
    propose({ ...COVERED, ...UNCOVERED })
    const { out, code } = await maestro(['spec', 'coverage'], { cwd: dir })
    expect(code).toBe(0)
    expect(out).toMatch(/^src\/api\/retry\.ts:1 +covered +SPEC-1$/m)
    expect(out).toMatch(/^src\/cart\/total\.ts:1 +uncarded$/m)
    expect(out).toContain('1 of 2 covered: 0.50')
    expect(JSON.parse((await maestro(['spec', 'coverage', '--format', 'json'], { cwd: dir })).out)).toMatchObject({
      covered: 1,
      owing: 2,
      share: 0.5,
      required: 0.95,
      enough: false,
      surfaces: [
        { path: 'src/api/retry.ts', state: 'covered' },
        { path: 'src/cart/total.ts', state: 'uncarded' },
      ],
    })
  })

  it('says when nothing owes a proof', async () => {
    const { dir } = repository()
    expect((await maestro(['spec', 'coverage'], { cwd: dir })).out).toMatch(/^No changed code owes a proof: [0-9a-f]{12} is the tip of main itself\. /)
  })
})

describe('maestro spec draft', () => {
  it('prints a card that covers the change once it is active', async () => {
    const { dir, propose, commit, git } = repository()
    propose(UNCOVERED, 'Count totals')
    const { out, err, code } = await maestro(['spec', 'draft'], { cwd: dir })
    expect(code).toBe(0)
    expect(err).toBe('A card for specs/SPEC-2.yml:\n')
    expect(out).toContain('title: Count totals')
    expect(git(['rev-parse', 'HEAD'])).not.toBe('')
    const test = "// @spec SPEC-2\nit('counts', () => expect(total).toBe(1))\n"
    commit({ 'specs/SPEC-2.yml': out.replace('status: draft', 'status: active'), 'src/cart/total.test.ts': test }, { branch: 'feature' })
    expect((await maestro(['check'], { cwd: dir })).code).toBe(0)
  })

  it('has nothing to draft where a card covers everything', async () => {
    const { dir, propose } = repository()
    propose(COVERED)
    expect(await maestro(['spec', 'draft'], { cwd: dir })).toMatchObject({ code: 0, out: '', err: expect.stringContaining('Nothing to draft') })
    expect((await maestro(['spec', 'draft', '--format', 'json'], { cwd: dir })).out).toBe('null\n')
  })

  it('drafts for changed code even where no card is required', async () => {
    const { dir, propose } = repository({ ...START, [SETTINGS]: 'version: 1\ngates:\n  spec: { required: none }\n' })
    propose(UNCOVERED)
    expect((await maestro(['spec', 'draft'], { cwd: dir })).out).toContain('src/cart/total.ts')
  })
})
