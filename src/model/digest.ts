import { createHash } from 'node:crypto'
import { type Digest, digest } from './ids.ts'
import { canonicalJson, type Json } from './json.ts'

/** SHA-256 of bytes, or of the UTF-8 form of a text. */
export function digestOfBytes(bytes: Uint8Array | string): Digest {
  return digest(`sha256:${createHash('sha256').update(bytes).digest('hex')}`)
}

/** SHA-256 of the canonical JSON (RFC 8785) of a value: equal values have equal digests, whatever their key order. */
export function digestOf(value: Json): Digest {
  return digestOfBytes(canonicalJson(value))
}
