import { RE2JS } from 're2js'
import type { Finder } from './match.ts'

/** A pattern that re2js reads and finds: all of RE2's syntax, in Go's words where it is wrong. */
export class Re2 {
  readonly groupCount: number
  /** By number, 0 for the whole; a group without a name is not in it. */
  readonly groupNames: ReadonlyMap<string, number>
  readonly #pattern: RE2JS
  #mayKeepStates: boolean | undefined

  /** Throws an Error with Go's words when the pattern is wrong. */
  constructor(source: string) {
    this.#pattern = RE2JS.compile(source)
    this.groupCount = this.#pattern.groupCount()
    this.groupNames = new Map(Object.entries(this.#pattern.namedGroups()))
  }

  test(text: string): boolean {
    this.#mayKeepStates ??= limitStates(this.#pattern)
    // Looking for where the match is needs no states: slower, and nothing is kept.
    return this.#mayKeepStates ? this.#pattern.test(text) : this.#pattern.matcher(text).find()
  }

  finder(text: string): Finder {
    const pattern = this.#pattern
    const matcher = pattern.matcher(text)
    return {
      linear: false,
      find(from) {
        if (!matcher.find(from)) return undefined
        const groups = Array.from({ length: pattern.groupCount() + 1 }, (_, i) => matcher.group(i) ?? '')
        return { start: matcher.start(), end: matcher.end(), groups }
      },
    }
  }
}

/** What the states that re2js keeps of a pattern may take, in bytes: it allows itself 8 MiB. */
const largestTable = 1 << 19

/** False where the states are not found at the place where version 2.10 has them: what they may take is not known then. */
export function limitStates(pattern: object): boolean {
  const re2: unknown = 're2' in pattern && typeof pattern.re2 === 'function' ? pattern.re2() : undefined
  const table: unknown = typeof re2 === 'object' && re2 !== null && 'dfa' in re2 ? re2.dfa : undefined
  if (typeof table !== 'object' || table === null || !('stateBudget' in table) || !('memBudget' in table)) return false
  if (typeof table.stateBudget !== 'number' || typeof table.memBudget !== 'number') return false
  table.stateBudget = Math.min(table.stateBudget, largestTable)
  table.memBudget = Math.min(table.memBudget, largestTable)
  return true
}
