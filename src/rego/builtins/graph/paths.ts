import { hashKey } from '../../values/hash-key.ts'
import { getKey } from '../../values/objects.ts'
import { type RegoSet, SetBuilder } from '../../values/rego-set.ts'
import type { ObjectValue, Value } from '../../values/value.ts'
import type { Host } from '../builtin.ts'
import { nodesOf } from './nodes.ts'

/** A path as a list from its end, so that paths share what they have in common. */
interface Step {
  readonly node: Value
  readonly before: Step | undefined
  readonly length: number
}

/**
 * Every longest path from the first nodes on. A path ends at a node without neighbours, before a node that is not in the
 * graph, and where the next node is on it already. There can be exponentially many: each step is paid for.
 */
export function reachablePaths(edges: ObjectValue, initial: readonly Value[], host: Host): RegoSet {
  const paths = new SetBuilder()
  const add = (step: Step | undefined) => {
    host.spend(1 + (step?.length ?? 0))
    paths.add(pathOf(step))
  }
  const open: Step[] = []
  for (const node of initial) if (getKey(edges, node) !== undefined) open.push({ node, before: undefined, length: 1 })
  for (let step = open.pop(); step !== undefined; step = open.pop()) {
    host.spend(1)
    const neighbours = nodesOf(getKey(edges, step.node) ?? null)
    if (neighbours.length === 0) add(step)
    for (const node of neighbours) {
      if (getKey(edges, node) === undefined || isOn(step, node, host)) add(step)
      else open.push({ node, before: step, length: step.length + 1 })
    }
  }
  return paths.finish()
}

function pathOf(last: Step | undefined): readonly Value[] {
  const nodes: Value[] = []
  for (let step = last; step !== undefined; step = step.before) nodes.push(step.node)
  return nodes.reverse()
}

function isOn(last: Step, node: Value, host: Host): boolean {
  const key = hashKey(node)
  host.spend(last.length / 8)
  for (let step: Step | undefined = last; step !== undefined; step = step.before) if (hashKey(step.node) === key) return true
  return false
}
