import { isArray, isObject, type Json } from '../../model/json.ts'

export interface Difference {
  /** A JSON pointer (RFC 6901). */
  readonly pointer: string
  /** Undefined where the member is not there. */
  readonly before: Json | undefined
  readonly after: Json | undefined
}

/** The first place, in the order of sorted keys, where two JSON values differ; undefined when they do not. */
export function firstDifference(before: Json | undefined, after: Json | undefined, pointer = ''): Difference | undefined {
  if (isArray(before) && isArray(after)) {
    return first(
      Array.from({ length: Math.max(before.length, after.length) }, (_, index) => String(index)),
      (key) => [before[Number(key)], after[Number(key)]],
      pointer,
    )
  }
  if (isObject(before) && isObject(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()
    return first(keys, (key) => [member(before, key), member(after, key)], pointer)
  }
  return before === after ? undefined : { pointer, before, after }
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
