import { isObject } from '../../values/kinds.ts'
import { getKey, keysOf } from '../../values/objects.ts'
import { RegoSet } from '../../values/rego-set.ts'
import type { Value } from '../../values/value.ts'
import type { Pattern, ScanOp } from '../plan/plan.ts'
import type { Emitter } from './emitter.ts'
import { emitPattern } from './patterns.ts'
import { emitSource } from './sources.ts'
import type { Evaluator, Frame, Matcher, Step } from './step.ts'

/** A loop over a collection: in the order of indexes, keys or items. */
export function emitScan(e: Emitter, op: ScanOp, next: Step): Step {
  const source = emitSource(e, op.source)
  if (isSimple(op.key) && isSimple(op.value)) return emitSimpleScan(e, source, slotOf(op.key), slotOf(op.value), next)
  return emitMatchingScan(e, source, emitPattern(e, op.key), emitPattern(e, op.value), next)
}

function isSimple(pattern: Pattern): boolean {
  return pattern.kind === 'any' || pattern.kind === 'bind'
}

function slotOf(pattern: Pattern): number {
  return pattern.kind === 'bind' ? pattern.slot : -1
}

function emitSimpleScan(e: Emitter, source: Evaluator, key: number, value: number, next: Step): Step {
  const { m } = e
  return (f) => {
    const collection = source(f)
    if (typeof collection !== 'object' || collection === null) return false
    if (Array.isArray(collection)) {
      for (let index = 0; index < collection.length; index++) {
        m.tick()
        if (key >= 0) f[key] = index
        if (value >= 0) f[value] = collection[index]
        if (next(f)) return true
      }
      return false
    }
    if (collection instanceof RegoSet) {
      for (const item of collection.sorted()) {
        m.tick()
        if (key >= 0) f[key] = item
        if (value >= 0) f[value] = item
        if (next(f)) return true
      }
      return false
    }
    if (!isObject(collection)) return false
    for (const name of keysOf(collection)) {
      m.tick()
      if (key >= 0) f[key] = name
      if (value >= 0) f[value] = getKey(collection, name)
      if (next(f)) return true
    }
    return false
  }
}

function emitMatchingScan(e: Emitter, source: Evaluator, key: Matcher, value: Matcher, next: Step): Step {
  const visit: Matcher = (f, item) => value(f, item) && next(f)
  return (f) => {
    const collection = source(f)
    return collection === undefined ? false : scanMatching(e, f, collection, key, visit)
  }
}

/** Visits each item whose key matches until one says that it is enough. */
export function scanMatching(e: Emitter, f: Frame, collection: Value, key: Matcher, visit: Matcher): boolean {
  if (typeof collection !== 'object' || collection === null) return false
  const { m } = e
  if (Array.isArray(collection)) {
    for (let index = 0; index < collection.length; index++) {
      m.tick()
      if (key(f, index) && visit(f, collection[index])) return true
    }
    return false
  }
  if (collection instanceof RegoSet) {
    for (const item of collection.sorted()) {
      m.tick()
      if (key(f, item) && visit(f, item)) return true
    }
    return false
  }
  if (!isObject(collection)) return false
  for (const name of keysOf(collection)) {
    m.tick()
    const item = getKey(collection, name)
    if (item !== undefined && key(f, name) && visit(f, item)) return true
  }
  return false
}
