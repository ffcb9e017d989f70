import { compare } from '../values/compare.ts'
import { type HashKey, hashKey } from '../values/hash-key.ts'
import type { Value } from '../values/value.ts'
import { fixedPath, isComplete, type ModuleInfo, type Rule } from './ir.ts'

/** All rules that make one document. */
export interface RuleSet {
  readonly id: number
  readonly path: readonly Value[]
  /** `object`: variables stand in the reference: `p[x] := y`, `p[x].q contains y`. */
  readonly kind: 'complete' | 'set' | 'object' | 'function'
  readonly rules: readonly Rule[]
  readonly default: Rule | undefined
  readonly arity: number
}

/** One place under `data` that packages and rules make. */
export class TreeNode {
  /** Of its document, beside those of rule sets. */
  id = -1
  readonly path: readonly Value[]
  readonly children = new Map<HashKey, TreeNode>()
  readonly rules: Rule[] = []
  set: RuleSet | undefined
  #sorted: readonly TreeNode[] | undefined

  constructor(path: readonly Value[]) {
    this.path = path
  }

  child(key: Value): TreeNode | undefined {
    return this.children.get(hashKey(key))
  }

  /** `data.system` is not part of `data`. */
  get hidden(): boolean {
    return this.path.length === 1 && this.path[0] === 'system'
  }

  get key(): Value {
    return this.path.at(-1) ?? null
  }

  sorted(): readonly TreeNode[] {
    this.#sorted ??= [...this.children.values()].sort((a, b) => compare(a.key, b.key))
    return this.#sorted
  }

  find(path: readonly Value[]): TreeNode | undefined {
    let node: TreeNode | undefined = this
    for (const key of path) node = node?.child(key)
    return node
  }

  grow(path: readonly Value[]): TreeNode {
    let node: TreeNode = this
    for (let length = 1; length <= path.length; length++) {
      const key = hashKey(path[length - 1] ?? null)
      const child = node.children.get(key) ?? new TreeNode(path.slice(0, length))
      node.children.set(key, child)
      node = child
    }
    return node
  }
}

export interface RuleTree {
  readonly root: TreeNode
  readonly sets: readonly RuleSet[]
  /** How many documents rules and packages make. */
  readonly documents: number
}

export function buildTree(modules: readonly ModuleInfo[]): RuleTree {
  const root = new TreeNode([])
  const withRules: TreeNode[] = []
  for (const module of modules) {
    root.grow(module.package)
    for (const rule of module.rules) {
      const node = root.grow(fixedPath(rule))
      if (node.rules.length === 0) withRules.push(node)
      node.rules.push(rule)
    }
  }
  const sets = withRules.map((node, id) => {
    const set = ruleSet(node, id)
    node.set = set
    return set
  })
  return { root, sets, documents: numbered(root, sets.length) }
}

function numbered(root: TreeNode, first: number): number {
  let id = first
  const nodes = [root]
  for (let node = nodes.pop(); node !== undefined; node = nodes.pop()) {
    node.id = id++
    nodes.push(...node.children.values())
  }
  return id
}

function ruleSet(node: TreeNode, id: number): RuleSet {
  const [first] = node.rules
  const kind = kindOf(node.rules)
  const all = kind === 'object' ? rulesBelow(node) : node.rules
  return {
    id,
    path: node.path,
    kind,
    rules: all.filter((rule) => !rule.default),
    default: node.rules.find((rule) => rule.default),
    arity: first?.args?.length ?? 0,
  }
}

function kindOf(rules: readonly Rule[]): RuleSet['kind'] {
  if (rules.some((rule) => rule.args !== undefined)) return 'function'
  if (rules.every(isComplete)) return 'complete'
  return rules.every((rule) => rule.fixed === rule.ref.length) ? 'set' : 'object'
}

/** Rules at places inside that of a rule with variables are part of the same object. */
function rulesBelow(node: TreeNode): Rule[] {
  const rules: Rule[] = []
  const nodes = [node]
  for (let next = nodes.pop(); next !== undefined; next = nodes.pop()) {
    rules.push(...next.rules)
    nodes.push(...next.children.values())
  }
  return rules
}
