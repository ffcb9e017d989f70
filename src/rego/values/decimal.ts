/**
 * A number that neither a `number` nor a `bigint` stands for: `digits` × 10^`exponent`, exactly. `digits` has no zero at
 * either end, so one number has one form. Make them with `numberOf` or `decimalNumber` (numbers.ts) only.
 */
export class Decimal {
  readonly negative: boolean
  readonly digits: string
  readonly exponent: number
  #text: string | undefined

  constructor(negative: boolean, digits: string, exponent: number) {
    this.negative = negative
    this.digits = digits
    this.exponent = exponent
  }

  /** The canonical text: positional like a JavaScript number's, or with an exponent where that would be long. */
  get text(): string {
    this.#text ??= decimalText(this.negative, this.digits, this.exponent)
    return this.#text
  }

  toString(): string {
    return this.text
  }

  /** For whoever prints results with JSON.stringify: the nearest number. `jsonText` keeps the digits. */
  toJSON(): number {
    return Number(this.text)
  }
}

/** The parts of a decimal: `digits` × 10^`exponent`, `digits` without zeros at either end and empty for zero. */
export interface DecimalParts {
  readonly negative: boolean
  readonly digits: string
  readonly exponent: number
}

/** -1, 0 or 1. Never longer than the digits that are there, whatever the exponents. */
export function compareDecimals(a: DecimalParts, b: DecimalParts): number {
  const signA = a.digits === '' ? 0 : a.negative ? -1 : 1
  const signB = b.digits === '' ? 0 : b.negative ? -1 : 1
  if (signA !== signB) return signA < signB ? -1 : 1
  if (signA === 0) return 0
  const magnitudeA = a.digits.length + a.exponent
  const magnitudeB = b.digits.length + b.exponent
  if (magnitudeA !== magnitudeB) return magnitudeA < magnitudeB ? -signA : signA
  if (a.digits === b.digits) return 0
  return a.digits < b.digits ? -signA : signA
}

const LONGEST_ZEROS = 21

function decimalText(negative: boolean, digits: string, exponent: number): string {
  const sign = negative ? '-' : ''
  const point = digits.length + exponent
  if (exponent >= 0 && exponent <= LONGEST_ZEROS) return sign + digits + '0'.repeat(exponent)
  if (exponent < 0 && point > 0) return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`
  if (exponent < 0 && point > -6) return `${sign}0.${'0'.repeat(-point)}${digits}`
  const power = point - 1
  return `${sign}${digits[0]}${digits.length > 1 ? '.' : ''}${digits.slice(1)}e${power}`
}
