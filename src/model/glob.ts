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

type Token =
  | { readonly kind: 'literal'; readonly char: string }
  | { readonly kind: 'any' }
  | { readonly kind: 'star' }
  | { readonly kind: 'class'; readonly negated: boolean; readonly ranges: readonly (readonly [string, string])[] }
type Segment = 'globstar' | string | readonly Token[]

/** A compiled list of patterns. A path is in when some pattern matches it and no later `!pattern` takes it out. */
export interface GlobSet {
  readonly patterns: readonly Glob[]
  matches(path: Path): boolean
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
    matches(path) {
      if (plain.has(path)) return true
      const segments = path.split('/')
      let inside = false
      for (const rule of wild) {
        if (inside === rule.negated && rule.alternatives.some((alternative) => matchSegments(alternative, segments))) inside = !rule.negated
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

function compile(pattern: Glob): (readonly Segment[])[] {
  if (pattern.length > MAX_LENGTH) throw new GlobError(`a pattern has at most ${MAX_LENGTH} characters`)
  if (pattern === '') throw new GlobError('a pattern cannot be empty')
  if (pattern.startsWith('/')) throw new GlobError(`\`${pattern}\` starts with a slash; patterns are relative to the repository's root`)
  return expandBraces(pattern).map((plain) => (plain.endsWith('/') ? `${plain}**` : plain).split('/').map(compileSegment))
}

/** The one path that a pattern without wildcards matches. */
function plainPath(segments: readonly Segment[]): readonly Path[] {
  const names = segments.filter((segment) => typeof segment === 'string' && segment !== 'globstar')
  return names.length === segments.length ? [names.join('/')] : []
}

function compileSegment(text: string): Segment {
  if (text === '**') return 'globstar'
  const tokens: Token[] = []
  for (let at = 0; at < text.length; ) {
    const char = text[at] ?? ''
    if (char === '\\' && at + 1 < text.length) {
      tokens.push({ kind: 'literal', char: text[at + 1] ?? '' })
      at += 2
    } else if (char === '*') {
      if (tokens.at(-1)?.kind !== 'star') tokens.push({ kind: 'star' })
      at += 1
    } else if (char === '?') {
      tokens.push({ kind: 'any' })
      at += 1
    } else if (char === '[') {
      const close = text.indexOf(']', at + 2)
      if (close < 0) throw new GlobError(`\`[\` without \`]\` in \`${text}\``)
      tokens.push(compileClass(text.slice(at + 1, close)))
      at = close + 1
    } else {
      tokens.push({ kind: 'literal', char })
      at += 1
    }
  }
  return tokens.every((token) => token.kind === 'literal') ? tokens.map((token) => token.char).join('') : tokens
}

function compileClass(body: string): Token {
  const negated = body.startsWith('!') || body.startsWith('^')
  const members = negated ? body.slice(1) : body
  const ranges: (readonly [string, string])[] = []
  for (let at = 0; at < members.length; ) {
    const from = members[at] ?? ''
    const to = members[at + 2]
    if (members[at + 1] === '-' && to !== undefined) {
      ranges.push([from, to])
      at += 3
    } else {
      ranges.push([from, from])
      at += 1
    }
  }
  return { kind: 'class', negated, ranges }
}

/** Splits `{a,b}` into the patterns it stands for, breadth first so that the bound holds before the work is done. */
function expandBraces(pattern: string): string[] {
  const done: string[] = []
  const open = [pattern]
  while (open.length > 0) {
    const next = open.pop() ?? ''
    const group = firstGroup(next)
    if (!group) done.push(next)
    else for (const option of group.options.toReversed()) open.push(next.slice(0, group.start) + option + next.slice(group.end))
    if (done.length + open.length > MAX_ALTERNATIVES) throw new GlobError(`\`${pattern.slice(0, 80)}\` stands for more than ${MAX_ALTERNATIVES} patterns`)
  }
  return done
}

/** The first balanced `{…}` with a comma at its own level; anything else is literal. */
function firstGroup(text: string): { start: number; end: number; options: string[] } | undefined {
  const stack: { start: number; commas: number[] }[] = []
  const closed: { start: number; end: number; commas: number[] }[] = []
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at]
    if (char === '\\') at += 1
    else if (char === '{') stack.push({ start: at, commas: [] })
    else if (char === ',') stack.at(-1)?.commas.push(at)
    else if (char === '}') {
      const group = stack.pop()
      if (group && group.commas.length > 0) closed.push({ ...group, end: at })
    }
  }
  const first = closed.sort((a, b) => a.start - b.start)[0]
  if (!first) return undefined
  const bounds = [first.start, ...first.commas, first.end]
  const options = bounds.slice(1).map((bound, index) => text.slice((bounds[index] ?? 0) + 1, bound))
  return { start: first.start, end: first.end + 1, options }
}

function matchSegments(pattern: readonly Segment[], path: readonly string[]): boolean {
  return walk(
    pattern.length,
    path.length,
    (p) => pattern[p] === 'globstar',
    (p, s) => matchSegment(pattern[p] ?? '', path[s] ?? ''),
  )
}

function matchSegment(pattern: Segment, text: string): boolean {
  if (typeof pattern === 'string') return pattern === text
  return walk(
    pattern.length,
    text.length,
    (p) => pattern[p]?.kind === 'star',
    (p, s) => matchToken(pattern[p], text[s] ?? ''),
  )
}

function matchToken(token: Token | undefined, char: string): boolean {
  if (token?.kind === 'literal') return token.char === char
  if (token?.kind === 'class') return token.ranges.some(([from, to]) => char >= from && char <= to) !== token.negated
  return token?.kind === 'any'
}

/** Wildcard matching over any two sequences: O(pattern × subject), no recursion. */
function walk(patternLength: number, subjectLength: number, isStar: (p: number) => boolean, equal: (p: number, s: number) => boolean): boolean {
  let p = 0
  let s = 0
  let star = -1
  let resume = 0
  while (s < subjectLength) {
    if (p < patternLength && isStar(p)) {
      star = p
      resume = s
      p += 1
    } else if (p < patternLength && equal(p, s)) {
      p += 1
      s += 1
    } else if (star >= 0) {
      resume += 1
      s = resume
      p = star + 1
    } else return false
  }
  while (p < patternLength && isStar(p)) p += 1
  return p === patternLength
}
