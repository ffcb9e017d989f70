import { BuiltinError } from '../../errors.ts'
import { T } from '../../types/type.ts'
import { bytesOf, textOfBytes } from '../../values/strings.ts'
import type { Value } from '../../values/value.ts'
import type { Builtin, Host } from '../builtin.ts'
import { unary } from '../define.ts'
import { stringOperand } from '../operands.ts'
import { spendText } from '../strings/size.ts'
import { base64Decoded, base64Encoded } from './base64.ts'

const { string, boolean } = T

function coding(name: string, code: (text: string) => string): Builtin {
  return unary(name, [string], string, (value, host) => {
    const text = stringOperand(value, 1)
    spendText(text.length * 4, host)
    return code(text)
  })
}

function isBase64(value: Value, host: Host): boolean {
  if (typeof value !== 'string') return false
  host.spend(1 + value.length / 25)
  try {
    base64Decoded(value, 'standard')
    return true
  } catch (error) {
    if (error instanceof BuiltinError) return false
    throw error
  }
}

/** Padding may be left out. */
function urlDecoded(text: string): string {
  const missing = text.endsWith('=') ? 0 : (4 - (Buffer.byteLength(text) % 4)) % 4
  if (missing === 3) throw new BuiltinError(`illegal base64url string: ${text}`)
  return textOfBytes(base64Decoded(text + '='.repeat(missing), 'url'))
}

function hexDecoded(text: string): string {
  const wrong = /[^0-9a-fA-F]/u.exec(text)
  if (wrong !== null) throw new BuiltinError(`encoding/hex: invalid byte: ${invalidByte(wrong[0])}`)
  if (text.length % 2 === 1) throw new BuiltinError('encoding/hex: odd length hex string')
  return textOfBytes(Buffer.from(text, 'hex'))
}

/** As Go's %#U of the first byte. */
function invalidByte(character: string): string {
  const byte = bytesOf(character)[0] ?? 0
  const code = `U+${byte.toString(16).toUpperCase().padStart(4, '0')}`
  const isPrintable = (byte >= 0x20 && byte < 0x7f) || byte >= 0xa1
  return isPrintable ? `${code} '${String.fromCharCode(byte)}'` : code
}

export const base64Family: readonly Builtin[] = [
  coding('base64.encode', (text) => base64Encoded(bytesOf(text), 'standard')),
  coding('base64.decode', (text) => textOfBytes(base64Decoded(text, 'standard'))),
  unary('base64.is_valid', [string], boolean, isBase64),
  coding('base64url.encode', (text) => base64Encoded(bytesOf(text), 'url')),
  coding('base64url.encode_no_pad', (text) => base64Encoded(bytesOf(text), 'url', false)),
  coding('base64url.decode', urlDecoded),
  coding('hex.encode', (text) => Buffer.from(bytesOf(text)).toString('hex')),
  coding('hex.decode', hexDecoded),
]
