import type { Builtin, Hooks, Host } from '../builtins/builtin.ts'
import { BuiltinError, Halted, RegoError } from '../errors.ts'
import type { Location } from '../syntax/ast.ts'
import type { Value } from '../values/value.ts'
import { charge } from '../values/work.ts'
import { Scope } from './scope.ts'

export interface Budget {
  /** About one for each item that is looked at and each rule that is evaluated. */
  readonly steps?: number
  /** About what results and documents take. */
  readonly bytes?: number
  /** How deep rules, functions and loops may be inside each other. */
  readonly depth?: number
}

export const defaultBudget = { steps: 50_000_000, bytes: 256 * 1024 * 1024, depth: 1000 } as const

/** Steps are taken from the budget in lots. */
const LOT = 256

class MachineHost implements Host {
  hooks: Hooks = {}
  #memory: Map<string, unknown> | undefined

  get memory(): Map<string, unknown> {
    this.#memory ??= new Map()
    return this.#memory
  }

  begin(hooks: Hooks): void {
    this.hooks = hooks
    this.#memory = undefined
  }

  spend(steps: number): void {
    charge(steps)
  }
}

/** The state of the evaluation that runs. Closures keep it; one evaluation uses it at a time. */
export class Machine {
  readonly host = new MachineHost()
  readonly #documents: number
  readonly #spare: Scope[] = []
  #epoch = 0
  #credit = 0
  #bytes = 0
  #depth = 0
  #signal: AbortSignal | undefined
  /** The first scope of an evaluation is never given back. */
  readonly #first: Scope
  scope: Scope
  strict = false
  isBusy = false
  /** Of the evaluation that runs: what depends on it must not outlive it. */
  run = 0

  constructor(documents: number) {
    this.#documents = documents
    this.#first = new Scope(documents)
    this.scope = this.#first
  }

  begin(input: Value | undefined, budget: Budget, hooks: Hooks, strict: boolean, signal: AbortSignal | undefined): void {
    this.run++
    this.host.begin(hooks)
    this.#credit = 0
    this.#bytes = budget.bytes ?? defaultBudget.bytes
    this.#depth = budget.depth ?? defaultBudget.depth
    this.#signal = signal
    this.strict = strict
    this.scope = this.#first
    this.scope.input = input
    this.scope.overlay = undefined
    this.scope.mocks = undefined
    this.scope.epoch = ++this.#epoch
    this.isBusy = true
  }

  end(): void {
    this.isBusy = false
    this.#signal = undefined
    this.scope = this.#first
    this.scope.input = undefined
  }

  /** One step. */
  tick(): void {
    if (--this.#credit < 0) this.#refill()
  }

  #refill(): void {
    if (this.#signal?.aborted === true) throw new Halted('aborted', 'caller cancelled query execution')
    charge(LOT)
    this.#credit = LOT - 1
  }

  allot(bytes: number): void {
    this.#bytes -= bytes
    if (this.#bytes < 0) throw new Halted('memory', 'the memory budget is used up')
  }

  /** A rule, function or body inside another one. */
  descend(weight: number): void {
    this.tick()
    this.#depth -= weight
    if (this.#depth < 0) throw new Halted('depth', 'rules are nested too deeply')
  }

  ascend(weight: number): void {
    this.#depth += weight
  }

  /** A scope like the current one, in which nothing is known. Give it back with `release`. */
  acquire(): Scope {
    const scope = this.#spare.pop() ?? new Scope(this.#documents)
    scope.input = this.scope.input
    scope.overlay = this.scope.overlay
    scope.mocks = this.scope.mocks
    scope.epoch = ++this.#epoch
    return scope
  }

  release(scope: Scope): void {
    this.#spare.push(scope)
  }

  /** A builtin that refuses its operands makes the call undefined, or ends the evaluation where errors are strict. */
  failed(error: unknown, builtin: Builtin, location: Location | undefined): undefined {
    if (!(error instanceof BuiltinError)) throw error
    if (this.strict) throw new RegoError(error.code, `${builtin.name}: ${error.message}`, location)
    return undefined
  }
}
