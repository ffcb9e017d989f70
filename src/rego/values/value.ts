import type { Decimal } from './decimal.ts'
import type { RegoMap } from './rego-map.ts'
import type { RegoSet } from './rego-set.ts'

/**
 * A value of Rego. What JSON and JavaScript share is what it is in JavaScript, so inputs need no conversion and
 * look-ups are property accesses.
 *
 * - number: a whole number in the safe range is always a `number`, any other whole number a `bigint`, never both for
 *   one value. A fraction is a `number` when that number's shortest text is the same decimal, else a `Decimal`.
 * - object: a plain object (own, enumerable, string keys; whatever its prototype) while all keys are strings, else a
 *   RegoMap. Look keys up with `getKey` (objects.ts) only: `__proto__` and `constructor` are ordinary names.
 * - set: always a RegoSet.
 *
 * Values are never changed once made. Undefined is no value.
 */
export type Value = null | boolean | number | bigint | Decimal | string | readonly Value[] | PlainObject | RegoMap | RegoSet

export interface PlainObject {
  readonly [key: string]: Value
}

export type NumberValue = number | bigint | Decimal
export type ObjectValue = PlainObject | RegoMap
export type TypeName = 'null' | 'boolean' | 'number' | 'string' | 'array' | 'object' | 'set'
