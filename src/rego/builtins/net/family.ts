import { BuiltinError, Halted } from '../../errors.ts'
import { T } from '../../types/type.ts'
import { isArray, isSet } from '../../values/objects.ts'
import { RegoSet } from '../../values/rego-set.ts'
import type { Value } from '../../values/value.ts'
import type { Builtin, Host } from '../builtin.ts'
import { binary, unary } from '../define.ts'
import { stringOperand } from '../operands.ts'
import { cidrContains, cidrIntersects } from './contains.ts'
import { addressText, isV4, parseAddress } from './ip.ts'
import { containsMatches } from './matches.ts'
import { mergeNetworks } from './merge.ts'
import { classNetwork, firstOf, type Network, networkOf, networkText, parseNetwork } from './network.ts'

const { string, boolean } = T
const textOrTuple = T.oneOf(string, T.array())
const matchable = T.oneOf(string, T.array(textOrTuple), T.object(string, textOrTuple), T.set(textOrTuple))
const MOST_HOST_BITS = 24

function expand(value: Value, host: Host): RegoSet {
  const network = networkOf(stringOperand(value, 1))
  const count = 2 ** (128 - network.prefix)
  host.spend(count * 2)
  if (128 - network.prefix > MOST_HOST_BITS) throw new Halted('memory', 'the network has too many addresses')
  const first = firstOf(network)
  return RegoSet.of(Array.from({ length: count }, (_, index) => addressText(first + BigInt(index))))
}

function merge(value: Value, host: Host): RegoSet {
  if (!isArray(value) && !isSet(value)) throw new BuiltinError('operand must be an array')
  const networks = Array.from(value, (item) => {
    host.spend(2)
    return networkIn(item)
  })
  return RegoSet.of(mergeNetworks(networks, host).map(networkText))
}

function networkIn(item: Value): Network {
  if (typeof item !== 'string') throw new BuiltinError('element must be string')
  const address = parseAddress(item)
  if (address === undefined) return networkOf(item)
  if (!isV4(address)) throw new BuiltinError('IPv6 invalid: needs prefix length')
  return classNetwork(address)
}

/** An address is its own answer; names are looked up where that is allowed. */
function lookUp(value: Value, host: Host): RegoSet {
  const name = stringOperand(value, 1)
  const zone = name.indexOf('%')
  const address = parseAddress(zone < 0 ? name : name.slice(0, zone))
  if (address !== undefined && (zone < 0 || !isV4(address))) return RegoSet.of([addressText(address) + (zone < 0 ? '' : name.slice(zone))])
  const { lookupIp } = host.hooks
  // The one name that needs no network (RFC 6761).
  if (lookupIp === undefined && name === 'localhost') return RegoSet.of(['127.0.0.1', '::1'])
  if (lookupIp === undefined) throw new BuiltinError('names are not looked up here')
  return RegoSet.of(lookupIp(name))
}

export const family: readonly Builtin[] = [
  binary('net.cidr_contains', [string, string], boolean, cidrContains),
  { ...binary('net.cidr_overlap', [string, string], boolean, cidrContains), deprecated: true },
  binary('net.cidr_intersects', [string, string], boolean, cidrIntersects),
  binary('net.cidr_contains_matches', [matchable, matchable], T.set(T.tuple(T.any, T.any)), containsMatches),
  unary('net.cidr_expand', [string], T.set(string), expand),
  unary('net.cidr_is_valid', [string], boolean, (value) => typeof value === 'string' && parseNetwork(value) !== undefined),
  unary('net.cidr_merge', [T.oneOf(T.array(T.oneOf(string)), T.set(string))], T.set(string), merge),
  { ...unary('net.lookup_ip_addr', [string], T.set(string), lookUp), nondeterministic: true },
]
