/** 0.d1d2d3… × 10^point; no zero at the end, none at all for zero. */
export interface Digits {
  readonly digits: string
  readonly point: number
}

/** The fewest digits that are read back as the same number. `value` is not negative. */
export function shortestDigits(value: number): Digits {
  const [mantissa = '0', power = '0'] = value.toExponential().split('e')
  const digits = mantissa.replace('.', '')
  return value === 0 ? { digits: '', point: 0 } : { digits: withoutZeros(digits), point: Number(power) + 1 }
}

/** All the digits that a number has: it is a whole number times a power of two. `value` is not negative. */
export function exactDigits(value: number): Digits {
  if (value === 0) return { digits: '', point: 0 }
  const { mantissa, exponent } = binaryParts(value)
  const scaled = exponent >= 0 ? mantissa << BigInt(exponent) : mantissa * 5n ** BigInt(-exponent)
  const digits = scaled.toString()
  return { digits: withoutZeros(digits), point: digits.length + Math.min(0, exponent) }
}

/** `value` = mantissa × 2^exponent, with the mantissa's 53 bits as they are stored. */
export function binaryParts(value: number): { mantissa: bigint; exponent: number } {
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, value)
  const bits = view.getBigUint64(0)
  const stored = Number((bits >> 52n) & 0x7ffn)
  const fraction = bits & 0xfffffffffffffn
  return stored === 0 ? { mantissa: fraction, exponent: -1074 } : { mantissa: fraction | (1n << 52n), exponent: stored - 1075 }
}

/** Rounded to so many digits, half to even. Fewer than none leaves nothing. */
export function roundedDigits(all: Digits, count: number): Digits {
  if (count >= all.digits.length) return all
  if (count < 0) return { digits: '', point: all.point }
  const kept = all.digits.slice(0, count)
  const rest = all.digits.slice(count)
  const odd = count > 0 && (kept.charCodeAt(count - 1) & 1) === 1
  const up = rest > '5' || (rest === '5' && odd)
  if (!up) return { digits: withoutZeros(kept), point: all.point }
  const raised = (BigInt(kept === '' ? '0' : kept) + 1n).toString().padStart(count, '0')
  return { digits: withoutZeros(raised), point: all.point + (raised.length - count) }
}

function withoutZeros(digits: string): string {
  let end = digits.length
  while (end > 0 && digits.charCodeAt(end - 1) === 48) end--
  return digits.slice(0, end)
}
