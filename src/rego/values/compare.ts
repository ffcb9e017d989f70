import type { Decimal } from './decimal.ts'
import { areSame, fieldsOf } from './fields.ts'
import { isPlain, isSet, typeRank } from './kinds.ts'
import { compareNumbers, isNumber } from './numbers.ts'
import { entriesOf, getKey, keysOf, sizeOf } from './objects.ts'
import type { RegoSet } from './rego-set.ts'
import { compareStrings, equalStrings } from './strings.ts'
import type { ObjectValue, PlainObject, Value } from './value.ts'
import { charge, refuseDepth } from './work.ts'

/** In OPA's order, as a new list. */
export function sortedValues(values: Iterable<Value>): Value[] {
  const list = [...values]
  const keys = sharedKeys(list)
  if (keys === undefined) return list.sort(compare)
  return (list as PlainObject[]).sort((a, b) => compareFields(a, b, keys, 0))
}

/** The keys in order, where all are plain objects with the same ones: then they need not be compared. */
function sharedKeys(values: readonly Value[]): readonly string[] | undefined {
  const [first] = values
  if (first === undefined || !isPlain(first)) return undefined
  const keys = Object.keys(first)
  for (const value of values) if (!isPlain(value) || !areSame(Object.keys(value), keys)) return undefined
  return fieldsOf(first)
}

function compareFields(a: PlainObject, b: PlainObject, keys: readonly string[], depth: number): number {
  charge(1 + keys.length)
  for (const key of keys) {
    const order = compareAny(a[key] ?? null, b[key] ?? null, depth + 1)
    if (order !== 0) return order
  }
  return 0
}

/** OPA's order of all values: negative, 0 or positive. */
export function compare(a: Value, b: Value): number {
  if (typeof a === 'string' && typeof b === 'string') return compareStrings(a, b)
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return compareAny(a, b, 0)
}

function compareAny(a: Value, b: Value, depth: number): number {
  if (typeof a === 'string' && typeof b === 'string') return compareStrings(a, b)
  if (typeof a === 'number' && typeof b === 'number') return a - b
  if (a === b) return 0
  const rank = typeRank(a)
  const other = typeRank(b)
  if (rank !== other) return rank < other ? -1 : 1
  if (rank === 1) return a === true ? 1 : -1
  if (isNumber(a) && isNumber(b)) return compareNumbers(a, b)
  refuseDepth(depth)
  if (Array.isArray(a) && Array.isArray(b)) return compareArrays(a, b, depth)
  if (isSet(a) && isSet(b)) return compareArrays(a.sorted(), b.sorted(), depth)
  return compareObjects(a as ObjectValue, b as ObjectValue, depth)
}

function compareArrays(a: readonly Value[], b: readonly Value[], depth: number): number {
  const shared = Math.min(a.length, b.length)
  charge(1 + shared)
  for (let index = 0; index < shared; index++) {
    const order = compareAny(a[index] ?? null, b[index] ?? null, depth + 1)
    if (order !== 0) return order
  }
  return a.length - b.length
}

/** The first key that differs decides, or the first value. */
function compareObjects(a: ObjectValue, b: ObjectValue, depth: number): number {
  const keysA = keysOf(a)
  const keysB = keysOf(b)
  const shared = Math.min(keysA.length, keysB.length)
  charge(1 + shared)
  for (let index = 0; index < shared; index++) {
    const key = keysA[index] ?? null
    const order = compareAny(key, keysB[index] ?? null, depth + 1) || compareAny(getKey(a, key) ?? null, getKey(b, key) ?? null, depth + 1)
    if (order !== 0) return order
  }
  return keysA.length - keysB.length
}

export function equal(a: Value, b: Value): boolean {
  if (typeof a === 'string' && typeof b === 'string') return equalStrings(a, b)
  if (a === b) return true
  // Anything that is not a collection has one form each, but a bigint in a raw input may be a small one.
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return equalMixed(a, b)
  return equalCollections(a, b, 0)
}

function equalMixed(a: Value, b: Value): boolean {
  return typeof a === 'bigint' || typeof b === 'bigint' ? isNumber(a) && isNumber(b) && compareNumbers(a, b) === 0 : false
}

function equalInside(a: Value, b: Value, depth: number): boolean {
  if (typeof a === 'string' && typeof b === 'string') return equalStrings(a, b)
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return equalMixed(a, b)
  return equalCollections(a, b, depth)
}

type Compound = readonly Value[] | ObjectValue | RegoSet | Decimal

function equalCollections(a: Compound, b: Compound, depth: number): boolean {
  refuseDepth(depth)
  if (isArrayOf(a)) return isArrayOf(b) && equalArrays(a, b, depth)
  if (isPlain(a) && isPlain(b)) return equalObjects(a, b, depth)
  if (isSet(a)) return isSet(b) && equalSets(a, b)
  if (isNumber(a)) return isNumber(b) && compareNumbers(a, b) === 0
  if (isArrayOf(b) || isSet(b) || isNumber(b) || isPlain(a) || isPlain(b)) return false
  return equalMaps(a, b, depth)
}

function isArrayOf(value: Value): value is readonly Value[] {
  return Array.isArray(value)
}

function equalArrays(a: readonly Value[], b: readonly Value[], depth: number): boolean {
  if (a.length !== b.length) return false
  charge(1 + a.length)
  for (let index = 0; index < a.length; index++) {
    if (!equalInside(a[index] ?? null, b[index] ?? null, depth + 1)) return false
  }
  return true
}

function equalObjects(a: { readonly [key: string]: Value }, b: { readonly [key: string]: Value }, depth: number): boolean {
  const keys = Object.keys(a)
  if (keys.length !== sizeOf(b)) return false
  charge(1 + keys.length)
  for (const key of keys) {
    if (!Object.hasOwn(b, key) || !equalInside(a[key] ?? null, b[key] ?? null, depth + 1)) return false
  }
  return true
}

function equalMaps(a: ObjectValue, b: ObjectValue, depth: number): boolean {
  if (sizeOf(a) !== sizeOf(b)) return false
  for (const [key, value] of entriesOf(a)) {
    const other = getKey(b, key)
    if (other === undefined || !equalInside(value, other, depth + 1)) return false
  }
  return true
}

function equalSets(a: RegoSet, b: RegoSet): boolean {
  if (a.size !== b.size) return false
  charge(1 + a.size)
  for (const key of a.keyed().keys()) if (!b.hasKey(key)) return false
  return true
}
