import { BadValue, type Cursor, OutOfRange } from './cursor.ts'

/** An offset written in a form like `-07:00` or `Z0700`, in seconds east of UTC; undefined for `Z` itself. */
export function readOffset(cursor: Cursor, form: string): number | undefined {
  if (form.startsWith('Z') && cursor.skip('Z')) return undefined
  const text = cursor.take(form.length)
  const pattern = form.slice(1).replaceAll(/[0-9]/g, '.')
  for (let i = 0; i < pattern.length; i += 1) if (pattern[i] === ':' && text[i + 1] !== ':') throw new BadValue()
  const digits = text.slice(1).replaceAll(':', '')
  // A colon too many is a digit too few.
  if (!/^[0-9]+$/.test(digits) || digits.length % 2 !== 0) throw new BadValue()
  const [hours = 0, minutes = 0, seconds = 0] = (digits.match(/../g) ?? []).map(Number)
  if (hours > 24) throw new OutOfRange('time zone offset hour')
  if (minutes > 60) throw new OutOfRange('time zone offset minute')
  if (seconds > 60) throw new OutOfRange('time zone offset second')
  const offset = hours * 3600 + minutes * 60 + seconds
  if (text.startsWith('+')) return offset
  if (text.startsWith('-')) return -offset
  throw new BadValue()
}

/** An abbreviation of a zone. What it stands for is not known, so it changes nothing. */
export function readAbbreviation(cursor: Cursor): void {
  cursor.take(abbreviationLength(cursor.rest))
}

function abbreviationLength(text: string): number {
  if (text.startsWith('UTC')) return 3
  if (text.length < 3) throw new BadValue()
  if (text.startsWith('ChST') || text.startsWith('MeST')) return 4
  if (text.startsWith('GMT')) return 3 + hoursLength(text.slice(3))
  if (/^[+-]/.test(text)) {
    const length = hoursLength(text)
    if (length === 0) throw new BadValue()
    return length
  }
  const upper = /^[A-Z]{0,6}/.exec(text)?.[0] ?? ''
  if (upper.length === 3) return 3
  if (upper.length === 4 && (upper.endsWith('T') || upper === 'WITA')) return 4
  if (upper.length === 5 && upper.endsWith('T')) return 5
  throw new BadValue()
}

/** A sign and hours up to 23. */
function hoursLength(text: string): number {
  const hours = /^[+-]([0-9]+)/.exec(text)
  return hours?.[1] !== undefined && hours[1].length < 20 && Number(hours[1]) <= 23 ? hours[0].length : 0
}
