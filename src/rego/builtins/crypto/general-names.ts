import { BuiltinError } from '../../errors.ts'
import { contextual, type DerElement, DerReader } from './der.ts'
import { type CertificateUri, parseCertificateUri } from './url.ts'

/** The names of a subject, or of a constraint, by their kinds (RFC 5280, section 4.2.1.6). Others are passed over, as Go does. */
export interface AlternativeNames {
  readonly emails: readonly string[]
  readonly dnsNames: readonly string[]
  readonly uris: readonly CertificateUri[]
  readonly addresses: readonly Uint8Array[]
}

export const noNames: AlternativeNames = { emails: [], dnsNames: [], uris: [], addresses: [] }

const EMAIL = contextual(1, false)
const DNS = contextual(2, false)
const URI = contextual(6, false)
const ADDRESS = contextual(7, false)

export function readAlternativeNames(value: Uint8Array): AlternativeNames {
  const elements = [...new DerReader(value).inside(0x30).rest()]
  const named = (id: number): readonly DerElement[] => elements.filter((element) => element.id === id)
  const addresses = named(ADDRESS).map(({ contents }) => contents)
  for (const address of addresses)
    if (address.length !== 4 && address.length !== 16) throw new BuiltinError(`x509: cannot parse IP address of length ${address.length}`)
  return {
    emails: named(EMAIL).map(asciiOf),
    dnsNames: named(DNS).map(asciiOf),
    uris: named(URI).map((element) => parseCertificateUri(asciiOf(element))),
    addresses,
  }
}

export function asciiOf({ contents }: DerElement): string {
  const text = Buffer.from(contents).toString('latin1')
  if (!/^[\0-\x7f]*$/.test(text)) throw new BuiltinError('x509: invalid IA5String')
  return text
}

/** An address and its mask. */
export interface AddressRange {
  readonly address: Uint8Array
  readonly mask: Uint8Array
}

/** What the names below a certificate must be, or must not be. */
export interface Subtrees {
  readonly dnsNames: readonly string[]
  readonly emails: readonly string[]
  readonly uris: readonly string[]
  readonly ranges: readonly AddressRange[]
}

export const noSubtrees: Subtrees = { dnsNames: [], emails: [], uris: [], ranges: [] }

/** The subtrees of a name constraint, and whether there are kinds among them that Go does not know. */
export function readSubtrees(contents: Uint8Array): { readonly subtrees: Subtrees; readonly unhandled: boolean } {
  const bases = [...new DerReader(contents).rest()].map((subtree) => new DerReader(new DerReader(subtree.raw).read(0x30)).element())
  const texts = (id: number): readonly string[] => bases.filter((base) => base.id === id).map(asciiOf)
  const ranges = bases.filter((base) => base.id === ADDRESS).map(rangeOf)
  return {
    subtrees: { dnsNames: texts(DNS), emails: texts(EMAIL), uris: texts(URI), ranges },
    unhandled: bases.some(({ id }) => ![DNS, EMAIL, URI, ADDRESS].includes(id)),
  }
}

function rangeOf({ contents }: DerElement): AddressRange {
  if (contents.length !== 8 && contents.length !== 32) throw new BuiltinError(`x509: IP constraint contained value of length ${contents.length}`)
  return { address: contents.subarray(0, contents.length / 2), mask: contents.subarray(contents.length / 2) }
}
