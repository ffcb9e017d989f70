import type { Host } from '../builtin.ts'
import { type Address, isV4 } from './ip.ts'
import { firstOf, lastOf, type Network } from './network.ts'

interface Range {
  readonly first: Address
  readonly last: Address
  /** Missing where it was put together of several. */
  readonly network?: Network
}

/** The fewest networks that have the same addresses. Networks that touch no other are left as they are. */
export function mergeNetworks(networks: readonly Network[], host: Host): readonly Network[] {
  host.spend(networks.length * Math.ceil(Math.log2(networks.length + 2)))
  const sorted = networks.map((network): Range => ({ first: firstOf(network), last: lastOf(network), network })).sort(compareRanges)
  const merged: Range[] = []
  // From the end: what comes next ends before, and may reach back to several.
  for (let range = sorted.pop(); range !== undefined; range = sorted.pop()) {
    const before = sorted.at(-1)
    if (before !== undefined && addressBefore(range.first) <= before.last) {
      sorted[sorted.length - 1] = { first: before.first < range.first ? before.first : range.first, last: range.last }
    } else {
      merged.push(range)
    }
  }
  return merged.flatMap((range) => (range.network === undefined ? networksOf(range.first, range.last) : [range.network]))
}

function compareRanges(a: Range, b: Range): number {
  if (a.last !== b.last) return a.last < b.last ? -1 : 1
  return a.first < b.first ? -1 : a.first > b.first ? 1 : 0
}

/** There is nothing before the first address of IPv4. */
function addressBefore(address: Address): Address {
  return address === 0n || (isV4(address) && !isV4(address - 1n)) ? address : address - 1n
}

/** The fewest networks for the addresses from one to another. */
function networksOf(first: Address, last: Address): Network[] {
  const networks: Network[] = []
  let base = first
  while (base <= last) {
    let prefix = 128
    while (prefix > 0 && firstOf({ base, prefix: prefix - 1 }) === base && lastOf({ base, prefix: prefix - 1 }) <= last) prefix--
    networks.push({ base, prefix })
    base = lastOf({ base, prefix }) + 1n
  }
  return networks
}
