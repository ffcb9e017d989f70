import { Decimal } from './decimal.ts'
import { JSON_DEPTH, parseExactly } from './json-parser.ts'
import { isPlain } from './kinds.ts'
import { numberText } from './number-text.ts'
import { entriesOf } from './objects.ts'
import { RegoMap } from './rego-map.ts'
import { RegoSet } from './rego-set.ts'
import { compareStrings } from './strings.ts'
import type { Value } from './value.ts'
import { charge, refuseDepth } from './work.ts'

export { JsonError } from './json-parser.ts'
export { fromPlain, toPlain } from './plain.ts'

/** Reads JSON: every digit of a number, `__proto__` as an ordinary key. Throws a JsonError. */
export function parseJson(text: string): Value {
  if (needsExactness(text)) return parseExactly(text)
  try {
    return JSON.parse(text)
  } catch {
    // For the message, which is Go's.
    return parseExactly(text)
  }
}

/**
 * Whether JSON.parse might lose something: long or written-out numbers, halves of surrogate pairs, deep nesting. Also true
 * for some strings that look like it, which costs time only.
 */
function needsExactness(text: string): boolean {
  let depth = 0
  let digits = 0
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    if (unit >= 0x30 && unit <= 0x39) {
      if (++digits > 14) return true
      continue
    }
    if (unit === 0x2e && digits > 0) continue
    if ((unit === 0x45 || unit === 0x65) && digits > 0) return true
    digits = 0
    if (unit === 0x5b || unit === 0x7b) {
      if (++depth > JSON_DEPTH) return true
    } else if (unit === 0x5d || unit === 0x7d) {
      depth--
    } else if (unit === 0x5c && (text.charCodeAt(index + 2) | 0x20) === 0x64 && text[index + 1] === 'u') {
      return true
    } else if (unit >= 0xd800 && unit <= 0xdfff && !text.isWellFormed()) {
      return true
    }
  }
  return false
}

export interface JsonLayout {
  /** Before every line but the first. */
  readonly prefix: string
  readonly indent: string
}

/** JSON as Go's encoding/json writes it: keys sorted by bytes, `<`, `>` and `&` escaped. Sets are sorted arrays. */
export function jsonText(value: Value, layout?: JsonLayout): string {
  return written(value, layout, 0)
}

/** Writing an item takes longer than looking at it. */
const PART_STEPS = 4

function written(value: Value, layout: JsonLayout | undefined, depth: number): string {
  if (typeof value === 'string') return jsonString(value)
  if (typeof value === 'number') return String(value)
  if (typeof value !== 'object' || value === null) return String(value)
  if (value instanceof Decimal) return numberText(value)
  refuseDepth(depth)
  const parts: string[] = []
  const isList = Array.isArray(value) || value instanceof RegoSet
  if (isList) for (const item of value) parts.push(written(item, layout, depth + 1))
  else for (const [key, item] of jsonFields(value)) parts.push(`${jsonString(key)}:${layout ? ' ' : ''}${written(item, layout, depth + 1)}`)
  const text = joined(isList ? '[]' : '{}', parts, layout, depth)
  charge(1 + PART_STEPS * parts.length + text.length / 1000)
  return text
}

function joined(brackets: string, parts: readonly string[], layout: JsonLayout | undefined, depth: number): string {
  if (layout === undefined || parts.length === 0) return brackets.charAt(0) + parts.join(',') + brackets.charAt(1)
  const line = `\n${layout.prefix}${layout.indent.repeat(depth)}`
  return brackets.charAt(0) + parts.map((part) => `${line}${layout.indent}${part}`).join(',') + line + brackets.charAt(1)
}

/** Keys that are no strings are the JSON of what they are. */
export function jsonFields(object: Value): readonly (readonly [string, Value])[] {
  if (isPlain(object)) return entriesOf(object) as readonly (readonly [string, Value])[]
  if (!(object instanceof RegoMap)) return []
  const fields = entriesOf(object).map(([key, item]) => [typeof key === 'string' ? key : jsonText(key), item] as const)
  return fields.sort((a, b) => compareStrings(a[0], b[0]))
}

const HTML = /[<>&\u2028\u2029]/g

function jsonString(text: string): string {
  charge(text.length / 100)
  if (text.isWellFormed()) return htmlSafe(JSON.stringify(text))
  // A byte that is no UTF-8 is written as an escape.
  let result = ''
  for (const character of text) result += character.isWellFormed() ? htmlSafe(JSON.stringify(character)).slice(1, -1) : '\\ufffd'
  return `"${result}"`
}

function htmlSafe(quoted: string): string {
  return quoted.replace(HTML, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
