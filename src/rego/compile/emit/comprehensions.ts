import { RegoError } from '../../errors.ts'
import type { Location } from '../../syntax/ast.ts'
import { ObjectBuilder } from '../../values/objects.ts'
import { SetBuilder } from '../../values/rego-set.ts'
import type { Value } from '../../values/value.ts'
import type { ComprehensionSource, Op } from '../plan/plan.ts'
import { anyUse, emitBody } from './chain.ts'
import type { Emitter } from './emitter.ts'
import { same } from './patterns.ts'
import { emitSource } from './sources.ts'
import type { Evaluator, Step } from './step.ts'
import { isTest } from './tests.ts'
import { watchedInside } from './watched.ts'

/** What an entry of a table takes, about. */
export const ENTRY_BYTES = 64

/** What an item takes in a list, about. */
function listBytes(item: Value): number {
  return typeof item === 'object' ? 48 : 16
}

/** What an item takes in a set or object, about: one that is a collection is kept with a text that tells it from others. */
export function itemBytes(item: Value): number {
  return typeof item === 'object' ? 256 : ENTRY_BYTES
}

export function emitComprehension(e: Emitter, source: ComprehensionSource): Evaluator {
  const evaluate = watchedInside(e.watcher, emitAny(e, source))
  if (e.watcher !== undefined || hasEffects(source.body)) return evaluate
  const [capture] = source.captures
  if (capture === undefined) return onceInScope(e, evaluate)
  return source.captures.length === 1 && isLoop(source) ? oncePerValue(e, evaluate, capture) : evaluate
}

/** Whether evaluating it less often could be noticed. */
function hasEffects(body: readonly Op[]): boolean {
  return body.some((op) => op.op === 'effect' || ((op.op === 'not' || op.op === 'every' || op.op === 'with') && hasEffects(op.body)))
}

function isLoop(source: ComprehensionSource): boolean {
  return source.body.some((op) => !isTest(op))
}

/** So many evaluations tell whether values come again. */
const TRIES = 64
const WORTH_IT = 8

/** What reads one variable is the same for the same value of it; kept as long as values do come again. */
function oncePerValue(e: Emitter, evaluate: Evaluator, slot: number): Evaluator {
  const { m } = e
  const known = new Map<Value | undefined, Value>()
  let epoch = 0
  let run = 0
  let tries = 0
  let hits = 0
  return (f) => {
    if (run !== m.run) {
      run = m.run
      tries = 0
      hits = 0
    }
    if (tries > TRIES && hits * WORTH_IT < tries) return evaluate(f)
    if (epoch !== m.scope.epoch) {
      known.clear()
      epoch = m.scope.epoch
    }
    tries++
    const key = f[slot]
    const before = known.get(key)
    if (before !== undefined) {
      hits++
      return before
    }
    const value = evaluate(f)
    if (value !== undefined && epoch === m.scope.epoch) {
      m.allot(ENTRY_BYTES)
      known.set(key, value)
    }
    return value
  }
}

function emitAny(e: Emitter, source: ComprehensionSource): Evaluator {
  switch (source.of) {
    case 'array':
      return emitArrayComprehension(e, source)
    case 'set':
      return emitSetComprehension(e, source)
    case 'object':
      return emitObjectComprehension(e, source)
  }
}

/** What reads no variable is the same all through a scope. */
function onceInScope(e: Emitter, evaluate: Evaluator): Evaluator {
  const { m } = e
  let epoch = 0
  let known: Value | undefined
  return (f) => {
    const before = m.scope.epoch
    if (epoch === before) return known
    known = evaluate(f)
    epoch = before
    return known
  }
}

function emitArrayComprehension(e: Emitter, source: ComprehensionSource): Evaluator {
  const { m } = e
  const item = emitSource(e, source.item)
  let items: Value[] = []
  const yields: Step = (f) => {
    const value = item(f)
    if (value === undefined) return false
    m.allot(listBytes(value))
    items.push(value)
    return false
  }
  const body = emitBody(e, source.body, yields, anyUse)
  return (f) => {
    const outer = items
    items = []
    body(f)
    const result = items
    items = outer
    return result
  }
}

function emitSetComprehension(e: Emitter, source: ComprehensionSource): Evaluator {
  const { m } = e
  const item = emitSource(e, source.item)
  let builder = new SetBuilder()
  const yields: Step = (f) => {
    const value = item(f)
    if (value !== undefined && builder.add(value)) m.allot(itemBytes(value))
    return false
  }
  const body = emitBody(e, source.body, yields, { ignoresRepeats: true, isOnce: source.captures.length === 0 })
  return (f) => {
    const outer = builder
    builder = new SetBuilder()
    body(f)
    const result = builder.finish()
    builder = outer
    return result
  }
}

function emitObjectComprehension(e: Emitter, source: ComprehensionSource): Evaluator {
  const { m } = e
  const key = source.key === undefined ? () => undefined : emitSource(e, source.key)
  const item = emitSource(e, source.item)
  let builder = new ObjectBuilder()
  const yields: Step = (f) => {
    const name = key(f)
    const value = item(f)
    if (name === undefined || value === undefined) return false
    const before = builder.get(name)
    if (before === undefined) {
      m.allot(itemBytes(name))
      builder.set(name, value)
    } else if (!same(before, value)) throw keyConflict(source.location)
    return false
  }
  const body = emitBody(e, source.body, yields, { ignoresRepeats: true, isOnce: source.captures.length === 0 })
  return (f) => {
    const outer = builder
    builder = new ObjectBuilder()
    body(f)
    const result = builder.finish()
    builder = outer
    return result
  }
}

export function keyConflict(location: Location | undefined): RegoError {
  return new RegoError('eval_conflict_error', 'object keys must be unique', location)
}
