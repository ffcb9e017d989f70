/** What an element of a layout stands for. The names say how it is written: `zero-day` is `02`. */
type Kind =
  | 'long-month'
  | 'month'
  | 'number-month'
  | 'zero-month'
  | 'long-weekday'
  | 'weekday'
  | 'day'
  | 'under-day'
  | 'zero-day'
  | 'under-year-day'
  | 'zero-year-day'
  | 'hour'
  | 'hour-12'
  | 'zero-hour-12'
  | 'minute'
  | 'zero-minute'
  | 'second'
  | 'zero-second'
  | 'long-year'
  | 'year'
  | 'PM'
  | 'pm'
  | 'zone'
  | 'offset'
  | 'fraction-0'
  | 'fraction-9'

export interface Element {
  readonly kind: Kind
  /** As the layout has it. */
  readonly text: string
}

/** Go's reference time: what is written like a part of it stands for that part. Longer ones come before what they begin with. */
const elements: readonly (readonly [string, Kind])[] = [
  ['January', 'long-month'],
  ['Jan', 'month'],
  ['Monday', 'long-weekday'],
  ['Mon', 'weekday'],
  ['MST', 'zone'],
  ['01', 'zero-month'],
  ['02', 'zero-day'],
  ['03', 'zero-hour-12'],
  ['04', 'zero-minute'],
  ['05', 'zero-second'],
  ['06', 'year'],
  ['002', 'zero-year-day'],
  ['15', 'hour'],
  ['1', 'number-month'],
  ['2006', 'long-year'],
  ['2', 'day'],
  ['_2', 'under-day'],
  ['__2', 'under-year-day'],
  ['3', 'hour-12'],
  ['4', 'minute'],
  ['5', 'second'],
  ['PM', 'PM'],
  ['pm', 'pm'],
  ...['-', 'Z'].flatMap((sign) => ['070000', '07:00:00', '0700', '07:00', '07'].map((form): [string, Kind] => [sign + form, 'offset'])),
]

const byFirst = Map.groupBy(elements, ([text]) => text[0])

/** A layout as literal text and elements, in turn. The last is text. */
export interface Layout {
  readonly steps: readonly { readonly before: string; readonly element: Element }[]
  readonly rest: string
}

export function parseLayout(layout: string): Layout {
  const steps: { before: string; element: Element }[] = []
  let start = 0
  for (let i = 0; i < layout.length; ) {
    const element = elementAt(layout, i)
    if (element === undefined) {
      i += 1
      continue
    }
    steps.push({ before: layout.slice(start, i), element })
    i += element.text.length
    start = i
  }
  return { steps, rest: layout.slice(start) }
}

function elementAt(layout: string, at: number): Element | undefined {
  const character = layout[at]
  if (character === '.' || character === ',') return fractionAt(layout, at)
  // `_2006` is a year behind a `_`.
  if (layout.startsWith('_2006', at)) return undefined
  for (const [text, kind] of byFirst.get(character) ?? []) {
    if (!layout.startsWith(text, at)) continue
    // `Janitor` has no month.
    if ((text === 'Jan' || text === 'Mon') && isLower(layout[at + 3])) continue
    return { kind, text }
  }
  return undefined
}

/** A point or comma, and zeros or nines with no digit behind. */
function fractionAt(layout: string, at: number): Element | undefined {
  const digit = layout[at + 1]
  if (digit !== '0' && digit !== '9') return undefined
  let end = at + 1
  while (layout[end] === digit) end += 1
  return isDigit(layout[end]) ? undefined : { kind: digit === '0' ? 'fraction-0' : 'fraction-9', text: layout.slice(at, end) }
}

function isLower(character: string | undefined): boolean {
  return character !== undefined && character >= 'a' && character <= 'z'
}

export function isDigit(character: string | undefined): boolean {
  return character !== undefined && character >= '0' && character <= '9'
}

const named: ReadonlyMap<string, string> = new Map([
  ['ANSIC', 'Mon Jan _2 15:04:05 2006'],
  ['UnixDate', 'Mon Jan _2 15:04:05 MST 2006'],
  ['RubyDate', 'Mon Jan 02 15:04:05 -0700 2006'],
  ['RFC822', '02 Jan 06 15:04 MST'],
  ['RFC822Z', '02 Jan 06 15:04 -0700'],
  ['RFC850', 'Monday, 02-Jan-06 15:04:05 MST'],
  ['RFC1123', 'Mon, 02 Jan 2006 15:04:05 MST'],
  ['RFC1123Z', 'Mon, 02 Jan 2006 15:04:05 -0700'],
  ['RFC3339', '2006-01-02T15:04:05Z07:00'],
  ['RFC3339Nano', '2006-01-02T15:04:05.999999999Z07:00'],
])

/** The layout that one of Go's constants names, or the text itself. */
export function layoutNamed(text: string): string {
  return named.get(text) ?? text
}
