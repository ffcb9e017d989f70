import { quoted } from '../../../values/rego-text.ts'
import { type Flags, padded } from './flags.ts'
import { asciiQuoted, quotedCharacter } from './quote.ts'

const BASES: Readonly<Record<string, number>> = { v: 10, d: 10, b: 2, o: 8, O: 8, x: 16, X: 16 }
const INT64 = 1n << 64n

/** An int by a verb; undefined for verbs that ints do not have. */
export function printInteger(value: bigint, verb: string, flags: Flags): string | undefined {
  const base = BASES[verb]
  if (base !== undefined) return printDigits(value, base, verb, flags)
  const character = characterOf(value)
  if (verb === 'c') return padded(character, flags)
  if (verb === 'q') return padded(quotedCharacter(character, flags.plus), flags)
  return verb === 'U' ? printUnicode(value, character, flags) : undefined
}

function printDigits(value: bigint, base: number, verb: string, flags: Flags): string {
  if (flags.precision === 0 && value === 0n) return padded('', flags, false)
  const negative = value < 0n
  const sign = negative ? '-' : flags.plus ? '+' : flags.space ? ' ' : ''
  const least = flags.precision ?? (flags.zero && !flags.minus ? (flags.width ?? 0) - sign.length : 0)
  const digits = digitsIn(negative ? -value : value, base, verb).padStart(least, '0')
  return padded(sign + prefixOf(base, verb, digits, flags) + digits, flags, false)
}

function prefixOf(base: number, verb: string, digits: string, flags: Flags): string {
  if (verb === 'O') return '0o'
  if (!flags.sharp) return ''
  if (base === 2) return '0b'
  if (base === 8) return digits.startsWith('0') ? '' : '0'
  return base === 16 ? `0${verb}` : ''
}

function digitsIn(size: bigint, base: number, verb: string): string {
  const digits = size.toString(base)
  return verb === 'X' ? digits.toUpperCase() : digits
}

function characterOf(value: bigint): string {
  return value >= 0n && value <= 0x10ffffn && !(value >= 0xd800n && value <= 0xdfffn) ? String.fromCodePoint(Number(value)) : '\ufffd'
}

function printUnicode(value: bigint, character: string, flags: Flags): string {
  // Go looks at the 64 bits.
  const point = value < 0n ? value + INT64 : value
  const digits = point
    .toString(16)
    .toUpperCase()
    .padStart(Math.max(4, flags.precision ?? 0), '0')
  const isPrintable = point <= 0x10ffffn && (flags.plus ? asciiQuoted(character) : quoted(character)).length === character.length + 2
  return padded(`U+${digits}${flags.sharp && isPrintable ? ` '${character}'` : ''}`, flags, false)
}

/** A *big.Int, which formats itself a little differently. */
export function printBigInteger(value: bigint, verb: string, flags: Flags): string {
  const base = verb === 's' ? 10 : BASES[verb]
  if (base === undefined) return `%!${verb}(big.Int=${value})`
  if (flags.precision === 0 && value === 0n) return ''
  const sign = value < 0n ? '-' : flags.plus ? '+' : flags.space ? ' ' : ''
  const sharp = flags.sharp ? ({ b: '0b', o: '0', x: '0x', X: '0X' }[verb] ?? '') : ''
  const prefix = verb === 'O' ? '0o' : sharp
  const digits = digitsIn(value < 0n ? -value : value, base, verb).padStart(flags.precision ?? 0, '0')
  const missing = (flags.width ?? 0) - sign.length - prefix.length - digits.length
  const zeros = missing > 0 && !flags.minus && flags.zero && flags.precision === undefined ? '0'.repeat(missing) : ''
  return padded(sign + prefix + zeros + digits, flags, false)
}
