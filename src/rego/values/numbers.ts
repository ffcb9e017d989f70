import { BuiltinError } from '../errors.ts'
import { addFloats, divideFloats, floatOf, multiplyFloats, negateFloat, numberOfFloat, wholePart } from './big-float.ts'
import { compareDecimals, Decimal } from './decimal.ts'
import { decimalParts, wholeOf } from './number-text.ts'
import type { NumberValue, Value } from './value.ts'

export { numberOf, numberText, wholeOf } from './number-text.ts'

/*
 * Arithmetic as OPA does it: whole numbers exactly, anything else as Go's big.Float. The compiler calls these without
 * operand arrays. None of them looks at anything but numbers: operands.ts checks types.
 */

export function isNumber(value: Value): value is NumberValue {
  return typeof value === 'number' || typeof value === 'bigint' || value instanceof Decimal
}

export function isWhole(value: NumberValue): boolean {
  if (typeof value === 'number') return Number.isInteger(value)
  return typeof value === 'bigint' || value.exponent >= 0
}

/** Whole numbers with more digits are not computed with exactly. */
const MOST_DIGITS = 5000

/** A whole number as a bigint; undefined for fractions and for numbers with thousands of digits. */
export function bigintOf(value: NumberValue): bigint | undefined {
  if (typeof value === 'bigint') return value
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : undefined
  if (value.exponent < 0 || value.digits.length + value.exponent > MOST_DIGITS) return undefined
  return BigInt(`${value.negative ? '-' : ''}${value.digits}`) * 10n ** BigInt(value.exponent)
}

/** The nearest `number`. */
export function nearestNumber(value: NumberValue): number {
  return typeof value === 'number' ? value : Number(typeof value === 'bigint' ? value : value.text)
}

export function compareNumbers(a: NumberValue, b: NumberValue): number {
  if (typeof a === 'object' || typeof b === 'object') return compareDecimals(decimalParts(a), decimalParts(b))
  // A number beside a bigint compares exactly in JavaScript.
  return a < b ? -1 : a > b ? 1 : 0
}

export function plus(a: NumberValue, b: NumberValue): NumberValue {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b
    if (Number.isSafeInteger(sum) && Number.isInteger(a) && Number.isInteger(b)) return sum
  }
  const x = bigintOf(a)
  const y = bigintOf(b)
  return x === undefined || y === undefined ? numberOfFloat(addFloats(floatOf(a), floatOf(b))) : wholeOf(x + y)
}

export function minus(a: NumberValue, b: NumberValue): NumberValue {
  if (typeof a === 'number' && typeof b === 'number') {
    const difference = a - b
    if (Number.isSafeInteger(difference) && Number.isInteger(a) && Number.isInteger(b)) return difference
  }
  const x = bigintOf(a)
  const y = bigintOf(b)
  return x === undefined || y === undefined ? numberOfFloat(addFloats(floatOf(a), negateFloat(floatOf(b)))) : wholeOf(x - y)
}

export function times(a: NumberValue, b: NumberValue): NumberValue {
  if (typeof a === 'number' && typeof b === 'number') {
    const product = a * b
    // Adding zero turns -0 into 0.
    if (Number.isSafeInteger(product) && Number.isInteger(a) && Number.isInteger(b)) return product + 0
  }
  const x = bigintOf(a)
  const y = bigintOf(b)
  return x === undefined || y === undefined ? numberOfFloat(multiplyFloats(floatOf(a), floatOf(b))) : wholeOf(x * y)
}

export function divide(a: NumberValue, b: NumberValue): NumberValue {
  if (b === 0) throw new BuiltinError('divide by zero')
  if (typeof a === 'number' && typeof b === 'number') {
    const quotient = a / b
    if (Number.isSafeInteger(quotient) && Number.isInteger(a) && Number.isInteger(b) && a % b === 0) return quotient + 0
  }
  const x = bigintOf(a)
  const y = bigintOf(b)
  if (x !== undefined && y !== undefined && x % y === 0n) return wholeOf(x / y)
  return numberOfFloat(divideFloats(floatOf(a), floatOf(b)))
}

/** The remainder has the sign of `a`. */
export function remainder(a: NumberValue, b: NumberValue): NumberValue {
  if (b === 0) throw new BuiltinError('modulo by zero')
  if (typeof a === 'number' && typeof b === 'number' && Number.isInteger(a) && Number.isInteger(b)) return (a % b) + 0
  const x = bigintOf(a)
  const y = bigintOf(b)
  if (x === undefined || y === undefined) throw new BuiltinError('modulo on floating-point number')
  return wholeOf(x % y)
}

export function absolute(a: NumberValue): NumberValue {
  if (typeof a === 'number') return Math.abs(a)
  if (typeof a === 'bigint') return a < 0n ? -a : a
  return a.negative ? new Decimal(false, a.digits, a.exponent) : a
}

/** Half away from zero. */
export function round(a: NumberValue): NumberValue {
  if (isWhole(a)) return a
  if (typeof a === 'number') {
    const whole = Math.trunc(a)
    return (Math.abs(a - whole) >= 0.5 ? whole + Math.sign(a) : whole) + 0
  }
  const float = floatOf(a)
  const half = floatOf(float.mantissa < 0n ? -0.5 : 0.5)
  return wholeOf(wholePart(addFloats(float, half)).whole)
}

/** OPA's: between -1 and 0 it gives 1, where a mathematician would give 0. */
export function ceil(a: NumberValue): NumberValue {
  if (typeof a === 'bigint' || isWhole(a)) return a
  const { whole, exact } = wholePartOf(a)
  return wholeOf(exact || whole < 0n ? whole : whole + 1n)
}

/** OPA's: between -1 and 0 it gives 0, where a mathematician would give -1. */
export function floor(a: NumberValue): NumberValue {
  if (typeof a === 'bigint' || isWhole(a)) return a
  const { whole, exact } = wholePartOf(a)
  return wholeOf(exact || whole >= 0n ? whole : whole - 1n)
}

function wholePartOf(a: NumberValue): { whole: bigint; exact: boolean } {
  return typeof a === 'number' ? { whole: BigInt(Math.trunc(a)), exact: false } : wholePart(floatOf(a))
}
