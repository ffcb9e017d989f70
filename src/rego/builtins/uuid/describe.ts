import { wholeOf } from '../../values/numbers.ts'
import type { PlainObject } from '../../values/value.ts'

/** Hundreds of nanoseconds from 1582-10-15, where the time of a UUID begins, to 1970. */
const EPOCH = 122_192_928_000_000_000n

const DOMAINS = ['Person', 'Group', 'Org']

/** What a UUID says of itself (RFC 4122); undefined where it is none. */
export function describeUuid(text: string): PlainObject | undefined {
  const hex = hexOf(text)
  if (hex === undefined) return undefined
  const bytes = Buffer.from(hex, 'hex')
  const version = (bytes[6] ?? 0) >> 4
  const known = { version, variant: variantOf(bytes[8] ?? 0) }
  if (version !== 1 && version !== 2) return known
  const dated = {
    ...known,
    time: wholeOf(nanoseconds(bytes)),
    nodeid: Array.from(bytes.subarray(10), (byte) => byte.toString(16).padStart(2, '0')).join('-'),
    macvariables: macVariables(bytes[10] ?? 0),
    clocksequence: bytes.readUInt16BE(8) & 0x3fff,
  }
  if (version === 1) return dated
  const domain = bytes[9] ?? 0
  return { ...dated, id: bytes.readUInt32BE(0), domain: DOMAINS[domain] ?? `Domain${domain}` }
}

/** The 32 digits of the forms that exist: with hyphens, in braces, as a URN, or bare. */
function hexOf(text: string): string | undefined {
  if (text.length > 45) return undefined
  if (/^[0-9a-fA-F]{32}$/.test(text)) return text
  // What stands around in the place of braces does not matter to Go's parser.
  const bare = /^urn:uuid:/i.test(text) && text.length === 45 ? text.slice(9) : text.length === 38 ? text.slice(1, -1) : text
  return /^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$/.test(bare) ? bare.replaceAll('-', '') : undefined
}

function variantOf(byte: number): string {
  if ((byte & 0xc0) === 0x80) return 'RFC4122'
  if ((byte & 0xe0) === 0xc0) return 'Microsoft'
  return (byte & 0xe0) === 0xe0 ? 'Future' : 'Reserved'
}

/** Since 1970, in the 64 bits that OPA has for it. */
function nanoseconds(bytes: Buffer): bigint {
  const low = BigInt(bytes.readUInt32BE(0))
  const middle = BigInt(bytes.readUInt16BE(4))
  const high = BigInt(bytes.readUInt16BE(6) & 0x0fff)
  return BigInt.asIntN(64, ((low | (middle << 32n) | (high << 48n)) - EPOCH) * 100n)
}

function macVariables(byte: number): string {
  return `${byte & 2 ? 'local' : 'global'}:${byte & 1 ? 'multicast' : 'unicast'}`
}
