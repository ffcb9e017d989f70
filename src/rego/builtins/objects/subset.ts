import { equal } from '../../values/compare.ts'
import { getKey, isArray, isObject, isSet, sizeOf, unorderedEntries } from '../../values/objects.ts'
import type { RegoSet } from '../../values/rego-set.ts'
import type { ObjectValue, Value } from '../../values/value.ts'
import { refuseDepth } from '../../values/work.ts'
import type { Host } from '../builtin.ts'

/** Whether `part` is in `whole`; undefined where the two have types that do not go together. */
export function isSubset(whole: Value, part: Value, host: Host, depth: number): boolean | undefined {
  if (isArray(whole) && isSet(part)) return holdsItems(whole, part, host)
  return isPart(whole, part, host, depth)
}

function isPart(whole: Value, part: Value, host: Host, depth: number): boolean | undefined {
  if (isObject(whole) && isObject(part)) return holdsEntries(whole, part, host, depth)
  if (isSet(whole) && isSet(part)) return holdsAll(whole, part, host)
  return isArray(whole) && isArray(part) ? holdsRun(whole, part, host) : undefined
}

/** Entry by entry: equal, or a subset again. */
function holdsEntries(whole: ObjectValue, part: ObjectValue, host: Host, depth: number): boolean {
  refuseDepth(depth)
  host.spend(sizeOf(part))
  for (const [key, value] of unorderedEntries(part)) {
    const other = getKey(whole, key)
    if (other === undefined) return false
    if (!equal(other, value) && isPart(other, value, host, depth + 1) !== true) return false
  }
  return true
}

function holdsAll(whole: RegoSet, part: RegoSet, host: Host): boolean {
  host.spend(part.size)
  for (const item of part.unordered()) if (!whole.has(item)) return false
  return true
}

function holdsItems(whole: readonly Value[], part: RegoSet, host: Host): boolean {
  host.spend(whole.length)
  let missing = part.size
  for (const item of whole) {
    // OPA counts an item of the array each time that it is there.
    if (part.has(item)) missing--
    if (missing === 0) return true
  }
  return false
}

/** One after the other, somewhere in the whole. */
function holdsRun(whole: readonly Value[], part: readonly Value[], host: Host): boolean {
  for (let start = 0; start + part.length <= whole.length; start++) {
    let matched = 0
    while (matched < part.length && equal(whole[start + matched] ?? null, part[matched] ?? null)) matched++
    host.spend(matched + 1)
    if (matched === part.length) return true
  }
  return false
}
