const RANGES: readonly (readonly [number, number])[] = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 6],
]
const NAMES: Readonly<Record<string, number>> = {
  jan: 1,
  feb: 2,
  mar: 3,
  apr: 4,
  may: 5,
  jun: 6,
  jul: 7,
  aug: 8,
  sep: 9,
  oct: 10,
  nov: 11,
  dec: 12,
  sun: 0,
  mon: 1,
  tue: 2,
  wed: 3,
  thu: 4,
  fri: 5,
  sat: 6,
}

/** How often a day a POSIX cron expression fires, on average; undefined for what is none. Months count as 30.4 days. */
export function runsADay(cron: string): number | undefined {
  const fields = cron.trim().split(/\s+/)
  if (fields.length !== 5) return undefined
  const counts = fields.map((field, index) => countOf(field, RANGES[index] as readonly [number, number]))
  const [minutes, hours, days, months, weekdays] = counts
  if (minutes === undefined || hours === undefined || days === undefined || months === undefined || weekdays === undefined) return undefined
  const ofMonth = fields[2] === '*' ? 1 : days / 30.4
  const ofWeek = fields[4] === '*' ? 1 : Math.min(7, weekdays) / 7
  // Where both are said, either is enough.
  const share = fields[2] !== '*' && fields[4] !== '*' ? Math.min(1, ofMonth + ofWeek) : ofMonth * ofWeek
  return Math.round(minutes * hours * share * (months / 12) * 1000) / 1000
}

function countOf(field: string, [low, high]: readonly [number, number]): number | undefined {
  const hit = new Set<number>()
  for (const part of field.toLowerCase().split(',')) {
    const match = /^(\*|[a-z0-9]+(?:-[a-z0-9]+)?)(?:\/(\d{1,3}))?$/.exec(part)
    if (!match) return undefined
    const [first, last] = match[1] === '*' ? [low, high] : (match[1] ?? '').split('-').map((text) => NAMES[text] ?? Number(text))
    const step = match[2] === undefined ? 1 : Number(match[2])
    const end = last ?? (match[2] === undefined ? first : high)
    if (first === undefined || end === undefined || !(step > 0) || !(first >= low) || !(end <= high + (high === 6 ? 1 : 0))) return undefined
    for (let value = first; value <= end; value += step) hit.add(value === 7 && high === 6 ? 0 : value)
  }
  return hit.size
}
