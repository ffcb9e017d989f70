import { BuiltinError } from '../../errors.ts'
import type { Value } from '../../values/value.ts'
import { stringOperand } from '../operands.ts'
import { parseAddress } from './ip.ts'
import { containsAddress, firstOf, lastOf, networkOf, parseNetwork } from './network.ts'

/** Whether an address, or all of a network, is in a network. */
export function cidrContains(a: Value, b: Value): boolean {
  const network = networkOf(stringOperand(a, 1))
  const text = stringOperand(b, 1)
  const address = parseAddress(text)
  if (address !== undefined) return containsAddress(network, address)
  const other = parseNetwork(text)
  if (other === undefined) throw new BuiltinError(`not a valid textual representation of an IP address or CIDR: ${text}`)
  return containsAddress(network, firstOf(other)) && containsAddress(network, lastOf(other))
}

export function cidrIntersects(a: Value, b: Value): boolean {
  const first = networkOf(stringOperand(a, 1))
  const second = networkOf(stringOperand(b, 1))
  return containsAddress(first, firstOf(second)) || containsAddress(second, firstOf(first))
}
