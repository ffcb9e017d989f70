import { type Flags, padded } from './flags.ts'
import { type FloatVerb, formatFloat } from './format-float.ts'

const VERBS: Readonly<Record<string, FloatVerb>> = { v: 'g', e: 'e', E: 'E', f: 'f', F: 'f', g: 'g', G: 'G', b: 'b', x: 'x', X: 'X' }

/** A float64 by a verb; undefined for verbs that floats do not have. */
export function printFloat(value: number, verb: string, flags: Flags): string | undefined {
  const format = VERBS[verb]
  if (format === undefined) return undefined
  const fixed = format === 'e' || format === 'E' || format === 'f'
  const precision = flags.precision ?? (fixed ? 6 : undefined)
  const text = formatFloat(value, format, precision)
  const negative = text.startsWith('-')
  const plain = negative ? text.slice(1) : text
  const size = flags.sharp && verb !== 'b' ? withPoint(plain, format, precision) : plain
  const sign = negative ? '-' : flags.plus ? '+' : flags.space ? ' ' : ''
  if (sign !== '' && flags.zero && !flags.minus && flags.width !== undefined) return sign + padded(size, { ...flags, width: flags.width - 1 })
  return padded(sign + size, flags)
}

/** For `#`: with a point in any case and, for %g, with the zeros at the end. */
function withPoint(text: string, format: FloatVerb, precision: number | undefined): string {
  const mark = text.search(format === 'x' || format === 'X' ? /[pP]/ : /[eEpP]/)
  const mantissa = mark < 0 ? text : text.slice(0, mark)
  const tail = mark < 0 ? '' : text.slice(mark)
  const general = format === 'g' || format === 'G' || format === 'x'
  const digits = mantissa.replace(/^[0.]*/, '').replace('.', '').length
  const wanted = general ? (precision ?? 6) - digits - (mantissa === '0' ? 1 : 0) : 0
  return `${mantissa}${mantissa.includes('.') ? '' : '.'}${'0'.repeat(Math.max(0, wanted))}${tail}`
}
