import { braced, expanded, extentOf } from './braces.ts'
import type { Path } from './path.ts'

/**
 * Path patterns, matched in time linear in pattern × path whatever the pattern is: patterns come from settings,
 * and settings come from outside. `*` and `?` stay inside a segment, `**` as a whole segment spans any number of
 * them, `[a-z]` and `[!a-z]` are classes, `{a,b}` alternatives (nested, at most 256 in all), `\` escapes. Names that start
 * with a dot are ordinary names. The matcher is the greedy two-pointer walk (backtracking only to the last
 * star), run once over segments and once inside each segment; no regular expression is involved.
 */
export type Glob = string

export class GlobError extends Error {
  override name = 'GlobError'
}

const MAX_LENGTH = 1024
const MAX_ALTERNATIVES = 256

/** A code unit, ANY, STAR, or a class of code units. */
type Token = number | { readonly negated: boolean; readonly ranges: readonly (readonly [number, number])[] }
const ANY = -1
const STAR = -2
/** A name, or a name with wildcards. */
type Segment = string | readonly Token[]
/** Stands for `**`: no name has a slash in it. */
const GLOBSTAR = '/'

/** Counts the steps of matching, for whoever matches patterns from outside against many paths. Beyond the limit nothing matches any more. */
export interface Steps {
  count: number
  readonly limit?: number
}

/** A compiled list of patterns. A path is in when some pattern matches it and no later `!pattern` takes it out. */
export interface GlobSet {
  readonly patterns: readonly Glob[]
  /** Adds what it took to `steps`: each is one look at a character, a segment or a pattern. */
  matches(path: Path, steps?: Steps): boolean
}

/** Compiles patterns; throws a GlobError that names the first one that cannot be. */
export function globSet(patterns: readonly Glob[]): GlobSet {
  const rules = patterns.map((pattern) => {
    const negated = pattern.startsWith('!')
    return { negated, alternatives: compile(negated ? pattern.slice(1) : pattern) }
  })
  // Most sets of many patterns are lists of plain paths, and one look-up answers for all of those.
  const plain = new Set(rules.some((rule) => rule.negated) ? [] : rules.flatMap((rule) => rule.alternatives.flatMap(plainPath)))
  const wild = plain.size === 0 ? rules : rules.filter((rule) => !rule.alternatives.every((alternative) => plainPath(alternative).length > 0))
  return {
    patterns,
    matches(path, steps = { count: 0 }) {
      steps.count += 1
      if (plain.has(path)) return true
      const segments = path.split('/')
      let inside = false
      for (const rule of wild) {
        if (inside === rule.negated && rule.alternatives.some((alternative) => matchSegments(alternative, segments, steps))) inside = !rule.negated
      }
      return inside
    },
  }
}

/** The literal folder every match of this pattern starts with (`src/api/` for `src/api/**`), or ''. */
export function literalPrefix(pattern: Glob): string {
  const special = pattern.search(/[*?[\]{}\\!]/)
  const literal = special < 0 ? pattern : pattern.slice(0, special)
  return literal.slice(0, literal.lastIndexOf('/') + 1)
}

/**
 * How many characters a pattern has once its braces are expanded: what compiling it costs, and one match against a path at
 * worst for each character of that. A pattern that is refused costs no more than being looked at.
 */
export function expandedSize(pattern: string): number {
  if (pattern.length > MAX_LENGTH || !pattern.includes('{')) return pattern.length
  const { count, length } = extentOf(braced(pattern))
  return count > MAX_ALTERNATIVES ? pattern.length : length
}

function compile(pattern: Glob): (readonly Segment[])[] {
  if (pattern.length > MAX_LENGTH) throw new GlobError(`a pattern has at most ${MAX_LENGTH} characters`)
  if (pattern === '') throw new GlobError('a pattern cannot be empty')
  if (pattern.startsWith('/')) throw new GlobError(`\`${pattern}\` starts with a slash; patterns are relative to the repository's root`)
  const text = braced(pattern)
  if (extentOf(text).count > MAX_ALTERNATIVES) throw new GlobError(`\`${pattern.slice(0, 80)}\` stands for more than ${MAX_ALTERNATIVES} patterns`)
  return expanded(text).map((plain) => (plain.endsWith('/') ? `${plain}**` : plain).split('/').map(compileSegment))
}

/** The one path that a pattern without wildcards matches. */
function plainPath(segments: readonly Segment[]): readonly Path[] {
  const names = segments.filter((segment) => typeof segment === 'string' && segment !== GLOBSTAR)
  return names.length === segments.length ? [names.join('/')] : []
}

function compileSegment(text: string): Segment {
  if (text === '**') return GLOBSTAR
  if (!/[*?[\\]/.test(text)) return text
  const tokens: Token[] = []
  for (let at = 0; at < text.length; ) {
    const char = text[at]
    if (char === '\\' && at + 1 < text.length) {
      tokens.push(text.charCodeAt(at + 1))
      at += 2
    } else if (char === '*') {
      if (tokens.at(-1) !== STAR) tokens.push(STAR)
      at += 1
    } else if (char === '?') {
      tokens.push(ANY)
      at += 1
    } else if (char === '[') {
      const close = text.indexOf(']', at + 2)
      if (close < 0) throw new GlobError(`\`[\` without \`]\` in \`${text}\``)
      tokens.push(compileClass(text.slice(at + 1, close)))
      at = close + 1
    } else {
      tokens.push(text.charCodeAt(at))
      at += 1
    }
  }
  return tokens.every((token) => typeof token === 'number' && token >= 0) ? text.replaceAll(/\\(.)/gs, '$1') : tokens
}

function compileClass(body: string): Token {
  const negated = body.startsWith('!') || body.startsWith('^')
  const members = negated ? body.slice(1) : body
  const ranges: (readonly [number, number])[] = []
  for (let at = 0; at < members.length; ) {
    const from = members.charCodeAt(at)
    if (members[at + 1] === '-' && at + 2 < members.length) {
      ranges.push([from, members.charCodeAt(at + 2)])
      at += 3
    } else {
      ranges.push([from, from])
      at += 1
    }
  }
  return { negated, ranges }
}

/** The greedy walk over segments: O(pattern × path), no recursion. */
function matchSegments(pattern: readonly Segment[], path: readonly string[], steps: Steps): boolean {
  if (steps.limit !== undefined && steps.count > steps.limit) return false
  let p = 0
  let s = 0
  let star = -1
  let resume = 0
  while (s < path.length) {
    steps.count += 1
    const segment = pattern[p]
    if (segment === GLOBSTAR) {
      star = p
      resume = s
      p += 1
    } else if (segment !== undefined && matchSegment(segment, path[s] ?? '', steps)) {
      p += 1
      s += 1
    } else if (star >= 0) {
      resume += 1
      s = resume
      p = star + 1
    } else return false
  }
  while (pattern[p] === GLOBSTAR) p += 1
  steps.count += p
  return p === pattern.length
}

/** The same walk inside a segment, written out because the closures of a common one would cost more than it does. */
function matchSegment(pattern: Segment, text: string, steps: Steps): boolean {
  if (typeof pattern === 'string') return pattern === text
  let p = 0
  let s = 0
  let star = -1
  let resume = 0
  let count = 0
  let matches = true
  while (s < text.length) {
    const token = pattern[p]
    count += typeof token === 'object' ? token.ranges.length : 1
    if (token === STAR) {
      star = p
      resume = s
      p += 1
    } else if (token !== undefined && matchToken(token, text.charCodeAt(s))) {
      p += 1
      s += 1
    } else if (star >= 0) {
      resume += 1
      s = resume
      p = star + 1
    } else {
      matches = false
      break
    }
  }
  if (matches) while (pattern[p] === STAR) p += 1
  steps.count += count + p
  return matches && p === pattern.length
}

function matchToken(token: Token, code: number): boolean {
  if (typeof token === 'number') return token === code || token === ANY
  return token.ranges.some(([from, to]) => code >= from && code <= to) !== token.negated
}
