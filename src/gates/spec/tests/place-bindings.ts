import type { Code } from '../code/read-code.ts'
import type { Token } from '../lex/token.ts'
import type { Construct, FoundTests } from './construct.ts'

/** That a place in a test file names a card. */
export interface Mark {
  readonly id: string
  readonly line: number
  /** Offset of what says so: the start of a comment, or of an argument. */
  readonly at: number
  /** Offset where that ends. */
  readonly end: number
  /** `comment`: binds what it stands in or before. `mark`: binds what it is part of. `file`: binds everything around it. */
  readonly kind: 'comment' | 'mark' | 'file'
}

/** Why a mark binds nothing. */
export type IdleWhy = 'no-test' | 'skipped'

interface Node extends Construct {
  readonly parent: Node | undefined
  /** Whether it, or for a group anything in it, is run. */
  isLive: boolean
}

/** Says of each mark whether it binds a test that is run. */
export class TestPlaces {
  readonly #nodes: readonly Node[]
  /** For each node the index of the first test from it on, and of the first that is run. */
  readonly #nextTest: readonly number[]
  readonly #nextLive: readonly number[]
  readonly #text: string
  readonly #tokens: readonly Token[]
  readonly #isSkipped: boolean

  constructor({ constructs, isSkipped }: FoundTests, { text, tokens }: Code) {
    this.#isSkipped = isSkipped
    this.#nodes = nested(constructs)
    this.#text = text
    this.#tokens = tokens
    this.#nextTest = nextOf(this.#nodes, (node) => node.kind === 'test')
    this.#nextLive = nextOf(this.#nodes, (node) => node.kind === 'test' && node.isLive)
  }

  /** Undefined when the mark binds. */
  whyIdle(mark: Mark): IdleWhy | undefined {
    const isBound = this.#isBound(mark)
    if (isBound === true) return this.#isSkipped ? 'skipped' : undefined
    return isBound ?? 'no-test'
  }

  /** True, or why not. */
  #isBound(mark: Mark): true | IdleWhy | undefined {
    const inner = this.#innermost(mark.at)
    if (inner && (inner.kind === 'test' || mark.at < inner.body)) return this.#live(inner)
    if (mark.kind === 'file') return this.#hasLive(inner?.body ?? 0, inner?.end)
    if (mark.kind === 'mark') return undefined
    const ended = this.#endingBefore(mark)
    const ofEnded = ended && this.#live(ended)
    if (ofEnded !== undefined) return ofEnded
    const next = this.#firstFrom(mark.end)
    const node = this.#nodes[next]
    if (!node || (inner && node.start >= inner.end)) return undefined
    // What stands directly before a test or a group is about that one; a comment with other code behind it is about all that follows.
    return this.#codeFrom(mark.end) >= node.start ? this.#live(node) : this.#hasLive(mark.end, inner?.end)
  }

  #live(node: Node): true | IdleWhy | undefined {
    if (node.isLive) return true
    return node.kind === 'test' || node.isSkipped ? 'skipped' : this.#hasLive(node.body, node.end)
  }

  /** Whether a test that begins in a stretch is run; skipped, when there are only others. */
  #hasLive(from: number, to = Number.POSITIVE_INFINITY): true | IdleWhy | undefined {
    const first = this.#firstFrom(from)
    const begins = (index: number | undefined) => (this.#nodes[index ?? this.#nodes.length]?.start ?? Number.POSITIVE_INFINITY) < to
    if (begins(this.#nextLive[first])) return true
    return begins(this.#nextTest[first]) ? 'skipped' : undefined
  }

  #innermost(at: number): Node | undefined {
    let node = this.#nodes[this.#firstFrom(at + 1) - 1]
    while (node && node.end <= at) node = node.parent
    return node
  }

  /** The construct that ends on the line on which a comment begins, with nothing but the end of a statement between them. */
  #endingBefore({ at }: Mark): Node | undefined {
    let index = this.#tokenFrom(at) - 1
    while (this.#isStatementEnd(index)) index -= 1
    const before = this.#tokens[index]
    if (!before || before.kind === 'break' || before.kind === 'comment') return undefined
    let node = this.#nodes[this.#firstFrom(before.start + 1) - 1]
    while (node && node.end < before.end) node = node.parent
    return node?.end === before.end ? node : undefined
  }

  #isStatementEnd(index: number): boolean {
    const token = this.#tokens[index]
    return token?.kind === 'sign' && this.#text.slice(token.start, token.end) === ';'
  }

  /** The index of the first node that begins at an offset or behind it. */
  #firstFrom(at: number): number {
    return firstIndex(this.#nodes, (node) => node.start >= at)
  }

  #tokenFrom(at: number): number {
    return firstIndex(this.#tokens, (token) => token.start >= at)
  }

  /** Where code goes on. */
  #codeFrom(at: number): number {
    let index = this.#tokenFrom(at)
    let token = this.#tokens[index]
    while (token && (token.kind === 'comment' || token.kind === 'break' || token.kind === 'indent' || token.kind === 'dedent')) {
      index += 1
      token = this.#tokens[index]
    }
    return token?.start ?? Number.POSITIVE_INFINITY
  }
}

/** Constructs by where they begin, each with the one around it; whether they are run depends on those. */
function nested(constructs: readonly Construct[]): readonly Node[] {
  const sorted = withInherited(constructs.toSorted((a, b) => a.start - b.start || b.end - a.end))
  const nodes: Node[] = []
  const open: Node[] = []
  for (const construct of sorted) {
    while (open.length > 0 && (open.at(-1)?.end ?? 0) <= construct.start) open.pop()
    const parent = open.at(-1)
    const isSkipped = construct.isSkipped || parent?.isSkipped === true
    const node: Node = { ...construct, isSkipped, parent, isLive: construct.kind === 'test' && !isSkipped }
    if (node.isLive) for (let around = parent; around && !around.isLive; around = around.parent) around.isLive = around.kind === 'group' && !around.isSkipped
    nodes.push(node)
    open.push(node)
  }
  return nodes
}

/** A class that has no tests of its own, and another one as its base, has that one's. */
function withInherited(sorted: readonly Construct[]): readonly Construct[] {
  const tests = sorted.filter((construct) => construct.kind === 'test')
  return sorted.map((construct) => {
    if (construct.inherits !== true) return construct
    const first = tests[firstIndex(tests, (test) => test.start >= construct.start)]
    return first && first.start < construct.end ? construct : { ...construct, kind: 'test' }
  })
}

/** For each node the index of the first one from it on for which something holds; their number where there is none. */
function nextOf(nodes: readonly Node[], holds: (node: Node) => boolean): readonly number[] {
  const next: number[] = []
  let found = nodes.length
  for (let index = nodes.length - 1; index >= 0; index -= 1) {
    const node = nodes[index]
    if (node && holds(node)) found = index
    next[index] = found
  }
  return next
}

/** Binary search: the first index for which something holds that holds for all behind it. */
function firstIndex<T>(items: readonly T[], holds: (item: T) => boolean): number {
  let low = 0
  let high = items.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const item = items[middle]
    if (item !== undefined && holds(item)) high = middle
    else low = middle + 1
  }
  return low
}
