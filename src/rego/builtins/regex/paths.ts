import type { CodePoints } from './code-points.ts'
import { nullable, type Pattern } from './syntax.ts'

/**
 * A pattern as the ways a backtracking matcher can go through it (Glushkov's automaton, with numbers): one position for
 * each character it reads, and between two positions how many different ways lead from one to the next without reading.
 */
export interface Paths {
  readonly sets: readonly CodePoints[]
  /** By position: the positions that may come next, and by how many ways. */
  readonly next: readonly Ways[]
  /** Where a match can begin anywhere, and where it can begin only at the start of the text (through `^`). */
  readonly anywhere: Ways
  readonly atBegin: Ways
  /** By position: by how many ways the pattern can be over after it. */
  readonly over: Ways
  /** The positions after which it can be over whatever comes next: by a way without any assertion. */
  readonly sure: ReadonlySet<number>
  /** By how many ways it is over before it read anything. */
  readonly empty: { readonly anywhere: number; readonly atBegin: number }
}

/** Position to number of ways. */
export type Ways = ReadonlyMap<number, number>

const mostPositions = 250
const mostWays = 1 << 20

/** Undefined where it would be large, or where a loop can go round without reading. */
export function pathsOf(pattern: Pattern): Paths | undefined {
  const builder = new Builder()
  const part = builder.part(pattern)
  if (part === undefined) return undefined
  return { sets: builder.sets, next: builder.next, anywhere: part.anywhere, atBegin: part.atBegin, over: part.over, sure: part.sure, empty: part.empty }
}

interface Part extends Omit<Paths, 'sets' | 'next'> {
  /** Whether a way through without reading has no assertion on it. */
  readonly sureEmpty: boolean
}

const none: Ways = new Map()
const nowhere: ReadonlySet<number> = new Set()
const nothingRead: Part = { anywhere: none, atBegin: none, over: none, sure: nowhere, empty: { anywhere: 1, atBegin: 0 }, sureEmpty: true }
const impossible: Part = { ...nothingRead, empty: { anywhere: 0, atBegin: 0 }, sureEmpty: false }

class Builder {
  readonly sets: CodePoints[] = []
  readonly next: Map<number, number>[] = []

  part(pattern: Pattern): Part | undefined {
    switch (pattern.kind) {
      case 'empty':
        return nothingRead
      case 'assert':
        // Any other assertion is taken as true: that counts more ways than there are, never fewer.
        return { ...nothingRead, empty: pattern.what === 'text-begin' ? { anywhere: 0, atBegin: 1 } : nothingRead.empty, sureEmpty: false }
      case 'char':
        return this.position(pattern.set)
      case 'capture':
        return this.part(pattern.of)
      case 'sequence':
        return this.sequence(pattern.items)
      case 'choice':
        return this.choice(pattern.items)
      case 'repeat':
        return this.repeat(pattern.of, pattern.min, pattern.max)
    }
  }

  private position(set: CodePoints): Part | undefined {
    if (this.sets.length >= mostPositions) return undefined
    const position = this.sets.push(set) - 1
    this.next.push(new Map())
    const here: Ways = new Map([[position, 1]])
    return { ...impossible, anywhere: here, over: here, sure: new Set([position]) }
  }

  private sequence(items: readonly Pattern[]): Part | undefined {
    let whole: Part | undefined = nothingRead
    for (const item of items) {
      const part: Part | undefined = whole === undefined ? undefined : this.part(item)
      whole = whole === undefined || part === undefined ? undefined : this.chain(whole, part)
    }
    return whole
  }

  private choice(items: readonly Pattern[]): Part | undefined {
    let whole = impossible
    for (const item of items) {
      const part = this.part(item)
      if (part === undefined) return undefined
      whole = either(whole, part)
    }
    return whole
  }

  private repeat(of: Pattern, min: number, max: number): Part | undefined {
    if (nullable(of) || max === 0) return undefined
    let whole: Part | undefined = nothingRead
    for (let i = 0; i < min && whole !== undefined; i += 1) whole = this.extended(whole, this.part(of))
    if (whole === undefined) return undefined
    if (max === Number.POSITIVE_INFINITY) return this.extended(whole, this.loop(of))
    let optional: Part | undefined = nothingRead
    for (let i = min; i < max && optional !== undefined; i += 1) {
      const part: Part | undefined = this.part(of)
      optional = part === undefined ? undefined : either(this.chain(part, optional), nothingRead)
    }
    return this.extended(whole, optional)
  }

  private loop(of: Pattern): Part | undefined {
    const part = this.part(of)
    if (part === undefined) return undefined
    this.connect(part.over, plus(part.anywhere, part.atBegin))
    return either(part, nothingRead)
  }

  private extended(a: Part, b: Part | undefined): Part | undefined {
    return b === undefined ? undefined : this.chain(a, b)
  }

  private chain(a: Part, b: Part): Part {
    this.connect(a.over, plus(b.anywhere, b.atBegin))
    const begins = plus(plus(a.atBegin, times(plus(b.anywhere, b.atBegin), a.empty.atBegin)), times(b.atBegin, a.empty.anywhere))
    return {
      anywhere: plus(a.anywhere, times(b.anywhere, a.empty.anywhere)),
      atBegin: begins,
      over: plus(b.over, times(a.over, b.empty.anywhere + b.empty.atBegin)),
      sure: b.sureEmpty ? union(a.sure, b.sure) : b.sure,
      sureEmpty: a.sureEmpty && b.sureEmpty,
      empty: {
        anywhere: bounded(a.empty.anywhere * b.empty.anywhere),
        atBegin: bounded(a.empty.anywhere * b.empty.atBegin + a.empty.atBegin * (b.empty.anywhere + b.empty.atBegin)),
      },
    }
  }

  private connect(from: Ways, to: Ways): void {
    for (const [position, ways] of from) {
      const next = this.next[position]
      for (const [after, more] of to) next?.set(after, bounded((next.get(after) ?? 0) + ways * more))
    }
  }
}

function either(a: Part, b: Part): Part {
  return {
    anywhere: plus(a.anywhere, b.anywhere),
    atBegin: plus(a.atBegin, b.atBegin),
    over: plus(a.over, b.over),
    sure: union(a.sure, b.sure),
    sureEmpty: a.sureEmpty || b.sureEmpty,
    empty: { anywhere: bounded(a.empty.anywhere + b.empty.anywhere), atBegin: bounded(a.empty.atBegin + b.empty.atBegin) },
  }
}

function plus(a: Ways, b: Ways): Ways {
  if (a.size === 0) return b
  if (b.size === 0) return a
  const sum = new Map(a)
  for (const [position, ways] of b) sum.set(position, bounded((sum.get(position) ?? 0) + ways))
  return sum
}

function times(a: Ways, by: number): Ways {
  if (by === 1 || a.size === 0) return a
  return by === 0 ? none : new Map(Array.from(a, ([position, ways]) => [position, bounded(ways * by)]))
}

function union(a: ReadonlySet<number>, b: ReadonlySet<number>): ReadonlySet<number> {
  return a.size === 0 ? b : b.size === 0 ? a : a.union(b)
}

/** Whatever is this large is refused later: no need to count on. */
function bounded(ways: number): number {
  return Math.min(ways, mostWays)
}
