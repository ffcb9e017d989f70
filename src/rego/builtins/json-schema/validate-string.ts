import { runeCount } from '../../values/strings.ts'
import type { Host } from '../builtin.ts'
import type { Path, Result } from './result.ts'
import type { Schema } from './schema.ts'

/** Lengths are in characters. */
export function checkString(schema: Schema, value: string, result: Result, path: Path | undefined, host: Host): void {
  const { minLength, maxLength, pattern } = schema
  host.spend(value.length / 100)
  const length = minLength === undefined && maxLength === undefined ? 0 : runeCount(value)
  if (minLength !== undefined && length < minLength) result.fail('string_gte', path, `String length must be greater than or equal to ${minLength}`)
  if (maxLength !== undefined && length > maxLength) result.fail('string_lte', path, `String length must be less than or equal to ${maxLength}`)
  if (pattern !== undefined && !pattern.regex.test(value)) result.fail('pattern', path, `Does not match pattern '${pattern.source}'`)
  result.score += 1
}
