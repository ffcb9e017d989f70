import { BuiltinError } from '../../errors.ts'
import { quoted } from '../../values/rego-text.ts'
import { bytesOf, textOfBytes } from '../../values/strings.ts'

/** What is no letter, digit, `-`, `_`, `.` or `~` is escaped, a space as `+`: Go's url.QueryEscape. */
export function queryEscaped(text: string): string {
  if (/^[A-Za-z0-9\-_.~]*$/.test(text)) return text
  let result = ''
  for (const byte of bytesOf(text)) result += escapedByte(byte)
  return result
}

const UNRESERVED = /[A-Za-z0-9\-_.~]/

function escapedByte(byte: number): string {
  if (byte === 0x20) return '+'
  const character = String.fromCharCode(byte)
  return byte < 0x80 && UNRESERVED.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
}

/** Go's url.QueryUnescape. */
export function queryUnescaped(text: string): string {
  return unescaped(text.replaceAll('+', ' '), text)
}

/** Percent escapes only. `written`: the text for the message. */
export function unescaped(text: string, written = text): string {
  if (!text.includes('%')) return text
  const bytes = bytesOf(text)
  const result: number[] = []
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0
    const digits = byte === 0x25 ? String.fromCharCode(...bytes.subarray(at + 1, at + 3)) : ''
    if (byte === 0x25 && !/^[0-9a-fA-F]{2}$/.test(digits)) {
      throw new BuiltinError(`invalid URL escape ${quoted(textOfBytes(bytesOf(written).subarray(at, at + 3)))}`)
    }
    result.push(byte === 0x25 ? Number.parseInt(digits, 16) : byte)
    if (byte === 0x25) at += 2
  }
  return textOfBytes(Uint8Array.from(result))
}
