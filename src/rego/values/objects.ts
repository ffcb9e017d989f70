import { fieldsOf } from './fields.ts'
import { type HashKey, hashKey } from './hash-key.ts'
import { isPlain } from './kinds.ts'
import { RegoMap } from './rego-map.ts'
import type { ObjectValue, PlainObject, Value } from './value.ts'

export { isArray, isObject, isSet, typeName } from './kinds.ts'

const emptyObject: PlainObject = {}

export function getKey(object: ObjectValue, key: Value): Value | undefined {
  if (object instanceof RegoMap) return object.get(key)
  return typeof key === 'string' ? getField(object, key) : undefined
}

/** `getKey` for an object that is known to be plain. */
export function getField(object: PlainObject, key: string): Value | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined
}

export function sizeOf(object: ObjectValue): number {
  if (object instanceof RegoMap) return object.size
  return Object.keys(object).length
}

/** In order. */
export function keysOf(object: ObjectValue): readonly Value[] {
  return object instanceof RegoMap ? object.sortedKeys() : fieldsOf(object)
}

/** By key, in order. */
export function entriesOf(object: ObjectValue): readonly (readonly [Value, Value])[] {
  if (object instanceof RegoMap) return [...object.entries()]
  return fieldsOf(object).map((key) => [key, object[key] ?? null] as const)
}

/** By key, in any order: quicker than `entriesOf`. */
export function unorderedEntries(object: ObjectValue): Iterable<readonly [Value, Value]> {
  return isPlain(object) ? Object.entries(object) : object.entries()
}

/** The last of several values for one key counts. */
export function objectOf(entries: Iterable<readonly [Value, Value]>): ObjectValue {
  const builder = new ObjectBuilder()
  for (const [key, value] of entries) builder.set(key, value)
  return builder.finish()
}

/** Collects the entries of an object one by one. Not to be used any more once it is finished. */
export class ObjectBuilder {
  /** While all keys are strings. */
  #fields: Record<string, Value> | undefined
  #entries: Map<HashKey, readonly [Value, Value]> | undefined

  get(key: Value): Value | undefined {
    if (this.#entries !== undefined) return this.#entries.get(hashKey(key))?.[1]
    return typeof key === 'string' && this.#fields !== undefined ? getField(this.#fields, key) : undefined
  }

  set(key: Value, value: Value): void {
    if (typeof key === 'string' && this.#entries === undefined) {
      this.#fields ??= {}
      setField(this.#fields, key, value)
    } else {
      this.#entries ??= this.#moved()
      this.#entries.set(hashKey(key), [key, value])
    }
  }

  #moved(): Map<HashKey, readonly [Value, Value]> {
    const entries = new Map<HashKey, readonly [Value, Value]>()
    for (const [key, value] of Object.entries(this.#fields ?? {})) entries.set(hashKey(key), [key, value])
    return entries
  }

  finish(): ObjectValue {
    return this.#entries === undefined ? (this.#fields ?? emptyObject) : new RegoMap(this.#entries)
  }
}

/** Assigning to `__proto__` would set no property. */
export function setField(object: Record<string, Value>, key: string, value: Value): void {
  if (key === '__proto__') Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true })
  else object[key] = value
}
