import { BuiltinError } from '../../errors.ts'
import { floatOf, wholePart } from '../../values/big-float.ts'
import { isNumber } from '../../values/numbers.ts'
import { isArray } from '../../values/objects.ts'
import type { NumberValue, Value } from '../../values/value.ts'
import type { Host } from '../builtin.ts'
import { numberOperand, stringOperand, typeError } from '../operands.ts'
import { type Moment, momentOf } from './moment.ts'
import { utc, zoneOf } from './zone.ts'

const INT64 = 2n ** 63n

export interface TimeOperand {
  readonly moment: Moment
  /** Empty where there is none. */
  readonly layout: string
}

/** Nanoseconds, or an array of nanoseconds, the name of a zone, and a layout. */
export function timeOperand(value: Value, host: Host): TimeOperand {
  host.spend(10)
  if (isNumber(value)) return { moment: momentOf(nanosecondsFrom(value), utc), layout: '' }
  const [nanoseconds, zone, layout] = isArray(value) ? value : []
  if (nanoseconds === undefined) throw typeError(1, value, 'either number (ns) or [number (ns), string (tz)]')
  const number = numberOperand(nanoseconds, 1)
  const named = zone === undefined ? utc : zoneOf(stringOperand(zone, 1))
  const text = layout === undefined ? '' : stringOperand(layout, 1)
  return { moment: momentOf(nanosecondsFrom(number), named), layout: text }
}

function nanosecondsFrom(number: NumberValue): bigint {
  const { whole, exact } = wholePart(floatOf(number))
  if (!exact || whole < -INT64 || whole >= INT64) throw new BuiltinError('timestamp too big')
  return whole
}
