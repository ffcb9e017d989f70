/** What a search came to. */
export interface Minimised {
  /** Indices of the parts that are left, ascending. */
  readonly parts: readonly number[]
  /** Whether it is known that none of them can be left out; false where the search ended before. */
  readonly isMinimal: boolean
  readonly tests: number
}

/**
 * The ddmin algorithm (Zeller and Hildebrandt, «Simplifying and isolating failure-inducing input», IEEE TSE 28(2), 2002): a set of parts
 * for which `holds` is true and of which no single one can be left out. `holds` has to be true of all of them together, and is
 * asked at most `maxTests` times, never twice about the same set. The same question gives the same answer.
 */
export function minimise(count: number, holds: (parts: readonly number[]) => boolean, maxTests: number): Minimised {
  const known = new Map<string, boolean>()
  let tests = 0
  const test = (parts: readonly number[]): boolean | undefined => {
    const key = parts.join(',')
    const before = known.get(key)
    if (before !== undefined) return before
    if (tests >= maxTests) return undefined
    tests += 1
    const result = holds(parts)
    known.set(key, result)
    return result
  }
  let current = Array.from({ length: count }, (_, index) => index)
  for (let pieces = 2; current.length > 0; ) {
    const chunks = split(current, Math.min(pieces, current.length))
    const smaller = firstThat(candidates(current, chunks), test)
    if (smaller === 'out of tests') return { parts: current, isMinimal: false, tests }
    if (smaller) {
      pieces = smaller.kind === 'subset' ? 2 : Math.max(pieces - 1, 2)
      current = smaller.parts
    } else {
      if (pieces >= current.length) break
      pieces = Math.min(pieces * 2, current.length)
    }
  }
  return { parts: current, isMinimal: true, tests }
}

interface Candidate {
  readonly kind: 'subset' | 'complement'
  readonly parts: number[]
}

/** Each chunk alone, then all but each chunk; of two chunks the second is what the first leaves. */
function* candidates(current: readonly number[], chunks: readonly number[][]): Generator<Candidate> {
  if (current.length === 1) yield { kind: 'subset', parts: [] }
  else {
    for (const parts of chunks) yield { kind: 'subset', parts }
    if (chunks.length > 2) for (const chunk of chunks) yield { kind: 'complement', parts: current.filter((part) => !chunk.includes(part)) }
  }
}

function firstThat(all: Iterable<Candidate>, test: (parts: readonly number[]) => boolean | undefined): Candidate | 'out of tests' | undefined {
  for (const candidate of all) {
    const result = test(candidate.parts)
    if (result === undefined) return 'out of tests'
    if (result) return candidate
  }
  return undefined
}

function split(parts: readonly number[], pieces: number): number[][] {
  return Array.from({ length: pieces }, (_, index) =>
    parts.slice(Math.floor((index * parts.length) / pieces), Math.floor(((index + 1) * parts.length) / pieces)),
  )
}
