import { BuiltinError } from '../../errors.ts'
import type { Host } from '../builtin.ts'

const KEPT = 'time.now_ns'

/** Nanoseconds since the epoch: the clock is looked at once in a query. */
export function nowOf(host: Host): bigint {
  const kept = host.memory.get(KEPT)
  if (typeof kept === 'bigint') return kept
  if (host.hooks.now === undefined) throw new BuiltinError('no clock is given')
  const now = host.hooks.now()
  host.memory.set(KEPT, now)
  return now
}
