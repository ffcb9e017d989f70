import { wholeOf } from '../../values/numbers.ts'
import type { PlainObject, Value } from '../../values/value.ts'
import type { Certificate } from './certificate.ts'
import type { Extension } from './extensions.ts'
import type { AddressRange, AlternativeNames } from './general-names.ts'
import { addressJson, bytesJson, listJson, oidJson, textsJson, timeJson } from './go-json.ts'
import { usageOf } from './key-usages.ts'
import { nameJson } from './names.ts'

/** Go's x509.Certificate. */
export function certificateJson(certificate: Certificate): PlainObject {
  const { basicConstraints, extendedKeyUsage, policies } = certificate
  const known = extendedKeyUsage.map(usageOf).filter((usage) => usage !== undefined)
  const unknown = extendedKeyUsage.filter((oid) => usageOf(oid) === undefined)
  return {
    Raw: bytesJson(certificate.raw),
    RawTBSCertificate: bytesJson(certificate.tbs),
    RawSubjectPublicKeyInfo: bytesJson(certificate.publicKey.raw),
    RawSubject: bytesJson(certificate.subject.raw),
    RawIssuer: bytesJson(certificate.issuer.raw),
    Signature: bytesJson(certificate.signature),
    SignatureAlgorithm: certificate.signatureAlgorithm.number,
    PublicKeyAlgorithm: certificate.publicKey.algorithm,
    PublicKey: certificate.publicKey.json,
    Version: certificate.version,
    SerialNumber: wholeOf(certificate.serialNumber),
    Issuer: nameJson(certificate.issuer),
    Subject: nameJson(certificate.subject),
    NotBefore: timeJson(certificate.notBefore),
    NotAfter: timeJson(certificate.notAfter),
    KeyUsage: certificate.keyUsage,
    Extensions: extensionsJson(certificate.extensions),
    ExtraExtensions: null,
    UnhandledCriticalExtensions: listJson(certificate.unhandledCritical, oidJson),
    ExtKeyUsage: listJson(known, (usage) => usage),
    UnknownExtKeyUsage: listJson(unknown, oidJson),
    BasicConstraintsValid: basicConstraints !== undefined,
    IsCA: basicConstraints?.isCa === true,
    MaxPathLen: basicConstraints?.maxPathLength ?? 0,
    MaxPathLenZero: basicConstraints?.maxPathLength === 0,
    SubjectKeyId: bytesJson(certificate.subjectKeyId),
    AuthorityKeyId: bytesJson(certificate.authorityKeyId),
    OCSPServer: textsJson(certificate.ocspServers),
    IssuingCertificateURL: textsJson(certificate.issuerUrls),
    ...alternativeNamesJson(certificate.names),
    ...constraintsJson(certificate),
    CRLDistributionPoints: textsJson(certificate.crlUrls),
    PolicyIdentifiers: listJson(policies, oidJson),
    Policies: textsJson(policies),
    PolicyMappings: listJson(certificate.policyMappings, ([issuer, subject]) => ({ IssuerDomainPolicy: issuer, SubjectDomainPolicy: subject })),
    ...countJson('RequireExplicitPolicy', certificate.requireExplicitPolicy),
    ...countJson('InhibitPolicyMapping', certificate.inhibitPolicyMapping),
    ...countJson('InhibitAnyPolicy', certificate.inhibitAnyPolicy),
  }
}

/** With the URIs as texts, which OPA adds. */
export function certificateWithUrisJson(certificate: Certificate): PlainObject {
  return { ...certificateJson(certificate), URIStrings: listJson(certificate.names.uris, ({ text }) => text) }
}

export function alternativeNamesJson(names: AlternativeNames): PlainObject {
  return {
    DNSNames: textsJson(names.dnsNames),
    EmailAddresses: textsJson(names.emails),
    IPAddresses: listJson(names.addresses, addressJson),
    URIs: listJson(names.uris, ({ json }) => json),
  }
}

export function extensionsJson(extensions: readonly Extension[]): Value {
  return listJson(extensions, ({ oid, critical, value }) => ({ Id: oidJson(oid), Critical: critical, Value: bytesJson(value) }))
}

function constraintsJson({ constraintsCritical, permitted, excluded }: Certificate): PlainObject {
  return {
    PermittedDNSDomainsCritical: constraintsCritical,
    PermittedDNSDomains: textsJson(permitted.dnsNames),
    ExcludedDNSDomains: textsJson(excluded.dnsNames),
    PermittedIPRanges: listJson(permitted.ranges, rangeJson),
    ExcludedIPRanges: listJson(excluded.ranges, rangeJson),
    PermittedEmailAddresses: textsJson(permitted.emails),
    ExcludedEmailAddresses: textsJson(excluded.emails),
    PermittedURIDomains: textsJson(permitted.uris),
    ExcludedURIDomains: textsJson(excluded.uris),
  }
}

function rangeJson({ address, mask }: AddressRange): Value {
  return { IP: addressJson(address), Mask: bytesJson(mask) }
}

/** A number with a flag for the zero that was written. */
function countJson(name: string, count: number | undefined): PlainObject {
  return { [name]: count ?? 0, [`${name}Zero`]: count === 0 }
}
