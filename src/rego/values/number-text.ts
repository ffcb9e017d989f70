import { Decimal, type DecimalParts } from './decimal.ts'
import type { NumberValue } from './value.ts'
import { charge } from './work.ts'

/** Whole numbers of more digits, or with more zeros at the end, are a Decimal: short texts (`1e999999`) stay small. */
const MOST_DIGITS = 5000
const MOST_ZEROS = 300
const LARGEST_EXPONENT = 1e12
const SHORT = 15
/** Computing with long numbers is paid for: about this many digits are read, written or multiplied in a step. */
const DIGITS_A_STEP = 3
const BEYOND_ZEROS = 10n ** BigInt(MOST_ZEROS)

/** The number that a text of JSON or Rego writes. Every digit counts. The text must be one. */
export function numberOf(text: string): NumberValue {
  if (text.length <= SHORT) {
    const quick = Number(text)
    if (Number.isInteger(quick) && Number.isSafeInteger(quick)) return quick === 0 ? wholeOrTiny(text) : quick
  }
  const parts = partsOf(text)
  return decimalNumber(parts.negative, parts.digits, parts.exponent)
}

/** `1e-999` is not zero although a `number` says so. */
function wholeOrTiny(text: string): NumberValue {
  const parts = partsOf(text)
  return parts.digits === '' ? 0 : decimalNumber(parts.negative, parts.digits, parts.exponent)
}

/** The value of `digits` (any zeros allowed at either end) × 10^`exponent`, in its one form. */
export function decimalNumber(negative: boolean, digits: string, exponent: number): NumberValue {
  const { digits: bare, exponent: power } = withoutZeros(digits, exponent)
  if (bare === '') return 0
  if (power >= 0) return wholeNumber(negative, bare, power)
  const near = Number(`${negative ? '-' : ''}${bare}e${power}`)
  if (bare.length <= SHORT && bare.length + power > -300) return near
  const back = partsOf(String(near))
  if (back.digits === bare && back.exponent === power) return near
  return new Decimal(negative, bare, power)
}

function wholeNumber(negative: boolean, digits: string, zeros: number): NumberValue {
  if (zeros > MOST_ZEROS || digits.length + zeros > MOST_DIGITS) return new Decimal(negative, digits, zeros)
  const text = digits + '0'.repeat(zeros)
  if (text.length <= SHORT) return negative ? -Number(text) : Number(text)
  const whole = BigInt(text)
  return safe(negative ? -whole : whole)
}

function safe(whole: bigint): number | bigint {
  return whole >= Number.MIN_SAFE_INTEGER && whole <= Number.MAX_SAFE_INTEGER ? Number(whole) : whole
}

/** A whole number in its one form. */
export function wholeOf(whole: bigint): NumberValue {
  const narrow = safe(whole)
  if (typeof narrow === 'number' || (whole < BEYOND_ZEROS && whole > -BEYOND_ZEROS)) return narrow
  const negative = whole < 0n
  const text = (negative ? -whole : whole).toString()
  charge(text.length / DIGITS_A_STEP)
  const { digits, exponent } = withoutZeros(text, 0)
  return exponent > MOST_ZEROS || digits.length + exponent > MOST_DIGITS ? new Decimal(negative, digits, exponent) : whole
}

/** A number as OPA would write it: whole numbers with all digits, fractions as short as they can be. */
export function numberText(value: NumberValue): string {
  if (typeof value === 'object') return value.text
  const text = String(value)
  if (typeof value === 'bigint') charge(text.length / DIGITS_A_STEP)
  return text
}

export function decimalParts(value: NumberValue): DecimalParts {
  return typeof value === 'object' ? value : partsOf(String(value))
}

/** Splits `-12.5e+3`: the only place where the text of a number is read. */
function partsOf(text: string): DecimalParts {
  const negative = text.startsWith('-')
  const start = negative || text.startsWith('+') ? 1 : 0
  const e = exponentMark(text)
  const mantissa = text.slice(start, e)
  const point = mantissa.indexOf('.')
  const written = e < text.length ? Number(text.slice(e + 1)) : 0
  const power = Math.max(-LARGEST_EXPONENT, Math.min(LARGEST_EXPONENT, written))
  const digits = point < 0 ? mantissa : mantissa.slice(0, point) + mantissa.slice(point + 1)
  const shift = point < 0 ? 0 : mantissa.length - point - 1
  return { negative, ...withoutZeros(digits, power - shift) }
}

function exponentMark(text: string): number {
  const lower = text.indexOf('e')
  if (lower >= 0) return lower
  const upper = text.indexOf('E')
  return upper >= 0 ? upper : text.length
}

function withoutZeros(digits: string, exponent: number): { digits: string; exponent: number } {
  let start = 0
  while (start < digits.length && digits.charCodeAt(start) === 48) start++
  let end = digits.length
  while (end > start && digits.charCodeAt(end - 1) === 48) end--
  if (start === end) return { digits: '', exponent: 0 }
  return { digits: digits.slice(start, end), exponent: exponent + digits.length - end }
}
