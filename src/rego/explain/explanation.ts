import type { Origin, Rule } from '../compile/ir.ts'
import type { Nodes } from '../compile/nodes.ts'
import { pathText } from '../compile/ref-text.ts'
import { plainResult } from '../evaluate/results.ts'
import type { Location } from '../syntax/ast.ts'
import { equal } from '../values/compare.ts'
import type { BodyTrace, ExprTrace, Read, RuleTrace } from './tracer.ts'

/** How the rules of one place came to their value, or did not. */
export interface Explanation {
  /** `data.a.allow`. */
  readonly rule: string
  /** Of a function. */
  readonly operands?: readonly unknown[]
  readonly isDefined: boolean
  readonly value?: unknown
  /** Each body of the rules, in the order of evaluation. An `else` that was not needed is missing. */
  readonly bodies: readonly BodyExplanation[]
  /** Explained further up already. */
  readonly isRepeated?: true
}

export interface BodyExplanation {
  readonly location: Location | undefined
  /** The head and what follows it on its first line. */
  readonly text: string
  readonly holds: boolean
  /** Where it holds: the ways in which it does. A rule that is not a set or object has one. */
  readonly solutions: readonly SolutionExplanation[]
  /** Where it does not: the expressions that held, on the way that came furthest, … */
  readonly held: readonly StepExplanation[]
  /** … and the first that did not. */
  readonly stoppedBy?: StepExplanation
}

export interface SolutionExplanation {
  /** The item of a set, the key of an object, the value of anything else. */
  readonly value: unknown
  /** The expressions that made it true. */
  readonly steps: readonly StepExplanation[]
}

export interface StepExplanation {
  readonly location: Location | undefined
  readonly text: string
  /** What it looked at in the input and the data. */
  readonly reads: readonly { readonly path: string; readonly isDefined: boolean; readonly value?: unknown }[]
  /** The rules that it depends on. */
  readonly rules: readonly Explanation[]
}

/** Texts of modules by file name. */
export type Texts = ReadonlyMap<string, string>

/** Rules inside rules are explained so far. */
const MAX_DEPTH = 50

export function explanationOf(trace: RuleTrace, nodes: Nodes, texts: Texts): Explanation {
  return new Explainer(nodes, texts).rule(trace, 0)
}

class Explainer {
  readonly #nodes: Nodes
  readonly #texts: Texts

  constructor(nodes: Nodes, texts: Texts) {
    this.#nodes = nodes
    this.#texts = texts
  }

  rule(trace: RuleTrace, depth: number): Explanation {
    const rule = pathText(trace.set.path)
    if (trace.isRecalled) return { rule, isDefined: true, bodies: [], isRepeated: true }
    const bodies = depth > MAX_DEPTH ? [] : trace.bodies.map((body) => this.#body(body, depth))
    return {
      rule,
      ...(trace.set.kind === 'function' && { operands: trace.operands.map(plainResult) }),
      isDefined: trace.value !== undefined,
      ...(trace.value !== undefined && { value: plainResult(trace.value) }),
      bodies,
    }
  }

  #body(trace: BodyTrace, depth: number): BodyExplanation {
    const node = this.#nodes.at(trace.node)
    const location = node === undefined ? undefined : locationOf(node)
    const holds = trace.solutions.length > 0
    const solutions = distinct(trace).map(({ value, steps }) => ({
      value: value === undefined ? undefined : plainResult(value),
      steps: steps.map((step) => this.#step(step, depth)),
    }))
    const [last, ...before] = holds ? [] : trace.furthest.toReversed()
    return {
      location,
      text: firstLine(this.#text(location)),
      holds,
      solutions,
      held: before.reverse().map((step) => this.#step(step, depth)),
      ...(last !== undefined && { stoppedBy: this.#step(last, depth) }),
    }
  }

  #step(trace: ExprTrace, depth: number): StepExplanation {
    const node = this.#nodes.at(trace.node)
    const location = node === undefined ? undefined : locationOf(node)
    return {
      location,
      text: this.#text(location),
      reads: deepest(trace.reads).map(({ path, value }) => ({
        path,
        isDefined: value !== undefined,
        ...(value !== undefined && { value: plainResult(value) }),
      })),
      rules: trace.rules.map((rule) => this.rule(rule, depth + 1)),
    }
  }

  #text(location: Location | undefined): string {
    return location === undefined ? '' : (this.#texts.get(location.file)?.slice(location.start, location.end) ?? '')
  }
}

function locationOf(node: Origin | Rule): Location | undefined {
  if ('head' in node) return node.head.location ?? node.location
  return 'module' in node ? (node.headLocation ?? node.location) : node.location
}

/** One way for each value. */
function distinct(trace: BodyTrace): BodyTrace['solutions'] {
  const found: BodyTrace['solutions'] = []
  for (const solution of trace.solutions) {
    const { value } = solution
    if (value === undefined ? found.length === 0 : !found.some((other) => other.value !== undefined && equal(other.value, value))) found.push(solution)
  }
  return found
}

/** `input.a` is left out where `input.a.b` was looked at too. */
function deepest(reads: readonly Read[]): readonly Read[] {
  const unique = new Map(reads.map((read) => [read.path, read]))
  const sorted = [...unique.keys()].sort()
  for (let index = 0; index + 1 < sorted.length; index++) {
    const path = sorted[index] ?? ''
    if (isInside(sorted[index + 1] ?? '', path)) unique.delete(path)
  }
  return [...unique.values()]
}

function isInside(path: string, outer: string): boolean {
  return path.length > outer.length && path.startsWith(outer) && (path[outer.length] === '.' || path[outer.length] === '[')
}

function firstLine(text: string): string {
  const end = text.indexOf('\n')
  return end < 0 ? text : text.slice(0, end)
}
