import { isArray, isSet } from '../../values/objects.ts'
import type { Value } from '../../values/value.ts'

/** The nodes of an array or set; none of anything else. */
export function nodesOf(value: Value): readonly Value[] {
  if (isArray(value)) return value
  return isSet(value) ? value.sorted() : []
}
