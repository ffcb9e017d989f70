import { BuiltinError } from '../../errors.ts'
import { daysIn, isLeap, secondsOf } from './civil.ts'
import { BadValue, Cursor, OutOfRange } from './cursor.ts'
import { parseLayout } from './layout.ts'
import type { Moment } from './moment.ts'
import { type Fields, readElement } from './read-element.ts'
import { utc } from './zone.ts'

/** The moment that a text says, as Go's `time.Parse` reads it; a BuiltinError with Go's words where it says none. */
export function parseMoment(layout: string, text: string): Moment {
  const fields: Fields = {
    year: 0,
    month: undefined,
    day: undefined,
    yearDay: undefined,
    hour: 0,
    minute: 0,
    second: 0,
    nanos: 0,
    half: undefined,
    offset: undefined,
  }
  const cursor = new Cursor(text)
  const { steps, rest } = parseLayout(layout)
  const reading = { layout, text }
  for (const [i, { before, element }] of steps.entries()) {
    read(cursor, { ...reading, what: before, literal: true }, () => cursor.literal(before))
    const next = steps[i + 1]
    const fractionFollows = next?.element.kind === 'fraction-0' || next?.element.kind === 'fraction-9'
    read(cursor, { ...reading, what: element.text, literal: false }, () => readElement(cursor, element, fields, fractionFollows))
  }
  read(cursor, { ...reading, what: rest, literal: true }, () => cursor.literal(rest))
  if (cursor.rest !== '') throw wrong(text, `extra text: ${quote(cursor.rest)}`)
  return momentFrom(fields, text)
}

interface Reading {
  readonly layout: string
  readonly text: string
  /** The part of the layout. */
  readonly what: string
  readonly literal: boolean
}

function read(cursor: Cursor, { layout, text, what, literal }: Reading, step: () => void): void {
  const before = cursor.rest
  try {
    step()
  } catch (error) {
    if (error instanceof OutOfRange) throw wrong(text, `${error.message} out of range`)
    if (!(error instanceof BadValue)) throw error
    // An element is blamed as a whole, a literal from where it differs.
    const left = literal ? cursor.rest : before
    throw new BuiltinError(`parsing time ${quote(text)} as ${quote(layout)}: cannot parse ${quote(left)} as ${quote(what)}`)
  }
}

function momentFrom(fields: Fields, text: string): Moment {
  const { year } = fields
  let { month, day, hour } = fields
  if (fields.half === 'PM' && hour < 12) hour += 12
  else if (fields.half === 'AM' && hour === 12) hour = 0
  if (fields.yearDay !== undefined) {
    const date = dateOfYearDay(year, fields.yearDay, text)
    if (month !== undefined && month !== date.month) throw wrong(text, 'day-of-year does not match month')
    if (day !== undefined && day !== date.day) throw wrong(text, 'day-of-year does not match day')
    month = date.month
    day = date.day
  }
  month ??= 1
  day ??= 1
  if (day < 1 || day > daysIn(year, month)) throw wrong(text, 'day out of range')
  const seconds = secondsOf(year, month, day, { hour, minute: fields.minute, second: fields.second })
  return { seconds: seconds - (fields.offset ?? 0), nanos: fields.nanos, zone: utc }
}

function dateOfYearDay(year: number, yearDay: number, text: string): { month: number; day: number } {
  if (yearDay < 1 || yearDay > (isLeap(year) ? 366 : 365)) throw wrong(text, 'day-of-year out of range')
  let day = yearDay
  let month = 1
  for (; day > daysIn(year, month); month += 1) day -= daysIn(year, month)
  return { month, day }
}

function wrong(text: string, what: string): BuiltinError {
  return new BuiltinError(`parsing time ${quote(text)}: ${what}`)
}

/** As Go's time package quotes: what is no printable ASCII is written byte by byte. */
function quote(text: string): string {
  const escaped = Array.from(text, (character) => {
    if (character === '"' || character === '\\') return `\\${character}`
    if (character >= ' ' && character <= '\u007f') return character
    return Array.from(new TextEncoder().encode(character), (byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('')
  })
  return `"${escaped.join('')}"`
}
