import type { Host } from '../builtin.ts'
import type { Regex } from './compile.ts'
import type { Match } from './match.ts'

/**
 * All matches from left to right that do not overlap, `limit` at most (negative: all), by Go's rule: an empty match right
 * behind another match is none.
 */
export function findAll(regex: Regex, text: string, limit: number, host: Host): Match[] {
  const finder = regex.finder(text)
  host.spend(1 + text.length / 100)
  const matches: Match[] = []
  let from = 0
  let lastEnd = -1
  while ((limit < 0 || matches.length < limit) && from <= text.length) {
    // Where searches may overlap, each counts as if it read all the rest, which re2js does at about 10 units in a microsecond.
    host.spend(finder.linear ? 1 : 1 + (text.length - from) / 2)
    const match = finder.find(from)
    if (match === undefined) break
    if (match.end > match.start || match.start !== lastEnd) matches.push(match)
    from = match.end > from ? match.end : from + ((text.codePointAt(from) ?? 0) > 0xffff ? 2 : 1)
    lastEnd = match.end
  }
  return matches
}
