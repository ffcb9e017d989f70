import { DerReader, ID } from './der.ts'
import { oidOf } from './der-values.ts'

/** How a certificate is signed. `number` is Go's x509.SignatureAlgorithm. */
export interface SignatureAlgorithm {
  readonly number: number
  /** Node's name of the hash; null for Ed25519, which has none of its own. */
  readonly hash: string | null
  readonly pss?: boolean
  /** Go does not verify what is signed with broken hashes. */
  readonly insecure?: boolean
}

const unknown: SignatureAlgorithm = { number: 0, hash: null }

const algorithms: ReadonlyMap<string, SignatureAlgorithm> = new Map([
  ['1.2.840.113549.1.1.4', { number: 2, hash: 'md5', insecure: true }],
  ['1.2.840.113549.1.1.5', { number: 3, hash: 'sha1', insecure: true }],
  ['1.3.14.3.2.29', { number: 3, hash: 'sha1', insecure: true }],
  ['1.2.840.113549.1.1.11', { number: 4, hash: 'sha256' }],
  ['1.2.840.113549.1.1.12', { number: 5, hash: 'sha384' }],
  ['1.2.840.113549.1.1.13', { number: 6, hash: 'sha512' }],
  ['1.2.840.10040.4.3', { number: 7, hash: 'sha1', insecure: true }],
  ['2.16.840.1.101.3.4.3.2', { number: 8, hash: 'sha256', insecure: true }],
  ['1.2.840.10045.4.1', { number: 9, hash: 'sha1', insecure: true }],
  ['1.2.840.10045.4.3.2', { number: 10, hash: 'sha256' }],
  ['1.2.840.10045.4.3.3', { number: 11, hash: 'sha384' }],
  ['1.2.840.10045.4.3.4', { number: 12, hash: 'sha512' }],
  ['1.3.101.112', { number: 16, hash: null }],
])

const RSA_PSS = '1.2.840.113549.1.1.10'
const pssByHash: ReadonlyMap<string, SignatureAlgorithm> = new Map([
  ['2.16.840.1.101.3.4.2.1', { number: 13, hash: 'sha256', pss: true }],
  ['2.16.840.1.101.3.4.2.2', { number: 14, hash: 'sha384', pss: true }],
  ['2.16.840.1.101.3.4.2.3', { number: 15, hash: 'sha512', pss: true }],
])

/** What an AlgorithmIdentifier (the contents of its sequence) says. */
export function signatureAlgorithmOf(identifier: Uint8Array): SignatureAlgorithm {
  const reader = new DerReader(identifier)
  const oid = oidOf(reader.read(ID.oid))
  if (oid !== RSA_PSS) return algorithms.get(oid) ?? unknown
  const parameters = reader.next === ID.sequence ? reader.inside(ID.sequence) : undefined
  const hash = parameters?.optional(0xa0)
  return hash === undefined ? unknown : (pssByHash.get(oidOf(new DerReader(hash).inside(ID.sequence).read(ID.oid))) ?? unknown)
}
