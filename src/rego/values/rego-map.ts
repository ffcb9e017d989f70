import { sortedValues } from './compare.ts'
import { type HashKey, hashKey } from './hash-key.ts'
import type { Value } from './value.ts'
import { charge } from './work.ts'

/** An object with a key that is no string: never changed once made. `objectOf` and ObjectBuilder (objects.ts) make them. */
export class RegoMap {
  readonly #entries: ReadonlyMap<HashKey, readonly [Value, Value]>
  #sorted: readonly Value[] | undefined

  constructor(entries: ReadonlyMap<HashKey, readonly [Value, Value]>) {
    this.#entries = entries
  }

  get size(): number {
    return this.#entries.size
  }

  get(key: Value): Value | undefined {
    return this.#entries.get(hashKey(key))?.[1]
  }

  has(key: Value): boolean {
    return this.#entries.has(hashKey(key))
  }

  /** In order; the same array each time. */
  sortedKeys(): readonly Value[] {
    if (this.#sorted === undefined) {
      charge(this.#entries.size)
      this.#sorted = sortedValues(Array.from(this.#entries.values(), (entry) => entry[0]))
    }
    return this.#sorted
  }

  /** By key, in order. */
  *entries(): IterableIterator<readonly [Value, Value]> {
    for (const key of this.sortedKeys()) {
      const entry = this.#entries.get(hashKey(key))
      if (entry !== undefined) yield entry
    }
  }

  toJSON(): Record<string, Value> {
    const entries: [string, Value][] = []
    for (const [key, value] of this.entries()) entries.push([typeof key === 'string' ? key : JSON.stringify(key), value])
    return Object.fromEntries(entries)
  }
}
