import { type CodePoints, codePointsOf } from './code-points.ts'

function ascii(spans: string): CodePoints {
  const ranges: [number, number][] = []
  for (let i = 0; i < spans.length; i += 2) ranges.push([spans.charCodeAt(i), spans.charCodeAt(i + 1)])
  return codePointsOf(ranges)
}

/** Perl's classes as RE2 has them: ASCII only, and `\s` without the vertical tab. */
export const perlSets: ReadonlyMap<string, CodePoints> = new Map([
  ['d', ascii('09')],
  ['s', ascii('\t\n\f\r  ')],
  ['w', ascii('09AZaz__')],
])

/** POSIX's classes: what stands between `[:` and `:]`. */
export const posixSets: ReadonlyMap<string, CodePoints> = new Map([
  ['alnum', ascii('09AZaz')],
  ['alpha', ascii('AZaz')],
  ['ascii', ascii('\x00\x7f')],
  ['blank', ascii('\t\t  ')],
  ['cntrl', ascii('\x00\x1f\x7f\x7f')],
  ['digit', ascii('09')],
  ['graph', ascii('!~')],
  ['lower', ascii('az')],
  ['print', ascii(' ~')],
  ['punct', ascii('!/:@[`{~')],
  ['space', ascii('\t\r  ')],
  ['upper', ascii('AZ')],
  ['word', ascii('09AZaz__')],
  ['xdigit', ascii('09AFaf')],
])

/** Escapes that stand for one control character. */
export const controls: ReadonlyMap<string, number> = new Map([
  ['a', 7],
  ['f', 12],
  ['t', 9],
  ['n', 10],
  ['r', 13],
  ['v', 11],
])
