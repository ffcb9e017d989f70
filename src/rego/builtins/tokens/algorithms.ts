import { constants, createHmac, createPublicKey, type KeyObject, sign, timingSafeEqual, verify } from 'node:crypto'
import { BuiltinError } from '../../errors.ts'

/** How a token is signed (RFC 7518, section 3.1; RFC 8037). `hash` is Node's name of it; null for EdDSA. */
export interface Algorithm {
  readonly kind: 'HS' | 'RS' | 'PS' | 'ES' | 'EdDSA'
  readonly hash: string | null
}

export const algorithms: ReadonlyMap<string, Algorithm> = new Map<string, Algorithm>([
  ...(['HS', 'RS', 'PS', 'ES'] as const).flatMap((kind) =>
    ['256', '384', '512'].map((size): [string, Algorithm] => [kind + size, { kind, hash: `sha${size}` }]),
  ),
  ['EdDSA', { kind: 'EdDSA', hash: null }],
])

/** A secret, a public or a private key. */
export type Key = Uint8Array | KeyObject

const keyTypes: Readonly<Record<Algorithm['kind'], string>> = { HS: '', RS: 'rsa', PS: 'rsa', ES: 'ec', EdDSA: 'ed25519' }

function isFor(key: Key, { kind }: Algorithm, type: 'public' | 'private'): key is KeyObject {
  return !(key instanceof Uint8Array) && key.type === type && key.asymmetricKeyType === keyTypes[kind]
}

/** A key of another kind verifies nothing: a public key is no secret. */
export function signatureHolds(algorithm: Algorithm, key: Key, signed: Uint8Array, signature: Uint8Array): boolean {
  if (algorithm.kind === 'HS') return key instanceof Uint8Array && hmacHolds(algorithm, key, signed, signature)
  if (!isFor(key, algorithm, 'public')) return false
  try {
    if (algorithm.kind === 'ES') return ecdsaHolds(algorithm, key, signed, signature)
    return verify(
      algorithm.hash,
      signed,
      algorithm.kind === 'PS' ? { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_AUTO } : key,
      signature,
    )
  } catch {
    return false
  }
}

export function hmacHolds({ hash }: Algorithm, secret: Uint8Array, signed: Uint8Array, signature: Uint8Array): boolean {
  const expected = createHmac(hash ?? '', secret)
    .update(signed)
    .digest()
  return expected.length === signature.length && timingSafeEqual(expected, signature)
}

/** The two halves of the signature are numbers, whatever zeros are in front of them. */
function ecdsaHolds({ hash }: Algorithm, key: KeyObject, signed: Uint8Array, signature: Uint8Array): boolean {
  const size = Math.ceil(curveBits(key) / 8)
  const middle = Math.floor(signature.length / 2)
  const halves = [signature.subarray(0, middle), signature.subarray(middle)].map((half) => sized(half, size))
  if (halves.includes(undefined)) return false
  return verify(hash, signed, { key, dsaEncoding: 'ieee-p1363' }, Buffer.concat(halves.filter((half) => half !== undefined)))
}

const bits: Readonly<Record<string, number>> = { prime256v1: 256, secp384r1: 384, secp521r1: 521, secp256k1: 256, secp224r1: 224 }

function curveBits(key: KeyObject): number {
  return bits[key.asymmetricKeyDetails?.namedCurve ?? ''] ?? 0
}

function sized(bytes: Uint8Array, size: number): Uint8Array | undefined {
  const first = bytes.findIndex((byte) => byte !== 0)
  const number = first < 0 ? new Uint8Array() : bytes.subarray(first)
  return number.length > size ? undefined : Buffer.concat([Buffer.alloc(size - number.length), number])
}

/** Curves that the algorithms for signing are made for. */
const curves: Readonly<Record<string, string>> = { sha256: 'prime256v1', sha384: 'secp384r1', sha512: 'secp521r1' }

export function signatureOf(algorithm: Algorithm, key: Key, text: Uint8Array): Uint8Array {
  const { kind, hash } = algorithm
  if (kind === 'HS') {
    if (!(key instanceof Uint8Array)) throw wrongKey()
    return createHmac(hash ?? '', key)
      .update(text)
      .digest()
  }
  if (!isFor(key, algorithm, 'private')) throw wrongKey()
  if (kind === 'PS') return sign(hash, text, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST })
  if (kind !== 'ES') return sign(hash, text, key)
  if (createPublicKey(key).asymmetricKeyDetails?.namedCurve !== curves[hash ?? '']) throw wrongKey()
  return sign(hash, text, { key, dsaEncoding: 'ieee-p1363' })
}

function wrongKey(): BuiltinError {
  return new BuiltinError('invalid key type for the signature algorithm')
}
