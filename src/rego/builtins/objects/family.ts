import { BuiltinError } from '../../errors.ts'
import { T } from '../../types/type.ts'
import { getKey, isArray, keysOf, sizeOf } from '../../values/objects.ts'
import { RegoSet } from '../../values/rego-set.ts'
import type { Value } from '../../values/value.ts'
import type { Builtin, Host } from '../builtin.ts'
import { binary, ternary, unary } from '../define.ts'
import { arrayOperand, objectOperand } from '../operands.ts'
import { chosen, keptFields, keysOperand, removedFields, without } from './choose.ts'
import { merged, mergedAll } from './merge.ts'
import { patched } from './patch.ts'
import { childOf, pathsOperand, treeOf } from './paths.ts'
import { isSubset } from './subset.ts'

const object = T.object()
const keys = T.oneOf(T.array(), object, T.set())
const path = T.oneOf(T.string, T.array())
const paths = T.oneOf(T.array(path), T.set(path))
const patches = T.array(
  T.record(
    [
      ['op', T.string],
      ['path', T.any],
    ],
    { key: T.any, value: T.any },
  ),
)

/** By a key, or by a path where the key is an array. */
function get(value: Value, key: Value, otherwise: Value): Value {
  const from = objectOperand(value, 1)
  if (!isArray(key)) {
    const found = getKey(from, key)
    return found === undefined ? otherwise : found
  }
  let found: Value | undefined = from
  for (const step of key) {
    found = childOf(found, step)
    if (found === undefined) return otherwise
  }
  return found
}

function union(a: Value, b: Value, host: Host): Value {
  return merged(objectOperand(a, 1), objectOperand(b, 2), host, 0)
}

function subset(whole: Value, part: Value, host: Host): boolean {
  const answer = isSubset(whole, part, host, 0)
  if (answer === undefined) throw new BuiltinError('both arguments object.subset must be of the same type or array and set', 'eval_type_error')
  return answer
}

export const family: readonly Builtin[] = [
  ternary('object.get', [object, T.any, T.any], T.any, get),
  unary('object.keys', [object], T.set(), (value, host) => {
    const from = objectOperand(value, 1)
    host.spend(sizeOf(from))
    return RegoSet.of(keysOf(from))
  }),
  binary('object.filter', [object, keys], object, (value, names, host) => keptFields(objectOperand(value, 1), keysOperand(names), host)),
  binary('object.remove', [object, keys], object, (value, names, host) => removedFields(objectOperand(value, 1), keysOperand(names), host)),
  binary('object.union', [object, object], object, union),
  unary('object.union_n', [T.array(object)], object, (value, host) => mergedAll(arrayOperand(value, 1), host)),
  binary('object.subset', [keys, keys], T.boolean, subset),
  binary('json.filter', [object, paths], object, (value, from, host) => chosen(objectOperand(value, 1), treeOf(pathsOperand(from, host), host), host)),
  binary('json.remove', [object, paths], object, (value, from, host) => without(objectOperand(value, 1), treeOf(pathsOperand(from, host), host), host)),
  binary('json.patch', [T.any, patches], T.any, (value, operations, host) => patched(value, arrayOperand(operations, 2), host)),
]
