import { Halted } from '../errors.ts'

/**
 * The work that is left to whoever evaluates. Comparing, hashing and printing values count what they look at here: a
 * value may share its parts (`a := [b, b]`, `b := [c, c]`, …) and so be exponentially larger than the text that made it.
 * One count for the process is enough, as an evaluation never yields.
 */
const work = { left: Number.POSITIVE_INFINITY }

/** No value is nested deeper: whatever recurses over values stops here. */
export const MAX_DEPTH = 1000

/** Takes `steps` (about one for each value or 100 bytes looked at) of what is left. */
export function charge(steps: number): void {
  work.left -= steps
  if (work.left < 0) throw new Halted('steps', 'the step budget is used up')
}

/** Runs `body` with so many steps, and gives what the caller had left back to it. */
export function withWork<T>(steps: number, body: () => T): T {
  const before = work.left
  work.left = steps
  try {
    return body()
  } finally {
    work.left = before
  }
}

export function refuseDepth(depth: number): void {
  if (depth > MAX_DEPTH) throw new Halted('depth', `a value is nested more than ${MAX_DEPTH} levels deep`)
}
