import { lookUp, lookUpInData } from '../../evaluate/lookup.ts'
import { isObject } from '../../values/kinds.ts'
import { getKey, keysOf } from '../../values/objects.ts'
import { RegoSet } from '../../values/rego-set.ts'
import type { Value } from '../../values/value.ts'
import type { ScanOp } from '../plan/plan.ts'
import type { Emitter } from './emitter.ts'
import { emitPattern } from './patterns.ts'
import { emitSource } from './sources.ts'
import type { Evaluator, Frame, Step, Test } from './step.ts'
import type { Watcher } from './watcher.ts'

/* The closures of an evaluation that is watched, where they differ. */

export function watchedLookup(watcher: Watcher, of: Evaluator, path: readonly (Value | Evaluator)[], inData: boolean): Evaluator {
  return (f) => {
    let value = of(f)
    for (const part of path) {
      const key: Value | undefined = typeof part === 'function' ? part(f) : part
      if (value === undefined || key === undefined) return undefined
      watcher.read(value, key)
      value = inData ? lookUpInData(value, key) : lookUp(value, key)
    }
    return value
  }
}

export function watchedScan(e: Emitter, watcher: Watcher, op: ScanOp, next: Step): Step {
  const { m } = e
  const source = emitSource(e, op.source)
  const matchesKey = emitPattern(e, op.key)
  const matchesValue = emitPattern(e, op.value)
  return (f) => {
    const collection = source(f)
    if (collection === undefined) return false
    const mark = watcher.mark()
    for (const [key, item] of itemsOf(collection)) {
      m.tick()
      watcher.rewind(mark)
      watcher.read(collection, key)
      if (matchesKey(f, key) && matchesValue(f, item) && next(f)) return true
    }
    return false
  }
}

function* itemsOf(collection: Value): Iterable<readonly [Value, Value]> {
  if (Array.isArray(collection)) yield* collection.entries()
  else if (collection instanceof RegoSet) for (const item of collection) yield [item, item]
  else if (isObject(collection)) for (const key of keysOf(collection)) yield [key, getKey(collection, key) ?? null]
}

/** For what evaluates a body inside an expression. */
export function watchedInside<T>(watcher: Watcher | undefined, evaluate: (f: Frame) => T): (f: Frame) => T {
  if (watcher === undefined) return evaluate
  return (f) => {
    watcher.begin()
    const result = evaluate(f)
    watcher.end()
    return result
  }
}

export function watchedInput(watcher: Watcher, input: Evaluator): Evaluator {
  return (f) => {
    watcher.readInput()
    return input(f)
  }
}

export function watchTest(watcher: Watcher, event: 'body' | 'enter' | 'exit' | 'yield', node: number): Test {
  return (f) => {
    watcher.at(event, node, f)
    return true
  }
}
