import { clockOf, dateOf, monthNames, weekdayNames, weekdayOf, yearDayOf } from './civil.ts'
import { type Element, parseLayout } from './layout.ts'
import { localSeconds, type Moment } from './moment.ts'

/** A moment in the words of a layout, as Go's `Time.Format` has it. */
export function formatMoment(moment: Moment, layout: string): string {
  const { steps, rest } = parseLayout(layout)
  const local = localSeconds(moment)
  return steps.map(({ before, element }) => before + written(element, local, moment)).join('') + rest
}

function written({ kind, text }: Element, local: number, moment: Moment): string {
  const { year, month, day } = dateOf(local)
  const { hour, minute, second } = clockOf(local)
  const hour12 = hour % 12 === 0 ? 12 : hour % 12
  switch (kind) {
    case 'long-month':
      return monthNames[month - 1] ?? ''
    case 'month':
      return (monthNames[month - 1] ?? '').slice(0, 3)
    case 'number-month':
      return String(month)
    case 'zero-month':
      return two(month)
    case 'long-weekday':
      return weekdayNames[weekdayOf(local)] ?? ''
    case 'weekday':
      return (weekdayNames[weekdayOf(local)] ?? '').slice(0, 3)
    case 'day':
      return String(day)
    case 'under-day':
      return String(day).padStart(2)
    case 'zero-day':
      return two(day)
    case 'under-year-day':
      return String(yearDayOf(local)).padStart(3)
    case 'zero-year-day':
      return String(yearDayOf(local)).padStart(3, '0')
    case 'hour':
      return two(hour)
    case 'hour-12':
      return String(hour12)
    case 'zero-hour-12':
      return two(hour12)
    case 'minute':
      return String(minute)
    case 'zero-minute':
      return two(minute)
    case 'second':
      return String(second)
    case 'zero-second':
      return two(second)
    case 'long-year':
      return String(year).padStart(4, '0')
    case 'year':
      return two(year % 100)
    case 'PM':
      return hour >= 12 ? 'PM' : 'AM'
    case 'pm':
      return hour >= 12 ? 'pm' : 'am'
    case 'zone':
      return moment.zone.abbreviationAt(moment.seconds)
    case 'offset':
      return offset(text, local - moment.seconds)
    case 'fraction-0':
      return text.slice(0, 1) + digits(moment.nanos, text)
    case 'fraction-9': {
      const fraction = digits(moment.nanos, text).replace(/0+$/, '')
      return fraction === '' ? '' : text.slice(0, 1) + fraction
    }
  }
}

function digits(nanos: number, text: string): string {
  return String(nanos)
    .padStart(9, '0')
    .slice(0, text.length - 1)
}

/** `form` begins with `Z`, which is written for UTC itself, or with `-`. */
function offset(form: string, seconds: number): string {
  if (form.startsWith('Z') && seconds === 0) return 'Z'
  const whole = Math.abs(seconds)
  const parts = [two(Math.floor(whole / 3600)), two(Math.floor(whole / 60) % 60), two(whole % 60)]
  const colon = form.includes(':') ? ':' : ''
  // `-07`, `-0700` and `-070000` have one, two and three parts.
  return (seconds < 0 ? '-' : '+') + parts.slice(0, (form.replaceAll(':', '').length - 1) / 2).join(colon)
}

function two(number: number): string {
  return String(number).padStart(2, '0')
}
