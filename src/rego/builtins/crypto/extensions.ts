import { BuiltinError } from '../../errors.ts'
import { contextual, DerReader, ID } from './der.ts'
import { bitAt, bitStringOf, booleanOf, oidOf, smallIntegerOf } from './der-values.ts'
import { type AlternativeNames, asciiOf, noNames, noSubtrees, readAlternativeNames, readSubtrees, type Subtrees } from './general-names.ts'

export interface Extension {
  readonly oid: string
  readonly critical: boolean
  readonly value: Uint8Array
}

/** What the extensions of a certificate say (RFC 5280, section 4.2). */
export interface Extended {
  keyUsage: number
  basicConstraints: { readonly isCa: boolean; readonly maxPathLength: number } | undefined
  names: AlternativeNames
  permitted: Subtrees
  excluded: Subtrees
  constraintsCritical: boolean
  crlUrls: readonly string[]
  authorityKeyId: Uint8Array | undefined
  subjectKeyId: Uint8Array | undefined
  /** Object identifiers. */
  extendedKeyUsage: readonly string[]
  policies: readonly string[]
  policyMappings: readonly (readonly [issuer: string, subject: string])[]
  requireExplicitPolicy: number | undefined
  inhibitPolicyMapping: number | undefined
  inhibitAnyPolicy: number | undefined
  ocspServers: readonly string[]
  issuerUrls: readonly string[]
  unhandledCritical: readonly string[]
}

const URI = contextual(6, false)

export function readExtensions(reader: DerReader): readonly Extension[] {
  const extensions: Extension[] = []
  for (const element of reader.rest()) {
    const parts = new DerReader(element.raw).inside(ID.sequence)
    const oid = oidOf(parts.read(ID.oid))
    const critical = parts.optional(ID.boolean)
    if (extensions.some((other) => other.oid === oid)) throw new BuiltinError('x509: certificate contains duplicate extensions')
    extensions.push({ oid, critical: critical !== undefined && booleanOf(critical), value: parts.read(ID.octetString) })
  }
  return extensions
}

export function extendedBy(extensions: readonly Extension[]): Extended {
  const extended: Extended = {
    keyUsage: 0,
    basicConstraints: undefined,
    names: noNames,
    permitted: noSubtrees,
    excluded: noSubtrees,
    constraintsCritical: false,
    crlUrls: [],
    authorityKeyId: undefined,
    subjectKeyId: undefined,
    extendedKeyUsage: [],
    policies: [],
    policyMappings: [],
    requireExplicitPolicy: undefined,
    inhibitPolicyMapping: undefined,
    inhibitAnyPolicy: undefined,
    ocspServers: [],
    issuerUrls: [],
    unhandledCritical: [],
  }
  const unhandled: string[] = []
  for (const extension of extensions) {
    const handler = handlers.get(extension.oid)
    const handled = handler === undefined ? false : handler(extended, new DerReader(extension.value), extension)
    if (!handled && extension.critical) unhandled.push(extension.oid)
  }
  return { ...extended, unhandledCritical: unhandled }
}

/** Gives whether everything in it was understood. */
type Handler = (extended: Extended, value: DerReader, extension: Extension) => boolean

const handlers: ReadonlyMap<string, Handler> = new Map<string, Handler>([
  [
    '2.5.29.14',
    (extended, value) => {
      extended.subjectKeyId = value.read(ID.octetString)
      return true
    },
  ],
  [
    '2.5.29.15',
    (extended, value) => {
      const bits = bitStringOf(value.read(ID.bitString))
      for (let i = 0; i < 9; i += 1) if (bitAt(bits, i)) extended.keyUsage |= 1 << i
      return true
    },
  ],
  [
    '2.5.29.17',
    (extended, _, extension) => {
      extended.names = readAlternativeNames(extension.value)
      const { emails, dnsNames, uris, addresses } = extended.names
      return emails.length + dnsNames.length + uris.length + addresses.length > 0
    },
  ],
  [
    '2.5.29.19',
    (extended, value) => {
      const parts = value.inside(ID.sequence)
      const isCa = parts.optional(ID.boolean)
      const length = parts.optional(ID.integer)
      extended.basicConstraints = { isCa: isCa !== undefined && booleanOf(isCa), maxPathLength: length === undefined ? -1 : smallIntegerOf(length) }
      return true
    },
  ],
  [
    '2.5.29.30',
    (extended, value, { critical }) => {
      const parts = value.inside(ID.sequence)
      const permitted = readSubtrees(parts.optional(contextual(0)) ?? new Uint8Array())
      const excluded = readSubtrees(parts.optional(contextual(1)) ?? new Uint8Array())
      extended.permitted = permitted.subtrees
      extended.excluded = excluded.subtrees
      extended.constraintsCritical = critical
      return !permitted.unhandled && !excluded.unhandled
    },
  ],
  [
    '2.5.29.31',
    (extended, value) => {
      const urls: string[] = []
      for (const point of value.inside(ID.sequence).rest()) {
        const name = new DerReader(point.contents).optional(contextual(0))
        const full = name === undefined ? undefined : new DerReader(name).optional(contextual(0))
        if (full !== undefined) for (const each of new DerReader(full).rest()) if (each.id === URI) urls.push(asciiOf(each))
      }
      extended.crlUrls = urls
      return true
    },
  ],
  [
    '2.5.29.32',
    (extended, value) => {
      extended.policies = [...value.inside(ID.sequence).rest()].map(({ contents }) => oidOf(new DerReader(contents).read(ID.oid)))
      return true
    },
  ],
  [
    '2.5.29.33',
    (extended, value) => {
      extended.policyMappings = [...value.inside(ID.sequence).rest()].map(({ contents }) => {
        const pair = new DerReader(contents)
        return [oidOf(pair.read(ID.oid)), oidOf(pair.read(ID.oid))] as const
      })
      return true
    },
  ],
  [
    '2.5.29.35',
    (extended, value) => {
      extended.authorityKeyId = value.inside(ID.sequence).optional(contextual(0, false))
      return true
    },
  ],
  [
    '2.5.29.36',
    (extended, value) => {
      const parts = value.inside(ID.sequence)
      const [explicit, mapping] = [parts.optional(contextual(0, false)), parts.optional(contextual(1, false))]
      if (explicit !== undefined) extended.requireExplicitPolicy = smallIntegerOf(explicit)
      if (mapping !== undefined) extended.inhibitPolicyMapping = smallIntegerOf(mapping)
      return true
    },
  ],
  [
    '2.5.29.37',
    (extended, value) => {
      extended.extendedKeyUsage = [...value.inside(ID.sequence).rest()].map(({ contents }) => oidOf(contents))
      return true
    },
  ],
  [
    '2.5.29.54',
    (extended, value) => {
      extended.inhibitAnyPolicy = smallIntegerOf(value.read(ID.integer))
      return true
    },
  ],
  [
    '1.3.6.1.5.5.7.1.1',
    (extended, value) => {
      const locations = [...value.inside(ID.sequence).rest()].map(({ contents }) => {
        const parts = new DerReader(contents)
        return { method: oidOf(parts.read(ID.oid)), location: parts.element() }
      })
      const at = (method: string): readonly string[] =>
        locations.filter((one) => one.method === method && one.location.id === URI).map(({ location }) => asciiOf(location))
      extended.ocspServers = at('1.3.6.1.5.5.7.48.1')
      extended.issuerUrls = at('1.3.6.1.5.5.7.48.2')
      return true
    },
  ],
])
