import { BuiltinError } from '../../errors.ts'
import { isNumber, nearestNumber, wholeOf } from '../../values/numbers.ts'
import { entriesOf } from '../../values/objects.ts'
import type { ObjectValue, Value } from '../../values/value.ts'
import type { Host } from '../builtin.ts'
import { nowOf } from '../time/now.ts'
import type { WebKey } from './jwk.ts'
import { verificationKeys } from './verification-keys.ts'

/** What io.jwt.decode_verify asks of a token. Empty where it asks nothing. */
export interface Constraints {
  /** A secret, or keys: one of the two. */
  readonly key: string | readonly WebKey[]
  readonly alg: string
  readonly iss: string
  readonly aud: string
  /** Nanoseconds since the epoch. */
  readonly time: number
}

export function readConstraints(object: ObjectValue, host: Host): Constraints {
  const texts = { secret: '', alg: '', iss: '', aud: '' }
  let keys: readonly WebKey[] | undefined
  let time: number | undefined
  for (const [key, value] of entriesOf(object)) {
    if (key === 'cert') {
      if (typeof value !== 'string') throw new BuiltinError('cert constraint: must be a string')
      keys = verificationKeys(value, host)
    } else if (key === 'time') time = timeOf(value)
    else if (key === 'secret' || key === 'alg' || key === 'iss' || key === 'aud') texts[key] = stringOf(key, value)
    else throw new BuiltinError(`unknown token validation constraint: ${String(key)}`)
  }
  time ??= timeOf(wholeOf(nowOf(host)))
  if (keys !== undefined && texts.secret !== '') throw new BuiltinError('duplicate key constraints')
  if (keys === undefined && texts.secret === '') throw new BuiltinError('no key constraint')
  return { ...texts, key: keys ?? texts.secret, time }
}

function stringOf(name: string, value: Value): string {
  if (typeof value === 'string') return value
  throw new BuiltinError(`${name} constraint: must be a string`)
}

function timeOf(value: Value): number {
  if (!isNumber(value)) throw new BuiltinError('token time constraint: must be a number')
  const time = nearestNumber(value)
  if (!Number.isFinite(time)) throw new BuiltinError('token time constraint: unvalid float64')
  if (time < 0) throw new BuiltinError('token time constraint: must not be negative')
  return time
}
