import type { HashKey } from './hash-key.ts'
import { RegoSet } from './rego-set.ts'
import type { Value } from './value.ts'
import { charge } from './work.ts'

export function union(a: RegoSet, b: RegoSet): RegoSet {
  if (a.size === 0) return b
  if (b.size === 0) return a
  charge(a.size + b.size)
  const items = new Map(a.keyed())
  for (const [key, item] of b.keyed()) if (!items.has(key)) items.set(key, item)
  return new RegoSet(items)
}

export function intersection(a: RegoSet, b: RegoSet): RegoSet {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a]
  charge(small.size)
  const items = new Map<HashKey, Value>()
  for (const [key, item] of small.keyed()) if (large.hasKey(key)) items.set(key, item)
  return items.size === 0 ? RegoSet.empty : new RegoSet(items)
}

/** What is in `a` and not in `b`. */
export function difference(a: RegoSet, b: RegoSet): RegoSet {
  if (b.size === 0) return a
  charge(a.size)
  const items = new Map<HashKey, Value>()
  for (const [key, item] of a.keyed()) if (!b.hasKey(key)) items.set(key, item)
  return items.size === 0 ? RegoSet.empty : new RegoSet(items)
}
