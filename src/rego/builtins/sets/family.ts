import { T } from '../../types/type.ts'
import { RegoSet, SetBuilder } from '../../values/rego-set.ts'
import { difference, intersection, union } from '../../values/sets.ts'
import type { Value } from '../../values/value.ts'
import type { Builtin, Host } from '../builtin.ts'
import { binary, unary } from '../define.ts'
import { setOperand } from '../operands.ts'

const set = T.set()

function algebra(name: string, compute: (a: RegoSet, b: RegoSet) => RegoSet): Builtin {
  return binary(name, [set, set], set, (a, b) => compute(setOperand(a, 1), setOperand(b, 2)))
}

function unionOfAll(value: Value, host: Host): RegoSet {
  const all = new SetBuilder()
  for (const item of setOperand(value, 1)) {
    const part = setOperand(item, 1)
    host.spend(part.size)
    for (const member of part.unordered()) all.add(member)
  }
  return all.finish()
}

function intersectionOfAll(value: Value): RegoSet {
  let shared: RegoSet | undefined
  for (const item of setOperand(value, 1)) shared = shared === undefined ? setOperand(item, 1) : intersection(shared, setOperand(item, 1))
  return shared ?? RegoSet.empty
}

export const family: readonly Builtin[] = [
  { ...algebra('and', intersection), infix: '&' },
  { ...algebra('or', union), infix: '|' },
  { ...algebra('set_diff', difference), deprecated: true },
  unary('union', [T.set(set)], set, unionOfAll),
  unary('intersection', [T.set(set)], set, intersectionOfAll),
]
