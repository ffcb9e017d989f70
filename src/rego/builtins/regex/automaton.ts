import { charge } from '../../values/work.ts'
import { CharacterKinds } from './character-kinds.ts'
import type { CodePoints } from './code-points.ts'
import type { Instruction, Program } from './program.ts'
import type { Assertion } from './syntax.ts'

const unknown = 0
const dead = -1
const matched = -2
const full = -3

const mostStates = 500
const largestTable = 1 << 14
const mostPlaces = 1 << 15
/** So many places are visited in a step of the budget, about. */
const placesAStep = 20

/** What stands beside a point of the text, as far as assertions ask for it. */
const atEdge = 1
const atNewline = 2
const atWord = 4

const newline: CodePoints = [10, 10]
const word: CodePoints = [0x30, 0x39, 0x41, 0x5a, 0x5f, 0x5f, 0x61, 0x7a]

/** All places that the program can be at after some text; what comes next decides where it goes from there. */
interface State {
  readonly places: readonly number[]
  /** Of what was read last. */
  readonly before: number
  /** Whether it is a match if the text is over; undefined until somebody asks. */
  isOver: boolean | undefined
}

/**
 * Whether a text has a match, in one pass over it, whatever the pattern: all ways through the pattern are followed
 * together (as in RE2, https://swtch.com/~rsc/regexp/regexp3.html). Its states are made when they are first met.
 */
export class Automaton {
  /** How much of all texts it has read, in UTF-16 units. */
  read = 0
  readonly #instructions: readonly Instruction[]
  readonly #start: number
  readonly #kinds: CharacterKinds
  /** The number of kinds: a state is known by its number times this, the place of its row in the table. */
  readonly #width: number
  /** By instruction that reads: its set's number among the kinds' sets. */
  readonly #sets: readonly number[]
  /** By kind: what assertions see of a character. */
  readonly #seen: readonly number[]
  /** Whether a match may begin behind the text's first character. */
  readonly #goesOn: boolean
  readonly #states: State[]
  readonly #numbers = new Map<string, number>()
  readonly #marks: Uint32Array
  #mark = 0
  #places = 0
  #table: Int32Array

  private constructor(program: Program, kinds: CharacterKinds, sets: readonly number[], seen: readonly number[]) {
    this.#instructions = program.instructions
    this.#start = program.start
    this.#kinds = kinds
    this.#width = kinds.members.length
    this.#sets = sets
    this.#seen = seen
    this.#marks = new Uint32Array(program.instructions.length)
    this.#goesOn = this.#canBeginLater()
    this.#table = new Int32Array(16 * this.#width)
    // Row 0 is no state, so that 0 can stand for what is not known yet.
    this.#states = [{ places: [], before: 0, isOver: false }]
    this.#stateOf([program.start], atEdge)
  }

  /** Undefined where the pattern tells too many kinds of characters apart. */
  static of(program: Program): Automaton | undefined {
    const sets: CodePoints[] = []
    const numbers = new Map<string, number>()
    const numberOf = (set: CodePoints): number => {
      const key = set.join()
      const number = numbers.get(key) ?? sets.push(set) - 1
      numbers.set(key, number)
      return number
    }
    const read = program.instructions.map((instruction) => (instruction.op === 'read' ? numberOf(instruction.set) : -1))
    const asks = (...kinds: readonly Assertion[]): boolean => program.instructions.some((one) => one.op === 'assert' && kinds.includes(one.what))
    const newlines = asks('line-begin', 'line-end') ? numberOf(newline) : -1
    const words = asks('word-boundary') ? numberOf(word) : -1
    const kinds = CharacterKinds.of(sets)
    if (kinds === undefined) return undefined
    const seen = kinds.members.map((reads) => (reads[newlines] === true ? atNewline : 0) | (reads[words] === true ? atWord : 0))
    return new Automaton(program, kinds, read, seen)
  }

  /** Undefined where it would take too many states: it is of no use any more then. */
  test(text: string): boolean | undefined {
    const { ofAscii } = this.#kinds
    let state = this.#width
    for (let at = 0; at < text.length; at += 1) {
      const unit = text.charCodeAt(at)
      let kind = ofAscii[unit]
      if (kind === undefined) {
        const point = text.codePointAt(at) ?? 0
        if (point > 0xffff) at += 1
        kind = this.#kinds.of(point)
      }
      let next = this.#table[state + kind] ?? unknown
      if (next === unknown) next = this.#step(state, kind)
      if (next < 0) {
        this.read += at + 1
        return next === full ? undefined : next === matched
      }
      state = next
    }
    this.read += text.length
    return this.#isOver(state)
  }

  /** The same from the end of the text on, for a program that is reversed. */
  testBackwards(text: string): boolean | undefined {
    const { ofAscii } = this.#kinds
    let state = this.#width
    for (let at = text.length - 1; at >= 0; at -= 1) {
      const unit = text.charCodeAt(at)
      let kind = ofAscii[unit]
      if (kind === undefined) {
        let point = unit
        if (unit >= 0xdc00 && unit <= 0xdfff && at > 0) point = text.codePointAt(at - 1) ?? 0
        if (point > 0xffff) at -= 1
        else point = unit
        kind = this.#kinds.of(point)
      }
      let next = this.#table[state + kind] ?? unknown
      if (next === unknown) next = this.#step(state, kind)
      if (next < 0) {
        this.read += text.length - at
        return next === full ? undefined : next === matched
      }
      state = next
    }
    this.read += text.length
    return this.#isOver(state)
  }

  #step(row: number, kind: number): number {
    const state = this.#states[row / this.#width]
    if (state === undefined) return full
    const next = this.#after(state, kind)
    if (next !== full) this.#table[row + kind] = next
    return next
  }

  #after(state: State, kind: number): number {
    const seen = this.#seen[kind] ?? 0
    const reads = this.#kinds.members[kind] ?? []
    const places = new Set<number>()
    const isMatch = this.#follow(state.places, state.before, seen, (place, next) => {
      if (reads[this.#sets[place] ?? -1] === true) places.add(next)
    })
    if (isMatch) return matched
    if (this.#goesOn) places.add(this.#start)
    return places.size === 0
      ? dead
      : this.#stateOf(
          [...places].sort((a, b) => a - b),
          seen,
        )
  }

  #isOver(row: number): boolean {
    const state = this.#states[row / this.#width]
    if (state === undefined) return false
    state.isOver ??= this.#follow(state.places, state.before, atEdge, () => {})
    return state.isOver
  }

  /** Calls `read` for each place that waits for a character; whether the program is through. */
  #follow(from: readonly number[], before: number, after: number, read: (place: number, next: number) => void): boolean {
    this.#mark += 1
    const open = [...from]
    let visited = 0
    let isMatch = false
    for (let place = open.pop(); place !== undefined; place = open.pop()) {
      const instruction = this.#instructions[place]
      if (instruction === undefined || this.#marks[place] === this.#mark) continue
      this.#marks[place] = this.#mark
      visited += 1
      if (instruction.op === 'match') isMatch = true
      else if (instruction.op === 'split') for (const next of instruction.next) open.push(next)
      else if (instruction.op === 'read') read(place, instruction.next)
      else if (holds(instruction.what, before, after)) open.push(instruction.next)
    }
    charge(1 + visited / placesAStep)
    return isMatch
  }

  #canBeginLater(): boolean {
    let canRead = false
    const somewhere = [0, atNewline, atWord]
    const read = (): void => {
      canRead = true
    }
    // Each assertion but that of the text's begin holds between some two of these.
    const isMatch = somewhere.some((before) => [...somewhere, atEdge].some((after) => this.#follow([this.#start], before, after, read)))
    return canRead || isMatch
  }

  /** The row of the state; `full` where there is no room for it. */
  #stateOf(places: readonly number[], before: number): number {
    const key = `${before}:${places.join()}`
    const known = this.#numbers.get(key)
    if (known !== undefined) return known
    const row = this.#states.length * this.#width
    if (this.#states.length >= mostStates || row + this.#width > largestTable || this.#places > mostPlaces) return full
    this.#states.push({ places, before, isOver: undefined })
    this.#places += places.length
    this.#numbers.set(key, row)
    if (row + this.#width > this.#table.length) {
      const larger = new Int32Array(2 * this.#table.length)
      larger.set(this.#table)
      this.#table = larger
    }
    return row
  }
}

function holds(what: Assertion, before: number, after: number): boolean {
  switch (what) {
    case 'text-begin':
      return before === atEdge
    case 'text-end':
      return after === atEdge
    case 'line-begin':
      return before === atEdge || before === atNewline
    case 'line-end':
      return after === atEdge || after === atNewline
    case 'word-boundary':
      return (before === atWord) !== (after === atWord)
  }
}
