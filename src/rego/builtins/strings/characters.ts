/*
 * Positions in strings: Go counts code points, JavaScript UTF-16 units. They are the same where no character is beyond
 * U+FFFF, which is nearly always.
 */

const PAIRS = /[\ud800-\udbff][\udc00-\udfff]/

export function hasPairs(text: string): boolean {
  return PAIRS.test(text)
}

/** The code points of a text; bytes that are no UTF-8 count as one each. */
export function charactersOf(text: string): string[] {
  return hasPairs(text) ? Array.from(text) : text.split('')
}

export function reversed(text: string): string {
  return charactersOf(text).reverse().join('')
}

/** From the `offset`th character on, `length` characters or, if that is negative, all of them. */
export function substring(text: string, offset: number, length: number): string {
  if (!hasPairs(text)) return length < 0 ? text.slice(offset) : text.slice(offset, offset + length)
  const start = unitIndex(text, 0, offset)
  return length < 0 ? text.slice(start) : text.slice(start, unitIndex(text, start, length))
}

/** Where, in UTF-16 units, the character is that comes `count` characters after the one at `from`. */
function unitIndex(text: string, from: number, count: number): number {
  let index = from
  for (let left = count; left > 0 && index < text.length; left--) index += (text.codePointAt(index) ?? 0) > 0xffff ? 2 : 1
  return index
}

/** Positions in UTF-16 units, sorted, as positions in characters. */
export function characterIndexes(text: string, unitIndexes: readonly number[]): readonly number[] {
  if (!hasPairs(text)) return unitIndexes
  let unit = 0
  let character = 0
  return unitIndexes.map((index) => {
    while (unit < index) {
      unit += (text.codePointAt(unit) ?? 0) > 0xffff ? 2 : 1
      character++
    }
    return character
  })
}
