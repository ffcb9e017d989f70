import { BuiltinError } from '../../errors.ts'
import { type Address, addressText, isV4, parseAddress } from './ip.ts'

/** A range of addresses with a common beginning. `prefix` counts the bits of that beginning in all 128. */
export interface Network {
  readonly base: Address
  readonly prefix: number
}

/** IPv4 is the last 32 of the 128 bits. */
const V4_OFFSET = 96

/** Reads `10.0.0.0/8` as Go's net.ParseCIDR does. */
export function parseNetwork(text: string): Network | undefined {
  const slash = text.indexOf('/')
  const address = slash < 0 ? undefined : parseAddress(text.slice(0, slash))
  const digits = text.slice(slash + 1)
  if (address === undefined || !/^[0-9]{1,6}$/.test(digits)) return undefined
  const offset = text.slice(0, slash).includes(':') ? 0 : V4_OFFSET
  const prefix = Number(digits) + offset
  return prefix > 128 ? undefined : { base: firstOf({ base: address, prefix }), prefix }
}

export function networkOf(text: string): Network {
  const network = parseNetwork(text)
  if (network === undefined) throw new BuiltinError(`invalid CIDR address: ${text}`)
  return network
}

function hostMask(network: Network): bigint {
  return (1n << BigInt(128 - network.prefix)) - 1n
}

export function firstOf(network: Network): Address {
  return network.base & ~hostMask(network)
}

export function lastOf(network: Network): Address {
  return network.base | hostMask(network)
}

/** IPv4 addresses are in networks of IPv4 only. */
export function containsAddress(network: Network, address: Address): boolean {
  return isV4(network.base) === isV4(address) && firstOf(network) <= address && address <= lastOf(network)
}

/** Addresses one after the other, both ends included. */
export interface Range {
  readonly first: Address
  readonly last: Address
}

export function rangeOf(network: Network): Range {
  return { first: firstOf(network), last: lastOf(network) }
}

/** Whether all of the second is in the first, and both are of IPv4 or both of IPv6. */
export function containsRange(a: Range, b: Range): boolean {
  const v4 = isV4(a.first)
  return v4 === isV4(b.first) && v4 === isV4(b.last) && a.first <= b.first && b.last <= a.last
}

export function networkText(network: Network): string {
  return `${addressText(network.base)}/${isV4(network.base) && network.prefix >= V4_OFFSET ? network.prefix - V4_OFFSET : network.prefix}`
}

/** The network of an IPv4 address that is written alone, by its class, as Go's IP.DefaultMask has it. */
export function classNetwork(address: Address): Network {
  const first = Number((address >> 24n) & 0xffn)
  return { base: address, prefix: V4_OFFSET + (first < 128 ? 8 : first < 192 ? 16 : 24) }
}
