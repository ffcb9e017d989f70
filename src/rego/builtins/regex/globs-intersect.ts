import type { Host } from '../builtin.ts'
import type { CodePoints } from './code-points.ts'
import { type GlobToken, globTokens } from './glob-tokens.ts'

/**
 * Whether some text that is not empty matches both patterns, as OPA's library decides it: from left to right, a repeated
 * token taking from the other pattern what it can. What is decided depends on the rests of both patterns only, so it is
 * decided once for each pair of rests, from the shortest on: no recursion, and a time that is the product of the lengths.
 */
export function globsIntersect(a: string, b: string, host: Host): boolean {
  const trimmed = trim(globTokens(a), globTokens(b))
  if (trimmed === undefined) return false
  host.spend(1 + (trimmed[0].length * trimmed[1].length) / 10)
  return haveCommonText(trimmed[0], trimmed[1])
}

function matches(a: GlobToken, b: GlobToken): boolean {
  return a.set === undefined || b.set === undefined || overlap(a.set, b.set)
}

function overlap(a: CodePoints, b: CodePoints): boolean {
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if ((a[i + 1] ?? 0) < (b[j] ?? 0)) i += 2
    else if ((b[j + 1] ?? 0) < (a[i] ?? 0)) j += 2
    else return true
  }
  return false
}

/** Without the tokens at either end that are not repeated, but for one; undefined when two of them do not match. */
function trim(a: readonly GlobToken[], b: readonly GlobToken[]): readonly [readonly GlobToken[], readonly GlobToken[]] | undefined {
  let left = 0
  for (; plainAt(a, left) && plainAt(b, left); left += 1) if (!bothMatch(a[left], b[left])) return undefined
  if (left > 0) left -= 1
  let endA = a.length - 1
  let endB = b.length - 1
  for (; endA >= left && endB >= left && plainAt(a, endA) && plainAt(b, endB); endA -= 1, endB -= 1) if (!bothMatch(a[endA], b[endB])) return undefined
  const kept = endA < a.length - 1 ? 1 : 0
  return [a.slice(left, endA + kept + 1), b.slice(left, endB + kept + 1)]
}

function plainAt(tokens: readonly GlobToken[], at: number): boolean {
  return tokens[at]?.flag === ''
}

function bothMatch(a: GlobToken | undefined, b: GlobToken | undefined): boolean {
  return a !== undefined && b !== undefined && matches(a, b)
}

/** For the rest of the first pattern that a row stands for, by the rest of the second. */
interface Row {
  /** Whether the rests have a text in common. */
  readonly normal: boolean[]
  /** The same, where the second rest's first token repeats and may already have taken something. */
  readonly second: boolean[]
}

function haveCommonText(a: readonly GlobToken[], b: readonly GlobToken[]): boolean {
  let below: Row = { normal: [], second: [] }
  for (let i = a.length; i >= 0; i -= 1) below = rowOf(a, b, i, below)
  return below.normal[0] === true
}

function rowOf(a: readonly GlobToken[], b: readonly GlobToken[], i: number, below: Row): Row {
  const normal: boolean[] = []
  const second: boolean[] = []
  const own = a[i]
  /** Whether the first rest's token, having taken what was before `j`, can go on from there. */
  let first = a[i + 1] === undefined
  for (let j = b.length; j >= 0; j -= 1) {
    const other = b[j]
    const firstBehind = first
    if (j < b.length) first = (bothMatch(a[i + 1], other) && below.normal[j] === true) || (bothMatch(own, other) && firstBehind)
    second[j] =
      i === a.length ? b[j + 1] === undefined : (bothMatch(b[j + 1], own) && normal[j + 1] === true) || (bothMatch(other, own) && below.second[j] === true)
    if (own === undefined || other === undefined) normal[j] = own === other
    else if (own.flag === '' && other.flag === '') normal[j] = matches(own, other) && below.normal[j + 1] === true
    else if (own.flag === '*') normal[j] = first
    else if (own.flag === '+') normal[j] = matches(own, other) && (firstBehind || (other.flag !== '' && below.normal[j] === true))
    else if (other.flag === '*') normal[j] = second[j] === true
    else normal[j] = matches(own, other) && below.second[j] === true
  }
  return { normal, second }
}
