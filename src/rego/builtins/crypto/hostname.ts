import { BuiltinError } from '../../errors.ts'
import { parseAddress } from '../net/ip.ts'
import type { Certificate } from './certificate.ts'
import { unsignedOf } from './der-values.ts'

/** Refuses a certificate that is not for this host: a name, or an address that may stand in brackets. */
export function checkHostname(certificate: Certificate, host: string): void {
  const bare = host.startsWith('[') && host.endsWith(']') && host.length > 2 ? host.slice(1, -1) : host
  const address = parseAddress(bare)
  const matches =
    address === undefined
      ? certificate.names.dnsNames.some((pattern) => matchesName(pattern, host))
      : certificate.names.addresses.some((bytes) => addressOf(bytes) === address)
  if (!matches) throw new BuiltinError(`x509: certificate is not valid for ${host}`)
}

function addressOf(bytes: Uint8Array): bigint {
  return bytes.length === 4 ? (0xffffn << 32n) | unsignedOf(bytes) : unsignedOf(bytes)
}

function matchesName(pattern: string, host: string): boolean {
  const name = host.toLowerCase()
  if (!isHostname(name.replace(/\.$/, ''), false) || !isHostname(pattern, true))
    return pattern !== '' && pattern !== '.' && withoutDot(pattern) === withoutDot(name)
  const labels = withoutDot(pattern).split('.')
  const own = withoutDot(name).split('.')
  return labels.length === own.length && labels.every((label, i) => (i === 0 && label === '*') || label === own[i])
}

function withoutDot(name: string): string {
  return name.toLowerCase().replace(/\.$/, '')
}

/** A wildcard may be the first label, but not the only one. */
function isHostname(name: string, wildcard: boolean): boolean {
  return name !== '*' && name.split('.').every((label, i) => (wildcard && i === 0 && label === '*') || /^[A-Za-z0-9_][A-Za-z0-9_-]*$/.test(label))
}
