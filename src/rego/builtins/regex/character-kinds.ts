import { charge } from '../../values/work.ts'
import { type CodePoints, contains } from './code-points.ts'

const ascii = 128
const mostKinds = 250
/** So many sets are looked at in a step of the budget, about. */
const setsAStep = 20
/** A byte that is no part of UTF-8 is a lone surrogate here (values/strings.ts); RE2 reads U+FFFD for it. */
const replacement = 0xfffd

/** The characters that some sets tell apart: two of one kind are in the same sets. */
export class CharacterKinds {
  /** By code unit below 128: its kind. */
  readonly ofAscii = new Uint8Array(ascii)
  /** By kind, for each of the sets: whether it has characters of that kind. */
  readonly members: readonly (readonly boolean[])[]
  /** Where kinds change, and to what. */
  readonly #bounds: readonly number[]
  readonly #kinds: readonly number[]

  private constructor(members: readonly (readonly boolean[])[], bounds: readonly number[], kinds: readonly number[]) {
    this.members = members
    this.#bounds = bounds
    this.#kinds = kinds
    for (let unit = 0; unit < ascii; unit += 1) this.ofAscii[unit] = this.of(unit)
  }

  /** Undefined where there are too many kinds. */
  static of(sets: readonly CodePoints[]): CharacterKinds | undefined {
    const starts = new Set<number>([0])
    for (const set of sets) set.forEach((point, i) => void starts.add(i % 2 === 0 ? point : point + 1))
    const bounds = [...starts].sort((a, b) => a - b)
    const members: boolean[][] = []
    const known = new Map<string, number>()
    const kinds: number[] = []
    for (const point of bounds) {
      charge(1 + sets.length / setsAStep)
      const reads = sets.map((set) => contains(set, point))
      const key = reads.map(Number).join('')
      const kind = known.get(key) ?? members.push(reads) - 1
      if (members.length > mostKinds) return undefined
      known.set(key, kind)
      kinds.push(kind)
    }
    return new CharacterKinds(members, bounds, kinds)
  }

  of(point: number): number {
    const read = point >= 0xd800 && point <= 0xdfff ? replacement : point
    let low = 0
    let high = this.#bounds.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((this.#bounds[middle] ?? 0) <= read) low = middle
      else high = middle - 1
    }
    return this.#kinds[low] ?? 0
  }
}
