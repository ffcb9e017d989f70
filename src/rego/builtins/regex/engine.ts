import { RE2JS } from 're2js'
import { boundedUpTo } from './linear.ts'
import { nativeSource } from './native-source.ts'
import { type Parsed, parsePattern } from './parse.ts'
import { hasCapture, type Pattern } from './syntax.ts'

/** A match: where it is, in UTF-16 units, and the text of each group (0 is the whole); a group that took no part is `""`, as in Go. */
export interface Match {
  readonly start: number
  readonly end: number
  group(number: number): string
}

/** Finds the first match at or after `from`. */
export interface Finder {
  /** Whether the time for all matches of a text together is linear: elsewhere a search may look at what one before it did. */
  readonly linear: boolean
  find(from: number): Match | undefined
}

/** A compiled pattern, by re2js or by V8. */
export interface Engine {
  /** Texts that are longer are not for it: to look for one match, and for all. */
  readonly longest: { readonly first: number; readonly all: number }
  readonly groupCount: number
  /** By number, 0 for the whole; a group without a name is not in it. */
  readonly groupNames: ReadonlyMap<string, number>
  test(text: string): boolean
  finder(text: string): Finder
}

/** What a matcher's table of states may take, in bytes. */
const largestTable = 1 << 19

/** Throws an Error with Go's words when the pattern is wrong. */
export function re2Engine(source: string): Engine {
  const pattern = RE2JS.compile(source)
  let limited = false
  return {
    longest: { first: Number.POSITIVE_INFINITY, all: Number.POSITIVE_INFINITY },
    groupCount: pattern.groupCount(),
    groupNames: new Map(Object.entries(pattern.namedGroups())),
    test(text) {
      if (!limited) {
        const table = pattern.re2().dfa
        table.stateBudget = Math.min(table.stateBudget, largestTable)
        table.memBudget = Math.min(table.memBudget, largestTable)
        limited = true
      }
      return pattern.test(text)
    },
    finder: (text) => re2Finder(pattern, text),
  }
}

function re2Finder(pattern: RE2JS, text: string): Finder {
  const matcher = pattern.matcher(text)
  return {
    linear: false,
    find(from) {
      if (!matcher.find(from)) return undefined
      const groups = Array.from({ length: pattern.groupCount() + 1 }, (_, i) => matcher.group(i) ?? '')
      return { start: matcher.start(), end: matcher.end(), group: (number) => groups[number] ?? '' }
    },
  }
}

/** V8 keeps what it may have to come back to; for a text of this length that is far from what it refuses. */
const longestNative = 1 << 20

/** The pattern for V8's matcher, where it is proven to mean the same and to take linear time. */
export function nativeEngine(source: string): Engine | undefined {
  const parsed = parsePattern(source)
  const bounds = parsed === undefined ? { first: 0, all: 0 } : boundedUpTo(parsed.pattern)
  if (parsed === undefined || bounds.first === 0) return undefined
  const all = capturesAgain(parsed.pattern) ? 0 : Math.min(bounds.all, longestNative)
  return compiled(parsed, { first: Math.min(bounds.first, longestNative), all })
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

function compiled(parsed: Parsed, longest: Engine['longest']): Engine {
  const source = nativeSource(parsed.pattern)
  const once = new RegExp(source, 'u')
  const global = new RegExp(source, 'gu')
  return {
    longest,
    groupCount: parsed.groupNames.length - 1,
    groupNames: new Map(parsed.groupNames.flatMap((name, number) => (name === '' ? [] : [[name, number] as const]))),
    test: (text) => once.test(text),
    finder: (text) => ({
      linear: true,
      find(from) {
        global.lastIndex = from
        const found = global.exec(text)
        return found === null ? undefined : { start: found.index, end: found.index + found[0].length, group: (number) => found[number] ?? '' }
      },
    }),
  }
}
