import { clockOf, dateOf, daysIn } from './civil.ts'
import { localSeconds, type Moment } from './moment.ts'

/** Years, months, days, hours, minutes and seconds between two moments, on the wall clock of the first one's zone. */
export function difference(a: Moment, b: Moment): readonly number[] {
  const other = { ...b, zone: a.zone }
  const swapped = a.seconds > b.seconds || (a.seconds === b.seconds && a.nanos > b.nanos)
  const [from, to] = swapped ? [localSeconds(other), localSeconds(a)] : [localSeconds(a), localSeconds(other)]
  const [start, end] = [dateOf(from), dateOf(to)]
  const [early, late] = [clockOf(from), clockOf(to)]
  let [year, month, day] = [end.year - start.year, end.month - start.month, end.day - start.day]
  let [hour, minute, second] = [late.hour - early.hour, late.minute - early.minute, late.second - early.second]
  if (second < 0) [minute, second] = [minute - 1, second + 60]
  if (minute < 0) [hour, minute] = [hour - 1, minute + 60]
  if (hour < 0) [day, hour] = [day - 1, hour + 24]
  // A month counts as many days as the one it begins in.
  if (day < 0) [month, day] = [month - 1, day + daysIn(start.year, start.month)]
  if (month < 0) [year, month] = [year - 1, month + 12]
  return [year, month, day, hour, minute, second]
}
