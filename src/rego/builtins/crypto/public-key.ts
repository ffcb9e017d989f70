import { createPublicKey, type KeyObject } from 'node:crypto'
import { BuiltinError } from '../../errors.ts'
import { wholeOf } from '../../values/numbers.ts'
import type { Value } from '../../values/value.ts'
import { type DerReader, ID, DerReader as Reader } from './der.ts'
import { bitStringOf, integerOf, oidOf, unsignedOf } from './der-values.ts'
import { bytesJson } from './go-json.ts'

/** A subject's public key. `algorithm` is Go's x509.PublicKeyAlgorithm. */
export interface PublicKey {
  readonly raw: Uint8Array
  readonly algorithm: number
  readonly oid: string
  /** As Go's encoding/json writes the key. */
  readonly json: Value
}

const curves: ReadonlyMap<string, number> = new Map([
  ['1.3.132.0.33', 28],
  ['1.2.840.10045.3.1.7', 32],
  ['1.3.132.0.34', 48],
  ['1.3.132.0.35', 66],
])

export function readPublicKey(reader: DerReader): PublicKey {
  const element = reader.element(ID.sequence)
  const parts = new Reader(element.contents)
  const algorithm = parts.inside(ID.sequence)
  const oid = oidOf(algorithm.read(ID.oid))
  const { bytes } = bitStringOf(parts.read(ID.bitString))
  const known = { raw: element.raw, oid }
  switch (oid) {
    case '1.2.840.113549.1.1.1':
      return { ...known, algorithm: 1, json: rsaJson(bytes) }
    case '1.2.840.10040.4.1':
      return { ...known, algorithm: 2, json: dsaJson(algorithm, bytes) }
    case '1.2.840.10045.2.1':
      return { ...known, algorithm: 3, json: ecJson(algorithm, bytes) }
    case '1.3.101.112':
      if (bytes.length !== 32) throw new BuiltinError('x509: wrong Ed25519 public key size')
      return { ...known, algorithm: 4, json: bytesJson(bytes) }
    case '1.3.101.110':
      return { ...known, algorithm: 0, json: {} }
    default:
      return { ...known, algorithm: 0, json: null }
  }
}

function rsaJson(bytes: Uint8Array): Value {
  const parts = new Reader(bytes).inside(ID.sequence)
  const modulus = integerOf(parts.read(ID.integer))
  const exponent = integerOf(parts.read(ID.integer))
  if (modulus <= 0n) throw new BuiltinError('x509: RSA modulus is not a positive number')
  if (exponent <= 0n) throw new BuiltinError('x509: RSA public exponent is not a positive number')
  return { N: wholeOf(modulus), E: wholeOf(exponent) }
}

function dsaJson(algorithm: DerReader, bytes: Uint8Array): Value {
  const parameters = algorithm.inside(ID.sequence)
  const [p, q, g] = [parameters, parameters, parameters].map((each) => wholeOf(integerOf(each.read(ID.integer))))
  return { P: p ?? null, Q: q ?? null, G: g ?? null, Y: wholeOf(integerOf(new Reader(bytes).read(ID.integer))) }
}

/** Go's curves have nothing that JSON would show. */
function ecJson(algorithm: DerReader, bytes: Uint8Array): Value {
  const size = curves.get(oidOf(algorithm.read(ID.oid)))
  if (size === undefined) throw new BuiltinError('x509: unsupported elliptic curve')
  if (bytes[0] !== 4 || bytes.length !== 1 + 2 * size) throw new BuiltinError('x509: failed to unmarshal elliptic curve point')
  return { Curve: {}, X: wholeOf(unsignedOf(bytes.subarray(1, 1 + size))), Y: wholeOf(unsignedOf(bytes.subarray(1 + size))) }
}

/** For verifying. Undefined where OpenSSL does not take the key. */
export function keyObjectOf(raw: Uint8Array): KeyObject | undefined {
  try {
    return createPublicKey({ key: Buffer.from(raw), format: 'der', type: 'spki' })
  } catch {
    return undefined
  }
}
