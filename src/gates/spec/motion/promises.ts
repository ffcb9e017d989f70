import type { CardLine } from '../spec-cards/card.ts'
import type { IndexedCard, SpecIndex } from '../spec-cards/spec-index.ts'
import { type Promised, type Rewording, Rewordings } from './rewording.ts'

/** What a card promises. */
export const PARTS = ['acceptance', 'expected'] as const
export type Part = (typeof PARTS)[number]

/** What became of what cards promised. */
export class Promises {
  readonly #base: SpecIndex
  readonly #rewordings = new Rewordings()
  readonly #own = new Map<string, Readonly<Record<Part, Rewording>>>()
  readonly #promised = new Map<IndexedCard, Promised<IndexedCard>>()

  /** First each card finds its own entries again: what it took, no other card may. */
  constructor(base: SpecIndex, head: SpecIndex, cards: readonly IndexedCard[]) {
    this.#base = base
    for (const was of cards) {
      const now = head.byId.get(was.id)
      if (!now) continue
      const [acceptance, expected] = [this.#rewordings.within(was.acceptance, now.acceptance), this.#rewordings.within(was.expected, now.expected)]
      this.#own.set(was.id, { acceptance, expected })
    }
  }

  /** What became of a part of a card within it. */
  within({ id }: IndexedCard, part: Part): Rewording {
    return this.#own.get(id)?.[part] ?? { lost: [], reworded: 0 }
  }

  /** Entries of a card that nobody promises any more, and who promises the others. */
  among(entries: readonly CardLine[], successors: Iterable<IndexedCard>): { readonly lost: number; readonly by: readonly IndexedCard[] } {
    const promised = entries.length === 0 ? [] : [...successors].map((card) => this.#promisedBy(card))
    const { lost, by } = this.#rewordings.among(entries, promised)
    return { lost: lost.length, by: [...by] }
  }

  #promisedBy(card: IndexedCard): Promised<IndexedCard> {
    const before = this.#base.byId.get(card.id)
    const found =
      this.#promised.get(card) ??
      this.#rewordings.promised(
        card,
        PARTS.map((part) => ({ was: before?.[part] ?? [], now: card[part] })),
      )
    this.#promised.set(card, found)
    return found
  }
}
