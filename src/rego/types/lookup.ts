import { isNumber } from '../values/numbers.ts'
import type { Value } from '../values/value.ts'
import { either, fieldType, typeOfValue, unifies } from './algebra.ts'
import { T, type Type } from './type.ts'

/** Of the keys that values of a type have; undefined where they have none, as a number has not. */
export function keysOf(type: Type): Type | undefined {
  switch (type.type) {
    case 'array':
      return T.number
    case 'set':
      return type.of
    case 'object':
      return (type.static ?? []).length > 0 ? either(type.dynamic?.key, T.string) : (type.dynamic?.key ?? T.string)
    case 'any':
      return isAnything(type) ? T.any : (type.of ?? []).reduce<Type | undefined>((union, one) => joined(union, keysOf(one)), undefined)
    default:
      return undefined
  }
}

/** Of what stands at a key; undefined where nothing can. */
export function foundAt(type: Type, key: Value): Type | undefined {
  switch (type.type) {
    case 'array':
      return isNumber(key) ? (typeof key === 'number' ? (type.static?.[key] ?? type.dynamic) : type.dynamic) : undefined
    case 'set':
      return unifies(type.of, typeOfValue(key)) ? typeOfValue(key) : undefined
    case 'object':
      if (typeof key === 'string') return fieldType(type, key)
      return type.dynamic !== undefined && unifies(type.dynamic.key, typeOfValue(key)) ? type.dynamic.value : undefined
    case 'any':
      return isAnything(type) ? T.any : (type.of ?? []).reduce<Type | undefined>((union, one) => joined(union, foundAt(one, key)), undefined)
    default:
      return undefined
  }
}

/** The names of fields that values of a type have, sorted. */
export function fieldNames(type: Type): readonly string[] {
  if (type.type === 'object') return (type.static ?? []).map(({ key }) => key).sort()
  return type.type === 'any' ? [...new Set((type.of ?? []).flatMap(fieldNames))].sort() : []
}

function isAnything(type: Type & { type: 'any' }): boolean {
  return type.of === undefined || type.of.length === 0
}

function joined(a: Type | undefined, b: Type | undefined): Type | undefined {
  return a === undefined ? b : b === undefined ? a : either(a, b)
}
