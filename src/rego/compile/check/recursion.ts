import type { Problems } from '../problems.ts'
import { pathText, ruleText } from '../ref-text.ts'
import type { RuleSet, RuleTree } from '../rule-tree.ts'
import { branchesOf } from '../walk.ts'
import type { Dependencies } from './dependencies.ts'

/** Cycles may be long, and there is an end to what is reported. */
const ENOUGH = 10

/**
 * No rule refers to itself, directly or through others. Gives the sets in an order in which each comes after those that
 * it refers to.
 */
export function refuseRecursion(tree: RuleTree, dependencies: Dependencies, problems: Problems): readonly RuleSet[] {
  const { order, isCyclic } = sorted(dependencies)
  if (isCyclic) {
    let reported = 0
    for (const set of tree.sets) {
      const path = pathToItself(set.id, dependencies)
      if (path === undefined) continue
      report(set, path, tree, problems)
      if (++reported === ENOUGH) break
    }
  }
  return order.flatMap((id) => tree.sets[id] ?? [])
}

function report(set: RuleSet, path: readonly number[], tree: RuleTree, problems: Problems): void {
  for (const rule of set.rules) {
    for (const branch of branchesOf(rule)) {
      const names = path.map((id, index) => (index === 0 || index === path.length - 1 ? ruleText(branch) : pathText(tree.sets[id]?.path ?? [])))
      problems.add('rego_recursion_error', `rule ${ruleText(branch)} is recursive: ${names.join(' -> ')}`, branch.location)
    }
  }
}

/** Depth first, without recursion of our own: chains of rules may be long. */
function sorted(dependencies: Dependencies): { order: readonly number[]; isCyclic: boolean } {
  const order: number[] = []
  const state = new Uint8Array(dependencies.length)
  let isCyclic = false
  for (let start = 0; start < dependencies.length; start++) {
    if (state[start] !== 0) continue
    const stack = [{ id: start, next: dependencies[start]?.values() }]
    state[start] = 1
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const step = top.next?.next()
      if (step === undefined || step.done === true) {
        state[top.id] = 2
        order.push(top.id)
        stack.pop()
      } else if (state[step.value] === 0) {
        state[step.value] = 1
        stack.push({ id: step.value, next: dependencies[step.value]?.values() })
      } else if (state[step.value] === 1) isCyclic = true
    }
  }
  return { order, isCyclic }
}

/** The shortest, its first and last are the same. */
function pathToItself(id: number, dependencies: Dependencies): readonly number[] | undefined {
  const from = new Map<number, number>()
  let front = [id]
  while (front.length > 0) {
    const next: number[] = []
    for (const current of front) {
      for (const other of dependencies[current] ?? []) {
        if (other === id) return unwound(current, id, from)
        if (from.has(other)) continue
        from.set(other, current)
        next.push(other)
      }
    }
    front = next
  }
  return undefined
}

function unwound(last: number, id: number, from: ReadonlyMap<number, number>): readonly number[] {
  const path = [id]
  for (let current: number | undefined = last; current !== undefined && current !== id; current = from.get(current)) path.push(current)
  path.push(id)
  return path.reverse()
}
