import type { CardLine } from './card.ts'
import { isFaithful, likeness, type Wording, wordingOf } from './wording.ts'

/** What became of entries that no longer stand where they stood. */
export interface Rewording {
  /** Nothing says the same any more. */
  readonly lost: number
  /** Another entry says nearly the same. */
  readonly reworded: number
}

/** The least likeness, 0 to 1, of an entry to the one that it is a rewording of. Unrelated English sentences stay below 0.3. */
const MIN_LIKENESS = 0.5
/** Comparisons of letters for one judgement; entries beyond are not looked for, and count as lost. */
const MAX_EFFORT = 5_000_000

/** What reading a line costs, in comparisons. */
const EFFORT_A_LINE = 50

/** The effort that is left for comparing entries in one judgement. */
export class Effort {
  #left: number

  constructor(left = MAX_EFFORT) {
    this.#left = left
  }

  /** False when there is no effort left for this. */
  spend(amount: number): boolean {
    this.#left -= amount
    return this.#left >= 0
  }
}

/**
 * Compares the entries of a part of a card. One that is there word for word, case and white space aside, is kept. For each
 * other the likest of the new entries is its rewording when it is like enough and faithful; each new entry stands in for one.
 */
export function rewordingOf(was: readonly CardLine[], now: readonly CardLine[], effort: Effort): Rewording {
  // Most cards are what they were, and that takes no effort.
  if (isUnchanged(was, now)) return { lost: 0, reworded: 0 }
  // Reading the lines is work, too; where there is none left, nothing is found again.
  if (!effort.spend((was.length + now.length) * EFFORT_A_LINE)) return { lost: was.length, reworded: 0 }
  const { missing, fresh } = withoutKept(was, now)
  if (missing.length === 0) return { lost: 0, reworded: 0 }
  const open = new Set(fresh.map((line) => wordingOf(line.text)))
  let lost = 0
  for (const line of missing) {
    const successor = successorOf(wordingOf(line.text), open, effort)
    if (successor) open.delete(successor)
    else lost += 1
  }
  return { lost, reworded: missing.length - lost }
}

/** Whether two lists of lines say the same, letter by letter. Lines read from the same file are the same list. */
export function isUnchanged(was: readonly CardLine[], now: readonly CardLine[]): boolean {
  return was === now || (was.length === now.length && was.every((line, index) => line.text === now[index]?.text))
}

function withoutKept(was: readonly CardLine[], now: readonly CardLine[]): { readonly missing: readonly CardLine[]; readonly fresh: readonly CardLine[] } {
  const left = new Map<string, CardLine[]>()
  for (const line of now) {
    const text = normalised(line.text)
    const same = left.get(text)
    if (same) same.push(line)
    else left.set(text, [line])
  }
  const missing = was.filter((line) => left.get(normalised(line.text))?.pop() === undefined)
  return { missing, fresh: [...left.values()].flat() }
}

function successorOf(entry: Wording, open: ReadonlySet<Wording>, effort: Effort): Wording | undefined {
  let best: Wording | undefined
  let bestLikeness = MIN_LIKENESS
  for (const candidate of open) {
    if (!effort.spend(Math.min(entry.trigrams.size, candidate.trigrams.size))) return undefined
    const found = likeness(entry, candidate)
    if (found < bestLikeness || (found === bestLikeness && best) || !isFaithful(entry, candidate)) continue
    best = candidate
    bestLikeness = found
  }
  return best
}

/** A text whose case and white space do not matter. */
export function normalised(text: string): string {
  return text
    .trim()
    .replaceAll(/\s{1,200}/g, ' ')
    .toLowerCase()
}
