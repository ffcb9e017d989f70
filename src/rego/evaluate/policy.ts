import type { Analysis } from '../compile/analysis.ts'
import { analyzeQuery } from '../compile/query.ts'
import type { Targets } from '../compile/targets.ts'
import { Coverage } from '../coverage/coverage.ts'
import type { Explanation, Texts } from '../explain/explanation.ts'
import type { Body, Expr, Location, Term } from '../syntax/ast.ts'
import { parseQuery } from '../syntax/parse.ts'
import type { Value } from '../values/value.ts'
import { inputValue } from './input.ts'
import { Prepared, type Row, type RunOptions } from './prepared.ts'
import { Program } from './program.ts'
import { plainResult } from './results.ts'
import { explained } from './watched.ts'

/** As OPA has it: one for each way in which a query holds. */
export interface Result {
  readonly bindings: Readonly<Record<string, unknown>>
  readonly expressions: readonly ResultExpression[]
}

export interface ResultExpression {
  readonly value: unknown
  readonly text: string
  readonly location: { readonly row: number; readonly col: number } | undefined
}

/** `a/b` is the document `data.a.b`; any other text, and a body, is a query. */
export type Query = string | Body

/** A query that is ready to be evaluated any number of times. */
export interface PreparedQuery {
  evaluate(input?: unknown, options?: RunOptions): readonly Result[]
  /** The same with values as they are: sets stay sets, large numbers exact. The input is taken as it is. */
  rows(input: Value | undefined, options?: RunOptions): readonly Row[]
}

/** Programs that are kept for queries that replace something by `with` that no rule does. */
const MAX_PROGRAMS = 8
/** Queries that are kept. */
const MAX_QUERIES = 64

/** A policy that can be evaluated many times. */
export class Policy {
  readonly analysis: Analysis
  readonly #texts: Texts
  readonly #programs = new Map<string, Program[]>()
  readonly #queries = new Map<string, PreparedQuery>()

  /** `texts`: of its modules, by name, for explanations. */
  constructor(analysis: Analysis, texts: Texts = new Map()) {
    this.analysis = analysis
    this.#texts = texts
  }

  /** To be given to evaluations, and asked what they have reached. */
  coverage(): Coverage {
    return new Coverage(this.analysis.modules)
  }

  /**
   * How each rule that a query refers to came to its value: the expressions that made it true and what they looked at, or
   * the first in each body that stopped it. Reads everything once more than an evaluation does.
   */
  explain(query: Query, input?: unknown, options: RunOptions = {}): readonly Explanation[] {
    return explained(this.analysis, bodyOf(query), this.#texts, inputValue(input), options)
  }

  evaluate(query: Query, input?: unknown, options: RunOptions = {}): readonly Result[] {
    return this.#kept(query).evaluate(input, options)
  }

  #kept(query: Query): PreparedQuery {
    if (typeof query !== 'string') return this.prepare(query)
    let prepared = this.#queries.get(query)
    if (prepared === undefined) {
      prepared = this.prepare(query)
      const [oldest] = this.#queries.keys()
      if (this.#queries.size >= MAX_QUERIES && oldest !== undefined) this.#queries.delete(oldest)
      this.#queries.set(query, prepared)
    }
    return prepared
  }

  prepare(query: Query): PreparedQuery {
    const text = typeof query === 'string' ? query : ''
    const body = bodyOf(query)
    const analyzed = analyzeQuery(this.analysis, body)
    const ready: Prepared[] = []
    const watched = new WeakMap<Coverage, Prepared>()
    const watchedBy = (coverage: Coverage): Prepared => {
      const known = watched.get(coverage)
      if (known !== undefined && !known.program.machine.isBusy) return known
      const program = new Program(this.analysis, analyzed.targets, coverage.nodes.numberOf, coverage.watcher)
      const prepared = new Prepared(program, analyzeQuery(this.analysis, body))
      watched.set(coverage, prepared)
      return prepared
    }
    const run = <T>(input: Value | undefined, options: RunOptions, finish: (rows: readonly Row[]) => T): T => {
      if (options.coverage !== undefined) return watchedBy(options.coverage).run(input, options, finish)
      const [first] = ready
      let prepared = first?.program.machine.isBusy === false ? first : ready.find((candidate) => !candidate.program.machine.isBusy)
      if (prepared === undefined) {
        prepared = new Prepared(this.#program(analyzed.targets), analyzeQuery(this.analysis, body))
        ready.push(prepared)
      }
      return prepared.run(input, options, finish)
    }
    const written = analyzed.expressions.map(({ location }) => ({ text: textOf(text, location), location }))
    const resultOf = (row: Row): Result => ({
      bindings: plainBindings(row),
      expressions: written.map(({ text, location }, index) => ({
        value: plainResult(row.expressions[index] ?? null),
        text,
        location: location && { row: location.row, col: location.col },
      })),
    })
    return {
      rows: (input, options = {}) => run(input, options, (rows) => rows),
      evaluate: (input, options = {}) => run(inputValue(input), options, (rows) => rows.map(resultOf)),
    }
  }

  /** One that is not in use: a hook may evaluate while an evaluation runs. */
  #program(targets: Targets): Program {
    const key = JSON.stringify([targets.paths, [...targets.functions].map((target) => ('path' in target ? target.id : target.name))])
    const programs = this.#programs.get(key) ?? []
    const [oldest] = this.#programs.keys()
    if (programs.length === 0 && this.#programs.size >= MAX_PROGRAMS && oldest !== undefined) this.#programs.delete(oldest)
    this.#programs.set(key, programs)
    const free = programs.find((candidate) => !candidate.machine.isBusy)
    if (free !== undefined) return free
    const program = new Program(this.analysis, targets, undefined, undefined)
    programs.push(program)
    return program
  }
}

function plainBindings(row: Row): Record<string, unknown> {
  const bindings: Record<string, unknown> = {}
  for (const [name, value] of row.bindings)
    Object.defineProperty(bindings, name, { value: plainResult(value), enumerable: true, configurable: true, writable: true })
  return bindings
}

function textOf(text: string, location: Location | undefined): string {
  return location === undefined ? text : text.slice(location.start, location.end)
}

function bodyOf(query: Query): Body {
  return typeof query === 'string' ? (entrypointBody(query) ?? parseQuery(query)) : query
}

/** Linear: one class after another, parted by slashes. */
const ENTRYPOINT = /^[A-Za-z_][A-Za-z0-9_]*(?:\/[A-Za-z0-9_.-]+)+$/

function entrypointBody(text: string): Body | undefined {
  if (!ENTRYPOINT.test(text)) return undefined
  const [, ...path] = ['data', ...text.split('/')]
  const ref: [Term, ...Term[]] = [{ type: 'var', name: 'data' }]
  for (const part of path) ref.push({ type: 'string', value: part })
  const expr: Expr = { kind: 'term', term: { type: 'ref', ref }, negated: false, with: [] }
  return [expr]
}
