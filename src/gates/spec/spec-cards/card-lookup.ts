import { literalPrefix, type Steps } from '../../../model/glob.ts'
import type { Path } from '../../../model/path.ts'
import type { IndexedCard } from './spec-index.ts'

/** Steps of matching that one question after another may take together; nobody's cards come near. About a tenth of a second. */
const MAX_STEPS = 10_000_000

/** The work of looking cards up for one judgement. Once there was too much of it no card is found any more, and the judgement says so. */
export class Search {
  readonly steps: Steps

  constructor(limit = MAX_STEPS) {
    this.steps = { count: 0, limit }
  }

  get isExhausted(): boolean {
    return this.steps.count > (this.steps.limit ?? MAX_STEPS)
  }
}

/**
 * Finds the cards that cover a path. Cards are filed by the literal folder that each of their patterns starts with, so that
 * most of them are never compared with a path, nor their patterns compiled.
 */
export class CardLookup {
  readonly #cards: readonly IndexedCard[]
  /** Filed when the first path is looked up: for most changes nobody asks what covered what in the base. */
  #filed: ReadonlyMap<string, ReadonlySet<number>> | undefined

  constructor(cards: readonly IndexedCard[]) {
    this.#cards = cards
  }

  /** Every card whose surfaces hold this path, whatever its status, in the order of the cards. */
  at(path: Path, search: Search): readonly IndexedCard[] {
    if (search.isExhausted) return []
    this.#filed ??= filed(this.#cards)
    const near = new Set<number>()
    for (const start of startsOf(path)) for (const index of this.#filed.get(start) ?? []) near.add(index)
    const found = [...near]
      .sort((a, b) => a - b)
      .flatMap((index) => {
        const card = this.#cards[index]
        return card?.covers.matches(path, search.steps) ? [card] : []
      })
    return search.isExhausted ? [] : found
  }
}

function filed(cards: readonly IndexedCard[]): ReadonlyMap<string, ReadonlySet<number>> {
  const byStart = new Map<string, Set<number>>()
  for (const [index, card] of cards.entries()) {
    for (const { text } of card.surfaces) {
      if (text.startsWith('!')) continue
      const start = /[*?[\]{}\\!]/.test(text) || text.endsWith('/') ? literalPrefix(text) : text
      const known = byStart.get(start)
      if (known) known.add(index)
      else byStart.set(start, new Set([index]))
    }
  }
  return byStart
}

/** The path itself, each folder that it is in, and it as a folder: `src/**` matches `src`, too. */
function* startsOf(path: Path): Generator<string> {
  yield ''
  for (let slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) yield path.slice(0, slash + 1)
  yield `${path}/`
  yield path
}
