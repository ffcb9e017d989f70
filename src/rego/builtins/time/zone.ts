import { LRUCache } from 'lru-cache'
import { BuiltinError } from '../../errors.ts'
import { dateOf, secondsOf } from './civil.ts'
import { zoneNames } from './zone-names.ts'

export interface Zone {
  /** Seconds east of UTC at a moment (seconds since the epoch). */
  offsetAt(seconds: number): number
  abbreviationAt(seconds: number): string
}

export const utc: Zone = { offsetAt: () => 0, abbreviationAt: () => 'UTC' }

/** What JavaScript's dates can hold, in seconds. */
const FARTHEST = 8.64e12
const kept = new LRUCache<string, Zone>({ max: 50 })
let abbreviations: ReadonlyMap<string, readonly string[]> | undefined

/**
 * A zone by its name in the IANA database, whose rules come from ICU. `Local` is UTC: what a policy says must not depend
 * on the machine.
 */
export function zoneOf(name: string): Zone {
  if (name === '' || name === 'UTC' || name === 'Local') return utc
  const known = kept.get(name)
  if (known !== undefined) return known
  abbreviations ??= new Map(zoneNames.flatMap(([short, names]) => names.split(/\s+/).map((one) => [one, short === '' ? [] : short.split(' ')] as const)))
  const short = abbreviations.get(name)
  if (short === undefined) throw unknownZone(name)
  const zone = new NamedZone(name, short)
  kept.set(name, zone)
  return zone
}

function unknownZone(name: string): BuiltinError {
  if (name.includes('..') || name.startsWith('/') || name.includes('\\')) return new BuiltinError('time: invalid location name')
  return new BuiltinError(`unknown time zone ${name}`)
}

class NamedZone implements Zone {
  private readonly format: Intl.DateTimeFormat
  private readonly short: readonly string[]
  constructor(name: string, short: readonly string[]) {
    this.short = short
    this.format = new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
  }

  offsetAt(seconds: number): number {
    const within = Math.max(-FARTHEST, Math.min(FARTHEST, seconds))
    const fields = new Map(this.format.formatToParts(within * 1000).map((part) => [part.type, part.value]))
    const field = (type: Intl.DateTimeFormatPartTypes): number => Number(fields.get(type))
    const year = fields.get('era') === 'BC' ? 1 - field('year') : field('year')
    return secondsOf(year, field('month'), field('day'), { hour: field('hour'), minute: field('minute'), second: field('second') }) - within
  }

  abbreviationAt(seconds: number): string {
    const offset = this.offsetAt(seconds)
    const [first, second] = this.short
    if (first === undefined) return offsetName(offset)
    return second !== undefined && offset > this.smallerOffset(seconds) ? second : first
  }

  /** Of the two that a year has. */
  private smallerOffset(seconds: number): number {
    const { year } = dateOf(seconds)
    const noon = { hour: 12, minute: 0, second: 0 }
    return Math.min(this.offsetAt(secondsOf(year, 1, 15, noon)), this.offsetAt(secondsOf(year, 7, 15, noon)))
  }
}

/** `-03`, `+0530`: as the database names what has no letters. */
function offsetName(offset: number): string {
  const minutes = Math.floor(Math.abs(offset) / 60)
  const name = `${offset < 0 ? '-' : '+'}${String(Math.floor(minutes / 60)).padStart(2, '0')}`
  return minutes % 60 === 0 ? name : `${name}${String(minutes % 60).padStart(2, '0')}`
}
