import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { filesOf, type Pages, type PathText, pagesNamedBy, pagesOf } from '../../../src/conductor/facts/pages.ts'

const SEED = 20_261_126

/** Names that are easily confused: what sorts before a slash, what a slash separates, what has no text. */
const segment = fc.constantFrom('a', 'b', 'a-', 'a.ts', 'b.ts', 'ab', 'A', '\udc80', 'é', '__proto__', '')
const files = fc
  .uniqueArray(
    fc.tuple(
      fc.array(segment, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/')),
      fc.nat(9),
    ),
    { selector: ([path]) => path, maxLength: 300 },
  )
  .map((pairs) => sorted(pairs.map(([path, value]) => [path, String(value)])))

function sorted(pairs: readonly PathText[]): readonly PathText[] {
  return pairs.toSorted(([a], [b]) => (a < b ? -1 : 1))
}

function read({ root, texts }: Pages) {
  return filesOf(root, (page) => texts.get(page) ?? expect.fail('a page is missing'))
}

function folder(count: number, change: (index: number) => number = () => 0): readonly PathText[] {
  return sorted(Array.from({ length: count }, (_, index) => [`src/deep/part${index % 20}/f${index}.ts`, String(change(index))]))
}

/** @spec SPEC-3 */
describe('pages of files', () => {
  it('give the files back, in path order, whatever they are called', () => {
    fc.assert(
      fc.property(files, (given) => {
        expect(read(pagesOf(given))).toEqual(given.map(([path, text]) => [path, JSON.parse(text)]))
      }),
      { seed: SEED },
    )
  })

  it('have one root for equal files and another for any difference', () => {
    fc.assert(
      fc.property(files, files, (one, other) => {
        expect(pagesOf(one).root === pagesOf(other).root).toBe(JSON.stringify(one) === JSON.stringify(other))
      }),
      { seed: SEED },
    )
  })

  it('name every page but the root once somewhere', () => {
    const { root, texts } = pagesOf(folder(3000))
    const named = new Set([...texts.values()].flatMap(pagesNamedBy))
    expect([...texts.keys()].filter((name) => !named.has(name))).toEqual([root])
  })

  it('of two revisions that differ in twenty of five thousand files are nearly all the same', () => {
    const before = pagesOf(folder(5000))
    const after = pagesOf(folder(5000, (index) => (index < 20 ? 1 : 0)))
    const fresh = [...after.texts].filter(([name]) => !before.texts.has(name))
    // Twenty folders of a dealt page each, and the four levels above.
    expect(fresh.length).toBeLessThanOrEqual(20 * 2 + 3)
    const bytes = fresh.reduce((sum, [, text]) => sum + text.length, 0)
    expect(bytes).toBeLessThan(70_000)
  })

  it('of a folder of ten thousand files change little when one does', () => {
    const flat = (value: number) => pagesOf(sorted(Array.from({ length: 10_000 }, (_, index) => [`f${index}.ts`, String(index === 77 ? value : 0)])))
    const before = flat(0)
    const fresh = [...flat(1).texts].filter(([name]) => !before.texts.has(name))
    expect(fresh).toHaveLength(2)
  })
})
