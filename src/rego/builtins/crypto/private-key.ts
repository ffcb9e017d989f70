import { createPrivateKey, type JsonWebKey, type KeyObject } from 'node:crypto'
import { BuiltinError } from '../../errors.ts'
import { wholeOf } from '../../values/numbers.ts'
import type { Value } from '../../values/value.ts'
import { unsignedOf } from './der-values.ts'
import { bytesJson } from './go-json.ts'
import type { PemBlock } from './pem.ts'

/** A private key, for Node and as a JSON Web Key. */
export interface PrivateKey {
  readonly object: KeyObject
  readonly jwk: JsonWebKey
}

export type KeyFormat = 'pkcs1' | 'pkcs8' | 'sec1'

const formats: ReadonlyMap<string, KeyFormat> = new Map<string, KeyFormat>([
  ['RSA PRIVATE KEY', 'pkcs1'],
  ['PRIVATE KEY', 'pkcs8'],
  ['EC PRIVATE KEY', 'sec1'],
])

/** The keys among some blocks; blocks of other types are passed over. */
export function privateKeysOf(blocks: readonly PemBlock[]): readonly PrivateKey[] {
  return blocks.flatMap(({ type, bytes }) => {
    const format = formats.get(type)
    return format === undefined ? [] : [parsePrivateKey(bytes, format)]
  })
}

export function parsePrivateKey(bytes: Uint8Array, format: KeyFormat): PrivateKey {
  try {
    const object = createPrivateKey({ key: Buffer.from(bytes), format: 'der', type: format })
    return { object, jwk: object.export({ format: 'jwk' }) }
  } catch {
    throw new BuiltinError(`x509: failed to parse private key (${format === 'pkcs1' ? 'PKCS#1' : format === 'pkcs8' ? 'PKCS#8' : 'SEC 1'})`)
  }
}

/** As Go's encoding/json writes the key. */
export function privateKeyJson({ jwk }: PrivateKey): Value {
  if (jwk.kty === 'RSA') {
    return {
      N: number(jwk.n),
      E: number(jwk.e),
      D: number(jwk.d),
      Primes: [number(jwk.p), number(jwk.q)],
      Precomputed: { Dp: number(jwk.dp), Dq: number(jwk.dq), Qinv: number(jwk.qi), CRTValues: [] },
    }
  }
  if (jwk.kty === 'EC') return { Curve: {}, X: number(jwk.x), Y: number(jwk.y), D: number(jwk.d) }
  // Go's Ed25519 key is the seed and the public key; what its key for X25519 is made of is not shown.
  return jwk.crv === 'Ed25519' ? bytesJson(Buffer.concat([bytesOf(jwk.d), bytesOf(jwk.x)])) : {}
}

/** The key as a JSON Web Key (RFC 7517). */
export function privateJwkJson({ jwk }: PrivateKey): Value {
  const fields: Record<string, Value> = {}
  for (const [name, value] of Object.entries(jwk)) if (typeof value === 'string') fields[name] = value
  return fields
}

function bytesOf(text: string | undefined): Buffer {
  return Buffer.from(text ?? '', 'base64url')
}

function number(text: string | undefined): Value {
  return wholeOf(unsignedOf(bytesOf(text)))
}
