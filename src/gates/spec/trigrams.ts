/**
 * The runs of three letters in a text's words, each word padded with a space, in order and as often as they stand in it. A run is a number:
 * two that differ may be the same one only for characters beyond the first thousand, which makes texts a little more like each other.
 */
export type Trigrams = Float64Array

const SPACE = 32
const WORD = /\d+(?:[.,]\d+)*|[\p{L}_$][\p{L}\p{N}_$'-]*|[%<>≤≥=]/gu

/** Words, numbers and signs of comparison, in lower case. */
export function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().replaceAll('’', "'").match(WORD) ?? []
}

export function trigramsOf(text: string): Trigrams {
  const found: number[] = []
  for (const word of wordsOf(text)) {
    let [first, second] = [SPACE, word.charCodeAt(0)]
    for (let at = 1; at <= word.length; at += 1) {
      const third = at < word.length ? word.charCodeAt(at) : SPACE
      found.push((first * 1024 + second) * 1024 + third)
      first = second
      second = third
    }
  }
  return Float64Array.from(found).sort()
}

/** How much of two texts is the same: twice the trigrams that they have in common of those that they have together (Dice 1945). */
export function likeness(a: Trigrams, b: Trigrams): number {
  let common = 0
  for (let left = 0, right = 0; left < a.length && right < b.length; ) {
    const [one, other] = [a[left] ?? 0, b[right] ?? 0]
    if (one === other) common += 1
    if (one <= other) left += 1
    if (other <= one) right += 1
  }
  return a.length + b.length === 0 ? 0 : (2 * common) / (a.length + b.length)
}

/** What the likeness of two texts of these lengths is at most. */
export function mostLike(a: Trigrams, b: Trigrams): number {
  return (2 * Math.min(a.length, b.length)) / (a.length + b.length)
}
