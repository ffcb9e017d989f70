import { equal } from '../values/compare.ts'
import { type HashKey, hashKey } from '../values/hash-key.ts'
import { ObjectBuilder } from '../values/objects.ts'
import { SetBuilder } from '../values/rego-set.ts'
import type { ObjectValue, Value } from '../values/value.ts'

type Leaf =
  | { readonly kind: 'value'; readonly value: Value }
  | { readonly kind: 'set'; readonly items: SetBuilder }
  | { readonly kind: 'object'; readonly object: NestedObject }

/**
 * The object that rules with variables in their references make: `p[x].q := y`, `p[x] contains y`. Two rules must not
 * give one place different values, and none must put something inside the value of another one.
 */
export class NestedObject {
  readonly #entries = new Map<HashKey, readonly [Value, Leaf]>()

  /** False where another value is there, or in the way. */
  put(path: readonly Value[], value: Value): boolean {
    const place = this.#descend(path)
    const key = path.at(-1)
    if (place === undefined || key === undefined) return false
    const before = place.#entries.get(hashKey(key))?.[1]
    if (before === undefined) place.#entries.set(hashKey(key), [key, { kind: 'value', value }])
    else return before.kind === 'value' ? equal(before.value, value) : equal(finished(before), value)
    return true
  }

  add(path: readonly Value[], item: Value): boolean {
    const place = this.#descend(path)
    const key = path.at(-1)
    if (place === undefined || key === undefined) return false
    const before = place.#entries.get(hashKey(key))?.[1]
    if (before === undefined) {
      const items = new SetBuilder()
      items.add(item)
      place.#entries.set(hashKey(key), [key, { kind: 'set', items }])
      return true
    }
    if (before.kind !== 'set') return false
    before.items.add(item)
    return true
  }

  #descend(path: readonly Value[]): NestedObject | undefined {
    let place: NestedObject = this
    for (let index = 0; index < path.length - 1; index++) {
      const key = path[index] ?? null
      const hash = hashKey(key)
      const before = place.#entries.get(hash)?.[1]
      if (before === undefined) {
        const object = new NestedObject()
        place.#entries.set(hash, [key, { kind: 'object', object }])
        place = object
      } else if (before.kind === 'object') place = before.object
      else return undefined
    }
    return place
  }

  finish(): ObjectValue {
    const builder = new ObjectBuilder()
    for (const [key, leaf] of this.#entries.values()) builder.set(key, finished(leaf))
    return builder.finish()
  }
}

function finished(leaf: Leaf): Value {
  return leaf.kind === 'value' ? leaf.value : leaf.kind === 'set' ? leaf.items.finish() : leaf.object.finish()
}
