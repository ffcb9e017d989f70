/** Longer words than this are nobody's typing error. */
const MAX_LENGTH = 80

/**
 * The candidate that a person most likely meant: at most a third of its letters away (insertions, deletions,
 * replacements and swapped neighbours), case, `-` and `_` aside. Undefined when none is near. Of equally near
 * ones the first in code unit order, whatever order they come in.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  return nearestFew(word, candidates, 1)[0]
}

/** At most `count` such candidates, nearest first. */
export function nearestFew(word: string, candidates: Iterable<string>, count: number): readonly string[] {
  if (word === '' || word.length > MAX_LENGTH) return []
  const near: { readonly candidate: string; readonly distance: number }[] = []
  for (const candidate of new Set(candidates)) {
    const bound = Math.max(1, Math.floor(Math.min(word.length, candidate.length) / 3))
    if (candidate.length > MAX_LENGTH || Math.abs(candidate.length - word.length) > bound) continue
    const distance = editDistance(fold(word), fold(candidate))
    if (distance <= bound) near.push({ candidate, distance })
  }
  return near
    .toSorted((a, b) => a.distance - b.distance || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, count)
    .map(({ candidate }) => candidate)
}

function fold(word: string): string {
  return word.toLowerCase().replaceAll('_', '-')
}

/** Damerau–Levenshtein distance in its optimal-string-alignment form: no part is edited twice. O(a × b). */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1]
      let cost = Math.min((row[j - 1] ?? 0) + 1, (last[j] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1))
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      if (swapped) cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1)
      row.push(cost)
    }
    beforeLast = last
    last = row
  }
  return last[b.length] ?? 0
}
