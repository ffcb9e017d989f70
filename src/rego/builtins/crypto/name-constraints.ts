import { parseAddress } from '../net/ip.ts'
import type { Certificate } from './certificate.ts'
import type { AddressRange, Subtrees } from './general-names.ts'

export function hasConstraints({ permitted, excluded }: Certificate): boolean {
  return [permitted, excluded].some(({ dnsNames, emails, uris, ranges }) => dnsNames.length + emails.length + uris.length + ranges.length > 0)
}

/** Whether all names of a certificate are what the authority above it may vouch for (RFC 5280, section 4.2.1.10). */
export function namesAllowed(names: Certificate['names'], { permitted, excluded }: Certificate): boolean {
  const allowed = <T>(items: readonly T[], of: (subtrees: Subtrees) => readonly ((item: T) => boolean)[]): boolean => {
    const inside = of(permitted)
    const outside = of(excluded)
    return items.every((item) => !outside.some((matches) => matches(item)) && (inside.length === 0 || inside.some((matches) => matches(item))))
  }
  return (
    allowed(names.dnsNames, ({ dnsNames }) => dnsNames.map((constraint) => (name: string) => inDomain(name, constraint))) &&
    allowed(names.emails, ({ emails }) => emails.map((constraint) => (email: string) => mailboxAllowed(email, constraint))) &&
    allowed(names.uris, ({ uris }) =>
      uris.map(
        (constraint) =>
          ({ host }: { host: string }) =>
            uriAllowed(host, constraint),
      ),
    ) &&
    allowed(names.addresses, ({ ranges }) => ranges.map((range) => (address: Uint8Array) => inRange(address, range)))
  )
}

/** `.example.com` takes names below it only. */
function inDomain(name: string, constraint: string): boolean {
  if (constraint === '') return true
  const labels = name.toLowerCase().split('.').reverse()
  const below = constraint.startsWith('.')
  const wanted = constraint
    .slice(below ? 1 : 0)
    .toLowerCase()
    .split('.')
    .reverse()
  return labels.length >= wanted.length + (below ? 1 : 0) && wanted.every((label, i) => label === labels[i])
}

function mailboxAllowed(email: string, constraint: string): boolean {
  const at = email.lastIndexOf('@')
  const [local, domain] = [email.slice(0, at), email.slice(at + 1)]
  if (!constraint.includes('@')) return inDomain(domain, constraint)
  const other = constraint.lastIndexOf('@')
  return local === constraint.slice(0, other) && domain.toLowerCase() === constraint.slice(other + 1).toLowerCase()
}

/** A URI without a host, or with an address for one, is in no domain. */
function uriAllowed(authority: string, constraint: string): boolean {
  const host = authority.startsWith('[') ? authority.slice(1, authority.indexOf(']')) : authority.replace(/:[0-9]*$/, '')
  return host !== '' && parseAddress(host) === undefined && inDomain(host, constraint)
}

function inRange(bytes: Uint8Array, { address, mask }: AddressRange): boolean {
  return bytes.length === address.length && bytes.every((byte, i) => (byte & (mask[i] ?? 0)) === ((address[i] ?? 0) & (mask[i] ?? 0)))
}
