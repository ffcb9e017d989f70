import type { WatchEvent, Watcher } from '../compile/emit/watcher.ts'
import type { RuleSet } from '../compile/rule-tree.ts'
import { lookUp } from '../evaluate/lookup.ts'
import type { Value } from '../values/value.ts'
import { charge } from '../values/work.ts'
import type { Origins } from './origins.ts'

/** A place in the input or data that was looked at; without a value where nothing is there. */
export interface Read {
  readonly path: string
  readonly value: Value | undefined
}

/** One expression, on one way through a body. */
export interface ExprTrace {
  readonly node: number
  readonly reads: Read[]
  readonly rules: RuleTrace[]
}

/** A body of a rule, and how far it came. */
export interface BodyTrace {
  readonly node: number
  /** The way that came furthest, its last expression the one that did not hold. */
  furthest: readonly ExprTrace[]
  readonly solutions: Solution[]
}

interface Solution {
  readonly steps: readonly ExprTrace[]
  value: Value | undefined
}

export interface RuleTrace {
  readonly set: RuleSet
  /** Of a function. */
  readonly operands: readonly Value[]
  readonly bodies: BodyTrace[]
  value: Value | undefined
  /** Worked out before: its bodies are shown where that was. */
  readonly isRecalled: boolean
}

/** Of sets with many items, so many are explained for each body. */
const MAX_SOLUTIONS = 100
/** Expressions that look at more places are cut short. */
const MAX_READS = 1000

interface Context {
  readonly rule: RuleTrace | undefined
  body: BodyTrace | undefined
  records: ExprTrace[]
}

interface Mark {
  readonly context: Context
  readonly records: number
  readonly record: ExprTrace | undefined
  readonly reads: number
}

function isMark(mark: unknown): mark is Mark {
  return typeof mark === 'object' && mark !== null && 'context' in mark
}

/** Keeps how each rule came to its value. */
export class Tracer implements Watcher {
  readonly #origins: Origins
  readonly #input: Value | undefined
  readonly #contexts: Context[] = [{ rule: undefined, body: undefined, records: [{ node: -1, reads: [], rules: [] }] }]

  constructor(origins: Origins, input: Value | undefined) {
    this.#origins = origins
    this.#input = input
  }

  /** What the query itself referred to. */
  get rules(): readonly RuleTrace[] {
    return this.#contexts[0]?.records.flatMap((record) => record.rules) ?? []
  }

  get #top(): Context {
    const top = this.#contexts.at(-1)
    if (top === undefined) throw new Error('nothing is evaluated')
    return top
  }

  #record(): ExprTrace | undefined {
    for (let index = this.#contexts.length - 1; index >= 0; index--) {
      const record = this.#contexts[index]?.records.at(-1)
      if (record !== undefined) return record
      if (this.#contexts[index]?.rule !== undefined) return undefined
    }
    return undefined
  }

  at(event: WatchEvent, node: number): void {
    const top = this.#top
    charge(1)
    if (event === 'body') {
      top.body = { node, furthest: [], solutions: [] }
      top.records = []
      top.rule?.bodies.push(top.body)
    } else if (event === 'enter') {
      const before = top.records.findIndex((record) => record.node === node)
      if (before >= 0) top.records.length = before
      top.records.push({ node, reads: [], rules: [] })
      if (top.body !== undefined && top.records.length >= top.body.furthest.length) top.body.furthest = [...top.records]
    } else if (event === 'yield' && top.body !== undefined && top.body.solutions.length < MAX_SOLUTIONS) {
      top.body.solutions.push({ steps: top.records.map(copied), value: undefined })
    }
  }

  yields(value: Value): void {
    const solution = this.#top.body?.solutions.at(-1)
    if (solution !== undefined && solution.value === undefined) solution.value = value
  }

  /** What is read inside belongs to the expression around it. */
  begin(): void {
    this.#contexts.push({ rule: undefined, body: undefined, records: [] })
  }

  end(): void {
    const inside = this.#contexts.pop()
    const around = this.#record()
    if (inside === undefined || around === undefined) return
    for (const record of inside.records) {
      around.reads.push(...record.reads)
      around.rules.push(...record.rules)
    }
  }

  open(set: RuleSet, operands: readonly (Value | undefined)[] | undefined): void {
    const values = (operands ?? []).slice(0, set.arity).map((operand) => operand ?? null)
    const trace: RuleTrace = { set, operands: values, bodies: [], value: undefined, isRecalled: false }
    this.#record()?.rules.push(trace)
    this.#contexts.push({ rule: trace, body: undefined, records: [] })
  }

  close(value: Value | undefined): void {
    const context = this.#contexts.pop()
    if (context?.rule !== undefined) context.rule.value = value
  }

  recall(set: RuleSet): void {
    this.#record()?.rules.push({ set, operands: [], bodies: [], value: undefined, isRecalled: true })
  }

  read(container: Value, key: Value): void {
    const path = this.#origins.pathOf(container, key)
    if (path !== undefined) this.#note({ path, value: lookUp(container, key) })
  }

  readInput(): void {
    this.#note({ path: 'input', value: this.#input })
  }

  #note(read: Read): void {
    charge(1)
    const record = this.#record()
    if (record !== undefined && record.reads.length < MAX_READS) record.reads.push(read)
  }

  mark(): Mark {
    const context = this.#top
    const record = this.#record()
    return { context, records: context.records.length, record, reads: record?.reads.length ?? 0 }
  }

  rewind(mark: unknown): void {
    if (!isMark(mark)) return
    mark.context.records.length = Math.min(mark.context.records.length, mark.records)
    if (mark.record !== undefined) mark.record.reads.length = Math.min(mark.record.reads.length, mark.reads)
  }
}

function copied(record: ExprTrace): ExprTrace {
  return { node: record.node, reads: [...record.reads], rules: [...record.rules] }
}
