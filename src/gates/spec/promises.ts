import type { CardLine } from './card.ts'
import { type Promised, type Rewording, Rewordings } from './rewording.ts'
import type { IndexedCard, SpecIndex } from './spec-index.ts'

/** What a card promises. */
export const PARTS = ['acceptance', 'expected'] as const
export type Part = (typeof PARTS)[number]

/** What became of what cards promised. */
export class Promises {
  readonly #base: SpecIndex
  readonly #rewordings = new Rewordings()
  readonly #own = new Map<string, Readonly<Record<Part, Rewording>>>()
  readonly #promised = new Map<IndexedCard, readonly Promised<IndexedCard>[]>()

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
    const { lost, by } = this.#rewordings.among(
      entries,
      [...successors].flatMap((card) => this.#promisedBy(card)),
    )
    return { lost: lost.length, by: [...by] }
  }

  #promisedBy(card: IndexedCard): readonly Promised<IndexedCard>[] {
    const known = this.#promised.get(card)
    if (known) return known
    const before = this.#base.byId.get(card.id)
    const found = PARTS.flatMap((part) => {
      const fresh = new Set(this.#rewordings.fresh(before?.[part] ?? [], card[part]))
      return card[part].map((line) => ({ line, by: card, isNew: fresh.has(line) }))
    })
    this.#promised.set(card, found)
    return found
  }
}
