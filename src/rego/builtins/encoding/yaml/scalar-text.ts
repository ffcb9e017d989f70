import { bytesOf } from '../../../values/strings.ts'
import { base64Encoded } from '../base64.ts'
import { styleOf } from './scalar-style.ts'

/** Where a scalar is written: lines after its first are indented, and begun where the last is too wide. */
export interface Spot {
  readonly indent: number
  readonly column: number
  /** On one line, before a colon. */
  readonly key: boolean
}

const WIDTH = 80

export function scalarText(text: string, spot: Spot): string {
  if (!text.isWellFormed()) return `!!binary ${base64Encoded(bytesOf(text), 'standard')}`
  switch (styleOf(text, spot.key)) {
    case 'plain':
      return folded(Array.from(text), spot, '')
    case 'single':
      return folded(
        Array.from(text, (character) => (character === "'" ? "''" : character)),
        spot,
        "'",
      )
    case 'double':
      return folded(Array.from(text, escaped), spot, '"')
    case 'literal':
      return literal(text, spot)
  }
}

/** A single space where a line is too wide becomes the end of the line. */
function folded(pieces: readonly string[], spot: Spot, quote: string): string {
  let text = quote
  let column = spot.column + quote.length
  let afterSpace = false
  for (const [index, piece] of pieces.entries()) {
    const inside = quote === '' || (index > 0 && index < pieces.length - 1)
    const nextIsSpace = pieces[index + 1] === ' '
    if (piece === ' ' && !spot.key && !afterSpace && column > WIDTH && inside && (quote === '"' || !nextIsSpace)) {
      text += `\n${' '.repeat(spot.indent)}${quote === '"' && nextIsSpace ? '\\' : ''}`
      column = spot.indent
    } else {
      text += piece
      column += Array.from(piece).length
    }
    afterSpace = piece === ' '
  }
  return text + quote
}

const LETTERS: Readonly<Record<string, string>> = {
  '\0': '\\0',
  '\u0007': '\\a',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\v': '\\v',
  '\f': '\\f',
  '\r': '\\r',
  '\u001b': '\\e',
  '"': '\\"',
  '\\': '\\\\',
  '\u0085': '\\N',
  '\u2028': '\\L',
  '\u2029': '\\P',
}
const PRINTABLE = /[\x20-\x7e\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd]/

function escaped(character: string): string {
  const letter = LETTERS[character]
  if (letter !== undefined) return letter
  if (character.length === 1 && PRINTABLE.test(character)) return character
  const point = character.codePointAt(0) ?? 0
  const digits = point.toString(16).toUpperCase()
  if (point <= 0xff) return `\\x${digits.padStart(2, '0')}`
  return point <= 0xffff ? `\\u${digits.padStart(4, '0')}` : `\\U${digits.padStart(8, '0')}`
}

/** `|`, the indentation if it could not be seen, what becomes of the line breaks at the end, and the lines. */
function literal(text: string, spot: Spot): string {
  const hint = /^[ \n]/.test(text) ? '2' : ''
  const chomping = !text.endsWith('\n') ? '-' : text === '\n' || text.endsWith('\n\n') ? '+' : ''
  const lines = text.split('\n').map((line) => (line === '' ? '' : ' '.repeat(spot.indent) + line))
  const body = lines.join('\n')
  // The last line break is written by what comes after.
  return `|${hint}${chomping}\n${text.endsWith('\n') ? body.slice(0, -1) : body}`
}
