import { Automaton } from './automaton.ts'
import { parsePattern } from './parse.ts'
import { programOf, reversed } from './program.ts'
import type { Pattern } from './syntax.ts'

/** So many texts tell which end to begin at. */
const trials = 32

/**
 * Whether texts have a match. Most texts have none, and that shows sooner at one of the ends: both are tried, and the one
 * where less had to be read is kept.
 */
export class Tester {
  #forwards: Automaton | undefined
  #backwards: Automaton | undefined
  #tested = 0

  private constructor(forwards: Automaton | undefined, backwards: Automaton | undefined) {
    this.#forwards = forwards
    this.#backwards = backwards
  }

  /** Undefined where the pattern is none that `parse.ts` reads, or is too large. */
  static of(source: string): Tester | undefined {
    const pattern = parsePattern(source)?.pattern
    const forwards = pattern === undefined ? undefined : automatonOf(pattern)
    return pattern === undefined || forwards === undefined ? undefined : new Tester(forwards, automatonOf(reversed(pattern)))
  }

  /** Undefined where that would take too much memory. */
  test(text: string): boolean | undefined {
    if (this.#forwards === undefined) return this.#backwards?.testBackwards(text)
    if (this.#backwards === undefined) return this.#forwards.test(text)
    this.#tested += 1
    const isForwards = this.#tested % 2 === 1
    const found = isForwards ? this.#forwards.test(text) : this.#backwards.testBackwards(text)
    if (found === undefined) {
      // The other end may do with less.
      if (isForwards) this.#forwards = undefined
      else this.#backwards = undefined
      return this.test(text)
    }
    if (this.#tested === trials) this.#choose(this.#forwards, this.#backwards)
    return found
  }

  #choose(forwards: Automaton, backwards: Automaton): void {
    if (backwards.read < forwards.read) this.#forwards = undefined
    else this.#backwards = undefined
  }
}

function automatonOf(pattern: Pattern): Automaton | undefined {
  const program = programOf(pattern)
  return program === undefined ? undefined : Automaton.of(program)
}
