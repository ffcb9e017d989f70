import { Decimal } from '../values/decimal.ts'
import { toPlain } from '../values/plain.ts'
import { RegoMap } from '../values/rego-map.ts'
import { RegoSet } from '../values/rego-set.ts'
import type { PlainObject, Value } from '../values/value.ts'
import { charge, refuseDepth } from '../values/work.ts'

/** What is copied takes memory, however often the policy has it: a result of a hundred shared arrays may have 10^100 items. */
const ITEM_STEPS = 4

/** What JSON.stringify takes, as `toPlain` has it, and nothing that belongs to the policy: callers may change it. */
export function plainResult(value: Value): unknown {
  return typeof value === 'object' && value !== null ? copied(value, 0) : value
}

function copied(value: Value, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value
  refuseDepth(depth)
  if (Array.isArray(value)) return copiedItems(value, depth)
  if (value instanceof RegoSet) return copiedItems(value.sorted(), depth)
  if (value instanceof RegoMap || value instanceof Decimal) return toPlain(value)
  return copiedFields(value as PlainObject, depth)
}

function copiedItems(items: readonly Value[], depth: number): unknown[] {
  charge(1 + ITEM_STEPS * items.length)
  const copy = new Array<unknown>(items.length)
  for (let index = 0; index < items.length; index++) copy[index] = copied(items[index] ?? null, depth + 1)
  return copy
}

function copiedFields(object: PlainObject, depth: number): unknown {
  if (Object.hasOwn(object, '__proto__')) return toPlain(object)
  const copy: Record<string, unknown> = {}
  const keys = Object.keys(object)
  charge(1 + ITEM_STEPS * keys.length)
  for (const key of keys) copy[key] = copied(object[key] ?? null, depth + 1)
  return copy
}
