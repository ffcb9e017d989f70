import { type CodePoints, contains } from './code-points.ts'
import type { Paths, Ways } from './paths.ts'

/**
 * Everything a backtracking matcher can be up to when it tries one start of a text: a state is, for each position of the
 * pattern, by how many different ways it was the last one to read a character. State 0 is none at all.
 */
export interface OneStart {
  /** How many kinds of characters there are that the pattern tells apart. */
  readonly kinds: number
  /** By kind: the state after the first character read, where the start is the text's begin and where it is not. */
  readonly atBegin: readonly number[]
  readonly anywhere: readonly number[]
  /** By state: how many ways to go on there are to be tried. */
  readonly work: readonly number[]
  /** By state and kind: the state after the next character. */
  readonly next: readonly (readonly number[])[]
  /**
   * By state: whether this start gives a match that ends where the state ends to have a next one. There is one way only,
   * it can be over after each character from here on and before none, and it goes on while it can.
   */
  readonly holds: readonly boolean[]
}

const mostStates = 300
const mostKinds = 100
const mostCount = 255

/** Undefined where there are too many states, or too much to try in one of them. `eager`: going on is always tried before being over. */
export function oneStart(paths: Paths, eager: boolean, mostWork: number): OneStart | undefined {
  const kinds = kindsOf(paths.sets)
  return kinds === undefined ? undefined : new Explorer(paths, kinds, eager, mostWork).explore()
}

/** For each kind of character, which positions read it. */
function kindsOf(sets: readonly CodePoints[]): Uint8Array[] | undefined {
  const bounds = new Set<number>([0])
  for (const set of sets) set.forEach((point, i) => void bounds.add(i % 2 === 0 ? point : point + 1))
  const kinds = new Map<string, Uint8Array>()
  for (const point of bounds) {
    const reads = Uint8Array.from(sets, (set) => (contains(set, point) ? 1 : 0))
    kinds.set(String.fromCharCode(...reads), reads)
    if (kinds.size > mostKinds) return undefined
  }
  return [...kinds.values()]
}

interface State {
  /** Positions with their counts, sorted by position. */
  readonly live: readonly (readonly [number, number])[]
  /** Whether it could be over after an earlier character, and that end might have been taken. */
  readonly mayBeOver: boolean
}

class Explorer {
  private readonly ids = new Map<string, number>()
  private readonly states: State[] = []
  private readonly work: number[] = []
  private readonly next: number[][] = []
  private tooMuch = false
  private readonly paths: Paths
  private readonly kinds: readonly Uint8Array[]
  private readonly eager: boolean
  private readonly mostWork: number
  constructor(paths: Paths, kinds: readonly Uint8Array[], eager: boolean, mostWork: number) {
    this.paths = paths
    this.kinds = kinds
    this.eager = eager
    this.mostWork = mostWork
    this.idOf({ live: [], mayBeOver: false })
  }

  explore(): OneStart | undefined {
    const anywhere = this.after([...this.paths.anywhere], false)
    const atBegin = this.after([...this.paths.anywhere, ...this.paths.atBegin], false)
    for (let id = 0; id < this.states.length && !this.tooMuch; id += 1) {
      const state = this.states[id]
      if (state !== undefined) this.next.push(this.after(this.edges(state), state.mayBeOver || (this.canBeOver(state) && !this.isOneSureWay(state))))
    }
    if (this.tooMuch) return undefined
    return { kinds: this.kinds.length, anywhere, atBegin, work: this.work, next: this.next, holds: this.holds() }
  }

  private edges(state: State): [number, number][] {
    return state.live.flatMap(([position, count]) => Array.from(this.paths.next[position] ?? [], ([to, ways]): [number, number] => [to, ways * count]))
  }

  /** By kind, the state that these edges lead to. */
  private after(edges: readonly (readonly [number, number])[], mayBeOver: boolean): number[] {
    return this.kinds.map((reads) => {
      const counts = new Map<number, number>()
      for (const [to, count] of edges) if (reads[to] === 1) counts.set(to, Math.min(mostCount, (counts.get(to) ?? 0) + count))
      return counts.size === 0 ? 0 : this.idOf({ live: [...counts].sort((a, b) => a[0] - b[0]), mayBeOver })
    })
  }

  private idOf(state: State): number {
    const key = `${state.mayBeOver}${state.live.map(([position, count]) => String.fromCharCode(position, count)).join('')}`
    const known = this.ids.get(key)
    if (known !== undefined) return known
    const id = this.states.push(state) - 1
    const work = state.live.reduce((sum, [position, count]) => sum + count * (total(this.paths.next[position]) + (this.paths.over.get(position) ?? 0)), 0)
    this.ids.set(key, id)
    this.work.push(work)
    if (work > this.mostWork || id > mostStates) this.tooMuch = true
    return id
  }

  private canBeOver(state: State): boolean {
    return state.live.some(([position]) => this.paths.over.has(position))
  }

  private isOneSureWay({ live }: State): boolean {
    const [only, ...more] = live
    return only !== undefined && more.length === 0 && only[1] === 1 && this.paths.sure.has(only[0])
  }

  private holds(): boolean[] {
    const holds = this.states.map((state) => this.eager && !state.mayBeOver && this.isOneSureWay(state))
    for (let again = true; again; ) {
      again = false
      for (const [id, next] of this.next.entries()) {
        if (!holds[id] || next.every((to) => to === 0 || holds[to])) continue
        holds[id] = false
        again = true
      }
    }
    return holds
  }
}

function total(ways: Ways | undefined): number {
  let sum = 0
  for (const count of ways?.values() ?? []) sum += count
  return sum
}
