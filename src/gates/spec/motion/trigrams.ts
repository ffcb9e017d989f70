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
  const words = wordsOf(text)
  const found = new Float64Array(words.reduce((sum, word) => sum + word.length, 0))
  let index = 0
  for (const word of words) {
    let [first, second] = [SPACE, word.charCodeAt(0)]
    for (let at = 1; at <= word.length; at += 1) {
      const third = at < word.length ? word.charCodeAt(at) : SPACE
      found[index] = (first * 1024 + second) * 1024 + third
      index += 1
      first = second
      second = third
    }
  }
  return found.sort()
}
