import { Decimal } from './decimal.ts'
import { jsonFields } from './json.ts'
import { decimalNumber, decimalParts, wholeOf } from './number-text.ts'
import { objectOf, setField } from './objects.ts'
import { RegoMap } from './rego-map.ts'
import { RegoSet } from './rego-set.ts'
import type { Value } from './value.ts'
import { refuseDepth } from './work.ts'

/**
 * What JavaScript code has, as a value: the same object where it is one already. Large whole numbers become bigints,
 * Map and Set what they are in Rego, `undefined` in an object is left out. Throws a TypeError for what is no value.
 */
export function fromPlain(raw: unknown): Value {
  return converted(raw, 0)
}

function converted(raw: unknown, depth: number): Value {
  switch (typeof raw) {
    case 'string':
    case 'boolean':
      return raw
    case 'number':
      return convertedNumber(raw)
    case 'bigint':
      return wholeOf(raw)
    case 'object':
      break
    default:
      throw new TypeError(`a ${typeof raw} is no value`)
  }
  if (raw === null || raw instanceof RegoSet || raw instanceof RegoMap || raw instanceof Decimal) return raw
  refuseDepth(depth)
  if (Array.isArray(raw)) return convertedArray(raw, depth)
  if (raw instanceof Set) return RegoSet.of(Array.from(raw, (item) => converted(item, depth + 1)))
  if (raw instanceof Map) return objectOf(Array.from(raw, ([key, item]) => [converted(key, depth + 1), converted(item, depth + 1)] as const))
  if ('toJSON' in raw && typeof raw.toJSON === 'function') return converted(raw.toJSON(), depth + 1)
  return convertedObject(raw, depth)
}

function convertedNumber(raw: number): Value {
  if (!Number.isFinite(raw)) throw new TypeError(`${raw} is no value`)
  if (!Number.isInteger(raw) || Number.isSafeInteger(raw)) return raw + 0
  // A float that prints as 1e+21 means that number, not the digits of its binary value.
  const { negative, digits, exponent } = decimalParts(raw)
  return decimalNumber(negative, digits, exponent)
}

function convertedArray(raw: readonly unknown[], depth: number): readonly Value[] {
  const items: Value[] = []
  let same = true
  for (const item of raw) {
    const value = converted(item, depth + 1)
    if (!Object.is(value, item)) same = false
    items.push(value)
  }
  return same ? (raw as readonly Value[]) : items
}

function convertedObject(raw: object, depth: number): Value {
  const fields: Record<string, Value> = {}
  let same = true
  for (const [key, item] of Object.entries(raw)) {
    const value = item === undefined ? undefined : converted(item, depth + 1)
    if (!Object.is(value, item) || value === undefined) same = false
    if (value !== undefined) setField(fields, key, value)
  }
  return same ? (raw as Value) : fields
}

/**
 * A value as JSON.stringify takes it, but for whole numbers beyond 2^53, which stay bigints. Sets are sorted arrays, keys
 * that are no strings their JSON, and fractions with more digits than a number has the nearest number.
 */
export function toPlain(value: Value): unknown {
  return plainOf(value, 0)
}

function plainOf(value: Value, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Decimal) return Number(value.text)
  refuseDepth(depth)
  if (Array.isArray(value) || value instanceof RegoSet) return Array.from(value, (item) => plainOf(item, depth + 1))
  const object: Record<string, Value> = {}
  for (const [key, item] of jsonFields(value)) setField(object, key, plainOf(item, depth + 1) as Value)
  return object
}
