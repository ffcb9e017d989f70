/** The proleptic Gregorian calendar, as Go has it. Months count from 1. */
export interface CivilDate {
  readonly year: number
  readonly month: number
  readonly day: number
}

export interface Clock {
  readonly hour: number
  readonly minute: number
  readonly second: number
}

const DAY = 86_400

export const monthNames = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']
export const weekdayNames = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']

/** Seconds since the epoch. Months and days beyond their ranges go into the next ones or come from those before: October 32 is November 1. */
export function secondsOf(year: number, month: number, day: number, clock: Clock): number {
  const months = year * 12 + month - 1
  return (daysBefore(Math.floor(months / 12), modulo(months, 12) + 1) + day - 1) * DAY + clock.hour * 3600 + clock.minute * 60 + clock.second
}

/** Days from the epoch to the first of the month: years begin in March, so that a leap day is a year's last. */
function daysBefore(year: number, month: number): number {
  const shifted = month > 2 ? year : year - 1
  const era = Math.floor(shifted / 400)
  const yearOfEra = shifted - era * 400
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5)
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
}

export function dateOf(seconds: number): CivilDate {
  const days = Math.floor(seconds / DAY) + 719_468
  const era = Math.floor(days / 146_097)
  const dayOfEra = days - era * 146_097
  const yearOfEra = Math.floor((dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365)
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shifted = Math.floor((5 * dayOfYear + 2) / 153)
  const month = shifted < 10 ? shifted + 3 : shifted - 9
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day: dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1 }
}

export function clockOf(seconds: number): Clock {
  const ofDay = modulo(seconds, DAY)
  return { hour: Math.floor(ofDay / 3600), minute: Math.floor(ofDay / 60) % 60, second: ofDay % 60 }
}

/** 0 is Sunday. */
export function weekdayOf(seconds: number): number {
  return modulo(Math.floor(seconds / DAY) + 4, 7)
}

/** 1 is the first of January. */
export function yearDayOf(seconds: number): number {
  const { year } = dateOf(seconds)
  return Math.floor(seconds / DAY) - daysBefore(year, 1) + 1
}

export function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
}

export function daysIn(year: number, month: number): number {
  return month === 2 ? (isLeap(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31
}

function modulo(a: number, b: number): number {
  return a - b * Math.floor(a / b)
}
