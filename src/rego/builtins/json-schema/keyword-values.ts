import { isNumber, isWhole } from '../../values/numbers.ts'
import { isArray, isObject } from '../../values/objects.ts'
import type { NumberValue, Value } from '../../values/value.ts'
import { SchemaError } from './schema.ts'

/* What words of a schema may be, with gojsonschema's messages. */

export function invalidType(given: string, expected: string): SchemaError {
  return new SchemaError(`Invalid type. Expected: ${expected}, given: ${given}`)
}

/** Whether something can be a schema. */
export function isSchemaNode(value: Value): boolean {
  return isObject(value) || typeof value === 'boolean'
}

export function textOf(value: Value, word: string): string {
  if (typeof value === 'string') return value
  throw invalidType(word, 'string')
}

export function boundOf(value: Value, word: string): NumberValue {
  if (isNumber(value)) return value
  throw new SchemaError(`${word} must be of a number`)
}

export function countOf(value: Value, word: string): number {
  if (!isNumber(value) || !isWhole(value) || typeof value === 'object') throw new SchemaError(`${word} must be of an integer`)
  if (value < 0) throw new SchemaError(`${word} must be greater than or equal to 0`)
  return Number(value)
}

export function listOf(value: Value, word: string): readonly Value[] {
  if (isArray(value)) return value
  throw new SchemaError(`${word} must be of an array`)
}
