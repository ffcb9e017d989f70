import { BuiltinError } from '../../errors.ts'
import { T } from '../../types/type.ts'
import { isArray, isSet } from '../../values/objects.ts'
import type { Value } from '../../values/value.ts'
import type { Builtin, Host } from '../builtin.ts'
import { binary, ternary } from '../define.ts'
import { elementError, intOperand, stringOperand, typeError } from '../operands.ts'
import { charactersOf, substring } from './characters.ts'
import { finderOf } from './find.ts'
import { spendText } from './size.ts'

const { string, number } = T

/** Joining longer ones by hand is not quicker. */
const SHORT_LIST = 8

/** The parts between delimiters; the characters where the delimiter is empty. */
function parts(a: Value, b: Value, host: Host): readonly string[] {
  const text = stringOperand(a, 1)
  const delimiter = stringOperand(b, 2)
  host.spend(1 + text.length / 100)
  if (delimiter === '') {
    host.spend(text.length)
    return charactersOf(text)
  }
  const finder = finderOf(text, delimiter)
  const found: string[] = []
  let start = 0
  for (let at = finder.next(0); at >= 0; at = finder.next(start)) {
    found.push(text.slice(start, at))
    start = at + delimiter.length
  }
  found.push(text.slice(start))
  host.spend(found.length)
  return found
}

/** The first `n` parts or, for a negative `n`, the last. */
function someParts(a: Value, b: Value, n: Value, host: Host): readonly string[] {
  const wanted = intOperand(n, 3)
  const all = parts(a, b, host)
  return wanted >= 0 ? all.slice(0, wanted) : all.slice(wanted)
}

function concat(a: Value, collection: Value, host: Host): string {
  const delimiter = stringOperand(a, 1)
  if (!isArray(collection) && !isSet(collection)) throw typeError(2, collection, 'set', 'array')
  const items = isArray(collection) ? collection : collection.sorted()
  let size = delimiter.length * Math.max(0, items.length - 1)
  for (const item of items) {
    if (typeof item !== 'string') throw elementError(2, collection, item, 'string')
    size += item.length
  }
  spendText(size, host)
  if (items.length > SHORT_LIST) return items.join(delimiter)
  let text = ''
  for (let index = 0; index < items.length; index++) text += index === 0 ? items[index] : delimiter + items[index]
  return text
}

function part(a: Value, b: Value, c: Value, host: Host): string {
  const text = stringOperand(a, 1)
  const offset = intOperand(b, 2)
  const length = intOperand(c, 3)
  if (offset < 0) throw new BuiltinError('negative offset')
  host.spend(1 + text.length / 100)
  return substring(text, offset, length)
}

export const splitting: readonly Builtin[] = [
  binary('split', [string, string], T.array(string), parts),
  ternary('strings.split_n', [string, string, number], T.array(string), someParts),
  binary('concat', [string, T.oneOf(T.array(string), T.set(string))], string, concat),
  ternary('substring', [string, number, number], string, part),
]
