import { type CodePoints, complement, rangesOf } from './code-points.ts'
import type { Assertion, Pattern } from './syntax.ts'

/**
 * The pattern in JavaScript's syntax, for the flag `u` and no other: every set of characters is spelled out, so nothing
 * depends on what `.`, `\s`, `$` or folding mean there.
 */
export function nativeSource(pattern: Pattern): string {
  switch (pattern.kind) {
    case 'empty':
      return '(?:)'
    case 'char':
      return charSource(pattern.set)
    case 'assert':
      return assertions[pattern.what]
    case 'capture':
      return `(${nativeSource(pattern.of)})`
    case 'sequence':
      return pattern.items.map((item) => (item.kind === 'choice' ? `(?:${nativeSource(item)})` : nativeSource(item))).join('')
    case 'choice':
      return pattern.items.map(nativeSource).join('|')
    case 'repeat':
      return `${atomSource(pattern.of)}${boundsSource(pattern.min, pattern.max)}${pattern.lazy ? '?' : ''}`
  }
}

const assertions: Readonly<Record<Assertion, string>> = {
  'text-begin': '^',
  'text-end': '$',
  'line-begin': '(?<![^\\n])',
  'line-end': '(?![^\\n])',
  'word-boundary': '\\b',
}

function atomSource(pattern: Pattern): string {
  const source = nativeSource(pattern)
  return pattern.kind === 'char' || pattern.kind === 'capture' ? source : `(?:${source})`
}

function boundsSource(min: number, max: number): string {
  if (min === 0 && max === 1) return '?'
  if (max !== Number.POSITIVE_INFINITY) return `{${min},${max}}`
  return min === 0 ? '*' : min === 1 ? '+' : `{${min},}`
}

function charSource(set: CodePoints): string {
  if (set.length === 2 && set[0] === set[1]) return pointSource(set[0] ?? 0)
  // Above the middle, the complement is the shorter one, and what V8 has a fast way for.
  const negated = set.at(-1) === 0x10ffff
  const ranges = rangesOf(negated ? complement(set) : set)
  return `[${negated ? '^' : ''}${ranges.map(([low, high]) => (low === high ? pointSource(low) : `${pointSource(low)}-${pointSource(high)}`)).join('')}]`
}

function pointSource(point: number): string {
  const character = String.fromCodePoint(point)
  return /^[A-Za-z0-9]$/.test(character) ? character : `\\u{${point.toString(16)}}`
}
