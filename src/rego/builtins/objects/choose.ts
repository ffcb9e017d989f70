import { hashKey } from '../../values/hash-key.ts'
import { isArray, isObject, isSet, keysOf, ObjectBuilder, sizeOf, unorderedEntries } from '../../values/objects.ts'
import { RegoSet } from '../../values/rego-set.ts'
import type { ObjectValue, Value } from '../../values/value.ts'
import { refuseDepth } from '../../values/work.ts'
import type { Host } from '../builtin.ts'
import { typeError } from '../operands.ts'
import type { PathTree } from './paths.ts'

/** The items of an array or set, or the keys of an object. */
export function keysOperand(value: Value): RegoSet {
  if (isSet(value)) return value
  if (isArray(value)) return RegoSet.of(value)
  if (isObject(value)) return RegoSet.of(keysOf(value))
  throw typeError(2, value, 'object', 'set', 'array')
}

export function keptFields(object: ObjectValue, keys: RegoSet, host: Host): ObjectValue {
  return fieldsWhere(object, host, (key) => keys.has(key))
}

export function removedFields(object: ObjectValue, keys: RegoSet, host: Host): ObjectValue {
  return fieldsWhere(object, host, (key) => !keys.has(key))
}

function fieldsWhere(object: ObjectValue, host: Host, wanted: (key: Value) => boolean): ObjectValue {
  host.spend(sizeOf(object))
  const result = new ObjectBuilder()
  for (const [key, value] of unorderedEntries(object)) if (wanted(key)) result.set(key, value)
  return result.finish()
}

/** What a value has at the paths. Items of an array are found by their number as a string, and move together. */
export function chosen(value: Value, tree: PathTree, host: Host, depth = 0): Value {
  return rebuilt(value, host, depth, (item, step) => {
    const child = tree.get(hashKey(step))
    if (child === undefined) return undefined
    return child === null ? item : chosen(item, child, host, depth + 1)
  })
}

/** A value without what it has at the paths. */
export function without(value: Value, tree: PathTree, host: Host, depth = 0): Value {
  return rebuilt(value, host, depth, (item, step) => {
    const child = tree.get(hashKey(step))
    if (child === undefined) return item
    return child === null ? undefined : without(item, child, host, depth + 1)
  })
}

/** Goes over the parts of a collection: `part` gives what becomes of each, or undefined to leave it out. */
function rebuilt(value: Value, host: Host, depth: number, part: (item: Value, step: Value) => Value | undefined): Value {
  refuseDepth(depth)
  if (isArray(value)) {
    host.spend(value.length)
    return value.map((item, index) => part(item, String(index))).filter((item) => item !== undefined)
  }
  if (isSet(value)) {
    host.spend(value.size)
    return RegoSet.of(
      value
        .sorted()
        .map((item) => part(item, item))
        .filter((item) => item !== undefined),
    )
  }
  if (!isObject(value)) return value
  host.spend(sizeOf(value))
  const result = new ObjectBuilder()
  for (const [key, item] of unorderedEntries(value)) {
    const kept = part(item, key)
    if (kept !== undefined) result.set(key, kept)
  }
  return result.finish()
}
