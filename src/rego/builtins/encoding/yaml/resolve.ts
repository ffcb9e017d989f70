/** What a plain scalar means to go-yaml 2, which the YAML of OPA is read with. */
export type Scalar = { readonly kind: 'string' } | { readonly kind: 'null' } | { readonly kind: 'bool'; readonly value: boolean } | Numeric

type Numeric = { readonly kind: 'int'; readonly value: bigint } | { readonly kind: 'float'; readonly value: number } | { readonly kind: 'timestamp' }

const STRING: Scalar = { kind: 'string' }
const NULLS = new Set(['', '~', 'null', 'Null', 'NULL'])
const TRUE = new Set(['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'])
const FALSE = new Set(['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'])
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/
const INTEGER = /^[-+]?(?:0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|0|[1-9][0-9]*)$/
const TIMESTAMP =
  /^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt][0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2}(?:\.[0-9]+)?(?:Z|[+-][0-9]{2}:[0-9]{2})| [0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2}(?:\.[0-9]+)?)?$/

export function resolveScalar(text: string): Scalar {
  if (NULLS.has(text)) return { kind: 'null' }
  if (TRUE.has(text)) return { kind: 'bool', value: true }
  if (FALSE.has(text)) return { kind: 'bool', value: false }
  if (/^[-+]?\.(?:inf|Inf|INF)$/.test(text)) return { kind: 'float', value: text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY }
  if (/^\.(?:nan|NaN|NAN)$/.test(text)) return { kind: 'float', value: Number.NaN }
  return /^[0-9.+-]/.test(text) ? resolveNumber(text) : STRING
}

function resolveNumber(text: string): Scalar {
  if (text.startsWith('.')) return FLOAT.test(text) ? { kind: 'float', value: Number(text) } : STRING
  if (TIMESTAMP.test(text)) return { kind: 'timestamp' }
  const plain = text.replaceAll('_', '')
  if (INTEGER.test(plain)) {
    const value = integerOf(plain)
    if (value >= -(2n ** 63n) && value < 2n ** 64n && !(plain.startsWith('+') && value >= 2n ** 63n)) return { kind: 'int', value }
  }
  return FLOAT.test(plain) && Number.isFinite(Number(plain)) ? { kind: 'float', value: Number(plain) } : STRING
}

/** A leading zero means octal, as in Go. */
function integerOf(text: string): bigint {
  const negative = text.startsWith('-')
  const size = text.replace(/^[-+]/, '').toLowerCase()
  const octal = /^0[0-7]+$/.test(size) ? `0o${size.slice(1)}` : size
  return negative ? -BigInt(octal) : BigInt(octal)
}
