import { describe, expect, it } from 'vitest'
import { spec } from '../../../src/gates/spec/gate.ts'
import type { SpecOptions } from '../../../src/gates/spec/options.ts'
import type { Entry } from '../../../src/model/change.ts'
import { globSet } from '../../../src/model/glob.ts'
import { oid } from '../../../src/model/ids.ts'
import type { Facts, Need } from '../../../src/model/need.ts'
import { changeOf, type Files, gatherScene, judgeScene, messagesOf, outline, reasonsOf, type Scene } from '../harness.ts'
import { BASE, card, program, without } from './example.ts'

const CODE: Files = { ...BASE, 'src/a.ts': program('retry') }
const EDITED = program('retry').replace('value * 3', 'value * 4')

/** What is said when src/a.ts is moved as it is. */
function moved(to: string, files: Files = {}, options: Partial<SpecOptions> = {}) {
  return judgeScene(spec, { base: CODE, head: { ...without(CODE, 'src/a.ts'), [to]: program('retry'), ...files }, renames: { [to]: 'src/a.ts' } }, options)
}

/** What is said when src/a.ts is moved and edited, so that git sees a removed file and an added one. */
function movedAndEdited(to: string, files: Files = {}, options: Partial<SpecOptions> = {}) {
  return judgeScene(spec, { base: CODE, head: { ...without(CODE, 'src/a.ts'), [to]: EDITED, ...files } }, options)
}

/** @spec SPEC-6 */
describe('code that moves', () => {
  it('takes its card along, when the card says where it is now', () => {
    expect(moved('src/z.ts', { 'specs/SPEC-1.yml': card(1, 'src/z.ts') }).reasons).toEqual([])
    expect(movedAndEdited('src/z.ts', { 'specs/SPEC-1.yml': card(1, 'src/z.ts') }).reasons).toEqual([])
  })

  it('may come under another card', () => {
    const files = { 'specs/SPEC-1.yml': card(1, '"src/{a,o}.ts"'), 'src/o.ts': program('other') }
    const base = { ...CODE, ...files }
    const head = { ...without(base, 'src/a.ts'), 'src/b/a.ts': program('retry'), 'specs/SPEC-2.yml': card(2, '"src/b/**", src/b.ts') }
    expect(judgeScene(spec, { base, head, renames: { 'src/b/a.ts': 'src/a.ts' } }).reasons).toEqual([])
  })

  it('leaves no card behind that covers it no more', () => {
    const result = moved('src/z.ts')
    expect(outline(result)).toEqual(['spec.card-weakened block src/z.ts:1'])
    expect(messagesOf(result)).toContain('`SPEC-1` covers `src/a.ts`, which moved to `src/z.ts`, where no card covers it')
  })

  it('leaves none behind either when it is edited meanwhile', () => {
    const result = movedAndEdited('src/z.ts', {}, { coverage: 0 })
    expect(outline(result)).toEqual(['spec.behaviour-without-card warn src/z.ts:1', 'spec.card-weakened block src/z.ts:1'])
    expect(messagesOf(result)).toContain('`SPEC-1` covers `src/a.ts`, most of which moved to `src/z.ts`, where no card covers it')
  })

  it.each([
    ['retired', { 'specs/SPEC-1.yml': card(1, 'src/a.ts', { status: 'retired' }) }],
    ['deleted', { 'specs/SPEC-1.yml': '' }],
  ])('is no reason to have its card %s', (what, files) => {
    const message = `\`SPEC-1\` is ${what}, but \`src/a.ts\`, which it covers, only moved to \`src/z.ts\``
    const bound = { 'src/a.test.ts': '' }
    for (const result of [moved('src/z.ts', { ...files, ...bound }), movedAndEdited('src/z.ts', { ...files, ...bound })]) {
      expect(messagesOf(result)).toContain(message)
      expect(reasonsOf(result, 'spec.card-weakened').map((reason) => reason.level)).toEqual(['block'])
    }
    // Another card does not stand in for the one that is gone, unless the code is only like what it was.
    const other = { 'specs/SPEC-2.yml': card(2, 'src/b.ts, src/z.ts') }
    expect(reasonsOf(moved('src/z.ts', { ...files, ...bound, ...other }), 'spec.card-weakened').map((reason) => reason.level)).toEqual(['block'])
    expect(reasonsOf(movedAndEdited('src/z.ts', { ...files, ...bound, ...other }), 'spec.card-weakened').map((reason) => reason.level)).toEqual(['warn'])
  })

  it.each(['vendor/a.ts', 'src/a.config.ts', 'src/other.test.ts', 'src/a.txt'])('to %s leaves the surfaces, even when the card follows it', (to) => {
    const files = { 'specs/SPEC-1.yml': card(1, to) }
    expect(messagesOf(moved(to, files))).toContain(`\`SPEC-1\` covers \`src/a.ts\`, which moved to \`${to}\`, where changes of code owe no proof`)
    const result = movedAndEdited(to, files)
    expect(reasonsOf(result, 'spec.card-weakened')).toMatchObject([{ level: 'block', path: to }])
    expect(result.facts[0]).toMatchObject({ value: { owing: 1 } })
  })

  it('owes a proof when it is edited while it leaves the surfaces, card or no card', () => {
    const base = { ...BASE, 'src/c.ts': program('total') }
    const head = (text: string) => ({ ...without(base, 'src/c.ts'), 'vendor/c.ts': text })
    expect(outline(judgeScene(spec, { base, head: head(program('total').replace('value * 3', 'value * 4')) }))).toEqual([
      'spec.behaviour-without-card block vendor/c.ts:1',
      'spec.coverage-below block',
    ])
    const pure: Scene = { base, head: head(program('total')), renames: { 'vendor/c.ts': 'src/c.ts' } }
    expect(judgeScene(spec, pure).reasons).toEqual([])
    expect(outline(judgeScene(spec, pure, { required: 'all' }))).toContain('spec.behaviour-without-card block vendor/c.ts:1')
  })

  it('is seen when it is added to a file that was there, and when a stub stays in its place', () => {
    const base = { ...CODE, 'vendor/all.ts': program('unlike') }
    const appended = { ...without(base, 'src/a.ts'), 'vendor/all.ts': `${program('unlike')}\n${EDITED}` }
    expect(reasonsOf(judgeScene(spec, { base, head: appended }), 'spec.card-weakened')).toMatchObject([{ level: 'block', path: 'vendor/all.ts' }])
    const stub = { ...CODE, 'src/a.ts': "export * from '../vendor/a.ts'", 'vendor/a.ts': EDITED }
    expect(reasonsOf(judgeScene(spec, { base: CODE, head: stub }), 'spec.card-weakened')).toMatchObject([{ level: 'block', path: 'vendor/a.ts' }])
  })

  it('is not taken for what is only a little like it', () => {
    const result = judgeScene(spec, { base: CODE, head: { ...without(CODE, 'src/a.ts'), 'vendor/z.ts': program('something') } })
    expect(outline(result)).toEqual(['spec.card-without-code block specs/SPEC-1.yml:7'])
    const little = `${program('retry', 3)}\n${program('something', 30)}`
    expect(reasonsOf(judgeScene(spec, { base: CODE, head: { ...without(CODE, 'src/a.ts'), 'vendor/z.ts': little } }), 'spec.card-weakened')).toEqual([])
  })

  it('is found among large files', () => {
    const large = program('retry', 1500)
    const base = { ...CODE, 'src/a.ts': large }
    const result = judgeScene(spec, {
      base,
      head: { ...without(base, 'src/a.ts'), 'vendor/a.ts': `${program('first', 900)}\n${large}`, 'vendor/b.ts': program('unlike', 900) },
    })
    expect(reasonsOf(result, 'spec.card-weakened')).toMatchObject([{ path: 'vendor/a.ts' }])
    const small = { ...CODE, 'src/a.ts': program('retry', 60) }
    const within = judgeScene(spec, { base: small, head: { ...without(small, 'src/a.ts'), 'vendor/a.ts': large } })
    expect(reasonsOf(within, 'spec.card-weakened')).toMatchObject([{ path: 'vendor/a.ts' }])
  })

  it('is asked about only where surfaces are removed', () => {
    const needs = (scene: Scene) => spec.needs(changeOf(scene), spec.settings.defaults, undefined as unknown as Facts, 0)
    const asks = (scene: Scene) => needs(scene).some((need) => need.kind === 'extracts' && need.extractor.id === 'spec.code-sketch')
    expect(asks({ base: BASE, head: { ...BASE, 'src/a.ts': 'a(2)', 'src/new.ts': 'x', 'README.md': 'x', 'src/new.test.ts': 'x' } })).toBe(false)
    expect(asks({ base: BASE, head: without(BASE, 'src/a.ts') })).toBe(false)
    expect(asks({ base: BASE, head: { ...without(BASE, 'src/a.ts'), 'README.md': 'x' } })).toBe(true)
  })
})

describe('code that goes', () => {
  it('takes its card along, or the card is left without code', () => {
    const gone = without(BASE, 'src/a.ts')
    const result = judgeScene(spec, { base: BASE, head: gone })
    expect(outline(result)).toEqual(['spec.card-without-code block specs/SPEC-1.yml:7'])
    expect(messagesOf(result)).toContain('the change leaves `SPEC-1` without any code that it covers')
    const retired = { ...without(gone, 'src/a.test.ts'), 'specs/SPEC-1.yml': card(1, 'src/a.ts', { status: 'retired' }) }
    expect(judgeScene(spec, { base: BASE, head: retired }).reasons).toEqual([])
  })

  it('leaves a card alone that covers other code', () => {
    const base = { ...BASE, 'specs/SPEC-1.yml': card(1, '"src/{a,c}.ts"') }
    expect(judgeScene(spec, { base, head: without(base, 'src/a.ts') }).reasons).toEqual([])
  })

  it('leaves a card without code when only tests and texts are left of it, and not when it never had any', () => {
    const base = {
      ...BASE,
      'specs/SPEC-1.yml': card(1, 'src/a.*'),
      'src/a.md': 'x',
      'specs/SPEC-2.yml': card(2, 'docs/**'),
      'docs/b.md': 'b',
      'docs/c.md': 'c',
    }
    const result = judgeScene(spec, { base, head: without(base, 'src/a.ts', 'docs/b.md', 'docs/c.md') })
    expect(outline(result)).toEqual(['spec.card-without-code block specs/SPEC-1.yml:7'])
  })

  it('was gone before the change: that is nobody’s fault now', () => {
    const base = { ...BASE, 'specs/SPEC-3.yml': card(3, 'src/nothing.ts'), 'src/n.test.ts': '// @spec SPEC-3\ntest()' }
    expect(judgeScene(spec, { base, head: { ...base, 'src/a.ts': 'a(2)' } }).reasons).toEqual([])
  })
})

/** Judges a change that puts a link or a submodule at a path of the head. */
function judgeLinked(scene: Scene, link: Entry, options: Partial<SpecOptions> = {}, before?: Omit<Entry, 'path'>) {
  const change = changeOf(scene)
  const files = change.files.filter((file) => file.path !== link.path)
  const was = before ?? change.files.find((file) => file.path === link.path)?.before
  const after = { oid: link.oid, kind: link.kind }
  files.push(was ? { path: link.path, status: 'modified', before: was, after } : { path: link.path, status: 'added', after })
  const settings = { ...spec.settings.defaults, ...options }
  const linked = { ...change, files: files.toSorted((a, b) => (a.path < b.path ? -1 : 1)) }
  const gathered = gatherScene(spec, { ...scene, change: linked }, linked, settings)
  const facts: Facts = {
    get<T>(need: Need<T>): T {
      const value = gathered.get(need)
      if (need.kind !== 'listing' || need.side !== 'head' || !globSet(need.globs).matches(link.path)) return value
      return [...(value as readonly Entry[]), link] as T
    },
  }
  return spec.evaluate(linked, settings, facts)
}

describe('a link or a submodule', () => {
  const BASE_API: Files = {
    'specs/SPEC-1.yml': card(1, '"src/api/**"'),
    'src/api/a.ts': program('a'),
    'src/api/b.ts': program('b'),
    'src/a.test.ts': '// @spec SPEC-1\ntest()',
  }
  const kinds = [['symlink'], ['submodule']] as const
  const at = (path: string, kind: Entry['kind']): Entry => ({ path, oid: oid('1'.repeat(40)), kind })

  it.each(kinds)('(%s) in the place of a surface owes a proof that no card gives', (kind) => {
    const scene = { base: BASE_API, head: without(BASE_API, 'src/api/a.ts') }
    for (const required of ['behaviour', 'none'] as const) {
      const result = judgeLinked(scene, at('src/api/a.ts', kind), { required })
      expect(result.facts[0]).toMatchObject({ value: { covered: 0, owing: 1, surfaces: [{ path: 'src/api/a.ts', state: 'linked', cards: ['SPEC-1'] }] } })
      expect(outline(result)).toEqual(['spec.behaviour-without-card block src/api/a.ts:1', 'spec.coverage-below block'])
      expect(messagesOf(result)).toContain('`src/api/a.ts:1`: it became a link or a submodule, and no card covers what is behind one')
      expect(messagesOf(result)).toContain('keep the code itself where it was, or remove it and retire what its card says of it')
    }
  })

  it.each(kinds)('(%s) in the place of the last surface of a card leaves that without code, and is none that a card may be kept for', (kind) => {
    const scene = { base: BASE_API, head: without(BASE_API, 'src/api/a.ts', 'src/api/b.ts') }
    const base = { ...without(BASE_API, 'src/api/b.ts') }
    expect(outline(judgeLinked({ ...scene, base }, at('src/api/a.ts', kind)))).toContain('spec.card-without-code block specs/SPEC-1.yml:7')
    const retired = { ...without(scene.head, 'src/a.test.ts'), 'specs/SPEC-1.yml': card(1, '"src/api/**"', { status: 'retired' }) }
    expect(reasonsOf(judgeLinked({ base, head: retired }, at('src/api/a.ts', kind)), 'spec.card-weakened')).toEqual([])
  })

  it.each(kinds)('(%s) that was one before may lead elsewhere, as its card and test say', (kind) => {
    const scene = { base: without(BASE_API, 'src/api/a.ts'), head: without(BASE_API, 'src/api/a.ts') }
    const result = judgeLinked(scene, at('src/api/a.ts', kind), {}, { oid: oid('2'.repeat(40)), kind })
    expect(result.facts[0]).toMatchObject({ value: { covered: 1, owing: 1 } })
  })

  it.each(kinds)('(%s) in the place of a folder of surfaces owes one, and leaves its card without code', (kind) => {
    const scene = { base: BASE_API, head: without(BASE_API, 'src/api/a.ts', 'src/api/b.ts') }
    const result = judgeLinked(scene, at('src/api', kind))
    expect(result.facts[0]).toMatchObject({ value: { covered: 0, owing: 1, surfaces: [{ path: 'src/api', state: 'linked', cards: ['SPEC-1'] }] } })
    expect(outline(result)).toEqual([
      'spec.behaviour-without-card block src/api:1',
      'spec.coverage-below block',
      'spec.card-without-code block specs/SPEC-1.yml:7',
    ])
    expect(outline(judgeLinked({ ...scene, base: { ...BASE_API, 'specs/SPEC-1.yml': card(1, 'src/api/*.ts') } }, at('src', kind)))).toContain(
      'spec.behaviour-without-card block src:1',
    )
  })

  it('elsewhere owes none', () => {
    const scene = { base: BASE_API, head: without(BASE_API, 'src/api/a.ts') }
    expect(judgeLinked(scene, at('src/apis', 'symlink')).facts[0]).toMatchObject({ value: { owing: 0 } })
  })
})
