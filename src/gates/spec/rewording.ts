import type { CardLine } from './card.ts'
import { likeness, mostLike, type Trigrams, trigramsOf } from './trigrams.ts'
import { isFaithful, type Wording, wordingOf } from './wording.ts'

/** What became of entries that no longer stand where they stood. */
export interface Rewording {
  /** Nothing there says the same any more. */
  readonly lost: readonly CardLine[]
  /** How many another entry says nearly the same as. */
  readonly reworded: number
}

/** The least likeness, 0 to 1, of an entry to the one that it is a rewording of. Unrelated English sentences stay below 0.3. */
const MIN_LIKENESS = 0.5
/** Trigrams that are compared for one judgement: about a fifth of a second. Entries beyond are not looked for, and count as lost. */
const MAX_EFFORT = 40_000_000
/** What reading a line costs, in trigrams. */
const EFFORT_A_LINE = 50

/** An entry that some cards promise together with others, and the card that says it. */
export interface Promised<C> {
  readonly line: CardLine
  readonly by: C
  /** Whether the card did not say it before the change. */
  readonly isNew: boolean
}

/**
 * Finds entries of cards again that no longer stand where they stood, for one change. What it reads of a line it reads once, and a line
 * that is the rewording of one entry is that of no other, in whichever card.
 */
export class Rewordings {
  #effort: number
  readonly #taken = new Set<CardLine>()
  readonly #normalised = new Map<CardLine, string>()
  readonly #trigrams = new Map<CardLine, Trigrams>()
  readonly #wordings = new Map<CardLine, Wording>()

  constructor(effort = MAX_EFFORT) {
    this.#effort = effort
  }

  /**
   * Compares the entries of a part of a card. One that is there word for word, case and white space aside, is kept. For each
   * other the likest of the new entries is its rewording when it is like enough and faithful.
   */
  within(was: readonly CardLine[], now: readonly CardLine[]): Rewording {
    // Most cards are what they were, and that takes no effort.
    if (isUnchanged(was, now)) return { lost: [], reworded: 0 }
    // Reading the lines is work, too; where there is none left, nothing is found again.
    if (!this.#spend((was.length + now.length) * EFFORT_A_LINE)) return { lost: was, reworded: 0 }
    const { missing, fresh } = this.#withoutKept(was, now)
    const lost = missing.filter((line) => this.#take(line, fresh) === undefined)
    return { lost, reworded: missing.length - lost.length }
  }

  /**
   * Looks for entries among what other cards promise. There they may stand word for word, also for entries of several cards, or be
   * reworded, in lines that are new and for one entry each.
   */
  among<C>(entries: readonly CardLine[], promised: readonly Promised<C>[]): { readonly lost: readonly CardLine[]; readonly by: ReadonlySet<C> } {
    if (entries.length === 0 || promised.length === 0) return { lost: entries, by: new Set() }
    if (!this.#spend(entries.length * EFFORT_A_LINE + promised.length)) return { lost: entries, by: new Set() }
    const verbatim = new Map(promised.map(({ line, by }) => [this.#normal(line), by]))
    const fresh = new Map(promised.flatMap(({ line, by, isNew }) => (isNew ? [[line, by]] : [])))
    const by = new Set<C>()
    const lost = entries.filter((entry) => {
      const same = verbatim.get(this.#normal(entry))
      const line = same === undefined ? this.#take(entry, fresh.keys()) : undefined
      const card = same ?? (line && fresh.get(line))
      if (card !== undefined) by.add(card)
      return card === undefined
    })
    return { lost, by }
  }

  /** The lines of a list that do not stand in another one word for word. */
  fresh(was: readonly CardLine[], now: readonly CardLine[]): readonly CardLine[] {
    return isUnchanged(was, now) ? [] : this.#withoutKept(was, now).fresh
  }

  #withoutKept(was: readonly CardLine[], now: readonly CardLine[]): { readonly missing: readonly CardLine[]; readonly fresh: readonly CardLine[] } {
    const left = Map.groupBy(now, (line) => this.#normal(line))
    const missing = was.filter((line) => left.get(this.#normal(line))?.pop() === undefined)
    return { missing, fresh: [...left.values()].flat() }
  }

  /** The likest of some lines that is a faithful rewording, which is then no other entry's any more. */
  #take(entry: CardLine, candidates: Iterable<CardLine>): CardLine | undefined {
    const own = this.#trigramsOf(entry)
    let best: CardLine | undefined
    let bestLikeness = MIN_LIKENESS
    for (const candidate of candidates) {
      if (this.#taken.has(candidate)) continue
      const other = this.#trigramsOf(candidate)
      if (!this.#spend(1)) return undefined
      if (mostLike(own, other) < bestLikeness) continue
      if (!this.#spend(own.length + other.length)) return undefined
      const found = likeness(own, other)
      if (found < bestLikeness || (found === bestLikeness && best) || !isFaithful(this.#wordingOf(entry), this.#wordingOf(candidate))) continue
      best = candidate
      bestLikeness = found
    }
    if (best !== undefined) this.#taken.add(best)
    return best
  }

  /** False when there is no effort left for this. */
  #spend(amount: number): boolean {
    this.#effort -= amount
    return this.#effort >= 0
  }

  #normal(line: CardLine): string {
    return remembered(this.#normalised, line, normalised)
  }

  #trigramsOf(line: CardLine): Trigrams {
    return remembered(this.#trigrams, line, trigramsOf)
  }

  #wordingOf(line: CardLine): Wording {
    return remembered(this.#wordings, line, wordingOf)
  }
}

function remembered<T>(known: Map<CardLine, T>, line: CardLine, read: (text: string) => T): T {
  const value = known.get(line) ?? read(line.text)
  known.set(line, value)
  return value
}

/** Whether two lists of lines say the same, letter by letter. Lines read from the same file are the same list. */
export function isUnchanged(was: readonly CardLine[], now: readonly CardLine[]): boolean {
  return was === now || (was.length === now.length && was.every((line, index) => line.text === now[index]?.text))
}

/** A text whose case and white space do not matter. */
export function normalised(text: string): string {
  return text
    .trim()
    .replaceAll(/\s{1,200}/g, ' ')
    .toLowerCase()
}
