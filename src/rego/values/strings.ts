import { charge } from './work.ts'

/*
 * Strings of Go are bytes, strings of JavaScript are UTF-16. A byte that is no part of UTF-8 (base64.decode may give
 * such) is kept as a lone surrogate U+DC80–U+DCFF, so that it can be encoded, hashed and signed again; printed as JSON it
 * is U+FFFD, as Go prints it.
 */

const FIRST_BYTE_ESCAPE = 0xdc80
const LAST_BYTE_ESCAPE = 0xdcff
const encoder = new TextEncoder()
const strictDecoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Comparing this much takes no longer than a step. */
const SHORT = 100
/** JavaScript's own comparison is quicker. */
const LONG = 1000

/** The same text. Long ones are paid for, as two texts may be the same up to the end. */
export function equalStrings(a: string, b: string): boolean {
  if (a.length > LONG && a.length === b.length) charge(a.length / LONG)
  return a === b
}

/** -1, 0 or 1: by UTF-8 bytes, which is by code points. */
export function compareStrings(a: string, b: string): number {
  if (equalStrings(a, b)) return 0
  const shared = Math.min(a.length, b.length)
  for (let index = 0; index < shared; index++) {
    const x = a.charCodeAt(index)
    const y = b.charCodeAt(index)
    if (x === y) continue
    if (index > SHORT) charge(index / SHORT)
    return x < 0xd800 || y < 0xd800 ? (x < y ? -1 : 1) : compareHigh(a, b, index)
  }
  if (shared > SHORT) charge(shared / SHORT)
  return a.length < b.length ? -1 : 1
}

/** UTF-16 puts code points beyond U+FFFF before U+E000. */
function compareHigh(a: string, b: string, index: number): number {
  const inside = index > 0 && isHigh(a.charCodeAt(index - 1)) && isLow(a.charCodeAt(index)) && isLow(b.charCodeAt(index))
  if (inside) return a.charCodeAt(index) < b.charCodeAt(index) ? -1 : 1
  const x = leadingByte(a, index)
  const y = leadingByte(b, index)
  if (x !== y) return x < y ? -1 : 1
  const p = a.codePointAt(index) ?? 0
  const q = b.codePointAt(index) ?? 0
  return p < q ? -1 : 1
}

function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff
}

function leadingByte(text: string, index: number): number {
  const point = text.codePointAt(index) ?? 0
  if (point >= FIRST_BYTE_ESCAPE && point <= LAST_BYTE_ESCAPE) return point - 0xdc00
  if (point < 0x80) return point
  if (point < 0x800) return 0xc0 | (point >> 6)
  return point < 0x10000 ? 0xe0 | (point >> 12) : 0xf0 | (point >> 18)
}

/** The bytes that Go's string would have. */
export function bytesOf(text: string): Uint8Array {
  if (text.isWellFormed()) return encoder.encode(text)
  const parts: Uint8Array[] = []
  let start = 0
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    if (isHigh(unit) && isLow(text.charCodeAt(index + 1))) index++
    else if (unit >= FIRST_BYTE_ESCAPE && unit <= LAST_BYTE_ESCAPE) {
      parts.push(encoder.encode(text.slice(start, index)), Uint8Array.of(unit - 0xdc00))
      start = index + 1
    }
  }
  parts.push(encoder.encode(text.slice(start)))
  return Buffer.concat(parts)
}

/** The string of these bytes; bytes that are not UTF-8 become lone surrogates. */
export function textOfBytes(bytes: Uint8Array): string {
  try {
    return strictDecoder.decode(bytes)
  } catch {
    return textOfAnyBytes(bytes)
  }
}

function textOfAnyBytes(bytes: Uint8Array): string {
  const parts: string[] = []
  let start = 0
  let index = 0
  while (index < bytes.length) {
    const length = sequenceLength(bytes, index)
    if (length === 0) {
      parts.push(strictDecoder.decode(bytes.subarray(start, index)), String.fromCharCode(0xdc00 + (bytes[index] ?? 0)))
      start = index + 1
    }
    index += Math.max(1, length)
  }
  parts.push(strictDecoder.decode(bytes.subarray(start)))
  return parts.join('')
}

/** How many bytes the character at `index` has; 0 where there is none (RFC 3629). */
function sequenceLength(bytes: Uint8Array, index: number): number {
  const lead = bytes[index] ?? 0
  if (lead < 0x80) return 1
  const length = lead >= 0xc2 && lead <= 0xdf ? 2 : (lead & 0xf0) === 0xe0 ? 3 : lead >= 0xf0 && lead <= 0xf4 ? 4 : 0
  const second = bytes[index + 1] ?? 0
  const least = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80
  const most = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf
  if (length === 0 || second < least || second > most) return 0
  for (let offset = 2; offset < length; offset++) if (((bytes[index + offset] ?? 0) & 0xc0) !== 0x80) return 0
  return length
}

/** How many code points a string has: what Go counts as runes. */
export function runeCount(text: string): number {
  let count = text.length
  for (let index = 1; index < text.length; index++) {
    if (isLow(text.charCodeAt(index)) && isHigh(text.charCodeAt(index - 1))) count--
  }
  return count
}
