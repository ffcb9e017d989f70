import { BuiltinError } from '../errors.ts'
import { bigintOf, isNumber, isWhole } from '../values/numbers.ts'
import { isArray, isObject, isSet, typeName } from '../values/objects.ts'
import type { RegoSet } from '../values/rego-set.ts'
import type { NumberValue, ObjectValue, Value } from '../values/value.ts'

/*
 * Checks of operands, with OPA's words. Positions count from 1. Whoever evaluates puts the builtin's name before the
 * message, as OPA does.
 */

export function operandError(position: number, message: string): BuiltinError {
  return new BuiltinError(`operand ${position} ${message}`, 'eval_type_error')
}

export function typeError(position: number, got: Value, ...expected: readonly string[]): BuiltinError {
  const wanted = expected.length === 1 ? expected[0] : `one of {${expected.join(', ')}}`
  return operandError(position, `must be ${wanted} but got ${typeName(got)}`)
}

/** Something inside a collection is wrong. */
export function elementError(position: number, collection: Value, got: Value, ...expected: readonly string[]): BuiltinError {
  const type = typeName(collection)
  const wanted = expected.length === 1 ? `${expected[0]}s` : `(any of) {${expected.join(', ')}}`
  return operandError(position, `must be ${type} of ${wanted} but got ${type} containing ${typeName(got)}`)
}

export function enumError(position: number, ...expected: readonly string[]): BuiltinError {
  return operandError(position, expected.length === 1 ? `must be ${expected[0]}` : `must be one of {${expected.join(', ')}}`)
}

export function stringOperand(value: Value, position: number): string {
  if (typeof value === 'string') return value
  throw typeError(position, value, 'string')
}

export function numberOperand(value: Value, position: number): NumberValue {
  if (typeof value === 'number' || isNumber(value)) return value
  throw typeError(position, value, 'number')
}

const INT64 = 2n ** 63n

/** A whole number of 64 bits. As a `number`: beyond 2^53 the nearest one, which does for counts and positions. */
export function intOperand(value: Value, position: number): number {
  const number = numberOperand(value, position)
  if (typeof number === 'number' && Number.isInteger(number)) return number
  if (typeof number === 'bigint' && number >= -INT64 && number < INT64) return Number(number)
  throw operandError(position, 'must be integer number but got floating-point number')
}

export function bigintOperand(value: Value, position: number): bigint {
  if (!isNumber(value)) throw typeError(position, value, 'integer')
  const whole = bigintOf(value)
  if (whole !== undefined) return whole
  throw isWhole(value) ? new BuiltinError(`operand ${position} is too large`) : operandError(position, 'must be integer number but got floating-point number')
}

export function arrayOperand(value: Value, position: number): readonly Value[] {
  if (isArray(value)) return value
  throw typeError(position, value, 'array')
}

export function setOperand(value: Value, position: number): RegoSet {
  if (isSet(value)) return value
  throw typeError(position, value, 'set')
}

export function objectOperand(value: Value, position: number): ObjectValue {
  if (isObject(value)) return value
  throw typeError(position, value, 'object')
}

/** The items of an array or set. */
export function listOperand(value: Value, position: number): readonly Value[] {
  if (isArray(value)) return value
  if (isSet(value)) return value.sorted()
  throw typeError(position, value, 'set', 'array')
}

/** The strings of an array or set of strings. */
export function stringsOperand(value: Value, position: number): readonly string[] {
  if (!isArray(value) && !isSet(value)) throw typeError(position, value, 'array', 'set')
  const texts: string[] = []
  for (const item of value) {
    if (typeof item !== 'string') throw elementError(position, value, item, 'string')
    texts.push(item)
  }
  return texts
}
