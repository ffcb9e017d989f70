import { charactersOf, hasPairs } from './characters.ts'

/** White space as Go's unicode.IsSpace has it: with U+0085, without U+FEFF. */
const SPACE = '\t\n\v\f\r \u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000'

export function trimSpace(text: string): string {
  return trim(text, SPACE, true, true)
}

/** Cuts characters of the cutset off the ends. */
export function trim(text: string, cutset: string, left: boolean, right: boolean): string {
  if (text === '' || cutset === '') return text
  if (hasPairs(cutset)) return trimPairs(text, new Set(charactersOf(cutset)), left, right)
  let start = 0
  let end = text.length
  if (left) while (start < end && cutset.includes(text.charAt(start))) start++
  if (right) while (end > start && cutset.includes(text.charAt(end - 1))) end--
  return text.slice(start, end)
}

function trimPairs(text: string, cutset: ReadonlySet<string>, left: boolean, right: boolean): string {
  const characters = charactersOf(text)
  let start = 0
  let end = characters.length
  if (left) while (start < end && cutset.has(characters[start] ?? '')) start++
  if (right) while (end > start && cutset.has(characters[end - 1] ?? '')) end--
  return characters.slice(start, end).join('')
}
