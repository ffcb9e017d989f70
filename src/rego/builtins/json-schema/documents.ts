import { JsonError, jsonFields, parseJson } from '../../values/json.ts'
import { isArray, isObject, isSet, setField } from '../../values/objects.ts'
import type { Value } from '../../values/value.ts'
import { refuseDepth } from '../../values/work.ts'
import type { Host } from '../builtin.ts'
import { SchemaError } from './schema.ts'

/** A document or a schema: the JSON that a string holds, or an object or array. Throws a SchemaError. */
export function documentOf(value: Value, host: Host): Value {
  if (typeof value === 'string') {
    host.spend(1 + value.length / 20)
    return parsed(value)
  }
  if (!isObject(value) && !isArray(value)) throw new SchemaError('wrong type, expected string or object')
  return asJson(value, host, 0)
}

function parsed(text: string): Value {
  try {
    return parseJson(text)
  } catch (error) {
    if (error instanceof JsonError) throw new SchemaError('invalid JSON string')
    throw error
  }
}

/** Without what JSON has not: sets are arrays, and keys are strings. The same value where it is JSON. */
function asJson(value: Value, host: Host, depth: number): Value {
  if (typeof value !== 'object' || value === null) return value
  refuseDepth(depth)
  host.spend(1)
  if (isSet(value)) return value.sorted().map((item) => asJson(item, host, depth + 1))
  if (isArray(value))
    return sameOr(
      value,
      value.map((item) => asJson(item, host, depth + 1)),
    )
  if (!isObject(value)) return value
  const fields: Record<string, Value> = {}
  for (const [key, item] of jsonFields(value)) setField(fields, key, asJson(item, host, depth + 1))
  return fields
}

function sameOr(before: readonly Value[], after: readonly Value[]): readonly Value[] {
  return after.every((item, i) => item === before[i]) ? before : after
}
