import { equal } from '../../values/compare.ts'
import { getKey, isArray, isObject, isSet, ObjectBuilder, sizeOf, unorderedEntries } from '../../values/objects.ts'
import { RegoSet } from '../../values/rego-set.ts'
import type { ObjectValue, Value } from '../../values/value.ts'
import { MAX_DEPTH } from '../../values/work.ts'
import type { Host } from '../builtin.ts'
import { childOf, type Path, pathOf } from './paths.ts'

/** An operation cannot be done. OPA makes the whole call undefined, without an error. */
class Impossible extends Error {}

type Found = Value | undefined

/** JSON Patch (RFC 6902) for values of Rego: paths may be arrays, and go through sets by their items. */
export function patched(target: Value, operations: readonly Value[], host: Host): Found {
  let result: Found = target
  try {
    for (const operation of operations) {
      host.spend(1)
      if (!isObject(operation)) throw new Impossible()
      result = applied(result, operation, host)
    }
  } catch (error) {
    if (error instanceof Impossible) return undefined
    throw error
  }
  return result
}

function applied(document: Found, operation: ObjectValue, host: Host): Found {
  const path = pathAt(operation, 'path')
  switch (getKey(operation, 'op')) {
    case 'add':
      return added(document, path, attribute(operation, 'value'), host)
    case 'remove':
      return removed(document, path, host)
    case 'replace':
      return added(removed(document, path, host), path, attribute(operation, 'value'), host)
    case 'move': {
      const from = pathAt(operation, 'from')
      return added(removed(document, from, host), path, lookUp(document, from), host)
    }
    case 'copy':
      return added(document, path, lookUp(document, pathAt(operation, 'from')), host)
    case 'test':
      if (!equal(lookUp(document, path), attribute(operation, 'value'))) throw new Impossible()
      return document
    default:
      throw new Impossible()
  }
}

function attribute(operation: ObjectValue, name: string): Value {
  const value = getKey(operation, name)
  if (value === undefined) throw new Impossible()
  return value
}

function pathAt(operation: ObjectValue, name: string): Path {
  const path = pathOf(attribute(operation, name))
  if (path === undefined || path.length > MAX_DEPTH) throw new Impossible()
  return path
}

/** What `step` leads to: in an array also by a number in a string. */
function lookUp(document: Found, path: Path): Value {
  let found: Found = document
  for (const step of path) {
    if (found === undefined) break
    found = childOf(found, isArray(found) ? indexOf(step, found.length) : step)
  }
  if (found === undefined) throw new Impossible()
  return found
}

function indexOf(step: Value, length: number): number {
  if (step === '-') return length
  if (typeof step === 'number' && Number.isInteger(step)) return step
  if (typeof step === 'string' && /^[+-]?(?:0|[1-9][0-9]{0,14})$/.test(step)) return Number(step)
  throw new Impossible()
}

function added(document: Found, path: Path, value: Value, host: Host): Value {
  if (path.length === 0) return value
  return edited(document, path, 0, host, (parent, step) => {
    if (isArray(parent)) return withInserted(parent, indexOf(step, parent.length), value)
    if (isObject(parent)) return withField(parent, step, value)
    if (isSet(parent) && equal(step, value)) return RegoSet.of([...parent.unordered(), value])
    throw new Impossible()
  })
}

function removed(document: Found, path: Path, host: Host): Found {
  if (document === undefined) throw new Impossible()
  if (path.length === 0) return undefined
  return edited(document, path, 0, host, (parent, step) => {
    const key = isArray(parent) ? indexOf(step, parent.length) : step
    if (childOf(parent, key) === undefined) throw new Impossible()
    if (isArray(parent)) return parent.toSpliced(Number(key), 1)
    return isSet(parent) ? withoutItem(parent, step) : withField(parent, step, undefined)
  })
}

/** Copies what is on the way to the last step of the path, where `edit` makes a new collection of the old one. */
function edited(document: Found, path: Path, at: number, host: Host, edit: (parent: Value, step: Value) => Value): Value {
  const step = path[at]
  if (document === undefined || step === undefined) throw new Impossible()
  host.spend(1 + sizeInside(document))
  if (at === path.length - 1) return edit(document, step)
  const key = isArray(document) ? indexOf(step, document.length) : step
  const child = edited(childOf(document, key), path, at + 1, host, edit)
  if (isArray(document)) return document.with(Number(key), child)
  if (isSet(document)) return RegoSet.of([...withoutItem(document, step).unordered(), child])
  return withField(document, step, child)
}

function sizeInside(value: Value): number {
  if (isArray(value)) return value.length
  if (isSet(value)) return value.size
  return isObject(value) ? sizeOf(value) : 0
}

function withInserted(items: readonly Value[], index: number, value: Value): readonly Value[] {
  if (index < 0 || index > items.length) throw new Impossible()
  return items.toSpliced(index, 0, value)
}

function withoutItem(set: RegoSet, item: Value): RegoSet {
  return RegoSet.of([...set.unordered()].filter((other) => !equal(other, item)))
}

function withField(object: Value, key: Value, value: Found): ObjectValue {
  if (!isObject(object)) throw new Impossible()
  const result = new ObjectBuilder()
  for (const [name, item] of unorderedEntries(object)) if (value !== undefined || !equal(name, key)) result.set(name, item)
  if (value !== undefined) result.set(key, value)
  return result.finish()
}
