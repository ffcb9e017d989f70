import { T } from '../../types/type.ts'
import { isArray } from '../../values/objects.ts'
import type { Value } from '../../values/value.ts'
import type { Builtin, Host } from '../builtin.ts'
import { binary, ternary, unary } from '../define.ts'
import { arrayOperand, intOperand } from '../operands.ts'

const array = T.array()

function concat(a: Value, b: Value, host: Host): readonly Value[] {
  const front = arrayOperand(a, 1)
  const back = arrayOperand(b, 2)
  if (front.length === 0) return back
  if (back.length === 0) return front
  host.spend(front.length + back.length)
  return front.concat(back)
}

/** One level. */
function flatten(value: Value, host: Host): readonly Value[] {
  const items = arrayOperand(value, 1)
  host.spend(items.reduce<number>((size, item) => size + (isArray(item) ? item.length : 1), 0))
  return items.flat()
}

function reverse(value: Value, host: Host): readonly Value[] {
  const items = arrayOperand(value, 1)
  host.spend(items.length)
  return items.toReversed()
}

function slice(value: Value, from: Value, to: Value, host: Host): readonly Value[] {
  const items = arrayOperand(value, 1)
  const start = intOperand(from, 2)
  const stop = Math.max(0, Math.min(items.length, intOperand(to, 3)))
  const first = Math.max(0, Math.min(start, stop))
  if (first === 0 && stop === items.length) return items
  host.spend(stop - first)
  return items.slice(first, stop)
}

export const family: readonly Builtin[] = [
  binary('array.concat', [array, array], array, concat),
  unary('array.flatten', [array], array, flatten),
  unary('array.reverse', [array], array, reverse),
  ternary('array.slice', [array, T.number, T.number], array, slice),
]
