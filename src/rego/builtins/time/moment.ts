import { BuiltinError } from '../../errors.ts'
import { wholeOf } from '../../values/numbers.ts'
import type { NumberValue } from '../../values/value.ts'
import type { Zone } from './zone.ts'

/** A point in time: seconds since the epoch, nanoseconds of that second, and the zone it is looked at in. */
export interface Moment {
  readonly seconds: number
  readonly nanos: number
  readonly zone: Zone
}

const BILLION = 1_000_000_000n
const INT64 = 2n ** 63n

export function momentOf(nanoseconds: bigint, zone: Zone): Moment {
  const nanos = ((nanoseconds % BILLION) + BILLION) % BILLION
  return { seconds: Number((nanoseconds - nanos) / BILLION), nanos: Number(nanos), zone }
}

/** Nanoseconds since the epoch, if they fit into 64 bits. */
export function nanosecondsOf({ seconds, nanos }: Moment): NumberValue {
  const nanoseconds = Number.isSafeInteger(seconds) ? BigInt(seconds) * BILLION + BigInt(nanos) : INT64
  if (nanoseconds < -INT64 || nanoseconds >= INT64) throw new BuiltinError('time outside of valid range')
  return wholeOf(nanoseconds)
}

/** Seconds as if the zone's wall clock were UTC's: what the calendar is read from. */
export function localSeconds({ seconds, zone }: Moment): number {
  return seconds + zone.offsetAt(seconds)
}

/** The moment when the zone's wall clock shows this. Where it never does, or twice, one of the offsets around is taken, as Go does. */
export function atLocal(local: number, nanos: number, zone: Zone): Moment {
  const guess = zone.offsetAt(local)
  const offset = guess === 0 ? 0 : zone.offsetAt(local - guess)
  return { seconds: local - offset, nanos, zone }
}
