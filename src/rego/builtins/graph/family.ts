import { T } from '../../types/type.ts'
import { getKey, isArray, isSet } from '../../values/objects.ts'
import { type RegoSet, SetBuilder } from '../../values/rego-set.ts'
import type { ObjectValue, Value } from '../../values/value.ts'
import type { Builtin, Host } from '../builtin.ts'
import { binary, unary } from '../define.ts'
import { objectOperand, typeError } from '../operands.ts'
import { nodesOf } from './nodes.ts'
import { reachablePaths } from './paths.ts'
import { walk } from './walk.ts'

const list = T.oneOf(T.array(), T.set())
const graph = T.object(T.any, list)

function initialOperand(value: Value): readonly Value[] {
  if (isArray(value) || isSet(value)) return nodesOf(value)
  throw typeError(2, value, '{array, set}')
}

/** Every node of the graph that can be reached, the first ones too. A node without an entry is not in the graph. */
function reachable(edges: ObjectValue, initial: readonly Value[], host: Host): RegoSet {
  const reached = new SetBuilder()
  const outside: Value[] = []
  const open: Value[] = []
  for (const node of initial) if (reached.add(node)) open.push(node)
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const neighbours = getKey(edges, node)
    if (neighbours === undefined) {
      outside.push(node)
      continue
    }
    const all = nodesOf(neighbours)
    host.spend(1 + all.length)
    for (const neighbour of all) if (reached.add(neighbour)) open.push(neighbour)
  }
  for (const node of outside) reached.delete(node)
  return reached.finish()
}

export const family: readonly Builtin[] = [
  binary('graph.reachable', [graph, list], T.set(), (edges, initial, host) => reachable(objectOperand(edges, 1), initialOperand(initial), host)),
  binary('graph.reachable_paths', [graph, list], T.set(T.array()), (edges, initial, host) =>
    reachablePaths(objectOperand(edges, 1), initialOperand(initial), host),
  ),
  { ...unary('walk', [T.any], T.tuple(T.array(), T.any), walk), relation: true },
]
