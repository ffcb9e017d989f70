import { decimalParts } from '../../values/number-text.ts'
import { compareNumbers } from '../../values/numbers.ts'
import type { NumberValue } from '../../values/value.ts'
import { charge } from '../../values/work.ts'
import { boundText, type Path, type Result } from './result.ts'
import type { Schema } from './schema.ts'

export function checkNumber(schema: Schema, value: NumberValue, result: Result, path: Path | undefined): void {
  const { multipleOf, minimum, exclusiveMinimum, maximum, exclusiveMaximum } = schema
  if (multipleOf !== undefined && !isMultiple(value, multipleOf)) result.fail('multiple_of', path, `Must be a multiple of ${boundText(multipleOf)}`)
  if (maximum !== undefined && compareNumbers(value, maximum) > 0) result.fail('number_lte', path, `Must be less than or equal to ${boundText(maximum)}`)
  if (exclusiveMaximum !== undefined && compareNumbers(value, exclusiveMaximum) >= 0)
    result.fail('number_lt', path, `Must be less than ${boundText(exclusiveMaximum)}`)
  if (minimum !== undefined && compareNumbers(value, minimum) < 0) result.fail('number_gte', path, `Must be greater than or equal to ${boundText(minimum)}`)
  if (exclusiveMinimum !== undefined && compareNumbers(value, exclusiveMinimum) <= 0)
    result.fail('number_gt', path, `Must be greater than ${boundText(exclusiveMinimum)}`)
  result.score += 1
}

/** Powers of ten between two numbers that are still computed with. */
const mostPowers = 10_000

/** Exactly: both as whole numbers of one power of ten. */
function isMultiple(value: NumberValue, of: NumberValue): boolean {
  const [a, b] = [decimalParts(value), decimalParts(of)]
  charge((a.digits.length + b.digits.length + Math.abs(a.exponent - b.exponent)) / 20)
  if (a.digits === '') return true
  const power = Math.min(a.exponent, b.exponent)
  if (Math.max(a.exponent, b.exponent) - power > mostPowers) return a.exponent > b.exponent
  const scaled = (digits: string, exponent: number): bigint => BigInt(digits) * 10n ** BigInt(exponent - power)
  return scaled(a.digits, a.exponent) % scaled(b.digits, b.exponent) === 0n
}
