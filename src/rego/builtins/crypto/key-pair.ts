import { createPublicKey } from 'node:crypto'
import { BuiltinError } from '../../errors.ts'
import type { Value } from '../../values/value.ts'
import { parseOneCertificate } from './certificate.ts'
import { certificateJson } from './certificate-json.ts'
import { bytesJson } from './go-json.ts'
import type { PemBlock } from './pem.ts'
import { type KeyFormat, type PrivateKey, parsePrivateKey, privateKeyJson } from './private-key.ts'
import { keyObjectOf } from './public-key.ts'

/** A chain of certificates and the key of the first one, as Go's tls.Certificate. Throws with Go's words where they do not belong together. */
export function keyPairJson(certificates: readonly PemBlock[], keys: readonly PemBlock[]): Value {
  const chain = certificates.filter(({ type }) => type === 'CERTIFICATE').map(({ bytes }) => bytes)
  const [first] = chain
  if (first === undefined) throw noCertificate(certificates.map(({ type }) => type))
  const block = keys.find(({ type }) => type === 'PRIVATE KEY' || type.endsWith(' PRIVATE KEY'))
  if (block === undefined) throw noKey(keys.map(({ type }) => type))
  const leaf = parseOneCertificate(first)
  const key = keyOf(block.bytes)
  const own = keyObjectOf(leaf.publicKey.raw)
  if (own === undefined) throw new BuiltinError('tls: unknown public key algorithm')
  const other = createPublicKey(key.object)
  if (own.asymmetricKeyType !== other.asymmetricKeyType) throw new BuiltinError('tls: private key type does not match public key type')
  if (!own.equals(other)) throw new BuiltinError('tls: private key does not match public key')
  return {
    Certificate: chain.map(bytesJson),
    PrivateKey: privateKeyJson(key),
    SupportedSignatureAlgorithms: null,
    OCSPStaple: null,
    SignedCertificateTimestamps: null,
    Leaf: certificateJson(leaf),
  }
}

const formats: readonly KeyFormat[] = ['pkcs1', 'pkcs8', 'sec1']

/** Whatever form it has, and whatever its block says. */
function keyOf(bytes: Uint8Array): PrivateKey {
  for (const format of formats) {
    try {
      return parsePrivateKey(bytes, format)
    } catch (error) {
      if (!(error instanceof BuiltinError)) throw error
    }
  }
  throw new BuiltinError('tls: failed to parse private key')
}

function noCertificate(skipped: readonly string[]): BuiltinError {
  if (skipped.length === 0) return new BuiltinError('tls: failed to find any PEM data in certificate input')
  if (skipped.length === 1 && skipped[0]?.endsWith('PRIVATE KEY')) {
    return new BuiltinError('tls: failed to find certificate PEM data in certificate input, but did find a private key; PEM inputs may have been switched')
  }
  return new BuiltinError(
    `tls: failed to find "CERTIFICATE" PEM block in certificate input after skipping PEM blocks of the following types: [${skipped.join(' ')}]`,
  )
}

function noKey(skipped: readonly string[]): BuiltinError {
  if (skipped.length === 0) return new BuiltinError('tls: failed to find any PEM data in key input')
  if (skipped.length === 1 && skipped[0] === 'CERTIFICATE') {
    return new BuiltinError('tls: found a certificate rather than a key in the PEM for the private key')
  }
  return new BuiltinError(
    `tls: failed to find PEM block with type ending in "PRIVATE KEY" in key input after skipping PEM blocks of the following types: [${skipped.join(' ')}]`,
  )
}
