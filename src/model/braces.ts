/** A text with groups in it: plain pieces, and the options of each `{a,b}`, which may hold groups themselves. */
export type Braced = readonly (string | readonly Braced[])[]

/** How many texts something stands for, and how many characters they have together. */
interface Extent {
  readonly count: number
  readonly length: number
}

type Pieces = (string | readonly Braced[])[]

/**
 * Finds the groups of a text in one pass: balanced braces with a comma at their own level. Any other brace or comma, and
 * what stands behind a backslash, is plain.
 */
export function braced(text: string): Braced {
  const open: { options: Pieces[]; current: Pieces }[] = []
  let options: Pieces[] = []
  let current: Pieces = []
  let plainFrom = 0
  const flush = (to: number, next: number) => {
    if (to > plainFrom) current.push(text.slice(plainFrom, to))
    plainFrom = next
  }
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at]
    if (char === '\\') at += 1
    else if (char === '{') {
      flush(at, at + 1)
      open.push({ options, current })
      options = []
      current = []
    } else if (char === ',' && open.length > 0) {
      flush(at, at + 1)
      options.push(current)
      current = []
    } else if (char === '}') {
      const around = open.pop()
      if (!around) continue
      flush(at, at + 1)
      around.current.push(...(options.length > 0 ? [[...options, current]] : ['{', ...current, '}']))
      options = around.options
      current = around.current
    }
  }
  flush(text.length, text.length)
  for (let around = open.pop(); around; around = open.pop()) {
    current = [...around.current, '{', ...options.flatMap((option) => [...option, ',']), ...current]
    options = around.options
  }
  return current
}

/** What `expanded` would give, without the work. */
export function extentOf(text: Braced): Extent {
  return text.reduce<Extent>(
    (sofar, piece) => {
      const next = typeof piece === 'string' ? { count: 1, length: piece.length } : extentOfOptions(piece)
      return { count: sofar.count * next.count, length: sofar.length * next.count + next.length * sofar.count }
    },
    { count: 1, length: 0 },
  )
}

function extentOfOptions(options: readonly Braced[]): Extent {
  return options.map(extentOf).reduce((sofar, next) => ({ count: sofar.count + next.count, length: sofar.length + next.length }))
}

/** The texts that a text stands for, in the order of its options. */
export function expanded(text: Braced): readonly string[] {
  return text.reduce<readonly string[]>(
    (sofar, piece) => {
      const next = typeof piece === 'string' ? [piece] : piece.flatMap(expanded)
      return sofar.flatMap((start) => next.map((end) => start + end))
    },
    [''],
  )
}
