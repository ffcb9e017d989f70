import type { NumberTerm, StringTerm } from './ast.ts'
import type { Cursor } from './cursor.ts'
import { Tok } from './tokens.ts'

/** The exponent to base 2 may be 100,000 at most, so that no number costs more to handle than its text is long. */
const MAX_DECIMAL_EXPONENT = 30103
const MAX_DIGITS = 100_000

/** `-1`, `.5`, `1e3`. White space may stand after the sign and the point, as in OPA. */
export function parseNumber(p: Cursor): NumberTerm | undefined {
  const first = p.index
  let prefix = ''
  if (p.tok === Tok.Minus) {
    prefix = '-'
    p.next()
  }
  if (p.tok === Tok.Dot) {
    prefix += '0.'
    p.next()
  }
  if (p.tok !== Tok.Number) return p.unexpected('expected number')
  const digits = p.lexeme
  if (!prefix.endsWith('.') && hasLeadingZero(digits)) return p.unexpected('expected number without leading zero')
  if (prefix.endsWith('.') && digits.includes('.')) return p.unexpected('invalid float')
  if (tooBig(prefix.endsWith('.') ? `0.${digits}` : digits)) return p.fail('number too big')
  p.next()
  p.height = 1
  return { type: 'number', text: prefix + digits, location: p.locationFrom(first) }
}

function hasLeadingZero(digits: string): boolean {
  if (digits.length < 2 || digits.charCodeAt(0) !== 48) return false
  const second = digits.charAt(1)
  return second !== '.' && second !== 'e' && second !== 'E'
}

function tooBig(text: string): boolean {
  if (text.length < 300 && !text.includes('e') && !text.includes('E')) return false
  if (text.length > MAX_DIGITS) return true
  const [mantissa = '', exponent = '0'] = text.toLowerCase().split('e')
  const [whole = '', fraction = ''] = mantissa.split('.')
  const significant = firstNonZero(whole + fraction)
  if (significant === -1) return false
  return Math.abs(whole.length - significant + Number(exponent)) > MAX_DECIMAL_EXPONENT
}

function firstNonZero(digits: string): number {
  for (let at = 0; at < digits.length; at++) if (digits.charCodeAt(at) !== 48) return at
  return -1
}

export function parseString(p: Cursor): StringTerm | undefined {
  const first = p.index
  const raw = p.tok === Tok.RawString
  const inner = p.text.slice((p.tokens.starts[first] ?? 0) + 1, (p.tokens.ends[first] ?? 0) - 1)
  const value = raw ? inner : unescapeJson(inner)
  if (value === undefined) return p.fail(`illegal string literal: ${p.lexeme}`)
  p.next()
  p.height = 1
  const location = p.locationFrom(first)
  return raw ? { type: 'string', value, raw, location } : { type: 'string', value, location }
}

/** What a text between double quotes says; undefined where an escape or a control character is not one JSON has. */
export function unescapeJson(inner: string): string | undefined {
  if (!inner.includes('\\')) return inner
  try {
    const value: unknown = JSON.parse(`"${inner}"`)
    return typeof value === 'string' ? value.toWellFormed() : undefined
  } catch {
    return undefined
  }
}
