import { isObject } from '../values/kinds.ts'
import { unorderedEntries } from '../values/objects.ts'
import { RegoSet } from '../values/rego-set.ts'
import { regoText } from '../values/rego-text.ts'
import type { Value } from '../values/value.ts'
import { charge } from '../values/work.ts'

/** Linear: one class after another. */
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/

/** Where collections of the input and of the data stand in them: `input.a[0]`. */
export class Origins {
  readonly #paths = new WeakMap<object, string>()

  add(root: Value | undefined, name: string): void {
    const waiting: (readonly [Value, string])[] = root === undefined ? [] : [[root, name]]
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const [value, path] = next
      if (typeof value !== 'object' || value === null || this.#paths.has(value)) continue
      charge(1)
      this.#paths.set(value, path)
      if (Array.isArray(value)) for (let index = 0; index < value.length; index++) waiting.push([value[index] ?? null, `${path}[${index}]`])
      else if (value instanceof RegoSet) for (const item of value.unordered()) waiting.push([item, within(path, item)])
      else if (isObject(value)) for (const [key, item] of unorderedEntries(value)) waiting.push([item, within(path, key)])
    }
  }

  /** Undefined where a value is part of neither. */
  pathOf(container: Value, key: Value): string | undefined {
    if (typeof container !== 'object' || container === null) return undefined
    const path = this.#paths.get(container)
    return path === undefined ? undefined : within(path, key)
  }
}

function within(path: string, key: Value): string {
  return typeof key === 'string' && NAME.test(key) ? `${path}.${key}` : `${path}[${regoText(key)}]`
}
