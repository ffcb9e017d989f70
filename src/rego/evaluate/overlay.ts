import { isPlain } from '../values/kinds.ts'
import { getField, getKey, ObjectBuilder, setField, unorderedEntries } from '../values/objects.ts'
import { RegoMap } from '../values/rego-map.ts'
import type { ObjectValue, Value } from '../values/value.ts'

/** What `with` puts in the place of parts of `data`: rules and data there do not count. */
export interface Overlay {
  readonly replaced: PathTree
  readonly value: Value
}

export interface PathTree {
  readonly isReplaced: boolean
  readonly children: ReadonlyMap<string, PathTree>
}

const nowhere: PathTree = { isReplaced: false, children: new Map() }

export function withReplaced(overlay: Overlay | undefined, path: readonly string[], value: Value): Overlay {
  return { replaced: marked(overlay?.replaced ?? nowhere, path, 0), value: placed(overlay?.value ?? {}, path, 0, value) }
}

function marked(tree: PathTree, path: readonly string[], index: number): PathTree {
  const key = path[index]
  if (key === undefined) return { isReplaced: true, children: tree.children }
  const children = new Map(tree.children)
  children.set(key, marked(tree.children.get(key) ?? nowhere, path, index + 1))
  return { isReplaced: tree.isReplaced, children }
}

/** `target` with `value` at a path in it. What is no object on the way there becomes one. */
export function placed(target: Value | undefined, path: readonly string[], index: number, value: Value): Value {
  const key = path[index]
  if (key === undefined) return value
  if (target instanceof RegoMap) {
    const builder = new ObjectBuilder()
    for (const [other, item] of unorderedEntries(target)) builder.set(other, item)
    builder.set(key, placed(target.get(key), path, index + 1, value))
    return builder.finish()
  }
  const copy: Record<string, Value> = {}
  if (target !== undefined && isPlain(target)) Object.assign(copy, target)
  setField(copy, key, placed(target !== undefined && isPlain(target) ? getField(target, key) : undefined, path, index + 1, value))
  return copy
}

/** Both documents together. Where both have a value and one of them is no object, `a` counts. */
export function merged(a: Value | undefined, b: Value | undefined): Value | undefined {
  if (a === undefined) return b
  if (b === undefined || !isObjectValue(a) || !isObjectValue(b)) return a
  const builder = new ObjectBuilder()
  for (const [key, value] of unorderedEntries(a)) builder.set(key, merged(value, getKey(b, key)) ?? value)
  for (const [key, value] of unorderedEntries(b)) if (getKey(a, key) === undefined) builder.set(key, value)
  return builder.finish()
}

function isObjectValue(value: Value): value is ObjectValue {
  return value instanceof RegoMap || isPlain(value)
}
