import { BuiltinError } from '../../errors.ts'
import { type SignatureAlgorithm, signatureAlgorithmOf } from './algorithms.ts'
import { contextual, DerReader, ID } from './der.ts'
import { bitStringOf, integerOf, smallIntegerOf, timeOf } from './der-values.ts'
import { type Extended, type Extension, extendedBy, readExtensions } from './extensions.ts'
import { type Name, readName } from './names.ts'
import { type PublicKey, readPublicKey } from './public-key.ts'

/** A certificate of X.509 (RFC 5280). Times are seconds since the epoch. */
export interface Certificate extends Extended {
  readonly raw: Uint8Array
  /** What is signed. */
  readonly tbs: Uint8Array
  readonly signature: Uint8Array
  readonly signatureAlgorithm: SignatureAlgorithm
  readonly version: number
  readonly serialNumber: bigint
  readonly issuer: Name
  readonly subject: Name
  readonly notBefore: number
  readonly notAfter: number
  readonly publicKey: PublicKey
  readonly extensions: readonly Extension[]
}

/** Certificates in DER, one behind the other. */
export function parseCertificates(bytes: Uint8Array): readonly Certificate[] {
  const certificates: Certificate[] = []
  const reader = new DerReader(bytes)
  while (!reader.done) certificates.push(wellFormed(() => parseCertificate(reader.element(ID.sequence).raw)))
  return certificates
}

/** Exactly one. */
export function parseOneCertificate(bytes: Uint8Array): Certificate {
  const [certificate, more] = parseCertificates(bytes)
  if (certificate === undefined) throw new BuiltinError('x509: malformed certificate')
  if (more !== undefined) throw new BuiltinError('x509: trailing data')
  return certificate
}

/** What is wrong with the encoding is told as Go's x509 tells it, which is less than asn1 knows. */
function wellFormed<T>(parse: () => T): T {
  try {
    return parse()
  } catch (error) {
    if (error instanceof BuiltinError && error.message.startsWith('asn1:')) throw new BuiltinError('x509: malformed certificate')
    throw error
  }
}

function parseCertificate(raw: Uint8Array): Certificate {
  const outer = new DerReader(raw).inside(ID.sequence)
  const tbs = outer.element(ID.sequence)
  const algorithm = outer.read(ID.sequence)
  const signature = bitStringOf(outer.read(ID.bitString)).bytes
  const inner = new DerReader(tbs.contents)
  const explicit = inner.optional(contextual(0))
  const version = explicit === undefined ? 1 : smallIntegerOf(new DerReader(explicit).read(ID.integer)) + 1
  if (version < 1 || version > 3) throw new BuiltinError('x509: invalid version')
  const serialNumber = integerOf(inner.read(ID.integer))
  if (!Buffer.from(inner.read(ID.sequence)).equals(algorithm)) throw new BuiltinError("x509: inner and outer signature algorithm identifiers don't match")
  const issuer = readName(inner)
  const validity = inner.inside(ID.sequence)
  const [notBefore, notAfter] = [timeOf(validity.element()), timeOf(validity.element())]
  const subject = readName(inner)
  const publicKey = readPublicKey(inner)
  if (version > 1) for (const tag of [1, 2]) inner.optional(contextual(tag, false))
  const explicitExtensions = version === 3 ? inner.optional(contextual(3)) : undefined
  const extensions = explicitExtensions === undefined ? [] : readExtensions(new DerReader(explicitExtensions).inside(ID.sequence))
  return {
    ...extendedBy(extensions),
    raw,
    tbs: tbs.raw,
    signature,
    signatureAlgorithm: signatureAlgorithmOf(algorithm),
    version,
    serialNumber,
    issuer,
    subject,
    notBefore,
    notAfter,
    publicKey,
    extensions,
  }
}
