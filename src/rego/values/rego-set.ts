import { sortedValues } from './compare.ts'
import { type HashKey, hashKey } from './hash-key.ts'
import type { Value } from './value.ts'
import { charge, refuseDepth } from './work.ts'

/** A set: never changed once made. It goes through its items in order. */
export class RegoSet {
  static readonly empty = new RegoSet(new Map())
  readonly #items: ReadonlyMap<HashKey, Value>
  #sorted: readonly Value[] | undefined
  #encoding: string | undefined

  /** Use `RegoSet.of` or a SetBuilder. */
  constructor(items: ReadonlyMap<HashKey, Value>) {
    this.#items = items
  }

  static of(items: Iterable<Value>): RegoSet {
    const unique = new Map<HashKey, Value>()
    for (const item of items) unique.set(hashKey(item), item)
    return new RegoSet(unique)
  }

  get size(): number {
    return this.#items.size
  }

  has(value: Value): boolean {
    return this.#items.has(hashKey(value))
  }

  /** In order; the same array each time. */
  sorted(): readonly Value[] {
    if (this.#sorted === undefined) {
      charge(this.#items.size)
      this.#sorted = sortedValues(this.#items.values())
    }
    return this.#sorted
  }

  [Symbol.iterator](): Iterator<Value> {
    return this.sorted()[Symbol.iterator]()
  }

  /** The items in the order they came in: quicker where order does not matter. */
  unordered(): Iterable<Value> {
    return this.#items.values()
  }

  hasKey(key: HashKey): boolean {
    return this.#items.has(key)
  }

  /** Items with their hash keys, for the algebra of sets. */
  keyed(): ReadonlyMap<HashKey, Value> {
    return this.#items
  }

  /** For hash-key.ts: the same text for the same items. */
  encoding(depth: number, encode: (item: Value, depth: number) => string): string {
    if (this.#encoding === undefined) {
      refuseDepth(depth)
      const parts: string[] = []
      for (const item of this.#items.values()) parts.push(encode(item, depth + 1))
      const text = `<${parts.length}:${parts.sort().join('')}`
      charge(1 + text.length / 100)
      this.#encoding = text
    }
    return this.#encoding
  }

  toJSON(): readonly Value[] {
    return this.sorted()
  }
}

/** Collects the items of a set one by one. Not to be used any more once it is finished. */
export class SetBuilder {
  readonly #items = new Map<HashKey, Value>()

  /** Whether it is new. */
  add(value: Value): boolean {
    const before = this.#items.size
    this.#items.set(hashKey(value), value)
    return this.#items.size > before
  }

  delete(value: Value): void {
    this.#items.delete(hashKey(value))
  }

  finish(): RegoSet {
    return this.#items.size === 0 ? RegoSet.empty : new RegoSet(this.#items)
  }
}
