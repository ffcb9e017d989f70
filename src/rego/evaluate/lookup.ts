import { isPlain } from '../values/kinds.ts'
import { getKey } from '../values/objects.ts'
import { RegoMap } from '../values/rego-map.ts'
import { RegoSet } from '../values/rego-set.ts'
import type { Value } from '../values/value.ts'

/** What stands at a key: of an object, at an index of an array, or the key itself where a set has it. */
export function lookUp(value: Value, key: Value): Value | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  if (Array.isArray(value)) return typeof key === 'number' ? value[key] : undefined
  if (value instanceof RegoSet) return value.has(key) ? key : undefined
  if (value instanceof RegoMap || isPlain(value)) return getKey(value, key)
  return undefined
}

/** The same in data, whose keys are all text: `data.a[1]` is `data.a["1"]`, and the text of a number is an index. */
export function lookUpInData(value: Value, key: Value): Value | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  if (Array.isArray(value)) return value[indexOf(key)]
  if (typeof key === 'string') return lookUp(value, key)
  if (typeof key === 'object' && key !== null) return lookUp(value, key)
  const found = lookUp(value, key)
  return found === undefined ? lookUp(value, String(key)) : found
}

function indexOf(key: Value): number {
  if (typeof key === 'number') return key
  if (typeof key !== 'string' || key === '' || key.length > 15) return -1
  for (let index = 0; index < key.length; index++) {
    const unit = key.charCodeAt(index)
    if (unit < 0x30 || unit > 0x39) return -1
  }
  return Number(key)
}
