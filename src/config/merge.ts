import { isArray, isObject, type Json } from '../model/json.ts'
import { child, type Pointer } from './pointer.ts'

/** One value with whom it comes from, lowest layer first in a list of them. */
export interface Owned<Owner> {
  readonly value: Json
  readonly owner: Owner
}

export interface Merged<Owner> {
  readonly value: Json
  /** Every value that was taken as a whole (all but maps that have entries), and whose it is. */
  readonly taken: readonly (Owned<Owner> & { readonly pointer: Pointer })[]
}

/**
 * Layers merged key by key: maps entry by entry, everything else (lists too) replaced as a whole by the highest
 * layer that has it. Keys come in the order of the lowest layer, then by name, whatever order the others have.
 */
export function mergeLayers<Owner>(layers: readonly Owned<Owner>[]): Merged<Owner> {
  const taken: (Owned<Owner> & { pointer: Pointer })[] = []
  return { value: mergeAt('', layers, taken), taken }
}

function mergeAt<Owner>(pointer: Pointer, layers: readonly Owned<Owner>[], taken: (Owned<Owner> & { pointer: Pointer })[]): Json {
  const top = layers.at(-1)
  if (!top) return null
  const maps = layers.slice(layers.findLastIndex((layer) => !isObject(layer.value)) + 1)
  const merged = new Map<string, Json>()
  for (const key of keysOf(maps)) {
    const members = maps.flatMap(({ value, owner }) => {
      const member = isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined
      return member === undefined ? [] : [{ value: member, owner }]
    })
    merged.set(key, mergeAt(child(pointer, key), members, taken))
  }
  if (merged.size > 0) return Object.fromEntries(merged)
  const value = ordered(top.value)
  taken.push({ value, owner: top.owner, pointer })
  return value
}

function keysOf<Owner>(maps: readonly Owned<Owner>[]): ReadonlySet<string> {
  const [first = [], ...rest] = maps.map(({ value }) => (isObject(value) ? Object.keys(value).filter((key) => value[key] !== undefined) : []))
  return new Set([...first, ...rest.flat().sort()])
}

/** The maps inside a list with their keys by name. */
function ordered(value: Json): Json {
  if (isArray(value)) return value.map(ordered)
  if (!isObject(value)) return value
  const keys = Object.keys(value).sort()
  return Object.fromEntries(keys.map((key) => [key, ordered(value[key] ?? null)]))
}
