import { T } from '../../types/type.ts'
import { compare, equal } from '../../values/compare.ts'
import type { Value } from '../../values/value.ts'
import type { Builtin } from '../builtin.ts'
import { binary } from '../define.ts'

function comparison(name: string, operator: string, holds: (a: Value, b: Value) => boolean): Builtin {
  return { ...binary(name, [T.any, T.any], T.boolean, holds), infix: operator }
}

/** `eq` and `assign` bind variables: the compiler sees to that. With values only they are equality. */
export const family: readonly Builtin[] = [
  comparison('eq', '=', equal),
  comparison('assign', ':=', equal),
  comparison('equal', '==', equal),
  comparison('neq', '!=', (a, b) => !equal(a, b)),
  comparison('lt', '<', (a, b) => compare(a, b) < 0),
  comparison('lte', '<=', (a, b) => compare(a, b) <= 0),
  comparison('gt', '>', (a, b) => compare(a, b) > 0),
  comparison('gte', '>=', (a, b) => compare(a, b) >= 0),
]
