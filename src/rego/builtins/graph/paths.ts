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

/** A node whose neighbours are gone through, from `next` on. */
interface Visit {
  readonly step: Step
  readonly neighbours: readonly Value[]
  next: number
}

/**
 * Paths from the first nodes on, to wherever no new node comes: a path ends at a node without neighbours, before a node
 * that is not in the graph, and before a node that was gone through already. As in OPA 1.14, what was gone through is
 * forgotten only for the next neighbour of a first node: these are not all paths that there are.
 */
export function reachablePaths(edges: ObjectValue, initial: readonly Value[], host: Host): RegoSet {
  const paths = new SetBuilder()
  const add = (step: Step) => {
    host.spend(1 + step.length)
    paths.add(pathOf(step))
  }
  for (const node of initial) {
    const neighbours = getKey(edges, node)
    const first: Step = { node, before: undefined, length: 1 }
    if (neighbours === undefined) continue
    if (nodesOf(neighbours).length === 0) add(first)
    for (const neighbour of nodesOf(neighbours)) explore(edges, neighbour, first, add, host)
  }
  return paths.finish()
}

function explore(edges: ObjectValue, start: Value, before: Step, add: (step: Step) => void, host: Host): void {
  const reached = new Set([hashKey(before.node)])
  const open: Visit[] = []
  const enter = (node: Value, path: Step) => {
    host.spend(1)
    const neighbours = getKey(edges, node)
    const step: Step = { node, before: path, length: path.length + 1 }
    if (neighbours === undefined) add(path)
    else if (nodesOf(neighbours).length === 0) add(step)
    else open.push({ step, neighbours: nodesOf(neighbours), next: 0 })
  }
  enter(start, before)
  for (let visit = open.at(-1); visit !== undefined; visit = open.at(-1)) {
    const neighbour = visit.neighbours[visit.next++]
    if (neighbour === undefined) {
      open.pop()
    } else if (reached.has(hashKey(neighbour))) {
      add(visit.step)
    } else {
      reached.add(hashKey(visit.step.node))
      enter(neighbour, visit.step)
    }
  }
}

function pathOf(last: Step): readonly Value[] {
  const nodes: Value[] = []
  for (let step: Step | undefined = last; step !== undefined; step = step.before) nodes.push(step.node)
  return nodes.reverse()
}
