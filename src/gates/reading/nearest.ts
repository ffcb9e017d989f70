/** Longer words than this are nobody's typing error. */
const MAX_LENGTH = 80

/**
 * The candidate that was most likely meant: at most a third of its letters away (Levenshtein, case and `_` aside).
 * Of equally near ones the first in code unit order, whatever order they come in. Undefined when none is near.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  if (word === '' || word.length > MAX_LENGTH) return undefined
  let best: string | undefined
  let bestDistance = Number.POSITIVE_INFINITY
  for (const candidate of candidates) {
    const bound = Math.max(1, Math.floor(Math.min(word.length, candidate.length) / 3))
    if (candidate.length > MAX_LENGTH || Math.abs(candidate.length - word.length) > bound) continue
    const distance = levenshtein(fold(word), fold(candidate))
    if (distance > bound || distance > bestDistance || (distance === bestDistance && best !== undefined && best < candidate)) continue
    best = candidate
    bestDistance = distance
  }
  return best
}

function fold(word: string): string {
  return word.toLowerCase().replaceAll('_', '-')
}

function levenshtein(a: string, b: string): number {
  let last = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i]
    for (let j = 1; j <= b.length; j += 1) {
      row.push(Math.min((row[j - 1] ?? 0) + 1, (last[j] ?? 0) + 1, (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)))
    }
    last = row
  }
  return last[b.length] ?? 0
}
