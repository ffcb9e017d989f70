import { constants, verify } from 'node:crypto'
import { BuiltinError } from '../../errors.ts'
import type { Host } from '../builtin.ts'
import { nowOf } from '../time/now.ts'
import type { Certificate } from './certificate.ts'
import { checkHostname } from './hostname.ts'
import { ANY_USAGE, SERVER_AUTH, usageOf } from './key-usages.ts'
import { hasConstraints, namesAllowed } from './name-constraints.ts'
import { keyObjectOf } from './public-key.ts'

export interface VerifyOptions {
  readonly hostname: string
  /** Nanoseconds since the epoch; now, where there is none. */
  readonly time: bigint | undefined
  /** Go's x509.ExtKeyUsage; one of them must be allowed all the way up. */
  readonly usages: readonly number[]
}

/** OpenSSL takes some ten microseconds for each signature. */
const stepsOfSignature = 100
const mostSignatures = 100
const CERTIFICATE_SIGN = 1 << 5

/**
 * A chain from the last certificate up to the first, which is trusted, by way of the others, leaf first. Throws where
 * there is none: as Go's Certificate.Verify, without the policies of RFC 5280, section 6.1.
 */
export function verifiedChain(certificates: readonly Certificate[], options: VerifyOptions, host: Host): readonly Certificate[] {
  const [root, leaf] = [certificates[0], certificates.at(-1)]
  if (root === undefined || leaf === undefined || certificates.length < 2)
    throw new BuiltinError('operand 1 must supply at least two certificates to be able to verify', 'eval_type_error')
  const verifier = new Verifier(root, certificates.slice(1, -1), options, host)
  return verifier.chainFor(leaf)
}

class Verifier {
  private readonly root: Certificate
  private readonly intermediates: readonly Certificate[]
  private readonly options: VerifyOptions
  private readonly host: Host
  private readonly now: number
  private signatures = 0
  constructor(root: Certificate, intermediates: readonly Certificate[], options: VerifyOptions, host: Host) {
    this.root = root
    this.intermediates = intermediates
    this.options = options
    this.host = host
    this.now = Number(options.time ?? nowOf(host)) / 1e9
  }

  chainFor(leaf: Certificate): readonly Certificate[] {
    if (!this.isValid(leaf, [], 'leaf')) throw new BuiltinError('x509: certificate is not valid')
    if (this.options.hostname !== '') checkHostname(leaf, this.options.hostname)
    for (const chain of sameBytes(leaf, this.root) ? [[leaf]] : this.chains([leaf])) if (this.allowsUsages(chain)) return chain
    throw new BuiltinError('x509: certificate signed by unknown authority')
  }

  /** The longest chain has all certificates that were given, each once: the depth is bounded by the signatures. */
  private *chains(chain: readonly Certificate[]): Generator<readonly Certificate[]> {
    const last = chain.at(-1)
    if (last === undefined) return
    for (const [kind, candidates] of [
      ['root', [this.root]],
      ['intermediate', this.intermediates],
    ] as const) {
      for (const candidate of parents(last, candidates)) {
        if (chain.some((one) => sameSubject(one, candidate)) || !this.isSignedBy(last, candidate) || !this.isValid(candidate, chain, kind)) continue
        if (kind === 'root') yield [...chain, candidate]
        else yield* this.chains([...chain, candidate])
      }
    }
  }

  private isValid(certificate: Certificate, below: readonly Certificate[], kind: 'leaf' | 'intermediate' | 'root'): boolean {
    const { basicConstraints } = certificate
    if (certificate.unhandledCritical.length > 0 || this.now < certificate.notBefore || this.now >= certificate.notAfter + 1) return false
    if (kind !== 'leaf' && hasConstraints(certificate) && !below.every(({ names }) => namesAllowed(names, certificate))) return false
    if (kind === 'intermediate' && basicConstraints?.isCa !== true) return false
    return basicConstraints === undefined || basicConstraints.maxPathLength < 0 || below.length - 1 <= basicConstraints.maxPathLength
  }

  private isSignedBy(certificate: Certificate, parent: Certificate): boolean {
    this.signatures += 1
    this.host.spend(stepsOfSignature)
    if (this.signatures > mostSignatures) throw new BuiltinError('x509: signature check attempts limit reached while verifying certificate chain')
    const isAuthority = parent.basicConstraints === undefined ? parent.version !== 3 : parent.basicConstraints.isCa
    if (!isAuthority || (parent.keyUsage !== 0 && (parent.keyUsage & CERTIFICATE_SIGN) === 0)) return false
    return signatureHolds(certificate, parent)
  }

  private allowsUsages(chain: readonly Certificate[]): boolean {
    const asked = this.options.usages.length === 0 ? [SERVER_AUTH] : this.options.usages
    if (asked.includes(ANY_USAGE)) return true
    return asked.some((usage) =>
      chain.every(({ extendedKeyUsage }) => extendedKeyUsage.length === 0 || extendedKeyUsage.some((oid) => [ANY_USAGE, usage].includes(usageOf(oid) ?? -1))),
    )
  }
}

function sameBytes(a: Certificate, b: Certificate): boolean {
  return Buffer.from(a.raw).equals(b.raw)
}

function sameSubject(a: Certificate, b: Certificate): boolean {
  return Buffer.from(a.subject.raw).equals(b.subject.raw) && Buffer.from(a.publicKey.raw).equals(b.publicKey.raw)
}

/** Those whose subject is the issuer: the ones whose key has the right name first, the ones with another name last. */
function parents(certificate: Certificate, candidates: readonly Certificate[]): readonly Certificate[] {
  const wanted = certificate.authorityKeyId
  const rank = ({ subjectKeyId }: Certificate): number =>
    wanted === undefined || subjectKeyId === undefined ? 1 : Buffer.from(wanted).equals(subjectKeyId) ? 0 : 2
  return candidates.filter(({ subject }) => Buffer.from(subject.raw).equals(certificate.issuer.raw)).toSorted((a, b) => rank(a) - rank(b))
}

function signatureHolds({ tbs, signature, signatureAlgorithm }: Certificate, parent: Certificate): boolean {
  const { number, hash, insecure, pss } = signatureAlgorithm
  const key = keyObjectOf(parent.publicKey.raw)
  if (number === 0 || insecure === true || key === undefined || keyKind(number) !== parent.publicKey.algorithm) return false
  try {
    return verify(hash, tbs, pss === true ? { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_AUTO } : key, signature)
  } catch {
    return false
  }
}

/** The x509.PublicKeyAlgorithm of the keys that such signatures are made with. */
function keyKind(signature: number): number {
  if (signature === 16) return 4
  return signature >= 9 && signature <= 12 ? 3 : 1
}
