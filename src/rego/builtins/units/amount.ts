import { BuiltinError } from '../../errors.ts'
import { numberOf, wholeOf } from '../../values/numbers.ts'
import type { NumberValue } from '../../values/value.ts'

export type Units = ReadonlyMap<string, bigint>

const MOST_EXPONENT_DIGITS = 6
const MOST_DIGITS = 10_000
const DECIMALS = 10

/** `10.5e3Mi` as `10.5e3` and `Mi`; undefined where the exponent has too many digits. */
export function amountAndUnit(text: string): { amount: string; unit: string } | undefined {
  let at = 0
  for (; at < text.length && isPart(text.charAt(at)); at++) {
    if (text.charAt(at).toLowerCase() !== 'e') continue
    const next = text.charAt(at + 1)
    if (!/^[0-9+-]$/.test(next)) break
    const digits = /^[0-9]*/.exec(text.slice(at + (next === '+' || next === '-' ? 2 : 1)))?.[0] ?? ''
    if (digits.length > MOST_EXPONENT_DIGITS) return undefined
    if (next === '+' || next === '-') at++
  }
  return { amount: text.slice(0, at), unit: text.slice(at) }
}

function isPart(character: string): boolean {
  return /^[0-9.eE+-]$/.test(character)
}

/** A decimal that Go reads: digits before or after the point. */
export function isAmount(text: string): boolean {
  if (text.length > MOST_DIGITS) throw new BuiltinError('number is too large or too small for arithmetic')
  return /^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/.test(text)
}

/**
 * The amount times a factor, exactly. A fraction is cut to ten decimals, rounded half away from zero, as OPA prints it.
 * `milli`: times Go's float64 0.001, which is a little more than a thousandth.
 */
export function decimalText(amount: string, factor: bigint, milli: boolean): NumberValue {
  const [mantissa = '', power = '0'] = amount.toLowerCase().split('e')
  const [whole = '', fraction = ''] = mantissa.split('.')
  const exponent = Number(power) - fraction.length
  if (Math.abs(exponent) > MOST_DIGITS) throw new BuiltinError('number is too large or too small for arithmetic')
  const digits = BigInt(whole.replace(/^[+-]/, '') + fraction)
  const size = digits * factor * (milli ? MILLI_TOP : 1n) * 10n ** BigInt(Math.max(exponent, 0))
  const scale = 10n ** BigInt(Math.max(-exponent, 0)) * (milli ? MILLI_BOTTOM : 1n)
  const sign = mantissa.startsWith('-') ? -1n : 1n
  if (size % scale === 0n) return wholeOf((sign * size) / scale)
  const tenths = (size * 10n ** BigInt(DECIMALS) * 2n + scale) / (scale * 2n)
  return numberOf(`${sign * tenths}e-${DECIMALS}`)
}

/** The float64 0.001 as a fraction. */
const MILLI_TOP = 1152921504606847n
const MILLI_BOTTOM = 1152921504606846976n
