/**
 * GitHub's documentation counts characters; its servers count the bytes of the UTF-8 form (github/docs#35252:
 * "summary exceeds a maximum bytesize of 65535"). Everything here is in bytes, which is safe under both.
 */
export const MAX_BODY_BYTES = 65_535
export const MAX_TITLE = 255
/** A tenth of what GitHub takes; nobody reads more beside a line of code. */
export const MAX_ANNOTATION = 6_000

/** A part of a text that is shortened by whole items. */
export interface Section {
  readonly open?: string
  /** Rendered only as far as there is room. */
  readonly items: Iterable<string>
  /** How many items there are in all. */
  readonly count: number
  /** Between items; a line break when not given. */
  readonly between?: string
  readonly close?: string
  /** Said in place of the items that had no room. */
  readonly more: (left: number) => string
}

/** A section that is taken whole or not at all. */
export function block(text: string): Section {
  return { items: [text], count: text === '' ? 0 : 1, more: () => '' }
}

/**
 * Puts sections together, a blank line between them, in at most `maxBytes` bytes of UTF-8. Earlier sections come
 * first when there is not enough room for all; no item is ever cut in two. `leftOut` is said at the end when a
 * whole section had no room.
 */
export function assemble(sections: readonly Section[], leftOut: string, maxBytes = MAX_BODY_BYTES): string {
  const written: string[] = []
  let room = maxBytes - bytes(leftOut)
  let complete = true
  for (const section of sections) {
    if (section.count === 0) continue
    const text = fill(section, room - 2)
    if (text === undefined) complete = false
    else {
      written.push(text)
      room -= bytes(text) + 2
    }
  }
  return (complete ? written : [...written, leftOut]).join('\n\n')
}

/** The section with as many items as fit, or undefined when not even its frame does. */
function fill(section: Section, room: number): string | undefined {
  const { open = '', close = '', between = '\n', count } = section
  const gap = bytes(between)
  const reserve = bytes(section.more(count)) + gap
  const shown: string[] = []
  let used = bytes(open) + bytes(close)
  for (const item of section.items) {
    const size = bytes(item) + gap
    const isLast = shown.length === count - 1
    if (used + size + (isLast ? 0 : reserve) > room) break
    shown.push(item)
    used += size
  }
  const left = count - shown.length
  const more = left > 0 ? section.more(left) : ''
  if (used + bytes(more) > room) return undefined
  const items = more === '' ? shown : [...shown, more]
  return items.length === 0 ? undefined : open + items.join(between) + close
}

function bytes(text: string): number {
  return Buffer.byteLength(text)
}
