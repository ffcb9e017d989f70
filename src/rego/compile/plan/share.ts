import type { Value } from '../../values/value.ts'
import { Keys } from './keys.ts'
import type { EqualOp, Op, Source } from './plan.ts'
import type { BranchPlan } from './rules.ts'
import { isDisjoint, slotsRead, slotsWritten } from './slots.ts'

/** Rules of one place whose bodies begin alike, as one tree: what they have in common is evaluated once. */
export type RuleNode =
  | { readonly kind: 'ops'; readonly ops: readonly Op[]; readonly next: RuleNode }
  | { readonly kind: 'yield'; readonly branch: BranchPlan }
  | { readonly kind: 'all'; readonly nodes: readonly RuleNode[] }
  /** One of many known values: only the rules that ask for it. */
  | { readonly kind: 'switch'; readonly source: Source; readonly cases: ReadonlyMap<Scalar, RuleNode> }
  /** The same for what a string begins with. */
  | { readonly kind: 'prefixes'; readonly source: Source; readonly cases: ReadonlyMap<string, RuleNode>; readonly op: Op }

export type Scalar = null | boolean | number | string

interface Chain {
  readonly ops: readonly Op[]
  readonly branch: BranchPlan
}

/** From so many rules on, looking a value up beats comparing it with each. */
const ENOUGH = 4
/** Deeper trees are not worth their recursion. */
const MAX_DEPTH = 100

export function shareRules(branches: readonly BranchPlan[]): RuleNode {
  return new Sharing().build(
    branches.map((branch) => ({ ops: branch.ops, branch })),
    0,
  )
}

class Sharing {
  readonly #keys = new Keys()

  build(chains: readonly Chain[], depth: number): RuleNode {
    const [only] = chains
    if (chains.length === 1 && only !== undefined) return straight(only)
    if (depth > MAX_DEPTH) return all(chains.map(straight))
    const choice = this.#bestChoice(chains)
    if (choice !== undefined) return this.#chosen(chains, choice, depth)
    const nodes: RuleNode[] = []
    for (const group of this.#groups(chains)) {
      const [first] = group
      if (first === undefined) continue
      if (group.length === 1) nodes.push(straight(first))
      else nodes.push(this.#shared(group, depth))
    }
    return all(nodes)
  }

  /** All that a group has in common, and then its parts. */
  #shared(group: readonly Chain[], depth: number): RuleNode {
    const [first] = group
    if (first === undefined) return all([])
    let length = 0
    for (; length < first.ops.length; length++) {
      const op = first.ops[length]
      if (op === undefined) break
      const key = this.#keys.op(op)
      if (!group.every((chain) => sameAt(this.#keys, chain, length, key))) break
    }
    const rest = group.map((chain): Chain => ({ ops: chain.ops.slice(length), branch: chain.branch }))
    return { kind: 'ops', ops: first.ops.slice(0, length), next: this.build(rest, depth + 1) }
  }

  /** By their first operations; those without one apart. */
  #groups(chains: readonly Chain[]): Iterable<readonly Chain[]> {
    const groups = new Map<string, Chain[]>()
    for (const chain of chains) {
      const [op] = chain.ops
      const key = op === undefined ? `end${groups.size}` : this.#keys.op(op)
      const group = groups.get(key)
      if (group === undefined) groups.set(key, [chain])
      else group.push(chain)
    }
    return groups.values()
  }

  #bestChoice(chains: readonly Chain[]): string | undefined {
    if (chains.length < ENOUGH) return undefined
    const counts = new Map<string, number>()
    for (const chain of chains) for (const { key } of this.#choices(chain)) counts.set(key, (counts.get(key) ?? 0) + 1)
    let best: string | undefined
    let most = ENOUGH - 1
    for (const [key, count] of counts) {
      if (count <= most) continue
      most = count
      best = key
    }
    return best
  }

  /** Comparisons with known values that can be made right away. */
  *#choices(chain: Chain): Iterable<Choice> {
    const written = new Set<number>()
    for (let index = 0; index < chain.ops.length; index++) {
      const op = chain.ops[index]
      if (op === undefined || !isStraight(op)) return
      const choice = choiceOf(op)
      if (choice !== undefined) {
        const read = new Set<number>()
        slotsRead(choice.source, read)
        if (isDisjoint(read, written)) yield { ...choice, index, op, key: `${choice.kind}${this.#keys.source(choice.source)}` }
      }
      slotsWritten(op, written)
    }
  }

  #chosen(chains: readonly Chain[], key: string, depth: number): RuleNode {
    const cases = new Map<Scalar, Chain[]>()
    const rest: Chain[] = []
    let chosen: Choice | undefined
    for (const chain of chains) {
      const choice = [...this.#choices(chain)].find((candidate) => candidate.key === key)
      if (choice === undefined) {
        rest.push(chain)
        continue
      }
      chosen = choice
      const shorter: Chain = { ops: chain.ops.toSpliced(choice.index, 1), branch: chain.branch }
      const list = cases.get(choice.value)
      if (list === undefined) cases.set(choice.value, [shorter])
      else list.push(shorter)
    }
    if (chosen === undefined) return all(chains.map(straight))
    const nodes = new Map<Scalar, RuleNode>()
    for (const [value, list] of cases) nodes.set(value, this.build(list, depth + 1))
    const node = choiceNode(chosen, nodes)
    return rest.length === 0 ? node : all([node, this.build(rest, depth + 1)])
  }
}

interface Choice {
  readonly kind: 'switch' | 'prefixes'
  readonly source: Source
  readonly value: Scalar
  readonly key: string
  readonly index: number
  readonly op: Op
}

function choiceNode(choice: Choice, nodes: ReadonlyMap<Scalar, RuleNode>): RuleNode {
  if (choice.kind === 'switch') return { kind: 'switch', source: choice.source, cases: nodes }
  const cases = new Map<string, RuleNode>()
  for (const [value, node] of nodes) if (typeof value === 'string') cases.set(value, node)
  return { kind: 'prefixes', source: choice.source, cases, op: choice.op }
}

function choiceOf(op: Op): { kind: 'switch' | 'prefixes'; source: Source; value: Scalar } | undefined {
  if (op.op === 'equal') return equalityOf(op)
  if (op.op !== 'test' || op.source.kind !== 'call' || op.source.builtin.name !== 'startswith') return undefined
  const [source, prefix] = op.source.args
  if (source === undefined || prefix?.kind !== 'const' || typeof prefix.value !== 'string' || !isCheap(source)) return undefined
  return { kind: 'prefixes', source, value: prefix.value }
}

function equalityOf(op: EqualOp): { kind: 'switch'; source: Source; value: Scalar } | undefined {
  const [source, constant] = op.left.kind === 'const' ? [op.right, op.left] : [op.left, op.right]
  if (constant.kind !== 'const' || !isScalar(constant.value) || !isCheap(source)) return undefined
  return { kind: 'switch', source, value: constant.value }
}

function isScalar(value: Value): value is Scalar {
  return value === null || (typeof value !== 'object' && typeof value !== 'bigint')
}

/** What can be looked up at another time than the rule says: it reads only what is there already. */
export function isCheap(source: Source): boolean {
  switch (source.kind) {
    case 'const':
    case 'slot':
    case 'input':
    case 'undefined':
    case 'given':
      return true
    case 'lookup':
      return isCheap(source.of) && source.path.every(isCheap)
    default:
      return false
  }
}

/** Neither a loop nor anything with a body that may be long. */
function isStraight(op: Op): boolean {
  return op.op === 'bind' || op.op === 'test' || op.op === 'equal' || op.op === 'match' || op.op === 'not' || op.op === 'every'
}

function sameAt(keys: Keys, chain: Chain, index: number, key: string): boolean {
  const op = chain.ops[index]
  return op !== undefined && keys.op(op) === key
}

function straight(chain: Chain): RuleNode {
  const end: RuleNode = { kind: 'yield', branch: chain.branch }
  return chain.ops.length === 0 ? end : { kind: 'ops', ops: chain.ops, next: end }
}

function all(nodes: readonly RuleNode[]): RuleNode {
  const [only] = nodes
  return nodes.length === 1 && only !== undefined ? only : { kind: 'all', nodes }
}
