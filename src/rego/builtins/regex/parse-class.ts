import { type CodePoints, codePointsOf, complement, foldAscii, rangesOf } from './code-points.ts'
import { controls, perlSets, posixSets } from './named-sets.ts'
import { NotUnderstood, type Reader } from './reader.ts'

/** What stands after `[`, up to and including `]`. */
export function parseClass(reader: Reader, fold: boolean): CodePoints {
  const negated = reader.skip('^')
  const ranges: (readonly [number, number])[] = []
  for (let first = true; first || reader.peek() !== ']'; first = false) ranges.push(...rangesOf(parseItem(reader, fold)))
  reader.take()
  const set = negated ? complement(codePointsOf(ranges)) : codePointsOf(ranges)
  if (set.length === 0) throw new NotUnderstood('matches nothing')
  return set
}

/** With the other cases of its letters, where `fold` asks for them. */
export function folded(set: CodePoints, fold: boolean): CodePoints {
  const result = fold ? foldAscii(set) : set
  if (result === undefined) throw new NotUnderstood('folds beyond ASCII')
  return result
}

function parseItem(reader: Reader, fold: boolean): CodePoints {
  if (reader.skip('[:')) return posixSet(reader, fold)
  const perl = reader.peek() === '\\' ? perlClass(reader, fold) : undefined
  if (perl !== undefined) return perl
  const low = parsePoint(reader)
  if (reader.peek() !== '-' || reader.peek(1) === ']' || reader.peek(1) === undefined) return folded([low, low], fold)
  reader.take()
  const high = parsePoint(reader)
  if (high < low) throw new NotUnderstood('a range that goes down')
  return folded([low, high], fold)
}

function posixSet(reader: Reader, fold: boolean): CodePoints {
  const negated = reader.skip('^')
  const set = posixSets.get(reader.until(':]'))
  if (set === undefined) throw new NotUnderstood('no such class')
  return negated ? complement(folded(set, fold)) : folded(set, fold)
}

/** `\d`, `\S`, …; nothing is read when something else comes. */
export function perlClass(reader: Reader, fold: boolean): CodePoints | undefined {
  const letter = reader.peek(1)
  const set = letter === undefined ? undefined : perlSets.get(letter.toLowerCase())
  if (letter === undefined || set === undefined) return undefined
  reader.take()
  reader.take()
  return letter === letter.toLowerCase() ? folded(set, fold) : complement(folded(set, fold))
}

function parsePoint(reader: Reader): number {
  const character = reader.take()
  if (character === '\\') return escapedPoint(reader)
  return pointOf(character)
}

/** What stands after a backslash, where it means one character. Octal numbers, properties and `\Q` are left to re2js. */
export function escapedPoint(reader: Reader): number {
  const character = reader.take()
  if (character === 'x') return hexPoint(reader)
  const control = controls.get(character)
  if (control !== undefined) return control
  if (/^[\x20-\x7e]$/.test(character) && !/^[A-Za-z0-9]$/.test(character)) return pointOf(character)
  throw new NotUnderstood('an escape')
}

function hexPoint(reader: Reader): number {
  const digits = reader.skip('{') ? reader.until('}') : reader.take() + reader.take()
  if (!/^[0-9a-fA-F]{1,6}$/.test(digits)) throw new NotUnderstood('no hexadecimal number')
  const point = Number.parseInt(digits, 16)
  if (point > 0x10ffff) throw new NotUnderstood('no code point')
  return point
}

export function pointOf(character: string): number {
  const point = character.codePointAt(0) ?? 0
  // Half a pair is no character of Go's, which reads U+FFFD there.
  if (point >= 0xd800 && point <= 0xdfff) throw new NotUnderstood('half a character')
  return point
}
