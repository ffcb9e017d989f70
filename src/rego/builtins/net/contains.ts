import { BuiltinError } from '../../errors.ts'
import type { Value } from '../../values/value.ts'
import { stringOperand } from '../operands.ts'
import { parseAddress } from './ip.ts'
import { containsAddress, containsRange, firstOf, networkOf, parseNetwork, type Range, rangeOf } from './network.ts'

/** Whether an address, or all of a network, is in a network. */
export function cidrContains(a: Value, b: Value): boolean {
  return containsRange(rangeOf(networkOf(stringOperand(a, 1))), addressOrNetwork(stringOperand(b, 2)))
}

/** All that a text names; a BuiltinError where it is neither an address nor a network. */
export function addressOrNetwork(text: string): Range {
  const address = parseAddress(text)
  if (address !== undefined) return { first: address, last: address }
  const network = parseNetwork(text)
  if (network === undefined) throw new BuiltinError(`not a valid textual representation of an IP address or CIDR: ${text}`)
  return rangeOf(network)
}

export function cidrIntersects(a: Value, b: Value): boolean {
  const first = networkOf(stringOperand(a, 1))
  const second = networkOf(stringOperand(b, 1))
  return containsAddress(first, firstOf(second)) || containsAddress(second, firstOf(first))
}
