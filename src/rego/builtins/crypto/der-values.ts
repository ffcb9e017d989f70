import type { BuiltinError } from '../../errors.ts'
import { secondsOf } from '../time/civil.ts'
import { type DerElement, ID, structureMessage, syntaxError } from './der.ts'

/** A whole number of any size, in two's complement. */
export function integerOf(bytes: Uint8Array): bigint {
  const [first, second] = bytes
  if (first === undefined) throw structureMessage('empty integer')
  if (second !== undefined && ((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80))) throw structureMessage('integer not minimally-encoded')
  return BigInt.asIntN(bytes.length * 8, unsignedOf(bytes))
}

export function unsignedOf(bytes: Uint8Array): bigint {
  return bytes.length === 0 ? 0n : BigInt(`0x${Buffer.from(bytes).toString('hex')}`)
}

export function smallIntegerOf(bytes: Uint8Array): number {
  const integer = integerOf(bytes)
  if (integer < -0x80000000n || integer > 0x7fffffffn) throw structureMessage('integer too large')
  return Number(integer)
}

export function booleanOf(bytes: Uint8Array): boolean {
  if (bytes.length !== 1 || (bytes[0] !== 0 && bytes[0] !== 0xff)) throw syntaxError('invalid boolean')
  return bytes[0] === 0xff
}

/** An object identifier as `2.5.4.3`. */
export function oidOf(bytes: Uint8Array): string {
  const arcs: number[] = []
  let arc = 0
  let started = false
  for (const byte of bytes) {
    if (!started && byte === 0x80) throw syntaxError('integer is not minimally encoded')
    started = byte >= 0x80
    arc = arc * 128 + (byte & 0x7f)
    if (arc > 0x7fffffff) throw structureMessage('base 128 integer too large')
    if (started) continue
    if (arcs.length === 0) arcs.push(Math.min(2, Math.floor(arc / 40)), arc - 40 * Math.min(2, Math.floor(arc / 40)))
    else arcs.push(arc)
    arc = 0
  }
  if (started || arcs.length === 0) throw syntaxError('truncated base 128 integer')
  return arcs.join('.')
}

export interface BitString {
  readonly bytes: Uint8Array
  readonly length: number
}

export function bitStringOf(contents: Uint8Array): BitString {
  const [unused] = contents
  const bytes = contents.subarray(1)
  const last = bytes.at(-1)
  if (unused === undefined) throw syntaxError('zero length BIT STRING')
  if (unused > 7 || (last === undefined ? unused > 0 : (last & ((1 << unused) - 1)) !== 0)) throw syntaxError('invalid padding bits in BIT STRING')
  return { bytes, length: bytes.length * 8 - unused }
}

export function bitAt({ bytes, length }: BitString, at: number): boolean {
  return at < length && ((bytes[at >> 3] ?? 0) & (0x80 >> (at & 7))) !== 0
}

/** Seconds since the epoch. Years with two digits are 1950 to 2049. */
export function timeOf({ id, contents }: DerElement): number {
  const text = Buffer.from(contents).toString('latin1')
  const short = id === ID.utcTime
  const fields = (short ? /^(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})?Z$/ : /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/).exec(text)
  if (fields === null || (!short && id !== ID.generalizedTime)) throw malformedTime(short)
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = fields.slice(1).map((field) => Number(field ?? 0))
  const full = short ? (year >= 50 ? 1900 : 2000) + year : year
  const seconds = secondsOf(full, month, day, { hour, minute, second })
  const back = new Date(seconds * 1000)
  if (back.getUTCMonth() + 1 !== month || back.getUTCDate() !== day || hour > 23 || minute > 59 || second > 59) throw malformedTime(short)
  return seconds
}

function malformedTime(short: boolean): BuiltinError {
  return structureMessage(`malformed ${short ? 'UTCTime' : 'GeneralizedTime'}`)
}

/** A string of any kind that names are written in. */
export function textOf({ id, contents }: DerElement): string {
  const buffer = Buffer.from(contents)
  switch (id) {
    case ID.utf8:
      try {
        return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(contents)
      } catch {
        throw structureMessage('invalid UTF-8 string')
      }
    case ID.printable:
      return matching(buffer.toString('latin1'), /^[A-Za-z0-9'()+,\-./:=? *&]*$/, 'PrintableString')
    case ID.numeric:
      return matching(buffer.toString('latin1'), /^[0-9 ]*$/, 'NumericString')
    case ID.ia5:
      return matching(buffer.toString('latin1'), /^[\0-\x7f]*$/, 'IA5String')
    case ID.t61:
      return buffer.toString('latin1')
    case ID.bmp:
      if (buffer.length % 2 !== 0) throw structureMessage('invalid BMPString')
      return buffer.swap16().toString('utf16le').replace(/\0$/, '').toWellFormed()
    default:
      throw structureMessage('unsupported string type')
  }
}

function matching(text: string, pattern: RegExp, kind: string): string {
  if (!pattern.test(text)) throw syntaxError(`${kind} contains invalid character`)
  return text
}
