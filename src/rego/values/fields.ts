import { compareStrings } from './strings.ts'
import type { PlainObject } from './value.ts'
import { charge } from './work.ts'

/** Objects with more keys keep them sorted. */
const LARGE = 16
const sortedKeys = new WeakMap<PlainObject, readonly string[]>()

/** The keys that were sorted last, as they came and in order: objects of one list mostly have the same. */
let lastKeys: readonly string[] = []
let lastSorted: readonly string[] = []

/** The keys of a plain object, in order. */
export function fieldsOf(object: PlainObject): readonly string[] {
  const keys = Object.keys(object)
  if (keys.length > LARGE) return manyFieldsOf(object, keys)
  charge(keys.length)
  if (areSame(keys, lastKeys)) return lastSorted
  lastKeys = keys
  lastSorted = keys.toSorted(compareStrings)
  return lastSorted
}

export function areSame(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length) return false
  for (let index = 0; index < a.length; index++) if (a[index] !== b[index]) return false
  return true
}

function manyFieldsOf(object: PlainObject, keys: string[]): readonly string[] {
  const known = sortedKeys.get(object)
  if (known !== undefined) return known
  charge(keys.length)
  keys.sort(compareStrings)
  sortedKeys.set(object, keys)
  return keys
}
