import { isArray, isObject, type Json } from '../model/json.ts'

export interface Difference {
  /** A JSON pointer (RFC 6901). */
  readonly pointer: string
  /** Undefined where the member is not there. */
  readonly then: Json | undefined
  readonly now: Json | undefined
}

/** The first place, in the order of sorted keys, where two JSON values differ; undefined when they do not. */
export function firstDifference(then: Json | undefined, now: Json | undefined, pointer = ''): Difference | undefined {
  if (isArray(then) && isArray(now)) {
    return first(
      Array.from({ length: Math.max(then.length, now.length) }, (_, index) => String(index)),
      (key) => [then[Number(key)], now[Number(key)]],
      pointer,
    )
  }
  if (isObject(then) && isObject(now)) {
    const keys = [...new Set([...Object.keys(then), ...Object.keys(now)])].sort()
    return first(keys, (key) => [member(then, key), member(now, key)], pointer)
  }
  return then === now ? undefined : { pointer, then, now }
}

function first(keys: readonly string[], membersOf: (key: string) => readonly [Json | undefined, Json | undefined], pointer: string): Difference | undefined {
  for (const key of keys) {
    const found = firstDifference(...membersOf(key), `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`)
    if (found) return found
  }
  return undefined
}

function member(value: { readonly [key: string]: Json | undefined }, key: string): Json | undefined {
  return Object.hasOwn(value, key) ? value[key] : undefined
}
