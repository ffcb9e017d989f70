import { Decimal } from './decimal.ts'
import { fieldsOf } from './fields.ts'
import { isPlain } from './kinds.ts'
import { RegoMap } from './rego-map.ts'
import { RegoSet } from './rego-set.ts'
import type { PlainObject, Value } from './value.ts'
import { charge, refuseDepth } from './work.ts'

/** Equal (as a key of a Map) exactly for equal values. */
export type HashKey = string | number | bigint | boolean | null

/** What keys of collections begin with; a string that begins with it is marked. */
const MARK = 1
const STRING = '\u0001s'
const COLLECTION = '\u0001c'
/** Keys of arrays and objects that took long to make are kept. */
const LONG = 256
const kept = new WeakMap<object, string>()

export function hashKey(value: Value): HashKey {
  if (typeof value === 'string') return value.charCodeAt(0) === MARK ? STRING + value : value
  if (typeof value !== 'object' || value === null) return value
  return COLLECTION + collectionText(value, 0)
}

type Compound = Exclude<Value, null | boolean | number | bigint | string>

function collectionText(value: Compound, depth: number): string {
  if (value instanceof Decimal) return `d${value.text};`
  if (value instanceof RegoSet) return value.encoding(depth, encode)
  const known = kept.get(value)
  if (known !== undefined) return known
  refuseDepth(depth)
  const text = isPlain(value) ? objectText(value, depth) : value instanceof RegoMap ? mapText(value, depth) : arrayText(value, depth)
  charge(1 + text.length / 100)
  if (text.length >= LONG) kept.set(value, text)
  return text
}

function arrayText(items: readonly Value[], depth: number): string {
  let text = `[${items.length}:`
  for (const item of items) text += encode(item, depth + 1)
  return text
}

function objectText(object: PlainObject, depth: number): string {
  const keys = fieldsOf(object)
  let text = `{${keys.length}:`
  for (const key of keys) text += `${key.length}:${key}${encode(object[key] ?? null, depth + 1)}`
  return text
}

function mapText(map: RegoMap, depth: number): string {
  let text = `m${map.size}:`
  for (const [key, item] of map.entries()) text += encode(key, depth + 1) + encode(item, depth + 1)
  return text
}

/** No encoding is the beginning of another, so a row of them is read one way only. */
function encode(value: Value, depth: number): string {
  if (typeof value === 'string') return `"${value.length}:${value}`
  if (typeof value === 'number') return `#${value};`
  if (typeof value === 'bigint') return `#${value};`
  if (value === null) return 'n'
  if (value === true) return 't'
  if (value === false) return 'f'
  return collectionText(value, depth)
}
