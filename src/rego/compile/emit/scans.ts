import type { Machine } from '../../evaluate/machine.ts'
import { isObject } from '../../values/kinds.ts'
import { getKey, keysOf } from '../../values/objects.ts'
import { RegoMap } from '../../values/rego-map.ts'
import { RegoSet } from '../../values/rego-set.ts'
import type { Value } from '../../values/value.ts'
import type { Op, Pattern, ScanOp } from '../plan/plan.ts'
import { emitTests, type Use } from './chain.ts'
import type { Emitter } from './emitter.ts'
import { emitJoin, joinOf } from './joins.ts'
import { emitPattern } from './patterns.ts'
import { emitSource } from './sources.ts'
import type { Frame, Matcher, Step } from './step.ts'
import { canStream, emitStream } from './streams.ts'
import { watchedScan } from './watched.ts'

/** A loop over a collection, in the order of indexes, keys or items, and the tests that follow it. */
export function emitScan(e: Emitter, op: ScanOp, tests: readonly Op[], rest: Step, use: Use): Step {
  const { m } = e
  const next = emitTests(e, tests, rest)
  if (e.watcher !== undefined) return watchedScan(e, e.watcher, op, next)
  const scan =
    isSimple(op.key) && isSimple(op.value)
      ? simpleScan(m, slotOf(op.key), slotOf(op.value), !use.ignoresRepeats)
      : matchingScan(m, emitPattern(e, op.key), emitPattern(e, op.value))
  const join = joinOf(op, tests)
  if (canStream(e, op, use)) return emitStream(e, op, scan(next), next, join)
  if (join !== undefined) return emitJoin(e, op, join, scan, next, emitTests(e, join.otherTests, rest))
  const source = emitSource(e, op.source)
  const over = scan(next)
  return (f) => {
    const collection = source(f)
    return typeof collection === 'object' && collection !== null && over(f, collection)
  }
}

/** A loop over a collection that is at hand. */
export type Scan = (f: Frame, collection: Value) => boolean

export function isSimple(pattern: Pattern): boolean {
  return pattern.kind === 'any' || pattern.kind === 'bind'
}

export function slotOf(pattern: Pattern): number {
  return pattern.kind === 'bind' ? pattern.slot : -1
}

/** Order matters only where repetitions do: in arrays and results. */
function simpleScan(m: Machine, key: number, value: number, inOrder: boolean): (next: Step) => Scan {
  return (next) => (f, collection) => {
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
      for (const item of inOrder ? collection.sorted() : collection.unordered()) {
        m.tick()
        if (key >= 0) f[key] = item
        if (value >= 0) f[value] = item
        if (next(f)) return true
      }
      return false
    }
    if (!isObject(collection)) return false
    for (const name of inOrder || collection instanceof RegoMap ? keysOf(collection) : Object.keys(collection)) {
      m.tick()
      if (key >= 0) f[key] = name
      if (value >= 0) f[value] = getKey(collection, name)
      if (next(f)) return true
    }
    return false
  }
}

function matchingScan(m: Machine, key: Matcher, value: Matcher): (next: Step) => Scan {
  return (next) => {
    const visit: Matcher = (f, item) => value(f, item) && next(f)
    return (f, collection) => scanMatching(m, f, collection, key, visit)
  }
}

/** Visits each item whose key matches until one says that it is enough. */
export function scanMatching(m: Machine, f: Frame, collection: Value, key: Matcher, visit: Matcher): boolean {
  if (typeof collection !== 'object' || collection === null) return false
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
