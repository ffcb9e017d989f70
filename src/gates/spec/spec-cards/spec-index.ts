import { type GlobSet, globSet } from '../../../model/glob.ts'
import type { Extracts } from '../../../model/need.ts'
import type { Path } from '../../../model/path.ts'
import { type Phrase, say } from '../../../model/phrase.ts'
import type { IdleBinding, TestFile } from '../tests/test-file.ts'
import type { Card } from './card.ts'
import type { CardFile } from './card-file.ts'
import { CardLookup, type Search } from './card-lookup.ts'

/** As MAX_PATTERNS of one file, for all of them. */
const MAX_PATTERNS = 2_000_000

interface Place {
  readonly path: Path
  readonly line: number
}

/** A card with where it stands, the tests bound to it and the paths it covers. */
export interface IndexedCard extends Card {
  readonly path: Path
  readonly tests: readonly Place[]
  readonly covers: GlobSet
}

export interface SpecIndex {
  /** The first card of each id, by path and line. */
  readonly cards: readonly IndexedCard[]
  readonly byId: ReadonlyMap<string, IndexedCard>
  /** Finds the cards that cover a path. */
  readonly lookup: CardLookup
  /** Further cards with an id that is taken. */
  readonly duplicates: readonly IndexedCard[]
  readonly problems: readonly (Place & { readonly message: Phrase })[]
  /** Every binding, by path and line, whether there is such a card or not. */
  readonly bindings: readonly (Place & { readonly id: string })[]
  /** What looks like a binding and binds no test that is run, by path and line. */
  readonly idle: readonly (Place & IdleBinding)[]
  /** Test files that were not read, and why: what they bind is not known. */
  readonly unread: ReadonlyMap<Path, string>
}

/** Brings the cards and the tests of one tree together. Pure; the order of the inputs does not matter. */
export function specIndex(cardFiles: Extracts<CardFile>, testFiles: readonly Extracts<TestFile>[]): SpecIndex {
  const { bindings, idle, unread } = readTests(testFiles)
  const testsById = new Map<string, Place[]>()
  for (const { id, path, line } of bindings) {
    const known = testsById.get(id)
    if (known) known.push({ path, line })
    else testsById.set(id, [{ path, line }])
  }
  const { files, tooMuch } = withinBound(byPath(cardFiles.found))
  const all = files.flatMap(([path, cards]) => cards.map((card) => indexed(card, path, testsById.get(card.id) ?? [])))
  const byId = new Map<string, IndexedCard>()
  const duplicates: IndexedCard[] = []
  for (const card of all) {
    if (byId.has(card.id)) duplicates.push(card)
    else byId.set(card.id, card)
  }
  const problems = [
    ...byPath(cardFiles.found).flatMap(([path, file]) => file.problems.map((problem) => ({ path, ...problem }))),
    ...byPath(cardFiles.unread).map(([path, why]) => ({ path, line: 1, message: say`cannot be read: ${why}` })),
    ...tooMuch,
  ]
  const cards = [...byId.values()]
  return { cards, byId, lookup: new CardLookup(cards), duplicates, problems, bindings, idle, unread }
}

/** The cards of each file. Files beyond the bound keep their cards, so that none seems to be gone, but not their surfaces. */
function withinBound(files: readonly [Path, CardFile][]) {
  const tooMuch: (Place & { readonly message: Phrase })[] = []
  let patterns = 0
  const within = files.map(([path, file]): [Path, readonly Card[]] => {
    patterns += file.patterns
    if (patterns <= MAX_PATTERNS || file.patterns === 0) return [path, file.cards]
    tooMuch.push({
      path,
      line: 1,
      message: say`the surfaces of all cards together stand for more than ${MAX_PATTERNS} characters of patterns; those of this file do not count`,
    })
    return [path, file.cards.map((card) => ({ ...card, surfaces: [] }))]
  })
  return { files: within, tooMuch }
}

/** Patterns are compiled when they are first asked for: of most cards nobody asks. */
function indexed(card: Card, path: Path, tests: readonly Place[]): IndexedCard {
  let covers: GlobSet | undefined
  return {
    ...card,
    path,
    tests,
    get covers() {
      covers ??= globSet(card.surfaces.map((surface) => surface.text))
      return covers
    },
  }
}

function readTests(testFiles: readonly Extracts<TestFile>[]): Pick<SpecIndex, 'bindings' | 'idle' | 'unread'> {
  const files = new Map(testFiles.flatMap(({ found }) => [...found]))
  const unread = new Map(testFiles.flatMap((each) => [...each.unread]))
  for (const [path, file] of files) if (file.unread !== undefined) unread.set(path, file.unread)
  const sorted = byPath(files)
  return {
    bindings: sorted.flatMap(([path, file]) => file.bindings.map(({ id, line }) => ({ id, path, line }))),
    idle: sorted.flatMap(([path, file]) => (file.idle ?? []).map((binding) => ({ ...binding, path }))),
    unread: new Map(byPath(unread)),
  }
}

function byPath<T>(map: ReadonlyMap<Path, T>): [Path, T][] {
  return [...map].toSorted(([a], [b]) => (a < b ? -1 : 1))
}

/** Active cards whose surfaces hold this path. */
export function cardsCovering(index: SpecIndex, path: Path, search: Search): readonly IndexedCard[] {
  return index.lookup.at(path, search).filter((card) => card.status === 'active')
}

/** An id that nothing uses: the highest number known, in cards and in tests of any of these, plus one. */
export function nextFreeId(...indices: readonly (SpecIndex | undefined)[]): string {
  const ids = indices.flatMap((index) => (index ? [...index.byId.keys(), ...[...index.bindings, ...index.idle].map((binding) => binding.id)] : []))
  // Longer numbers are nobody's counting.
  const numbers = ids.map((id) => Number(/^SPEC-(?:.*-)?(\d{1,9})$/.exec(id)?.[1] ?? 0))
  return `SPEC-${numbers.reduce((highest, number) => Math.max(highest, number), 0) + 1}`
}
