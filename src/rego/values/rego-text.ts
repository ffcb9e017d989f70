import { Decimal } from './decimal.ts'
import { entriesOf, isArray } from './objects.ts'
import { RegoSet } from './rego-set.ts'
import type { Value } from './value.ts'
import { charge, refuseDepth } from './work.ts'

/** A value as Rego text, as OPA prints terms: `{"a": [1, 2]}`, `{1, 2}`, `set()`. */
export function regoText(value: Value): string {
  return written(value, 0)
}

/** As `sprintf("%v")` and `print` have it: a string stands for itself. */
export function displayText(value: Value): string {
  return typeof value === 'string' ? value : written(value, 0)
}

function written(value: Value, depth: number): string {
  if (typeof value === 'string') return quoted(value)
  if (typeof value !== 'object' || value === null) return String(value)
  if (value instanceof Decimal) return value.text
  refuseDepth(depth)
  if (value instanceof RegoSet && value.size === 0) return 'set()'
  const parts: string[] = []
  const isList = isArray(value)
  if (isList || value instanceof RegoSet) for (const item of value) parts.push(written(item, depth + 1))
  else for (const [key, item] of entriesOf(value)) parts.push(`${written(key, depth + 1)}: ${written(item, depth + 1)}`)
  const text = parts.join(', ')
  charge(1 + parts.length + text.length / 1000)
  return isList ? `[${text}]` : `{${text}}`
}

const LETTERS: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\u0007': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
}
/** ASCII without anything to escape. */
const PLAIN = /^[ !#-[\]-~]*$/
const TO_ESCAPE = /["\\]|[^ \p{L}\p{M}\p{N}\p{P}\p{S}]/gu

/** A string between double quotes, as Go's strconv.Quote writes it. */
export function quoted(text: string): string {
  charge(text.length / 100)
  if (PLAIN.test(text)) return `"${text}"`
  return `"${text.replace(TO_ESCAPE, escaped)}"`
}

function escaped(character: string): string {
  const letter = LETTERS[character]
  if (letter !== undefined) return letter
  const point = character.codePointAt(0) ?? 0
  if (point >= 0xdc80 && point <= 0xdcff) return `\\x${(point - 0xdc00).toString(16)}`
  if (point < 0x80) return `\\x${point.toString(16).padStart(2, '0')}`
  return point < 0x10000 ? `\\u${point.toString(16).padStart(4, '0')}` : `\\U${point.toString(16).padStart(8, '0')}`
}
