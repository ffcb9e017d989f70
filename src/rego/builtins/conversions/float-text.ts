import { numberOf, wholeOf } from '../../values/numbers.ts'
import type { NumberValue } from '../../values/value.ts'

/** Longer texts are no numbers that anyone writes, and take long to read. */
const LONGEST = 100_000

/**
 * What Go's strconv.ParseFloat accepts, as an exact number: decimals with or without digits before or after the point,
 * and hexadecimal floats. `range` where a float64 would be infinite.
 */
export function floatText(text: string): NumberValue | 'range' | undefined {
  if (text.length > LONGEST) return undefined
  if (/^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/.test(text)) {
    if (!Number.isFinite(Number(text))) return 'range'
    return numberOf(text.startsWith('+') ? text.slice(1) : text)
  }
  const hex = /^([+-]?)0[xX]([0-9a-fA-F]*)(?:\.([0-9a-fA-F]*))?[pP]([+-]?[0-9]{1,5})$/.exec(text)
  return hex === null ? undefined : hexadecimal(hex[1] === '-', hex[2] ?? '', hex[3] ?? '', Number(hex[4]))
}

function hexadecimal(negative: boolean, whole: string, fraction: string, power: number): NumberValue | 'range' | undefined {
  if (whole === '' && fraction === '') return undefined
  const mantissa = BigInt(`0x${whole}${fraction}`) * (negative ? -1n : 1n)
  const exponent = power - 4 * fraction.length
  if (Math.abs(exponent) > 2000) return 'range'
  if (exponent >= 0) return wholeOf(mantissa << BigInt(exponent))
  // Each halving is one more decimal: m × 2^-e is m × 5^e × 10^-e.
  return numberOf(`${mantissa * 5n ** BigInt(-exponent)}e${exponent}`)
}
