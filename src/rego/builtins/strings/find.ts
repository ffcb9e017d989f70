/*
 * Searching in linear time whatever the texts. JavaScript's own indexOf is quick, but for a long text and a long pattern
 * made to hurt it takes the product of their lengths; such are searched with Knuth, Morris and Pratt's algorithm.
 */

const MOST_WORK = 4_000_000

/** Finds one text in another again and again. */
export interface Finder {
  /** Where the pattern begins at or after `from`, or -1. */
  next(from: number): number
}

export function finderOf(text: string, pattern: string): Finder {
  if (text.length * pattern.length <= MOST_WORK || pattern.length < 2) return { next: (from) => text.indexOf(pattern, from) }
  const failures = failureTable(pattern)
  return { next: (from) => search(text, pattern, failures, from) }
}

export function includes(text: string, pattern: string): boolean {
  return finderOf(text, pattern).next(0) >= 0
}

/** Where the pattern begins, in order; with `overlapping`, also inside of one that was found. The pattern is not empty. */
export function allIndexes(text: string, pattern: string, overlapping: boolean): number[] {
  const finder = finderOf(text, pattern)
  const found: number[] = []
  const width = overlapping ? 1 : pattern.length
  for (let at = finder.next(0); at >= 0; at = finder.next(at + width)) found.push(at)
  return found
}

/** For each beginning of the pattern, how long the longest proper beginning is that it ends with. */
function failureTable(pattern: string): Int32Array {
  const table = new Int32Array(pattern.length)
  let matched = 0
  for (let index = 1; index < pattern.length; index++) {
    while (matched > 0 && pattern.charCodeAt(index) !== pattern.charCodeAt(matched)) matched = table[matched - 1] ?? 0
    if (pattern.charCodeAt(index) === pattern.charCodeAt(matched)) matched++
    table[index] = matched
  }
  return table
}

function search(text: string, pattern: string, table: Int32Array, from: number): number {
  let matched = 0
  for (let index = from; index < text.length; index++) {
    while (matched > 0 && text.charCodeAt(index) !== pattern.charCodeAt(matched)) matched = table[matched - 1] ?? 0
    if (text.charCodeAt(index) === pattern.charCodeAt(matched)) matched++
    if (matched === pattern.length) return index - matched + 1
  }
  return -1
}
