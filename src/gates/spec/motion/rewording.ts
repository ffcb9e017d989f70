import type { CardLine } from '../spec-cards/card.ts'
import { LikeLines } from './likeness.ts'
import { type Trigrams, trigramsOf } from './trigrams.ts'
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
/** Numbers that are compared for one judgement: enough for some 9,000 entries, all reworded. Those beyond are not looked for, and count as lost. */
const MAX_EFFORT = 10_000_000
/** What reading a line costs, in these. */
const EFFORT_A_LINE = 200

/** What one card promises to whoever's entries are looked for among them. */
export interface Promised<C> {
  readonly by: C
  /** Its entries as they are compared word for word. */
  readonly texts: ReadonlySet<string>
  /** Those that it did not say before the change. */
  readonly fresh: LikeLines
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
    const likeLines = [new LikeLines(fresh, (line) => this.#trigramsOf(line))]
    const lost = missing.filter((line) => this.#take(line, likeLines) === undefined)
    return { lost, reworded: missing.length - lost.length }
  }

  /**
   * Looks for entries among what other cards promise. There they may stand word for word, also for entries of several cards, or be
   * reworded, in lines that are new and for one entry each.
   */
  among<C>(entries: readonly CardLine[], promised: readonly Promised<C>[]): { readonly lost: readonly CardLine[]; readonly by: ReadonlySet<C> } {
    const by = new Set<C>()
    const lost = entries.filter((entry) => {
      if (!this.#spend(EFFORT_A_LINE + promised.length)) return true
      const text = this.#normal(entry)
      const same = promised.find(({ texts }) => texts.has(text))
      const found =
        same ??
        promised[
          this.#take(
            entry,
            promised.map(({ fresh }) => fresh),
          ) ?? -1
        ]
      if (found !== undefined) by.add(found.by)
      return found === undefined
    })
    return { lost, by }
  }

  /** What a card promises that said something else, or nothing, before the change. */
  promised<C>(by: C, parts: readonly { readonly was: readonly CardLine[]; readonly now: readonly CardLine[] }[]): Promised<C> {
    const fresh = parts.flatMap(({ was, now }) => (isUnchanged(was, now) ? [] : this.#withoutKept(was, now).fresh))
    const texts = new Set(parts.flatMap(({ now }) => now.map((line) => this.#normal(line))))
    return { by, texts, fresh: new LikeLines(this.#spend(fresh.length * EFFORT_A_LINE) ? fresh : [], (line) => this.#trigramsOf(line)) }
  }

  #withoutKept(was: readonly CardLine[], now: readonly CardLine[]): { readonly missing: readonly CardLine[]; readonly fresh: readonly CardLine[] } {
    const left = Map.groupBy(now, (line) => this.#normal(line))
    const missing = was.filter((line) => left.get(this.#normal(line))?.pop() === undefined)
    return { missing, fresh: [...left.values()].flat() }
  }

  /** Takes the likest of some lines that is a faithful rewording, which is then no other entry's any more. Gives the index of its list. */
  #take(entry: CardLine, lists: readonly LikeLines[]): number | undefined {
    const spend = (amount: number) => this.#spend(amount)
    const found = lists.map((lines) => lines.to(this.#trigramsOf(entry), MIN_LIKENESS, spend))
    const likestFirst = found.flatMap((likes, index) => (likes ?? []).map((like) => ({ ...like, index }))).toSorted((a, b) => b.likeness - a.likeness)
    if (found.includes(undefined)) return undefined
    const best = likestFirst.find(({ line }) => !this.#taken.has(line) && isFaithful(this.#wordingOf(entry), this.#wordingOf(line)))
    if (best !== undefined) this.#taken.add(best.line)
    return best?.index
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
