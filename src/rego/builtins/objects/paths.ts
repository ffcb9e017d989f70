import { type HashKey, hashKey } from '../../values/hash-key.ts'
import { getKey, isArray, isObject, isSet, typeName } from '../../values/objects.ts'
import type { Value } from '../../values/value.ts'
import type { Host } from '../builtin.ts'
import { operandError, typeError } from '../operands.ts'

export type Path = readonly Value[]

/** What a path leads to: an entry of an object, an item of an array by its number, an item of a set by itself. */
export function childOf(value: Value, step: Value): Value | undefined {
  if (isArray(value)) return typeof step === 'number' ? value[step] : undefined
  if (isSet(value)) return value.has(step) ? step : undefined
  return isObject(value) ? getKey(value, step) : undefined
}

/** `/a/b~1c` or `a/b~1c` as `["a", "b/c"]`, an array as it is; undefined for anything else. */
export function pathOf(value: Value): Path | undefined {
  if (isArray(value)) return value
  if (typeof value !== 'string') return undefined
  if (value === '') return []
  let start = 0
  while (value[start] === '/') start++
  return value
    .slice(start)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
}

export function pathsOperand(value: Value, host: Host): readonly Path[] {
  if (!isArray(value) && !isSet(value)) throw typeError(2, value, 'set', 'array')
  return Array.from(value, (item) => {
    const path = pathOf(item)
    if (path === undefined) {
      throw operandError(2, `must be one of {set, array} containing string paths or array of path segments but got ${typeName(item)}`)
    }
    host.spend(path.length)
    return path
  })
}

/** Paths put together; `null` where one ends. */
export type PathTree = Map<HashKey, PathTree | null>

/** A path that goes on where another ends counts as the shorter one. */
export function treeOf(paths: readonly Path[], host: Host): PathTree {
  const root: PathTree = new Map()
  for (const path of paths) {
    host.spend(path.length)
    plant(root, path)
  }
  return root
}

function plant(root: PathTree, path: Path): void {
  let node = root
  for (const [index, step] of path.entries()) {
    const key = hashKey(step)
    const child = node.get(key)
    if (index === path.length - 1) {
      node.set(key, null)
    } else if (child === null) {
      return
    } else if (child === undefined) {
      const fresh: PathTree = new Map()
      node.set(key, fresh)
      node = fresh
    } else {
      node = child
    }
  }
}
