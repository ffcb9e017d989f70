import { BuiltinError } from '../../errors.ts'
import { T } from '../../types/type.ts'
import { wholeOf } from '../../values/numbers.ts'
import type { Value } from '../../values/value.ts'
import type { Builtin, Host } from '../builtin.ts'
import { binary, nullary, unary } from '../define.ts'
import { intOperand, stringOperand } from '../operands.ts'
import { clockOf, dateOf, secondsOf, weekdayNames, weekdayOf } from './civil.ts'
import { difference } from './difference.ts'
import { parseDuration } from './duration.ts'
import { formatMoment } from './format.ts'
import { layoutNamed } from './layout.ts'
import { atLocal, localSeconds, nanosecondsOf } from './moment.ts'
import { nowOf } from './now.ts'
import { timeOperand } from './operand.ts'
import { parseMoment } from './parse.ts'

const zoned = T.tuple(T.number, T.string)
const when = T.oneOf(T.number, zoned)

function parse(layout: Value, value: Value, host: Host): Value {
  const form = layoutNamed(stringOperand(layout, 1))
  const text = stringOperand(value, 2)
  host.spend((form.length + text.length) / 10)
  return nanosecondsOf(parseMoment(form, text))
}

function parseRfc3339(value: Value, host: Host): Value {
  return parse('RFC3339', stringOperand(value, 1), host)
}

function duration(value: Value, host: Host): Value {
  const text = stringOperand(value, 1)
  host.spend(text.length / 10)
  return wholeOf(parseDuration(text))
}

function format(value: Value, host: Host): Value {
  const { moment, layout } = timeOperand(value, host)
  host.spend(layout.length)
  return formatMoment(moment, layoutNamed(layout === '' ? 'RFC3339Nano' : layout))
}

function date(value: Value, host: Host): Value {
  const { year, month, day } = dateOf(localSeconds(timeOperand(value, host).moment))
  return [year, month, day]
}

function clock(value: Value, host: Host): Value {
  const { hour, minute, second } = clockOf(localSeconds(timeOperand(value, host).moment))
  return [hour, minute, second]
}

function weekday(value: Value, host: Host): Value {
  return weekdayNames[weekdayOf(localSeconds(timeOperand(value, host).moment))] ?? ''
}

function addDate(operands: readonly Value[], host: Host): Value {
  const [value = null, years = null, months = null, days = null] = operands
  const { moment } = timeOperand(value, host)
  const [year, month, day] = [intOperand(years, 2), intOperand(months, 3), intOperand(days, 4)]
  const local = localSeconds(moment)
  const start = dateOf(local)
  const end = secondsOf(start.year + year, start.month + month, start.day + day, clockOf(local))
  if (!Number.isSafeInteger(end)) throw new BuiltinError('time outside of valid range')
  return nanosecondsOf(atLocal(end, moment.nanos, moment.zone))
}

export const family: readonly Builtin[] = [
  { ...nullary('time.now_ns', T.number, (host) => wholeOf(nowOf(host))), nondeterministic: true },
  binary('time.parse_ns', [T.string, T.string], T.number, parse),
  unary('time.parse_rfc3339_ns', [T.string], T.number, parseRfc3339),
  unary('time.parse_duration_ns', [T.string], T.number, duration),
  unary('time.format', [T.oneOf(T.number, zoned, T.tuple(T.number, T.string, T.string))], T.string, format),
  unary('time.date', [when], T.tuple(T.number, T.number, T.number), date),
  unary('time.clock', [when], T.tuple(T.number, T.number, T.number), clock),
  unary('time.weekday', [when], T.string, weekday),
  { name: 'time.add_date', type: { args: [T.number, T.number, T.number, T.number], result: T.number }, call: addDate },
  binary('time.diff', [when, when], T.tuple(T.number, T.number, T.number, T.number, T.number, T.number), (a, b, host) =>
    difference(timeOperand(a, host).moment, timeOperand(b, host).moment),
  ),
]
