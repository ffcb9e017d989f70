import type { Value } from '../../values/value.ts'
import type { Body, RefTerm, Rule, Term } from '../ir.ts'
import type { RuleSet, RuleTree, TreeNode } from '../rule-tree.ts'
import { branchesOf, everyExpr, everyTerm } from '../walk.ts'

/** Which rules each rule refers to, or may refer to: by the id of their sets. */
export type Dependencies = readonly ReadonlySet<number>[]

/** The ids of sets that are referred to, and how often each is. */
class Found extends Set<number> {
  readonly counts: number[]
  constructor(counts: number[]) {
    super()
    this.counts = counts
  }

  override add(id: number): this {
    this.counts[id] = (this.counts[id] ?? 0) + 1
    return super.add(id)
  }
}

export function dependenciesOf(tree: RuleTree): { dependencies: Dependencies; references: readonly number[] } {
  const references: number[] = new Array(tree.sets.length).fill(0)
  const dependencies = tree.sets.map((set) => {
    const found = new Found(references)
    for (const rule of set.default === undefined ? set.rules : [...set.rules, set.default]) {
      for (const branch of branchesOf(rule)) addRule(branch, tree, found)
    }
    return found
  })
  return { dependencies, references }
}

function addRule(rule: Rule, tree: RuleTree, found: Set<number>): void {
  addBody(rule.body, tree, found)
}

/** Everything that a body mentions, what it replaces by `with` included. */
function addBody(body: Body, tree: RuleTree, found: Set<number>): void {
  everyTerm(body, (term) => {
    if (term.kind === 'ref' && term.head === 'data') addRef(term, tree, found)
  })
  everyExpr(body, (expr) => {
    if (expr.kind === 'call' && expr.operator.kind === 'function') addPath(expr.operator.path, tree, found)
    for (const modifier of expr.with) {
      if (modifier.target.kind === 'data') addParts(modifier.target.path, tree, found)
      if (modifier.replacement?.kind === 'function') addPath(modifier.replacement.path, tree, found)
    }
  })
}

function addRef(term: RefTerm, tree: RuleTree, found: Set<number>): void {
  addParts(term.path, tree, found)
}

function addPath(path: readonly Value[], tree: RuleTree, found: Set<number>): void {
  addParts(
    path.map((value): Term => ({ kind: 'const', value, location: undefined })),
    tree,
    found,
  )
}

/** A part that is not known stands for all children. At the end, everything below counts. */
function addParts(parts: readonly Term[], tree: RuleTree, found: Set<number>): void {
  let nodes: TreeNode[] = [tree.root]
  for (const part of parts) {
    const next: TreeNode[] = []
    for (const node of nodes) {
      if (part.kind !== 'const') next.push(...node.children.values())
      else {
        const child = node.child(part.value)
        if (child !== undefined) next.push(child)
      }
    }
    for (const node of next) addSet(node.set, found)
    nodes = next
  }
  while (nodes.length > 0) {
    const node = nodes.pop()
    if (node === undefined) continue
    addSet(node.set, found)
    nodes.push(...node.children.values())
  }
}

function addSet(set: RuleSet | undefined, found: Set<number>): void {
  if (set !== undefined) found.add(set.id)
}
