import { binaryParts, type Digits, exactDigits, roundedDigits, shortestDigits } from './float-digits.ts'

export type FloatVerb = 'e' | 'E' | 'f' | 'g' | 'G' | 'b' | 'x' | 'X'

/** A float as Go's strconv.FormatFloat writes it; without a precision as short as can be. */
export function formatFloat(value: number, verb: FloatVerb, precision: number | undefined): string {
  const sign = value < 0 ? '-' : ''
  return sign + formatSize(Math.abs(value), verb, precision)
}

function formatSize(size: number, verb: FloatVerb, precision: number | undefined): string {
  switch (verb) {
    case 'e':
    case 'E': {
      const digits = precision === undefined ? shortestDigits(size) : roundedDigits(exactDigits(size), precision + 1)
      return scientific(digits, precision ?? Math.max(digits.digits.length - 1, 0), verb)
    }
    case 'f': {
      const all = precision === undefined ? shortestDigits(size) : exactDigits(size)
      const digits = precision === undefined ? all : roundedDigits(all, all.point + precision)
      return positional(digits, precision ?? Math.max(digits.digits.length - digits.point, 0))
    }
    case 'g':
    case 'G':
      return general(size, verb, precision)
    case 'b': {
      const { mantissa, exponent } = binaryParts(size)
      return `${mantissa}p${exponent < 0 ? '-' : '+'}${Math.abs(exponent)}`
    }
    default:
      return hexadecimal(size, verb, precision)
  }
}

function scientific({ digits, point }: Digits, precision: number, letter: string): string {
  const fraction = precision > 0 ? `.${digits.slice(1, precision + 1).padEnd(precision, '0')}` : ''
  const power = digits === '' ? 0 : point - 1
  return `${digits.charAt(0) || '0'}${fraction}${letter}${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`
}

function positional({ digits, point }: Digits, precision: number): string {
  const whole = point > 0 ? digits.slice(0, point).padEnd(digits === '' ? 1 : point, '0') : '0'
  if (precision === 0) return whole
  const leading = point < 0 ? '0'.repeat(Math.min(-point, precision)) : ''
  const fraction = (leading + digits.slice(Math.max(point, 0))).slice(0, precision)
  return `${whole}.${fraction.padEnd(precision, '0')}`
}

/** Whichever of the two is shorter, more or less: an exponent below -4 or beyond the precision (6 without one) decides. */
function general(size: number, verb: 'g' | 'G', precision: number | undefined): string {
  const count = precision === 0 ? 1 : precision
  const digits = count === undefined ? shortestDigits(size) : roundedDigits(exactDigits(size), count)
  const { length } = digits.digits
  const most = count === undefined ? 6 : count > length && length >= digits.point ? length : count
  const power = digits.digits === '' ? -1 : digits.point - 1
  const small = digits.digits === '' ? 0 : power
  if (small < -4 || small >= most) {
    const kept = count === undefined ? 6 : count
    return scientific(digits, Math.max((count === undefined ? length : Math.min(kept, length)) - 1, 0), verb === 'g' ? 'e' : 'E')
  }
  return positional(digits, Math.max(length - digits.point, 0))
}

function hexadecimal(size: number, verb: 'x' | 'X', precision: number | undefined): string {
  const text = lowerHexadecimal(size, precision)
  return verb === 'x' ? text : text.toUpperCase()
}

function lowerHexadecimal(size: number, precision: number | undefined): string {
  if (size === 0) return `0x0${precision ? `.${'0'.repeat(precision)}` : ''}p+00`
  let { mantissa, exponent } = binaryParts(size)
  while (mantissa >> 52n === 0n) {
    mantissa <<= 1n
    exponent--
  }
  if (precision !== undefined && precision < 13) {
    const cut = BigInt(4 * (13 - precision))
    const rest = mantissa & ((1n << cut) - 1n)
    const half = 1n << (cut - 1n)
    mantissa >>= cut
    if (rest > half || (rest === half && mantissa % 2n === 1n)) mantissa++
    mantissa <<= cut
    if (mantissa >> 53n > 0n) {
      mantissa >>= 1n
      exponent++
    }
  }
  const power = exponent + 52
  const digits = (mantissa & ((1n << 52n) - 1n)).toString(16).padStart(13, '0')
  const fraction = precision === undefined ? digits.replace(/0+$/, '') : digits.slice(0, precision).padEnd(precision, '0')
  return `0x1${fraction === '' ? '' : `.${fraction}`}p${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`
}
