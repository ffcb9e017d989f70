import { LRUCache } from 'lru-cache'
import { BuiltinError } from '../../errors.ts'
import type { Host } from '../builtin.ts'
import { parseOneCertificate } from '../crypto/certificate.ts'
import { DerReader } from '../crypto/der.ts'
import { decodePem } from '../crypto/pem.ts'
import { keyObjectOf, readPublicKey } from '../crypto/public-key.ts'
import { type Algorithm, algorithms, type Key, signatureHolds } from './algorithms.ts'
import { parseJwks, type WebKey } from './jwk.ts'

const stepsOfParsing = 100
const stepsOfVerifying = 100
const mostKept = 50
const longestKept = 20_000
/** By their text: a few keys verify many tokens. */
const kept = new LRUCache<string, readonly WebKey[]>({ max: mostKept })

/** The keys of a certificate, of a public key in PEM, or of a JSON Web Key (set). Keys for algorithms that nobody knows are left out. */
export function verificationKeys(text: string, host: Host): readonly WebKey[] {
  const known = kept.get(text)
  if (known !== undefined) return known
  host.spend(stepsOfParsing + text.length / 10)
  const keys = parsedKeys(text)
  if (text.length <= longestKept) kept.set(text, keys)
  return keys
}

function parsedKeys(text: string): readonly WebKey[] {
  const found = decodePem(text)
  if (found !== undefined) {
    if (found.rest !== '') throw new BuiltinError('extra data after a PEM certificate block')
    return [{ key: keyInBlock(found.block.type, found.block.bytes), alg: '', kid: '' }]
  }
  return blaming('failed to parse a JWK key (set)', () => parseJwks(text)).filter(({ alg }) => alg === '' || algorithms.has(alg))
}

function keyInBlock(type: string, bytes: Uint8Array): Key {
  if (type === 'CERTIFICATE') return keyOf(blaming('failed to parse a PEM certificate', () => parseOneCertificate(bytes)).publicKey.raw)
  if (type === 'PUBLIC KEY') return keyOf(blaming('failed to parse a PEM public key', () => readPublicKey(new DerReader(bytes))).raw)
  throw new BuiltinError('failed to extract a Key from the PEM certificate')
}

function keyOf(raw: Uint8Array): Key {
  const key = keyObjectOf(raw)
  if (key === undefined) throw new BuiltinError('failed to parse a PEM public key: x509: unknown public key algorithm')
  return key
}

function blaming<T>(what: string, run: () => T): T {
  try {
    return run()
  } catch (error) {
    if (error instanceof BuiltinError) throw new BuiltinError(`${what}: ${error.message}`)
    throw error
  }
}

export interface Signed {
  readonly kid: string
  readonly alg: string
  readonly text: Uint8Array
  readonly signature: Uint8Array
}

/** Whether the key with the token's id, or else one of the keys that are for its algorithm or for any, verifies it. */
export function verifiesAny(keys: readonly WebKey[], algorithm: Algorithm, { kid, alg, text, signature }: Signed, host: Host): boolean {
  const own = kid === '' ? undefined : keys.find((key) => key.kid === kid)
  const candidates = own === undefined ? keys.filter((key) => key.alg === '' || key.alg === alg) : [own]
  return candidates.some(({ key }) => {
    host.spend(stepsOfVerifying + text.length / 100)
    return signatureHolds(algorithm, key, text, signature)
  })
}
