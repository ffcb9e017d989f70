import { T, type Type } from '../../types/type.ts'
import { isArray, isSet, typeName } from '../../values/objects.ts'
import { RegoSet } from '../../values/rego-set.ts'
import type { TypeName, Value } from '../../values/value.ts'
import type { Builtin } from '../builtin.ts'
import { unary } from '../define.ts'
import { typeError } from '../operands.ts'

function test(type: TypeName): Builtin {
  return unary(`is_${type}`, [T.any], T.boolean, (value) => typeName(value) === type)
}

/** Takes only what is of the type already. */
function cast(type: TypeName, result: Type): Builtin {
  return deprecated(`cast_${type}`, result, (value) => {
    if (typeName(value) === type) return value
    throw typeError(1, value, type)
  })
}

function deprecated(name: string, result: Type, call: (value: Value) => Value): Builtin {
  return { ...unary(name, [T.any], result, call), deprecated: true }
}

export const family: readonly Builtin[] = [
  test('array'),
  test('boolean'),
  test('null'),
  test('number'),
  test('object'),
  test('set'),
  test('string'),
  unary('type_name', [T.any], T.string, typeName),
  cast('boolean', T.boolean),
  cast('null', T.null),
  cast('object', T.object()),
  cast('string', T.string),
  deprecated('cast_array', T.array(), (value) => {
    if (isArray(value)) return value
    if (isSet(value)) return value.sorted()
    throw typeError(1, value, 'array', 'set')
  }),
  deprecated('cast_set', T.set(), (value) => {
    if (isSet(value)) return value
    if (isArray(value)) return RegoSet.of(value)
    throw typeError(1, value, 'array', 'set')
  }),
]
