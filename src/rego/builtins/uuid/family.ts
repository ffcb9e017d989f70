import { BuiltinError } from '../../errors.ts'
import { T } from '../../types/type.ts'
import { hashKey } from '../../values/hash-key.ts'
import type { Value } from '../../values/value.ts'
import type { Builtin, Host } from '../builtin.ts'
import { unary } from '../define.ts'
import { stringOperand } from '../operands.ts'
import { describeUuid } from './describe.ts'

/** The same for the same key all through a query. */
function random(key: Value, host: Host): string {
  const name = `uuid.rfc4122 ${String(hashKey(stringOperand(key, 1)))}`
  const known = host.memory.get(name)
  if (typeof known === 'string') return known
  const bytes = host.hooks.random?.(16)
  if (bytes === undefined) throw new BuiltinError('there is no source of randomness')
  const made = versionFour(bytes)
  host.memory.set(name, made)
  return made
}

function versionFour(bytes: Uint8Array): string {
  const marked = Buffer.from(bytes)
  marked[6] = ((marked[6] ?? 0) & 0x0f) | 0x40
  marked[8] = ((marked[8] ?? 0) & 0x3f) | 0x80
  const hex = marked.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-')
}

export const family: readonly Builtin[] = [
  { ...unary('uuid.rfc4122', [T.string], T.string, random), nondeterministic: true },
  unary('uuid.parse', [T.string], T.object(T.string, T.any), (value) => describeUuid(stringOperand(value, 1))),
]
