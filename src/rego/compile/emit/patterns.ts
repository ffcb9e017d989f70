import { equal } from '../../values/compare.ts'
import { isObject } from '../../values/kinds.ts'
import { getKey, sizeOf } from '../../values/objects.ts'
import type { Value } from '../../values/value.ts'
import type { Pattern } from '../plan/plan.ts'
import type { Emitter } from './emitter.ts'
import { emitSource } from './sources.ts'
import type { Matcher } from './step.ts'

export function emitPattern(e: Emitter, pattern: Pattern): Matcher {
  switch (pattern.kind) {
    case 'any':
      return () => true
    case 'bind': {
      const { slot } = pattern
      return (f, value) => {
        f[slot] = value
        return true
      }
    }
    case 'is': {
      const { source } = pattern
      if (source.kind === 'const' && isScalar(source.value)) {
        const constant = source.value
        return (_, value) => value === constant
      }
      const evaluate = emitSource(e, source)
      return (f, value) => {
        const other = evaluate(f)
        return other !== undefined && same(value, other)
      }
    }
    case 'array':
      return emitArray(pattern.items.map((item) => emitPattern(e, item)))
    case 'object':
      return emitObject(e, pattern.entries)
  }
}

/** For values that are compared by `===`. */
export function isScalar(value: Value): value is null | boolean | number | string {
  return value === null || (typeof value !== 'object' && typeof value !== 'bigint')
}

export function same(a: Value, b: Value): boolean {
  return a === b || (typeof a === 'object' && typeof b === 'object' ? equal(a, b) : typeof a === 'bigint' || typeof b === 'bigint' ? equal(a, b) : false)
}

function emitArray(items: readonly Matcher[]): Matcher {
  return (f, value) => {
    if (!Array.isArray(value) || value.length !== items.length) return false
    for (let index = 0; index < items.length; index++) if (items[index]?.(f, value[index]) !== true) return false
    return true
  }
}

function emitObject(e: Emitter, entries: (Pattern & { kind: 'object' })['entries']): Matcher {
  const parts = entries.map(([key, item]) => ({ key: emitSource(e, key), matches: emitPattern(e, item) }))
  return (f, value) => {
    if (!isObject(value) || sizeOf(value) !== parts.length) return false
    for (const { key, matches } of parts) {
      const at = key(f)
      const item = at === undefined ? undefined : getKey(value, at)
      if (item === undefined || !matches(f, item)) return false
    }
    return true
  }
}
