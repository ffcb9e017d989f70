import { ObjectBuilder } from '../../values/objects.ts'
import { RegoSet } from '../../values/rego-set.ts'
import type { Value } from '../../values/value.ts'
import type { LookupSource, Source } from '../plan/plan.ts'
import { emitCall, emitFunctionCall } from './calls.ts'
import { emitComprehension } from './comprehensions.ts'
import type { Emitter } from './emitter.ts'
import { emitLookup } from './lookups.ts'
import type { Evaluator } from './step.ts'
import { watchedInput, watchedLookup } from './watched.ts'

export function emitSource(e: Emitter, source: Source): Evaluator {
  switch (source.kind) {
    case 'const': {
      const { value } = source
      return () => value
    }
    case 'slot': {
      const { slot } = source
      return (f) => f[slot]
    }
    case 'undefined':
      return () => undefined
    case 'given':
      return source.value
    case 'input': {
      const { m } = e
      const input: Evaluator = () => m.scope.input
      return e.watcher === undefined ? input : watchedInput(e.watcher, input)
    }
    case 'document':
      return e.document(source.set)
    case 'extent': {
      const extent = e.extent(source.node)
      return () => extent()
    }
    case 'lookup':
      return emitLookupSource(e, source)
    case 'tree':
      return e.treeLookup(source.path.map((part) => emitSource(e, part)))
    case 'array':
      return emitArray(e, source.items)
    case 'set':
      return emitSet(e, source.items)
    case 'object':
      return emitObject(e, source.entries)
    case 'comprehension':
      return emitComprehension(e, source)
    case 'call':
      return emitCall(e, source)
    case 'function':
      return emitFunctionCall(e, source)
  }
}

function emitLookupSource(e: Emitter, source: LookupSource): Evaluator {
  const path = source.path.map((part): Value | Evaluator => (part.kind === 'const' ? part.value : emitSource(e, part)))
  const of = source.of.kind === 'input' ? inputOf(e) : emitSource(e, source.of)
  return e.watcher === undefined ? emitLookup(of, path, source.inData) : watchedLookup(e.watcher, of, path, source.inData)
}

function inputOf(e: Emitter): Evaluator {
  const { m } = e
  return () => m.scope.input
}

function emitArray(e: Emitter, items: readonly Source[]): Evaluator {
  const evaluators = items.map((item) => emitSource(e, item))
  const [first, second] = evaluators
  if (first !== undefined && evaluators.length === 1) {
    return (f) => {
      const value = first(f)
      return value === undefined ? undefined : [value]
    }
  }
  if (first !== undefined && second !== undefined && evaluators.length === 2) {
    return (f) => {
      const a = first(f)
      const b = a === undefined ? undefined : second(f)
      return a === undefined || b === undefined ? undefined : [a, b]
    }
  }
  return (f) => {
    const values: Value[] = []
    for (const evaluate of evaluators) {
      const value = evaluate(f)
      if (value === undefined) return undefined
      values.push(value)
    }
    return values
  }
}

function emitSet(e: Emitter, items: readonly Source[]): Evaluator {
  const list = emitArray(e, items)
  return (f) => {
    const values = list(f)
    return Array.isArray(values) ? RegoSet.of(values) : undefined
  }
}

function emitObject(e: Emitter, entries: readonly (readonly [Source, Source])[]): Evaluator {
  const fields = entries.map(([key, value]) => ({ key: emitSource(e, key), value: emitSource(e, value) }))
  return (f) => {
    const builder = new ObjectBuilder()
    for (const field of fields) {
      const key = field.key(f)
      const value = key === undefined ? undefined : field.value(f)
      if (key === undefined || value === undefined) return undefined
      builder.set(key, value)
    }
    return builder.finish()
  }
}
