import { isPlain } from '../values/kinds.ts'
import { isNumber } from '../values/numbers.ts'
import { RegoMap } from '../values/rego-map.ts'
import { RegoSet } from '../values/rego-set.ts'
import type { Value } from '../values/value.ts'
import { typeText } from './text.ts'
import { T, type Type } from './type.ts'

/** Collections with more items are only known by the types that any of their items may have. */
const MANY = 32
/** Types are not followed deeper: what is inside may be anything. */
const MAX_DEPTH = 12
/** A union of more types may be anything. */
const MAX_UNION = 16

/** Whether some value may be of both types. */
export function unifies(a: Type, b: Type): boolean {
  if (a.type === 'any') return fitsUnion(a.of, b)
  if (b.type === 'any') return fitsUnion(b.of, a)
  if (a.type === 'array' && b.type === 'array') return unifiesArrays(a, b)
  if (a.type === 'object' && b.type === 'object') return unifiesObjects(a, b)
  if (a.type === 'set' && b.type === 'set') return unifies(a.of, b.of)
  return a.type === b.type
}

function fitsUnion(of: readonly Type[] | undefined, type: Type): boolean {
  return of === undefined || of.length === 0 || of.some((one) => unifies(one, type))
}

type ArrayType = Type & { type: 'array' }
type ObjectType = Type & { type: 'object' }

function unifiesArrays(a: ArrayType, b: ArrayType): boolean {
  const length = Math.max(a.static?.length ?? 0, b.static?.length ?? 0)
  for (let index = 0; index < length; index++) {
    const x = itemType(a, index)
    const y = itemType(b, index)
    if (x === undefined || y === undefined || !unifies(x, y)) return false
  }
  return a.dynamic === undefined || b.dynamic === undefined || unifies(a.dynamic, b.dynamic)
}

function itemType(type: ArrayType, index: number): Type | undefined {
  return type.static?.[index] ?? type.dynamic
}

function unifiesObjects(a: ObjectType, b: ObjectType): boolean {
  for (const { key } of [...(a.static ?? []), ...(b.static ?? [])]) {
    const x = fieldType(a, key)
    const y = fieldType(b, key)
    if (x === undefined || y === undefined || !unifies(x, y)) return false
  }
  return a.dynamic === undefined || b.dynamic === undefined || unifies(a.dynamic.value, b.dynamic.value)
}

export function fieldType(type: ObjectType, key: string): Type | undefined {
  const field = type.static?.find((candidate) => candidate.key === key)
  if (field !== undefined) return field.value
  return type.dynamic !== undefined && unifies(type.dynamic.key, T.string) ? type.dynamic.value : undefined
}

/** Values of either type. */
export function either(a: Type | undefined, b: Type | undefined): Type {
  if (a === undefined) return b ?? T.any
  if (b === undefined) return a
  const types = new Map<string, Type>()
  for (const type of [...membersOf(a), ...membersOf(b)]) types.set(typeText(type), type)
  if (types.has('any') || types.size > MAX_UNION) return T.any
  const [only] = types.values()
  return types.size === 1 && only !== undefined ? only : { type: 'any', of: [...types.values()] }
}

function membersOf(type: Type): readonly Type[] {
  return type.type === 'any' && type.of !== undefined && type.of.length > 0 ? type.of : [type]
}

/** What stands at a key in a value of a type; undefined where nothing can, which is no reason to complain here. */
export function selected(type: Type, key: Value | undefined): Type {
  switch (type.type) {
    case 'array':
      if (typeof key === 'number') return itemType(type, key) ?? T.any
      return (type.static ?? []).reduce<Type | undefined>((union, item) => either(union, item), type.dynamic) ?? T.any
    case 'object':
      if (typeof key === 'string') return fieldType(type, key) ?? T.any
      return (type.static ?? []).reduce<Type | undefined>((union, { value }) => either(union, value), type.dynamic?.value) ?? T.any
    case 'set':
      return type.of
    case 'any':
      return type.of === undefined || type.of.length === 0
        ? T.any
        : (type.of.reduce<Type | undefined>((union, one) => (isScalarType(one) ? union : either(union, selected(one, key))), undefined) ?? T.any)
    default:
      return T.any
  }
}

/** Whether a known value is of a type. Fields that a type names may be missing where it allows others too. */
export function valueFits(value: Value, type: Type): boolean {
  if (type.type === 'any') return type.of === undefined || type.of.length === 0 || type.of.some((one) => valueFits(value, one))
  if (Array.isArray(value) && type.type === 'array') return itemsFit(value, type)
  if (value instanceof RegoSet && type.type === 'set') return valueFitsAll(value, type.of)
  if (isPlain(value) && type.type === 'object') return fieldsFit(Object.entries(value), type)
  return unifies(typeOfValue(value), type)
}

function valueFitsAll(items: RegoSet, type: Type): boolean {
  for (const item of items.unordered()) if (!valueFits(item, type)) return false
  return true
}

function itemsFit(items: readonly Value[], type: ArrayType): boolean {
  if (type.dynamic === undefined && items.length !== (type.static ?? []).length) return false
  return items.every((item, index) => {
    const want = itemType(type, index)
    return want !== undefined && valueFits(item, want)
  })
}

function fieldsFit(entries: readonly (readonly [string, Value])[], type: ObjectType): boolean {
  if (type.dynamic === undefined && entries.length !== (type.static ?? []).length) return false
  return entries.every(([key, item]) => {
    const want = fieldType(type, key)
    return want !== undefined && valueFits(item, want)
  })
}

function isScalarType(type: Type): boolean {
  return type.type === 'null' || type.type === 'boolean' || type.type === 'number' || type.type === 'string'
}

export function typeOfValue(value: Value, depth = 0): Type {
  if (value === null) return T.null
  if (typeof value === 'boolean') return T.boolean
  if (typeof value === 'string') return T.string
  if (isNumber(value)) return T.number
  if (depth > MAX_DEPTH) return T.any
  if (Array.isArray(value)) return arrayType(value, depth)
  if (value instanceof RegoSet) return T.set(unionOf(value.unordered(), value.size, depth))
  if (value instanceof RegoMap) return T.object(T.any, T.any)
  return isPlain(value) ? objectType(Object.entries(value), depth) : T.any
}

function arrayType(items: readonly Value[], depth: number): Type {
  return items.length > MANY ? T.array(T.any) : T.tuple(...items.map((item) => typeOfValue(item, depth + 1)))
}

function unionOf(items: Iterable<Value>, size: number, depth: number): Type {
  if (size > MANY) return T.any
  let union: Type | undefined
  for (const item of items) union = either(union, typeOfValue(item, depth + 1))
  return union ?? T.any
}

function objectType(entries: readonly (readonly [string, Value])[], depth: number): Type {
  if (entries.length > MANY) return T.object(T.string, T.any)
  return T.record(entries.map(([key, item]) => [key, typeOfValue(item, depth + 1)] as const))
}
