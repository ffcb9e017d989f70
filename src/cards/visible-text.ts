/**
 * Text from outside made fit to be looked at: on one line, bounded, and without characters that cannot be seen
 * (controls, zero-width and directional characters, fillers, stray surrogates), since those can make a card
 * read as something other than what it says.
 */

/** Everything without a picture of its own: Unicode's controls, formats, surrogates and default-ignorables, and the empty Braille pattern. U+FE0F only picks an emoji's style. */
const INVISIBLE = /(?!\ufe0f)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/gu

/** Words for people: white space folded into single spaces, what cannot be seen left out. */
export function visibleText(text: string): string {
  return text.replace(/\s+/gu, ' ').replace(INVISIBLE, '')
}

/** Values that have to stay recognisable: what cannot be seen is written out (`\u202e`, `\xff`), white space is folded one by one. */
export function visibleCode(text: string): string {
  return text.replace(/\r\n|\s/gu, ' ').replace(INVISIBLE, escapeOf)
}

/** Several lines, for code blocks: as `visibleCode`, line by line, tabs kept. */
export function visibleLines(text: string): readonly string[] {
  return text.split(/\r\n|[\n\r\u2028\u2029]/u).map((line) => line.replace(INVISIBLE, (character) => (character === '\t' ? character : escapeOf(character))))
}

function escapeOf(character: string): string {
  const code = character.codePointAt(0) ?? 0
  const byte = code >= 0xdc80 && code <= 0xdcff ? code - 0xdc00 : code
  if (byte <= 0xff) return `\\x${byte.toString(16).padStart(2, '0')}`
  return code <= 0xffff ? `\\u${code.toString(16).padStart(4, '0')}` : `\\u{${code.toString(16)}}`
}

/** At most `max` UTF-16 units, the last of them `…` when something was cut; never half a surrogate pair. */
export function shorten(text: string, max: number): string {
  if (text.length <= max) return text
  return `${wholeCharacters(text, max - 1)}…`
}

/** The first `units` UTF-16 units, one fewer where that would split a surrogate pair. */
function wholeCharacters(text: string, units: number): string {
  const last = text.charCodeAt(units - 1)
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? units - 1 : units)
}
