import { BuiltinError } from '../../errors.ts'
import { T } from '../../types/type.ts'
import { runeCount } from '../../values/strings.ts'
import type { Value } from '../../values/value.ts'
import type { Builtin, Host } from '../builtin.ts'
import { binary } from '../define.ts'
import { stringOperand, stringsOperand, typeError } from '../operands.ts'
import { anyBegins } from './any-begins.ts'
import { characterIndexes, reversed } from './characters.ts'
import { allIndexes, finderOf, includes } from './find.ts'

const { string, boolean, number } = T
const oneOrMore = T.oneOf(string, T.array(string), T.set(string))

/** Both as strings, paid for. */
function two(a: Value, b: Value, host: Host): readonly [string, string] {
  const text = stringOperand(a, 1)
  const other = stringOperand(b, 2)
  host.spend(1 + text.length / 100)
  return [text, other]
}

/** Comparing this much takes no longer than a step. */
const SHORT = 1000

function startsWith(a: Value, b: Value, host: Host): boolean {
  const text = stringOperand(a, 1)
  const prefix = stringOperand(b, 2)
  if (prefix.length > SHORT) host.spend(prefix.length / SHORT)
  return text.startsWith(prefix)
}

function endsWith(a: Value, b: Value, host: Host): boolean {
  const text = stringOperand(a, 1)
  const suffix = stringOperand(b, 2)
  if (suffix.length > SHORT) host.spend(suffix.length / SHORT)
  return text.endsWith(suffix)
}

function contains(a: Value, b: Value, host: Host): boolean {
  const text = stringOperand(a, 1)
  const wanted = stringOperand(b, 2)
  host.spend(1 + text.length / 100)
  return includes(text, wanted)
}

function search(a: Value, b: Value, host: Host): readonly [string, string] {
  const texts = two(a, b, host)
  if (texts[1] === '') throw new BuiltinError('empty search character')
  return texts
}

function indexOf(a: Value, b: Value, host: Host): number {
  const [text, wanted] = search(a, b, host)
  const at = finderOf(text, wanted).next(0)
  return at < 0 ? -1 : (characterIndexes(text, [at])[0] ?? -1)
}

function indexesOf(a: Value, b: Value, host: Host): readonly Value[] {
  const [text, wanted] = search(a, b, host)
  const found = allIndexes(text, wanted, true)
  host.spend(found.length)
  return characterIndexes(text, found)
}

function occurrences(a: Value, b: Value, host: Host): number {
  const [text, wanted] = two(a, b, host)
  return wanted === '' ? runeCount(text) + 1 : allIndexes(text, wanted, false).length
}

function strings(value: Value, position: number): readonly string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) throw typeError(position, value, 'string', 'set', 'array')
  return stringsOperand(value, position)
}

export const searching: readonly Builtin[] = [
  binary('contains', [string, string], boolean, contains),
  binary('startswith', [string, string], boolean, startsWith),
  binary('endswith', [string, string], boolean, endsWith),
  binary('indexof', [string, string], number, indexOf),
  binary('indexof_n', [string, string], T.array(number), indexesOf),
  binary('strings.count', [string, string], number, occurrences),
  binary('strings.any_prefix_match', [oneOrMore, oneOrMore], boolean, (a, b, host) => anyBegins(strings(a, 1), strings(b, 2), host)),
  binary('strings.any_suffix_match', [oneOrMore, oneOrMore], boolean, (a, b, host) =>
    anyBegins(strings(a, 1).map(reversed), strings(b, 2).map(reversed), host),
  ),
]
