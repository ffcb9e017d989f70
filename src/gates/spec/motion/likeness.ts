import type { CardLine } from '../spec-cards/card.ts'
import type { Trigrams } from './trigrams.ts'

/** A line with how much of it is the same as in another one, 0 to 1. */
interface Like {
  readonly line: CardLine
  readonly likeness: number
}

/**
 * Finds the lines of a list that are like another line: twice the trigrams in common of those that both have together (Dice 1945). By
 * trigram, so that lines with nothing in common are never compared.
 */
export class LikeLines {
  readonly #lines: readonly CardLine[]
  readonly #sizes: readonly number[]
  /** Where each trigram stands: a line's index, and how often, in turns. */
  readonly #places = new Map<number, number[]>()

  constructor(lines: readonly CardLine[], trigramsOf: (line: CardLine) => Trigrams) {
    this.#lines = lines
    const all = lines.map(trigramsOf)
    this.#sizes = all.map((trigrams) => trigrams.length)
    for (const [index, trigrams] of all.entries()) {
      for (const [trigram, count] of counted(trigrams)) {
        const known = this.#places.get(trigram)
        if (known) known.push(index, count)
        else this.#places.set(trigram, [index, count])
      }
    }
  }

  /** The lines at least so much like another one, likest first; undefined when `spend`, told how many numbers are compared, says that it is too much. */
  to(trigrams: Trigrams, least: number, spend: (amount: number) => boolean): readonly Like[] | undefined {
    const common = new Uint32Array(this.#lines.length)
    for (const [trigram, count] of counted(trigrams)) {
      const places = this.#places.get(trigram) ?? []
      if (!spend(1 + places.length)) return undefined
      for (let at = 0; at < places.length; at += 2) {
        const index = places[at] ?? 0
        common[index] = (common[index] ?? 0) + Math.min(count, places[at + 1] ?? 0)
      }
    }
    return this.#lines
      .flatMap((line, index): Like[] => {
        const likeness = (2 * (common[index] ?? 0)) / (trigrams.length + (this.#sizes[index] ?? 0))
        return likeness >= least ? [{ line, likeness }] : []
      })
      .toSorted((a, b) => b.likeness - a.likeness)
  }
}

/** Each trigram once, with how often it is there; they are in order. */
function* counted(trigrams: Trigrams): Generator<readonly [trigram: number, count: number]> {
  for (let start = 0; start < trigrams.length; ) {
    let end = start + 1
    while (end < trigrams.length && trigrams[end] === trigrams[start]) end += 1
    yield [trigrams[start] ?? 0, end - start]
    start = end
  }
}
