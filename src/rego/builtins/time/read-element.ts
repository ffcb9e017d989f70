import { monthNames, weekdayNames } from './civil.ts'
import { BadValue, type Cursor, OutOfRange } from './cursor.ts'
import { type Element, isDigit } from './layout.ts'
import { readAbbreviation, readOffset } from './read-zone.ts'

/** What a text said of a time. */
export interface Fields {
  year: number
  month: number | undefined
  day: number | undefined
  yearDay: number | undefined
  hour: number
  minute: number
  second: number
  nanos: number
  half: 'AM' | 'PM' | undefined
  /** Seconds east of UTC. */
  offset: number | undefined
}

const shortMonths = monthNames.map((name) => name.slice(0, 3))
const shortWeekdays = weekdayNames.map((name) => name.slice(0, 3))

/** Reads what an element stands for. `fractionFollows`: the layout's next element is the fraction of a second. */
export function readElement(cursor: Cursor, { kind, text }: Element, fields: Fields, fractionFollows: boolean): void {
  switch (kind) {
    case 'year': {
      const year = signed(cursor.take(2))
      fields.year = year + (year >= 69 ? 1900 : 2000)
      return
    }
    case 'long-year':
      if (!isDigit(cursor.rest[0])) throw new BadValue()
      fields.year = signed(cursor.take(4))
      return
    case 'month':
      fields.month = cursor.name(shortMonths) + 1
      return
    case 'long-month':
      fields.month = cursor.name(monthNames) + 1
      return
    case 'number-month':
    case 'zero-month':
      fields.month = within(cursor.number(kind === 'zero-month'), 1, 12, 'month')
      return
    case 'weekday':
      cursor.name(shortWeekdays)
      return
    case 'long-weekday':
      cursor.name(weekdayNames)
      return
    case 'day':
    case 'under-day':
    case 'zero-day':
      if (kind === 'under-day') cursor.skip(' ')
      fields.day = cursor.number(kind === 'zero-day')
      return
    case 'under-year-day':
    case 'zero-year-day':
      if (kind === 'under-year-day' && cursor.skip(' ')) cursor.skip(' ')
      fields.yearDay = cursor.yearDay(kind === 'zero-year-day')
      return
    case 'hour':
      fields.hour = within(cursor.number(false), 0, 23, 'hour')
      return
    case 'hour-12':
    case 'zero-hour-12':
      fields.hour = within(cursor.number(kind === 'zero-hour-12'), 0, 12, 'hour')
      return
    case 'minute':
    case 'zero-minute':
      fields.minute = within(cursor.number(kind === 'zero-minute'), 0, 59, 'minute')
      return
    case 'second':
    case 'zero-second':
      fields.second = within(cursor.number(kind === 'zero-second'), 0, 59, 'second')
      // A fraction is read where the text has one, whether the layout has or not.
      if (!fractionFollows && cursor.atFraction()) fields.nanos = cursor.fraction(cursor.digitsFrom(1))
      return
    case 'PM':
    case 'pm':
      fields.half = readHalf(cursor, kind)
      return
    case 'zone':
      readAbbreviation(cursor)
      return
    case 'offset':
      fields.offset = readOffset(cursor, text)
      return
    case 'fraction-0':
      fields.nanos = cursor.fraction(text.length - 1)
      return
    case 'fraction-9':
      if (cursor.atFraction()) fields.nanos = cursor.fraction(cursor.digitsFrom(1))
      return
  }
}

function readHalf(cursor: Cursor, kind: 'PM' | 'pm'): 'AM' | 'PM' {
  const half = cursor.take(2)
  const [am, pm] = kind === 'PM' ? ['AM', 'PM'] : ['am', 'pm']
  if (half === am) return 'AM'
  if (half === pm) return 'PM'
  throw new BadValue()
}

function within(value: number, low: number, high: number, what: string): number {
  if (value < low || value > high) throw new OutOfRange(what)
  return value
}

function signed(text: string): number {
  if (!/^[+-]?[0-9]+$/.test(text)) throw new BadValue()
  return Number(text)
}
