import type { Hooks } from '../builtins/builtin.ts'
import { anyUse, emitBody } from '../compile/emit/chain.ts'
import type { Frame, Step } from '../compile/emit/step.ts'
import { planBody } from '../compile/plan/bodies.ts'
import { Planner } from '../compile/plan/planner.ts'
import type { AnalyzedQuery } from '../compile/query.ts'
import type { Coverage } from '../coverage/coverage.ts'
import { Halted } from '../errors.ts'
import type { Value } from '../values/value.ts'
import { withWork } from '../values/work.ts'
import { type Budget, defaultBudget } from './machine.ts'
import type { Program } from './program.ts'

export interface RunOptions {
  readonly budget?: Budget
  readonly hooks?: Hooks
  readonly signal?: AbortSignal
  /** A builtin that refuses its operands is an error, not undefined. */
  readonly strictBuiltinErrors?: boolean
  /** Notes what is reached. */
  readonly coverage?: Coverage
}

/** One way in which a query holds. */
export interface Row {
  readonly bindings: ReadonlyMap<string, Value>
  readonly expressions: readonly Value[]
}

const noBindings: ReadonlyMap<string, Value> = new Map()

/** What one row takes, about. */
const ROW_BYTES = 64

/** A query as closures of a program. */
export class Prepared {
  readonly program: Program
  readonly #step: Step
  readonly #frame: Frame
  #rows: Row[] = []

  constructor(program: Program, query: AnalyzedQuery) {
    this.program = program
    const p = Planner.forRule(program.context)
    planBody(p, query.body)
    const names: (readonly [string, number])[] = []
    for (const [name, variable] of query.variables) {
      const slot = p.slots.get(variable)
      if (slot !== undefined && p.bound.has(variable)) names.push([name, slot])
    }
    const values = query.expressions.map(({ value }) => (value === undefined ? -1 : (p.slots.get(value) ?? -1)))
    const { machine } = program
    const yields: Step = (f) => {
      machine.allot(ROW_BYTES)
      machine.tick()
      let bindings = noBindings
      if (names.length > 0) bindings = new Map(names.map(([name, slot]) => [name, f[slot] ?? null]))
      this.#rows.push({ bindings, expressions: values.map((slot) => (slot < 0 ? true : (f[slot] ?? null))) })
      return false
    }
    this.#step = program.emitter.inFrame(p.frame, () => emitBody(program.emitter, p.ops, yields, anyUse))
    this.#frame = new Array<Value | undefined>(p.frame.size).fill(undefined)
  }

  /** `begin` and `finish` are part of the evaluation: what they do is taken from the same budget. */
  run<T>(input: Value | undefined, options: RunOptions, finish: (rows: readonly Row[]) => T, begin: () => void = nothing): T {
    const { machine } = this.program
    const budget = options.budget ?? defaultBudget
    machine.begin(input, budget, options.hooks ?? {}, options.strictBuiltinErrors === true, options.signal)
    try {
      return withWork(budget.steps ?? defaultBudget.steps, () => {
        begin()
        this.#step(this.#frame)
        return finish(this.#rows)
      })
    } catch (error) {
      throw haltOf(error) ?? error
    } finally {
      machine.end()
      this.#rows = []
    }
  }
}

function nothing(): void {}

/** What the virtual machine refuses is more than any budget allows: a deeper stack, a longer string. */
function haltOf(error: unknown): Halted | undefined {
  if (!(error instanceof RangeError)) return undefined
  const isStack = error.message.includes('call stack')
  return isStack ? new Halted('depth', 'rules are nested too deeply') : new Halted('memory', `a value is too large: ${error.message}`)
}
