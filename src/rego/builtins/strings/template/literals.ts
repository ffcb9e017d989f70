import { textOfBytes } from '../../../values/strings.ts'
import type { Operand } from './syntax.ts'
import { TemplateError } from './syntax.ts'

const LETTERS: Readonly<Record<string, string>> = { a: '\u0007', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', '\\': '\\', "'": "'", '"': '"' }
const ESCAPE = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3})|([\s\S]))/g

/** What a Go string literal, with its quotes, stands for. */
export function unquoted(literal: string): string {
  if (literal.startsWith('`')) return literal.slice(1, -1).replaceAll('\r', '')
  return literal.slice(1, -1).replace(ESCAPE, (whole, hex, short, long, octal, letter) => {
    if (hex !== undefined) return textOfBytes(Uint8Array.of(Number.parseInt(hex, 16)))
    if (octal !== undefined && Number.parseInt(octal, 8) < 256) return textOfBytes(Uint8Array.of(Number.parseInt(octal, 8)))
    const point = Number.parseInt(short ?? long ?? '', 16)
    const text = point <= 0x10ffff ? String.fromCodePoint(point) : LETTERS[letter]
    if (text === undefined) throw new TemplateError(`invalid syntax: ${whole}`)
    return text
  })
}

/** A character constant is the number of its character. */
export function characterOperand(literal: string): Operand {
  const characters = Array.from(unquoted(literal))
  if (characters.length !== 1) throw new TemplateError(`malformed character constant: ${literal}`)
  return { operand: 'int', value: BigInt(characters[0]?.codePointAt(0) ?? 0) }
}

/** Digits may be parted by underscores; bases as in Go. */
export function numberOperand(literal: string): Operand {
  const plain = literal.replaceAll('_', '')
  const sign = plain.startsWith('-') ? -1n : 1n
  const size = plain.replace(/^[+-]/, '')
  if (/^(?:0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO][0-7]+|0|[1-9][0-9]*)$/.test(size)) return whole(sign * BigInt(size.toLowerCase()), literal)
  if (/^0[0-7]+$/.test(size)) return whole(sign * BigInt(`0o${size.slice(1)}`), literal)
  const value = Number(plain)
  if (!/^[0-9]*\.?[0-9]*(?:[eE][+-]?[0-9]+)?$/.test(size) || !Number.isFinite(value))
    throw new TemplateError(`illegal number syntax: ${JSON.stringify(literal)}`)
  // 1e3 is a whole number to Go's templates.
  return Number.isSafeInteger(value) ? { operand: 'int', value: BigInt(value) } : { operand: 'float', value }
}

function whole(value: bigint, literal: string): Operand {
  if (BigInt.asIntN(64, value) !== value) throw new TemplateError(`integer overflow: ${JSON.stringify(literal)}`)
  return { operand: 'int', value }
}
