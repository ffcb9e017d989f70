import type { Path } from '../../../model/path.ts'
import { type CodeSketch, isAlwaysKept, isOfLargeText } from '../code/code-sketch.ts'

/** What a file lost or gained, and the whole that it is a part of. */
export interface Sketch extends CodeSketch {
  readonly of: CodeSketch
}

/** Code of one file that is found again in another. */
interface Trace {
  readonly from: Path
  readonly to: Path
  /** Whether less than half of the code is in this one, so that it takes several together to account for it. */
  readonly isPart: boolean
}

/** The least share of a file that has to be found in others: the one that git takes for a rename. */
const MIN_SHARE = 0.5
/** Fewer hashes in common say nothing, unless nearly all of a small file is there: a licence, a list of imports. */
const MIN_COMMON = 12
const MIN_SHARE_OF_SMALL = 0.8
/** Who holds less than this share of a file is one of its parts only if much of what is new there comes from it. */
const MIN_PART = 0.04
const MIN_PART_OF_TARGET = 0.2
/** Once a file is accounted for, whoever holds this share more is told of, too. */
const LARGE_PART = 0.2
/** What is gone from more files than this was nobody's own. */
const MAX_OWNERS = 20
/** Files that are looked at as parts of one; those that hold most of it. */
const MAX_PARTS = 100

/** Which hashes can be compared, and how many of them have to be the same at the least. */
interface Measure {
  readonly keeps: (hash: number) => boolean
  readonly least: number
}
const EVERY: Measure = { keeps: () => true, least: 3 }
/** What a large text has not kept cannot be looked for in it. */
const KEPT: Measure = { keeps: isAlwaysKept, least: 6 }

/**
 * Finds the code that files lost in the files that gained some. A file is accounted for by those that hold most of it together: one,
 * or several of which each adds something. Work in proportion to what is read.
 */
export function traced(gone: ReadonlyMap<Path, Sketch>, come: ReadonlyMap<Path, Sketch>): readonly Trace[] {
  const small = new Map([...come].filter(([, sketch]) => !isOfLargeText(sketch.of)))
  const found = tracedBy(gone, small, EVERY)
  if (small.size === come.size) return found
  const known = new Set(found.map(({ from, to }) => JSON.stringify([from, to])))
  return [...found, ...tracedBy(gone, come, KEPT).filter(({ from, to }) => !known.has(JSON.stringify([from, to])))]
}

function tracedBy(gone: ReadonlyMap<Path, Sketch>, come: ReadonlyMap<Path, Sketch>, measure: Measure): readonly Trace[] {
  const owners = ownersOf(gone, measure)
  const parts = new Map<Path, { readonly to: Path; readonly count: number }[]>()
  for (const [to, sketch] of come) {
    const common = new Map<Path, number>()
    for (const hash of sketch.hashes) for (const path of owners.get(hash) ?? []) common.set(path, (common.get(path) ?? 0) + 1)
    for (const [from, count] of common) {
      const known = parts.get(from) ?? []
      if (from !== to) known.push({ to, count })
      parts.set(from, known)
    }
  }
  return [...parts].flatMap(([from, ones]) => {
    const largestFirst = ones.toSorted((a, b) => b.count - a.count || (a.to < b.to ? -1 : 1)).slice(0, MAX_PARTS)
    const lost = gone.get(from)
    return lost === undefined
      ? []
      : partsOf(
          from,
          lost,
          largestFirst.map((one) => one.to),
          { come, owners, measure },
        )
  })
}

interface Search {
  readonly come: ReadonlyMap<Path, Sketch>
  readonly owners: ReadonlyMap<number, readonly Path[]>
  readonly measure: Measure
}

/** Who together accounts for a file, those that hold most of it first; nobody when all of them do not hold enough. */
function partsOf(from: Path, lost: Sketch, targets: readonly Path[], { come, owners, measure }: Search): readonly Trace[] {
  const whole = lost.of.hashes.filter(measure.keeps).length
  const needed = Math.max(measure.least, MIN_SHARE * whole, Math.min(MIN_COMMON, MIN_SHARE_OF_SMALL * whole))
  const open = new Set(lost.hashes.filter((hash) => owners.has(hash)))
  const taken: Trace[] = []
  let accounted = 0
  for (const to of targets) {
    const gained = (come.get(to)?.hashes ?? []).filter(measure.keeps)
    const fresh = gained.filter((hash) => open.has(hash))
    const isLittle = fresh.length < Math.max(measure.least, MIN_PART * whole) && fresh.length < Math.max(1, MIN_PART_OF_TARGET * gained.length)
    if (isLittle || (accounted >= needed && fresh.length < LARGE_PART * whole)) continue
    for (const hash of fresh) open.delete(hash)
    accounted += fresh.length
    taken.push({ from, to, isPart: fresh.length < MIN_SHARE * whole })
  }
  return accounted < needed ? [] : taken
}

/** The files that each hash is gone from, without those that stood in too many. */
function ownersOf(gone: ReadonlyMap<Path, Sketch>, { keeps }: Measure): ReadonlyMap<number, readonly Path[]> {
  const owners = new Map<number, Path[]>()
  for (const [path, { hashes }] of gone) {
    for (const hash of hashes) {
      if (!keeps(hash)) continue
      const known = owners.get(hash)
      if (!known) owners.set(hash, [path])
      else if (known.length <= MAX_OWNERS) known.push(path)
    }
  }
  return new Map([...owners].filter(([, paths]) => paths.length <= MAX_OWNERS))
}
