import { T } from '../../types/type.ts'
import { compare, equal } from '../../values/compare.ts'
import { getKey, isArray, isObject, isSet, sizeOf, unorderedEntries } from '../../values/objects.ts'
import { runeCount } from '../../values/strings.ts'
import type { Value } from '../../values/value.ts'
import { charge } from '../../values/work.ts'
import type { Builtin, Host } from '../builtin.ts'
import { binary, ternary, unary } from '../define.ts'
import { listOperand, typeError } from '../operands.ts'
import { product, sum } from './sums.ts'

const list = T.oneOf(T.array(), T.set())
const numbers = T.oneOf(T.array(T.number), T.set(T.number))

function count(value: Value): number {
  if (isArray(value)) return value.length
  if (isSet(value)) return value.size
  if (typeof value === 'string') return runeCount(value)
  if (isObject(value)) return sizeOf(value)
  throw typeError(1, value, 'array', 'object', 'set', 'string')
}

/** The largest for 1, the smallest for -1; undefined of nothing. */
function extreme(value: Value, sign: 1 | -1, host: Host): Value | undefined {
  const items = listOperand(value, 1)
  if (isSet(value)) return sign > 0 ? items.at(-1) : items[0]
  host.spend(items.length)
  let best = items[0]
  for (const item of items) if (best !== undefined && compare(item, best) * sign > 0) best = item
  return best
}

function sorted(value: Value, host: Host): readonly Value[] {
  const items = listOperand(value, 1)
  if (isSet(value)) return items
  host.spend(items.length * Math.ceil(Math.log2(items.length + 2)))
  return [...items].sort(compare)
}

/** Whether a collection has an item or, an object, a value. */
function isMember(item: Value, collection: Value): boolean {
  if (isSet(collection)) return collection.has(item)
  if (isArray(collection)) {
    charge(collection.length / 8)
    return collection.some((other) => equal(item, other))
  }
  if (!isObject(collection)) return false
  charge(sizeOf(collection) / 8)
  for (const [, value] of unorderedEntries(collection)) if (equal(item, value)) return true
  return false
}

/** Whether a collection has an item at a key; in a set an item is its own key. */
function isMemberAt(key: Value, item: Value, collection: Value): boolean {
  if (isSet(collection)) return collection.has(key) && equal(key, item)
  const found = isArray(collection) ? (typeof key === 'number' ? collection[key] : undefined) : isObject(collection) ? getKey(collection, key) : undefined
  return found !== undefined && equal(item, found)
}

function allTrue(value: Value): boolean {
  if (!isArray(value) && !isSet(value)) throw typeError(1, value, 'array', 'set')
  for (const item of value) if (item !== true) return false
  return true
}

function anyTrue(value: Value): boolean {
  if (isSet(value)) return value.has(true)
  if (isArray(value)) return value.includes(true)
  throw typeError(1, value, 'array', 'set')
}

export const family: readonly Builtin[] = [
  unary('count', [T.oneOf(T.string, T.array(), T.object(), T.set())], T.number, count),
  unary('sum', [numbers], T.number, sum),
  unary('product', [numbers], T.number, product),
  unary('max', [list], T.any, (value, host) => extreme(value, 1, host)),
  unary('min', [list], T.any, (value, host) => extreme(value, -1, host)),
  unary('sort', [list], T.array(), sorted),
  { ...unary('all', [list], T.boolean, allTrue), deprecated: true },
  { ...unary('any', [list], T.boolean, anyTrue), deprecated: true },
  { ...binary('internal.member_2', [T.any, T.any], T.boolean, isMember), infix: 'in' },
  { ...ternary('internal.member_3', [T.any, T.any, T.any], T.boolean, isMemberAt), infix: 'in' },
]
