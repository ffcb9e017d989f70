import { isObject } from '../../values/kinds.ts'
import { getKey, keysOf } from '../../values/objects.ts'
import { RegoSet } from '../../values/rego-set.ts'
import type { Op } from '../plan/plan.ts'
import { emitBody, repeatedUse } from './chain.ts'
import type { Emitter } from './emitter.ts'
import { emitPattern, isScalar, same } from './patterns.ts'
import { emitSource } from './sources.ts'
import { type Evaluator, type Frame, type Step, type Test, yes } from './step.ts'
import { watchedInside, watchTest } from './watched.ts'
import { emitWithTest } from './with.ts'

/** Operations that hold or do not: they loop over nothing. */
export function isTest(op: Op): boolean {
  switch (op.op) {
    case 'scan':
    case 'tree-scan':
    case 'relation':
      return false
    case 'with':
      return op.body.every(isTest)
    default:
      return true
  }
}

export function emitTest(e: Emitter, op: Op): Test {
  switch (op.op) {
    case 'bind':
      return emitBind(emitSource(e, op.source), op.slot)
    case 'test':
      return emitTruth(emitSource(e, op.source))
    case 'equal':
      return emitEqual(e, op)
    case 'match': {
      const evaluate = emitSource(e, op.source)
      const matches = emitPattern(e, op.pattern)
      return (f) => {
        const value = evaluate(f)
        return value !== undefined && matches(f, value)
      }
    }
    case 'effect':
      return emitEffect(e, op)
    case 'fail':
      return () => false
    case 'not': {
      const body = emitBody(e, op.body, yes, repeatedUse)
      return watchedInside(e.watcher, (f) => !body(f))
    }
    case 'every':
      return emitEvery(e, op)
    case 'with':
      return emitWithTest(e, op)
    case 'watch':
      return e.watcher === undefined ? () => true : watchTest(e.watcher, op.event, op.node)
    default:
      throw new Error(`${op.op} is no test`)
  }
}

function emitBind(evaluate: Evaluator, slot: number): Test {
  return (f) => {
    const value = evaluate(f)
    f[slot] = value
    return value !== undefined
  }
}

function emitTruth(evaluate: Evaluator): Test {
  return (f) => {
    const value = evaluate(f)
    return value !== undefined && value !== false
  }
}

function emitEqual(e: Emitter, op: Op & { op: 'equal' }): Test {
  const { left, right } = op
  if (left.kind === 'const' && isScalar(left.value)) return emitIs(emitSource(e, right), left.value)
  if (right.kind === 'const' && isScalar(right.value)) return emitIs(emitSource(e, left), right.value)
  const first = emitSource(e, left)
  const second = emitSource(e, right)
  return (f) => {
    const a = first(f)
    if (a === undefined) return false
    const b = second(f)
    return b !== undefined && same(a, b)
  }
}

function emitIs(evaluate: Evaluator, constant: null | boolean | number | string): Test {
  return (f) => evaluate(f) === constant
}

/** Undefined where its operands are; what it gives back does not count. */
function emitEffect(e: Emitter, op: Op & { op: 'effect' }): Test {
  const { m } = e
  const operands = op.source.args.map((arg) => emitSource(e, arg))
  const { builtin, location } = op.source
  return (f) => {
    if (builtin.name === 'internal.print' && m.host.hooks.print === undefined) return true
    const values = []
    for (const operand of operands) {
      const value = operand(f)
      if (value === undefined) return false
      values.push(value)
    }
    try {
      builtin.call(values, m.host)
    } catch (error) {
      m.failed(error, builtin, location)
      return false
    }
    return true
  }
}

function emitEvery(e: Emitter, op: Op & { op: 'every' }): Test {
  const source = emitSource(e, op.source)
  const body = emitBody(e, op.body, yes, repeatedUse)
  const key = op.key ?? -1
  const value = op.value ?? -1
  return watchedInside(e.watcher, (f) => {
    const collection = source(f)
    return typeof collection === 'object' && collection !== null && holdsForAll(e, f, collection, key, value, body)
  })
}

function holdsForAll(e: Emitter, f: Frame, collection: object, key: number, value: number, body: Step): boolean {
  const { m } = e
  if (Array.isArray(collection)) {
    for (let index = 0; index < collection.length; index++) {
      m.tick()
      if (key >= 0) f[key] = index
      if (value >= 0) f[value] = collection[index]
      if (!body(f)) return false
    }
    return true
  }
  if (collection instanceof RegoSet) {
    for (const item of collection.unordered()) {
      m.tick()
      if (key >= 0) f[key] = item
      if (value >= 0) f[value] = item
      if (!body(f)) return false
    }
    return true
  }
  const object = collection as import('../../values/value.ts').Value
  if (!isObject(object)) return false
  for (const name of keysOf(object)) {
    m.tick()
    if (key >= 0) f[key] = name
    if (value >= 0) f[value] = getKey(object, name)
    if (!body(f)) return false
  }
  return true
}
