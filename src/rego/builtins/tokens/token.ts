import { BuiltinError } from '../../errors.ts'
import { JsonError, parseJson } from '../../values/json.ts'
import { getKey, isObject } from '../../values/objects.ts'
import { textOfBytes } from '../../values/strings.ts'
import type { ObjectValue } from '../../values/value.ts'
import { base64Decoded } from '../encoding/base64.ts'

/** A JSON Web Token in its compact form (RFC 7519), not yet decoded. */
export interface Token {
  readonly header: string
  readonly payload: string
  readonly signature: string
}

export function splitToken(text: string): Token {
  if (!text.includes('.')) throw new BuiltinError('encoded JWT had no period separators')
  const parts = text.split('.')
  const [header, payload, signature] = parts
  if (header === undefined || payload === undefined || signature === undefined || parts.length !== 3) {
    throw new BuiltinError(`encoded JWT must have 3 sections, found ${parts.length}`)
  }
  return { header, payload, signature }
}

/** What is signed. */
export function signedText({ header, payload }: Token): Buffer {
  return Buffer.from(`${header}.${payload}`)
}

/** Base64url, with or without padding. */
export function sectionBytes(text: string): Uint8Array {
  const missing = text.endsWith('=') ? 0 : (4 - (Buffer.byteLength(text) % 4)) % 4
  if (missing === 3) throw new BuiltinError(`illegal base64url string: ${text}`)
  return base64Decoded(text + '='.repeat(missing), 'url')
}

/** A section as text; `what` is blamed for an encoding that is none. */
export function sectionText(text: string, what: 'header' | 'payload' | 'signature'): string {
  return textOfBytes(blaming(`JWT ${what} had invalid encoding`, () => sectionBytes(text)))
}

export function headerOf(token: Token): ObjectValue {
  const text = sectionText(token.header, 'header')
  const header = blaming('bad JWT header', () => jsonObject(text))
  if (getKey(header, 'enc') !== undefined) throw new BuiltinError('JWT is a JWE object, which is not supported')
  return header
}

export function jsonObject(text: string): ObjectValue {
  const value = parsed(text)
  if (!isObject(value)) throw new BuiltinError('decoded JSON type was not an Object')
  return value
}

function parsed(text: string): ReturnType<typeof parseJson> {
  try {
    return parseJson(text)
  } catch (error) {
    if (error instanceof JsonError) throw new BuiltinError(`invalid JSON: ${error.message}`)
    throw error
  }
}

function blaming<T>(what: string, run: () => T): T {
  try {
    return run()
  } catch (error) {
    if (error instanceof BuiltinError) throw new BuiltinError(`${what}: ${error.message}`)
    throw error
  }
}
