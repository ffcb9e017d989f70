/** Sets of code points: sorted, disjoint, not adjacent ranges as `[low, high, low, high, …]`, both ends included. */
export type CodePoints = readonly number[]

const highest = 0x10ffff
export const everything: CodePoints = [0, highest]
export const everythingButNewline: CodePoints = [0, 9, 11, highest]

/** Any ranges, in any order, as a set. */
export function codePointsOf(ranges: readonly (readonly [number, number])[]): CodePoints {
  const sorted = ranges.toSorted((a, b) => a[0] - b[0])
  const out: number[] = []
  for (const [low, high] of sorted) {
    const end = out.at(-1)
    if (end !== undefined && low <= end + 1) out[out.length - 1] = Math.max(end, high)
    else out.push(low, high)
  }
  return out
}

export function rangesOf(set: CodePoints): (readonly [number, number])[] {
  const out: (readonly [number, number])[] = []
  for (let i = 0; i < set.length; i += 2) out.push([set[i] ?? 0, set[i + 1] ?? 0])
  return out
}

export function complement(set: CodePoints): CodePoints {
  const out: number[] = []
  let next = 0
  for (const [low, high] of rangesOf(set)) {
    if (low > next) out.push(next, low - 1)
    next = high + 1
  }
  if (next <= highest) out.push(next, highest)
  return out
}

export function contains(set: CodePoints, point: number): boolean {
  for (let i = 0; i < set.length; i += 2) {
    if (point < (set[i] ?? 0)) return false
    if (point <= (set[i + 1] ?? 0)) return true
  }
  return false
}

/**
 * The set with the other cases of its letters, as RE2's simple folding has them; undefined beyond ASCII, where Go and
 * re2js should decide. K and S each have a third form outside ASCII: the Kelvin sign and the long s.
 */
export function foldAscii(set: CodePoints): CodePoints | undefined {
  const ranges: [number, number][] = []
  for (const [low, high] of rangesOf(set)) {
    if (high > 0x7f) return undefined
    ranges.push([low, high])
    addShifted(ranges, Math.max(low, 0x41), Math.min(high, 0x5a), 32)
    addShifted(ranges, Math.max(low, 0x61), Math.min(high, 0x7a), -32)
  }
  const folded = codePointsOf(ranges)
  const extra: [number, number][] = []
  if (contains(folded, 0x6b)) extra.push([0x212a, 0x212a])
  if (contains(folded, 0x73)) extra.push([0x17f, 0x17f])
  return codePointsOf([...rangesOf(folded), ...extra])
}

function addShifted(ranges: [number, number][], low: number, high: number, by: number): void {
  if (low <= high) ranges.push([low + by, high + by])
}
