import { describe, expect, it } from 'vitest'
import { spec } from '../../../src/gates/spec/gate.ts'
import { type CardFile, cardFile } from '../../../src/gates/spec/spec-cards/card-file.ts'
import { CardLookup, Search } from '../../../src/gates/spec/spec-cards/card-lookup.ts'
import { cardsCovering, specIndex } from '../../../src/gates/spec/spec-cards/spec-index.ts'
import { expandedSize } from '../../../src/model/glob.ts'
import { plain } from '../../../src/model/phrase.ts'
import { type Files, judgeScene, messagesOf, outline, reasonsOf } from '../harness.ts'
import { BASE, card } from './example.ts'

function read(text: string): CardFile {
  return cardFile.extract(Buffer.from(text), 'specs/a.yml')
}

function indexOf(files: Readonly<Record<string, string>>) {
  return specIndex({ found: new Map(Object.entries(files).map(([path, text]) => [path, read(text)])), unread: new Map() }, [])
}

/** Stands for 256 patterns of 19 characters. */
const BRACES = `"**/${'{a,b}'.repeat(8)}********"`
const LARGE = Array.from({ length: 20 }, () => BRACES).join(', ')

/** Is compared with a path of as many letters from each of them on. */
const SLOW = `"**/*${'a'.repeat(400)}b"`

/** @spec SPEC-6 */
describe('the surfaces of a card file', () => {
  it('count up to a bound, so that nobody’s patterns keep a worker busy', () => {
    const text = Array.from({ length: 400 }, (_, id) => card(id, `${BRACES}, src/a.ts`)).join('---\n')
    const { cards, problems, patterns } = read(text)
    expect(cards).toHaveLength(400)
    expect(cards.flatMap((each) => each.surfaces.map((surface) => expandedSize(surface.text))).reduce((a, b) => a + b)).toBe(patterns)
    expect(patterns).toBeGreaterThan(90_000)
    expect(patterns).toBeLessThanOrEqual(100_000)
    const told = problems.filter((problem) => plain(problem.message).includes('characters of patterns'))
    expect(told.map(({ line, message }) => `${line}: ${plain(message)}`)).toEqual([
      '187: the surfaces of this file stand for more than 100000 characters of patterns; this one and those below do not count',
    ])
  })

  it('may be many', () => {
    const surfaces = Array.from({ length: 100 }, (_, index) => `"src/area-${index}/{api,core}/**/*.{ts,tsx}"`).join(', ')
    expect(read(Array.from({ length: 6 }, (_, id) => card(id + 1, surfaces)).join('---\n')).problems).toEqual([])
  })
})

describe('the surfaces of all cards together', () => {
  const many = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`specs/large-${index + 10}.yml`, card(index + 10, LARGE)]))

  it('count up to a bound: files beyond keep their cards, without surfaces', () => {
    expect(indexOf(many).problems).toEqual([])
    const { cards, problems } = indexOf({
      ...many,
      'specs/a.yml': card(1, LARGE),
      'specs/z.yml': card(2, 'src/a.ts'),
      'specs/zz.yml': 'id: SPEC-3\nstatus: draft\n',
    })
    expect(cards).toHaveLength(23)
    expect(problems.map(({ path, message }) => `${path}: ${plain(message).slice(0, 80)}`)).toEqual([
      'specs/large-29.yml: the surfaces of all cards together stand for more than 2000000 characters of pat',
      'specs/z.yml: the surfaces of all cards together stand for more than 2000000 characters of pat',
    ])
    expect(cards.find((each) => each.id === 'SPEC-2')?.surfaces).toEqual([])
  })

  it('block the change that makes them too many, whichever file is beyond', () => {
    const base: Files = { ...BASE, ...many }
    const result = judgeScene(spec, { base, head: { ...base, 'specs/0.yml': card(99, LARGE, { status: 'draft' }) } })
    expect(reasonsOf(result, 'spec.card-invalid')).toMatchObject([{ level: 'block', path: 'specs/large-29.yml' }])
    const before: Files = { ...base, 'specs/0.yml': card(99, LARGE, { status: 'draft' }) }
    expect(reasonsOf(judgeScene(spec, { base: before, head: { ...before, 'src/a.ts': 'a(2)' } }), 'spec.card-invalid')).toMatchObject([{ level: 'note' }])
  })
})

describe('looking cards up', () => {
  const index = indexOf(
    Object.fromEntries(
      Array.from({ length: 5000 }, (_, id) => [`specs/${id}.yml`, card(id, `"src/area-${id}/**", src/one/file-${id}.ts, "src/two/file-${id}.*", lib-${id}/`)]),
    ),
  )

  it('compares a path with few of many cards', () => {
    const search = new Search()
    for (let file = 0; file < 300; file += 1) {
      expect(cardsCovering(index, `src/area-${file}/deep/module.ts`, search).map((each) => each.id)).toEqual([`SPEC-${file}`])
      expect(cardsCovering(index, `src/one/file-${file}.ts`, search).map((each) => each.id)).toEqual([`SPEC-${file}`])
      expect(cardsCovering(index, `lib-${file}/x/y.rb`, search).map((each) => each.id)).toEqual([`SPEC-${file}`])
    }
    expect(search.steps.count).toBeLessThan(300 * 50)
  })

  it('finds what comparing with each of them finds', () => {
    const patterns = [
      'src/**',
      'src/',
      'src/a.ts',
      '**/a.ts',
      '*.ts',
      's?c/*',
      '{src,lib}/**',
      'src/{a,b}.ts',
      'src/\\[a\\].ts',
      '!src/a.ts',
      'src/**, !src/a.ts',
      'lib/x/**/y',
      'src',
    ]
    const cards = patterns.map((surfaces, id) =>
      card(
        id + 1,
        surfaces
          .split(', ')
          .map((each) => JSON.stringify(each))
          .join(', '),
      ),
    )
    const { cards: all } = indexOf({ 'specs/a.yml': cards.join('---\n') })
    const lookup = new CardLookup(all)
    expect(all).toHaveLength(patterns.length)
    for (const path of ['src/a.ts', 'src/[a].ts', 'src', 'a.ts', 'lib/x/y', 'lib/x/z/y', 'sac/q', 'lib', 'other', 'src/x/a.ts']) {
      expect(lookup.at(path, new Search()), path).toEqual(all.filter((each) => each.covers.matches(path)))
    }
  })

  it('ends after a bounded number of steps', () => {
    const slow = indexOf({ 'specs/a.yml': card(1, Array.from({ length: 90 }, () => SLOW).join(', ')) })
    const search = new Search(1_000_000)
    for (let file = 0; file < 100; file += 1) expect(cardsCovering(slow, `src/${'a'.repeat(4000)}${file}`, search)).toEqual([])
    expect(search.isExhausted).toBe(true)
    expect(search.steps.count).toBeLessThan(1_000_000 + 2 * 1024 * 4100)
    expect(cardsCovering(index, 'src/one/file-1.ts', search)).toEqual([])
  })

  it('that takes too long is a finding, and covers nothing', () => {
    const slow = card(3, Array.from({ length: 90 }, () => SLOW).join(', '), { status: 'draft' })
    const files = Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`src/${'a'.repeat(900)}${index}.ts`, 'x']))
    const head = { ...BASE, ...files, 'specs/SPEC-3.yml': slow, 'src/a.ts': 'a(2)' }
    for (const required of ['behaviour', 'none'] as const) {
      const result = judgeScene(spec, { base: BASE, head }, { required })
      expect(outline(result), required).toContain('spec.card-invalid block')
      expect(messagesOf(result).join('\n')).toContain('the surfaces of the cards take too long to compare with the changed files')
      expect(result.obligations).not.toMatchObject([{ status: 'proven' }])
      expect(result.obligations).toHaveLength(1)
    }
  })
})
