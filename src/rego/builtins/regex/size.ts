/** Patterns that would be larger programs than this are refused; Go refuses them when they are about thirty times as large. */
export const largestProgram = 100_000

/**
 * At most how many instructions a pattern may become, from its text alone: what stands before `{n,m}` counts m times.
 * Compiling takes about a microsecond for each.
 */
export function programSize(source: string): number {
  let size = 0
  /** Of the last thing that can be repeated. */
  let last = 0
  const outside: number[] = []
  for (let i = 0; i < source.length; i += 1) {
    const character = source[i]
    if (character === '(') {
      outside.push(size)
      size = 2
      last = 0
    } else if (character === ')') {
      last = size
      size += outside.pop() ?? 0
    } else if (character === '{') {
      const count = /^\{(\d{1,4})(?:,(\d{0,4}))?\}/.exec(source.slice(i, i + 11))
      const most = Math.max(1, Number(count?.[1] ?? 1), Number(count?.[2] ?? 0))
      last *= most
      size += last
    } else {
      // In a class, as everywhere else, each character counts for itself: too much, never too little.
      if (character === '\\') i += 1
      last = 2
      size += last
    }
  }
  return outside.reduce((sum, more) => sum + more, size)
}
