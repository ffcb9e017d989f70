import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { settingsSchema } from '../../src/config/schema.ts'
import { gates } from '../../src/gates/registry.ts'
import { scratchFolder } from '../git/scratch.ts'
import { BROKEN, ENFORCE, SETTINGS, START } from './a-repository.ts'
import { hasControls, maestro, repository, temporary } from './command-line.ts'

describe('maestro config validate', () => {
  it('prints place, severity, code, message and the line of every error, and exits with 2', async () => {
    const { dir, write } = repository()
    write('draft.yml', 'version: 1\ngates:\n  spec: { covrage: 0.9 }\n\tx: 1\n'.replace('\tx: 1\n', 'mode: loud\n'))
    const { out, code } = await maestro(['config', 'validate', 'draft.yml'], { cwd: dir })
    expect(code).toBe(2)
    expect(out).toContain('draft.yml:3:11: error settings.unknown-key: unknown key `covrage`, did you mean `coverage`?\n')
    expect(out).toContain('    spec: { covrage: 0.9 }\n            ^^^^^^^\n')
    expect(out).toContain('draft.yml:4:7: error settings.wrong-value')
  })

  it('warns of patterns that match no file, which is no failure', async () => {
    const { dir, write } = repository()
    write('draft.yml', 'version: 1\ngates:\n  spec: { surfaces: ["nowhere/**"] }\n')
    const { out, code } = await maestro(['config', 'validate', 'draft.yml'], { cwd: dir })
    expect(code).toBe(0)
    expect(out).toMatch(/^draft\.yml:3:\d+: warning settings\.unmatched-glob: /m)
    expect(out).toContain('draft.yml is valid')
  })

  it("takes the repository's own file, as it is on disk, unless another is named", async () => {
    const { dir, git, write } = repository()
    git(['reset', '--quiet', '--hard'])
    expect(await maestro(['config', 'validate'], { cwd: dir })).toMatchObject({ code: 0, out: `${SETTINGS} is valid\n` })
    write(SETTINGS, BROKEN)
    expect(await maestro(['config', 'validate', '--repo', dir])).toMatchObject({ code: 2, out: expect.stringContaining(`${SETTINGS}:2:7: error`) })
  })

  it('finds it from a folder below, too, and says where it is from there', async () => {
    const { dir, git, write } = repository()
    git(['reset', '--quiet', '--hard'])
    expect(await maestro(['config', 'validate'], { cwd: join(dir, 'src', 'api') })).toMatchObject({ code: 0, out: `../../${SETTINGS} is valid\n` })
    expect(await maestro(['config', 'validate', '--repo', 'api'], { cwd: join(dir, 'src') })).toMatchObject({ code: 0, out: `../${SETTINGS} is valid\n` })
    write(SETTINGS, BROKEN)
    expect(await maestro(['config', 'validate', '--repo', join(dir, 'src')])).toMatchObject({ code: 2, out: expect.stringContaining(`${dir}/${SETTINGS}:2:7`) })
  })

  it('knows what only an organisation may say', async () => {
    const { dir, write } = repository()
    write('org.yml', 'version: 1\nfloor: { spec: enforce }\n')
    expect(await maestro(['config', 'validate', 'org.yml'], { cwd: dir })).toMatchObject({ code: 2, out: expect.stringContaining('settings.not-here') })
    expect(await maestro(['config', 'validate', '--role', 'organisation', 'org.yml'], { cwd: dir })).toMatchObject({ code: 0, out: 'org.yml is valid\n' })
  })

  it('needs no repository for a file that is named', async () => {
    const { dir } = temporary(scratchFolder())
    const here = repository()
    expect((await maestro(['config', 'validate', here.write('a.yml', ENFORCE), '--repo', dir])).code).toBe(0)
    expect(await maestro(['config', 'validate'], { cwd: dir })).toMatchObject({ code: 2, err: expect.stringContaining('there is no settings file') })
  })

  it.each([
    ['is hostile to terminals', `version: 1\n"\u001b[2J\u202e": 1\n${'x'.repeat(500)}: 1\n`],
    ['is too large', `version: 1\n#${'x'.repeat(300_000)}`],
    ['has Windows line ends', 'version: 1\r\nmode: loud\r\n'],
  ])('says what is wrong with a file that %s', async (_what, content) => {
    const { dir, write } = repository()
    const { out, code } = await maestro(['config', 'validate', write('draft.yml', content)], { cwd: dir })
    expect(code).toBe(2)
    expect(hasControls(out)).toBe(false)
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThan(400)
  })
})

describe('maestro config explain', () => {
  const settings = 'version: 1\nmode: warn\ngates:\n  spec: { coverage: 0.5 }\n'

  it('prints what is in force on the trunk, and who set it', async () => {
    const { dir, propose } = repository({ ...START, [SETTINGS]: settings })
    propose({ [SETTINGS]: ENFORCE })
    const { out, code } = await maestro(['config', 'explain'], { cwd: dir })
    expect(code).toBe(0)
    expect(out).toMatch(/^gates\.spec\.coverage +\.github\/maestro\.yml:4 +0\.5$/m)
    expect(out).toMatch(/^mode +\.github\/maestro\.yml:2 +"warn"$/m)
    expect(out).toMatch(/^comment +default +"when-needed"$/m)
  })

  it('prints one value, or says what was probably meant', async () => {
    const { dir } = repository({ ...START, [SETTINGS]: settings })
    const one = await maestro(['config', 'explain', 'gates.spec.coverage', '--repo', dir])
    expect(one.out.trimEnd().split('\n')).toHaveLength(2)
    expect(await maestro(['config', 'explain', 'gates.spec.covrage', '--repo', dir])).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining('did you mean gates.spec.coverage?'),
    })
  })

  it('says that older settings govern while those of the trunk are broken, and fails when there are none', async () => {
    const { dir, commit } = repository({ ...START, [SETTINGS]: settings })
    commit({ [SETTINGS]: BROKEN })
    const ran = await maestro(['config', 'explain', 'mode', '--repo', dir])
    expect(ran).toMatchObject({ code: 0, out: expect.stringContaining('"warn"') })
    expect(ran.err).toContain(`${SETTINGS}:2:7: error`)
    expect(ran.err).toContain('The last valid settings govern')
    const never = repository({ ...START, [SETTINGS]: BROKEN })
    expect(await maestro(['config', 'explain'], { cwd: never.dir })).toMatchObject({ code: 2, out: '', err: expect.stringContaining(`${SETTINGS}:2:7`) })
  })
})

describe('maestro config schema', () => {
  it('prints the schema that settings are checked by', async () => {
    const { out, code } = await maestro(['config', 'schema'])
    expect(code).toBe(0)
    expect(JSON.parse(out)).toEqual(settingsSchema(gates))
  })
})
