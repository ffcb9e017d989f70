import { Decimal } from './decimal.ts'
import { RegoMap } from './rego-map.ts'
import { RegoSet } from './rego-set.ts'
import type { ObjectValue, PlainObject, TypeName, Value } from './value.ts'

export function isPlain(value: Value): value is PlainObject {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof RegoSet) &&
    !(value instanceof RegoMap) &&
    !(value instanceof Decimal)
  )
}

export function isObject(value: Value): value is ObjectValue {
  return value instanceof RegoMap || isPlain(value)
}

export function isArray(value: Value): value is readonly Value[] {
  return Array.isArray(value)
}

export function isSet(value: Value): value is RegoSet {
  return value instanceof RegoSet
}

export function typeName(value: Value): TypeName {
  switch (typeof value) {
    case 'string':
      return 'string'
    case 'number':
    case 'bigint':
      return 'number'
    case 'boolean':
      return 'boolean'
  }
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (value instanceof RegoSet) return 'set'
  return value instanceof Decimal ? 'number' : 'object'
}

/** Where a type stands in OPA's order of all values. */
export function typeRank(value: Value): number {
  switch (typeof value) {
    case 'boolean':
      return 1
    case 'number':
    case 'bigint':
      return 2
    case 'string':
      return 3
  }
  if (value === null) return 0
  if (Array.isArray(value)) return 4
  if (value instanceof RegoSet) return 6
  return value instanceof Decimal ? 2 : 5
}
