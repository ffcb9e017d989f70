/*
 * Upper and lower case as Go has them: one character for one character (Unicode's simple mappings), without a look at
 * what stands around. JavaScript's mappings are the full ones, where `ß` becomes `SS`.
 */

const ASCII = /^\p{ASCII}*$/u

export function upperCase(text: string): string {
  return ASCII.test(text) ? text.toUpperCase() : mapped(text, upperOf)
}

export function lowerCase(text: string): string {
  return ASCII.test(text) ? text.toLowerCase() : mapped(text, lowerOf)
}

function mapped(text: string, map: (character: string) => string): string {
  let result = ''
  for (const character of text) result += map(character)
  return result
}

function upperOf(character: string): string {
  const upper = character.toUpperCase()
  return isOne(upper) ? upper : iotaUpper(character)
}

/** Greek letters with an iota below are written with an iota beside them in full upper case, but have a form of their own. */
function iotaUpper(character: string): string {
  const point = character.codePointAt(0) ?? 0
  if (point >= 0x1f80 && point <= 0x1faf) return String.fromCodePoint(point | 8)
  return point === 0x1fb3 || point === 0x1fc3 || point === 0x1ff3 ? String.fromCodePoint(point + 9) : character
}

function lowerOf(character: string): string {
  // The one letter whose full lower case is longer.
  return character === 'İ' ? 'i' : character.toLowerCase()
}

function isOne(text: string): boolean {
  return text.length === ((text.codePointAt(0) ?? 0) > 0xffff ? 2 : 1)
}
