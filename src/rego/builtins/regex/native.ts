import { contains } from './code-points.ts'
import { boundedUpTo } from './linear.ts'
import type { Finder } from './match.ts'
import { nativeSource } from './native-source.ts'
import { parsePattern } from './parse.ts'
import { hasCapture, nullable, type Pattern } from './syntax.ts'

/** V8 keeps what it may have to come back to; for a text of this length that is far from what it refuses. */
const longestNative = 1 << 20

/** V8's matcher, for patterns that are proven to mean the same there and to take linear time. */
export class Native {
  /** Texts that are longer are not for it. */
  readonly longest: number
  /** The pattern, where none of its matches is empty: what splits and replaces as Go does. */
  readonly global: RegExp | undefined
  readonly #search: RegExp

  private constructor(source: string, longest: number, isNullable: boolean) {
    this.longest = longest
    this.#search = new RegExp(source, 'gu')
    this.global = isNullable ? undefined : this.#search
  }

  static of(source: string): Native | undefined {
    const pattern = parsePattern(source)?.pattern
    if (pattern === undefined || capturesAgain(pattern) || readsBytes(pattern)) return undefined
    const longest = Math.min(boundedUpTo(pattern), longestNative)
    return longest === 0 ? undefined : new Native(nativeSource(pattern), longest, nullable(pattern))
  }

  finder(text: string): Finder {
    const search = this.#search
    return {
      linear: true,
      find(from) {
        search.lastIndex = from
        const groups = search.exec(text)
        return groups === null ? undefined : { start: groups.index, end: groups.index + groups[0].length, groups }
      },
    }
  }
}

/** A group inside of something repeated keeps its last text in RE2; in JavaScript each round begins without it. */
function capturesAgain(pattern: Pattern): boolean {
  switch (pattern.kind) {
    case 'repeat':
      return pattern.max > 1 && hasCapture(pattern.of) && !(pattern.of.kind === 'capture' && !hasCapture(pattern.of.of)) ? true : capturesAgain(pattern.of)
    case 'capture':
      return capturesAgain(pattern.of)
    case 'sequence':
    case 'choice':
      return pattern.items.some(capturesAgain)
    default:
      return false
  }
}

const replacement = 0xfffd
const firstByte = 0xdc80
const lastByte = 0xdcff

/**
 * Whether it tells U+FFFD from a byte that is no part of UTF-8: to RE2 they are one character, here such a byte is a lone
 * surrogate (values/strings.ts).
 */
function readsBytes(pattern: Pattern): boolean {
  switch (pattern.kind) {
    case 'char':
      return contains(pattern.set, replacement) !== contains(pattern.set, firstByte) || pattern.set.some((point) => point >= firstByte && point < lastByte)
    case 'capture':
    case 'repeat':
      return readsBytes(pattern.of)
    case 'sequence':
    case 'choice':
      return pattern.items.some(readsBytes)
    default:
      return false
  }
}
