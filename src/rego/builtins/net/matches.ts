import { BuiltinError } from '../../errors.ts'
import { entriesOf, isArray, isObject, isSet } from '../../values/objects.ts'
import { RegoSet } from '../../values/rego-set.ts'
import type { Value } from '../../values/value.ts'
import type { Host } from '../builtin.ts'
import { stringOperand } from '../operands.ts'
import { addressOrNetwork } from './contains.ts'
import { containsRange, networkOf, type Range, rangeOf } from './network.ts'

/** An address or network, and what it is found by: the index, the key or, in a set, the item. */
type Indexed = readonly [text: Value, index: Value]

/** Which addresses and networks of the second are in which networks of the first. */
export function containsMatches(networks: Value, addresses: Value, host: Host): RegoSet {
  const found: Value[] = []
  const candidates = indexed(addresses, 2)
  if (candidates.length === 0) return RegoSet.of(found)
  let ranges: readonly (readonly [Range, Value])[] | undefined
  for (const [text, index] of indexed(networks, 1)) {
    const network = rangeOf(networkOf(stringOperand(text, 1)))
    ranges ??= candidates.map(([address, other]) => [addressOrNetwork(stringOperand(address, 2)), other])
    host.spend(1 + candidates.length)
    for (const [range, other] of ranges) {
      if (containsRange(network, range)) {
        host.spend(2)
        found.push([index, other])
      }
    }
  }
  return RegoSet.of(found)
}

function indexed(value: Value, operand: number): readonly Indexed[] {
  if (typeof value === 'string') return [[value, value]]
  if (isArray(value)) return value.map((item, index) => [textIn(item, operand), index])
  if (isSet(value)) return value.sorted().map((item) => [textIn(item, operand), item])
  return isObject(value) ? entriesOf(value).map(([key, item]) => [textIn(item, operand), key]) : []
}

/** A string, or the first of an array. */
function textIn(item: Value, operand: number): Value {
  const text = isArray(item) ? item[0] : typeof item === 'string' ? item : undefined
  if (text === undefined) throw new BuiltinError(`operand ${operand}: element must be string or non-empty array`)
  return text
}
