import { quoted } from '../../../values/rego-text.ts'

/** As Go's strconv.QuoteToASCII: everything beyond ASCII is escaped. */
export function asciiQuoted(text: string): string {
  return quoted(text).replace(/\P{ASCII}/gu, escaped)
}

function escaped(character: string): string {
  const point = character.codePointAt(0) ?? 0
  return point < 0x10000 ? `\\u${point.toString(16).padStart(4, '0')}` : `\\U${point.toString(16).padStart(8, '0')}`
}

/** Between single quotes, as Go writes a character. */
export function quotedCharacter(character: string, ascii: boolean): string {
  if (character === "'") return "'\\''"
  if (character === '"') return `'"'`
  return `'${(ascii ? asciiQuoted(character) : quoted(character)).slice(1, -1)}'`
}

/** Whether a text can stand between back quotes: one line, nothing that cannot be seen, no back quote. */
export function canBackquote(text: string): boolean {
  return text.isWellFormed() && !/[`\ufeff]|(?!\t)\p{Cc}/u.test(text)
}
