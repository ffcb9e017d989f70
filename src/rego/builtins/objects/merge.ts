import { getKey, isObject, ObjectBuilder, sizeOf, unorderedEntries } from '../../values/objects.ts'
import type { ObjectValue, Value } from '../../values/value.ts'
import { refuseDepth } from '../../values/work.ts'
import type { Host } from '../builtin.ts'
import { elementError } from '../operands.ts'

/** The entries of both: where both have a key, objects are merged, else `b` counts. */
export function merged(a: ObjectValue, b: ObjectValue, host: Host, depth: number): ObjectValue {
  if (sizeOf(a) === 0 || a === b) return b
  if (sizeOf(b) === 0) return a
  refuseDepth(depth)
  host.spend(sizeOf(a) + sizeOf(b))
  const result = new ObjectBuilder()
  for (const [key, value] of unorderedEntries(a)) {
    const other = getKey(b, key)
    if (other === undefined) result.set(key, value)
    else result.set(key, isObject(value) && isObject(other) ? merged(value, other, host, depth + 1) : other)
  }
  for (const [key, value] of unorderedEntries(b)) if (getKey(a, key) === undefined) result.set(key, value)
  return result.finish()
}

/** One after the other; the last counts. */
export function mergedAll(values: readonly Value[], host: Host): ObjectValue {
  let result: ObjectValue = {}
  for (const value of values) {
    if (!isObject(value)) throw elementError(1, values, value, 'object')
    result = merged(result, value, host, 0)
  }
  return result
}
