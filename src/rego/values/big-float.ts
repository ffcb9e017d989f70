import { BuiltinError } from '../errors.ts'
import { decimalNumber, decimalParts } from './number-text.ts'
import type { NumberValue } from './value.ts'
import { charge } from './work.ts'

/**
 * The floats that OPA computes fractions with: Go's big.Float with its default precision, a mantissa of 64 bits rounded
 * to nearest, ties to even. The value is `mantissa` × 2^`exponent`; the mantissa is signed and has at most 64 bits.
 */
export interface BigFloat {
  readonly mantissa: bigint
  readonly exponent: number
}

const PRECISION = 64
/** Powers of ten beyond this would take as many digits to compute with: refused. */
const MOST_POWERS = 5000
/** Computing with long numbers is paid for. */
const DIGITS_A_STEP = 10
const ZERO: BigFloat = { mantissa: 0n, exponent: 0 }

export function floatOf(value: NumberValue): BigFloat {
  if (typeof value === 'number' && Number.isInteger(value)) return { mantissa: BigInt(value), exponent: 0 }
  const { negative, digits, exponent } = decimalParts(value)
  if (digits === '') return ZERO
  if (Math.abs(exponent) > MOST_POWERS || digits.length > 2 * MOST_POWERS) throw new BuiltinError('number is too large or too small for arithmetic')
  charge((digits.length + Math.abs(exponent)) / DIGITS_A_STEP)
  const whole = BigInt(negative ? `-${digits}` : digits)
  return exponent >= 0 ? rounded(whole * 10n ** BigInt(exponent), 0, false) : quotient(whole, 10n ** BigInt(-exponent), 0)
}

export function addFloats(a: BigFloat, b: BigFloat): BigFloat {
  if (a.mantissa === 0n) return b
  if (b.mantissa === 0n) return a
  const exponent = Math.min(a.exponent, b.exponent)
  return rounded((a.mantissa << BigInt(a.exponent - exponent)) + (b.mantissa << BigInt(b.exponent - exponent)), exponent, false)
}

export function negateFloat(a: BigFloat): BigFloat {
  return { mantissa: -a.mantissa, exponent: a.exponent }
}

export function multiplyFloats(a: BigFloat, b: BigFloat, precision = PRECISION): BigFloat {
  return rounded(a.mantissa * b.mantissa, a.exponent + b.exponent, false, precision)
}

/** `b` is not zero. */
export function divideFloats(a: BigFloat, b: BigFloat): BigFloat {
  return quotient(a.mantissa, b.mantissa, a.exponent - b.exponent)
}

/** The whole part, towards zero, and whether nothing was cut off. */
export function wholePart(a: BigFloat): { whole: bigint; exact: boolean } {
  if (a.exponent >= 0) return { whole: a.mantissa << BigInt(a.exponent), exact: true }
  const unit = 1n << BigInt(-a.exponent)
  const whole = a.mantissa / unit
  return { whole, exact: whole * unit === a.mantissa }
}

/** The shortest decimal that is read back as the same float of so many bits, as Go prints it. */
export function numberOfFloat(a: BigFloat, precision = PRECISION): NumberValue {
  const { mantissa, exponent } = normalized(a, precision)
  if (mantissa === 0n) return 0
  const negative = mantissa < 0n
  const size = negative ? -mantissa : mantissa
  charge(Math.abs(exponent) / DIGITS_A_STEP)
  // Everything in half units of the last place: what lies between size - 1 and size + 1 halves is read back as `size`.
  const middle = digitsOf(size << 1n, exponent - 1)
  const lower = digitsOf((size << 1n) - 1n, exponent - 1)
  const upper = digitsOf((size << 1n) + 1n, exponent - 1)
  const { digits, power } = shortest(middle, lower, upper, size % 2n === 0n)
  return decimalNumber(negative, digits, power)
}

/** All digits of size × 2^exponent, as a whole number of 10^-scale. */
function digitsOf(size: bigint, exponent: number): { digits: bigint; scale: number } {
  if (exponent >= 0) return { digits: size << BigInt(exponent), scale: 0 }
  return { digits: size * 5n ** BigInt(-exponent), scale: -exponent }
}

function shortest(
  middle: { digits: bigint; scale: number },
  lower: { digits: bigint },
  upper: { digits: bigint },
  inclusive: boolean,
): { digits: string; power: number } {
  const all = middle.digits.toString()
  // With more digits it only fits better, so the fewest can be found by halving.
  let least = 1
  let most = all.length
  let best = { digits: all, power: -middle.scale }
  while (least < most) {
    const kept = Math.min((least + most) >> 1, least + 16)
    const unit = 10n ** BigInt(all.length - kept)
    const down = (middle.digits / unit) * unit
    const up = down + unit
    const downFits = inclusive ? down >= lower.digits : down > lower.digits
    const upFits = inclusive ? up <= upper.digits : up < upper.digits
    if (downFits || upFits) {
      const takeUp = downFits && upFits ? roundsUp(middle.digits, down, up) : upFits
      best = { digits: ((takeUp ? up : down) / unit).toString(), power: all.length - kept - middle.scale }
      most = kept
    } else {
      least = kept + 1
    }
  }
  return best
}

function roundsUp(value: bigint, down: bigint, up: bigint): boolean {
  const below = value - down
  const above = up - value
  if (below !== above) return below > above
  return (down / (up - down)) % 2n === 1n
}

function quotient(top: bigint, bottom: bigint, exponent: number): BigFloat {
  const shift = Math.max(0, PRECISION + 2 + bits(bottom) - bits(top))
  const wide = top << BigInt(shift)
  const whole = wide / bottom
  return rounded(whole, exponent - shift, whole * bottom !== wide)
}

/** Rounds to so many bits; `more`: something smaller than the last bit was cut off already, away from zero. */
function rounded(value: bigint, exponent: number, more: boolean, precision = PRECISION): BigFloat {
  const negative = value < 0n
  const size = negative ? -value : value
  const excess = bits(size) - precision
  if (excess <= 0) return { mantissa: value, exponent }
  const cut = BigInt(excess)
  const rest = size & ((1n << cut) - 1n)
  const half = 1n << (cut - 1n)
  let kept = size >> cut
  if (rest > half || (rest === half && (more || kept % 2n === 1n))) kept++
  return { mantissa: negative ? -kept : kept, exponent: exponent + excess }
}

/** With a mantissa of exactly so many bits, so that the last place is where Go has it. */
function normalized(a: BigFloat, precision: number): BigFloat {
  if (a.mantissa === 0n) return a
  const missing = precision - bits(a.mantissa)
  return missing >= 0
    ? { mantissa: a.mantissa << BigInt(missing), exponent: a.exponent - missing }
    : { mantissa: a.mantissa >> BigInt(-missing), exponent: a.exponent - missing }
}

function bits(value: bigint): number {
  const size = value < 0n ? -value : value
  if (size === 0n) return 0
  const hex = size.toString(16)
  return hex.length * 4 - Math.clz32(Number.parseInt(hex.charAt(0), 16)) + 28
}
