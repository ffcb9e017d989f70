import { describe, expect, it } from 'vitest'
import { spec } from '../../../src/gates/spec/gate.ts'
import { type Files, judgeScene, messagesOf, reasonsOf } from '../harness.ts'
import { BASE, card, program, without } from './example.ts'

const FUNCTIONS = program('retry', 24).split(/\n(?=export)/)
const CODE: Files = { ...BASE, 'src/a.ts': FUNCTIONS.join('\n') }

/** The code of src/a.ts in so many files, named by their index, each with some code of its own. */
function pieces(count: number, name: (index: number) => string, own = ''): Files {
  const size = Math.ceil(FUNCTIONS.length / count)
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [name(index), [own, ...FUNCTIONS.slice(index * size, (index + 1) * size)].join('\n')]))
}

function split(into: Files, files: Files = {}, base = CODE) {
  return judgeScene(spec, { base, head: { ...without(base, 'src/a.ts', 'src/a.test.ts'), ...into, ...files } })
}

const weakened = (result: ReturnType<typeof split>) => reasonsOf(result, 'spec.card-weakened').map(({ level, path }) => `${level} ${path}`)

/** @spec SPEC-6 */
describe('code that is split', () => {
  it.each([2, 3, 6, 12])('into %i files that owe no proof still owes what its card promises', (count) => {
    const into = pieces(count, (index) => `vendor/${index}.ts`)
    expect(weakened(split(into, { 'specs/SPEC-1.yml': '' }))).toEqual(['block specs/SPEC-1.yml'])
    const kept = split(into)
    expect(weakened(kept)).toContain('block vendor/0.ts')
    expect(weakened(kept).every((each) => each.startsWith('block vendor/'))).toBe(true)
  })

  it('is said to be a part of it where each file holds less than half', () => {
    const into = pieces(4, (index) => `vendor/${index}.ts`)
    expect(messagesOf(split(into))).toContain('`SPEC-1` covers `src/a.ts`, a part of which moved to `vendor/0.ts`, where changes of code owe no proof')
    expect(messagesOf(split(into, { 'specs/SPEC-1.yml': '' }))).toContain(
      '`SPEC-1` is deleted, but `src/a.ts`, which it covers, was only split: a part of it is in `vendor/0.ts`',
    )
  })

  it('owes it behind other code, in files that were there, and with a stub in its place', () => {
    const names = (index: number) => `vendor/${index}.ts`
    const there = pieces(3, names, program('unlike', 4))
    const base = { ...CODE, ...Object.fromEntries(Object.keys(there).map((path) => [path, program('unlike', 4)])) }
    expect(weakened(split(there, { 'specs/SPEC-1.yml': '' }, base))).toEqual(['block specs/SPEC-1.yml'])
    expect(weakened(split(there, { 'src/a.ts': "export * from '../vendor/0.ts'" }, base))).toContain('block vendor/0.ts')
  })

  it('owes it when only a part of it left the surfaces, if that is most of it', () => {
    const into = { ...pieces(4, (index) => (index === 0 ? 'src/z.ts' : `vendor/${index}.ts`)), 'src/a.test.ts': BASE['src/a.test.ts'] ?? '' }
    expect(weakened(split(into, { 'specs/SPEC-1.yml': card(1, 'src/z.ts') })).some((each) => each.startsWith('block vendor/'))).toBe(true)
  })

  it('is followed by its card to all its files', () => {
    const into = { ...pieces(3, (index) => `src/parts/${index}.ts`), 'src/a.test.ts': BASE['src/a.test.ts'] ?? '' }
    expect(split(into, { 'specs/SPEC-1.yml': card(1, '"src/parts/**"') }).reasons).toEqual([])
    expect(weakened(split(into, { 'specs/SPEC-1.yml': card(1, 'src/parts/0.ts, src/parts/1.ts') }))).toEqual(['block src/parts/2.ts'])
  })

  it('is not taken for what others have a little of', () => {
    const into = Object.fromEntries(Array.from({ length: 8 }, (_, index) => [`vendor/${index}.ts`, `${FUNCTIONS[index]}\n${program(`other${index}`, 20)}`]))
    expect(weakened(split(into, { 'specs/SPEC-1.yml': '' }))).toEqual([])
  })
})

/** @spec SPEC-6 */
describe('code of a few lines', () => {
  const base: Files = { ...BASE, 'src/a.ts': 'export const TRIES = 3\nexport const CAP = 500' }
  const head = (text: string): Files => ({ ...without(base, 'src/a.ts', 'src/a.test.ts'), 'specs/SPEC-1.yml': '', 'vendor/z.ts': text })

  it('is known again where nearly all of it is there', () => {
    expect(weakened(judgeScene(spec, { base, head: head(`// ours\n${base['src/a.ts']}\n${program('other', 9)}`) }))).toEqual(['block specs/SPEC-1.yml'])
  })

  it('is not taken for what has a line of it', () => {
    expect(weakened(judgeScene(spec, { base, head: head(`export const TRIES = 3\n${program('other', 9)}`) }))).toEqual([])
  })
})
