import { RegoError } from '../../errors.ts'
import type { Location } from '../../syntax/ast.ts'
import { ObjectBuilder } from '../../values/objects.ts'
import { SetBuilder } from '../../values/rego-set.ts'
import type { Value } from '../../values/value.ts'
import type { ComprehensionSource } from '../plan/plan.ts'
import { anyUse, emitBody } from './chain.ts'
import type { Emitter } from './emitter.ts'
import { same } from './patterns.ts'
import { emitSource } from './sources.ts'
import type { Evaluator, Step } from './step.ts'

/** What one item of a collection takes, about. */
export const ITEM_BYTES = 32

export function emitComprehension(e: Emitter, source: ComprehensionSource): Evaluator {
  const evaluate = emitAny(e, source)
  return source.isOpen ? evaluate : onceInScope(e, evaluate)
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
    m.allot(ITEM_BYTES)
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
    if (value !== undefined && builder.add(value)) m.allot(ITEM_BYTES)
    return false
  }
  const body = emitBody(e, source.body, yields, { ignoresRepeats: true, isOnce: !source.isOpen })
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
      m.allot(ITEM_BYTES)
      builder.set(name, value)
    } else if (!same(before, value)) throw keyConflict(source.location)
    return false
  }
  const body = emitBody(e, source.body, yields, { ignoresRepeats: true, isOnce: !source.isOpen })
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
