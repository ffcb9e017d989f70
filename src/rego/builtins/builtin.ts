import type { FunctionType } from '../types/type.ts'
import type { Value } from '../values/value.ts'

/**
 * A builtin: its declaration, as OPA's capabilities have it, beside what it does. `call` gets as many operands as are
 * declared, never undefined ones, and gives undefined where the call is undefined. It throws a BuiltinError for
 * operands it refuses, with OPA's words.
 */
export interface Builtin {
  readonly name: string
  readonly type: FunctionType
  readonly infix?: string
  /** Gives many results (walk): what `call` returns is an array of them. */
  readonly relation?: boolean
  readonly nondeterministic?: boolean
  readonly deprecated?: boolean
  call(operands: readonly Value[], host: Host): Value | undefined
  /** The same without a list, where it takes so many operands. */
  readonly one?: (a: Value, host: Host) => Value | undefined
  readonly two?: (a: Value, b: Value, host: Host) => Value | undefined
  readonly three?: (a: Value, b: Value, c: Value, host: Host) => Value | undefined
}

/** What a builtin may use of the world and of the evaluation that it is part of. */
export interface Host {
  readonly hooks: Hooks
  /** Counts work that a builtin does beside returning: throws Halted when the budget is used up. `steps` is about one for each element or 100 bytes looked at. */
  spend(steps: number): void
  /** One for each query evaluation: values that must be the same wherever they are asked for (uuid.rfc4122 by its key, rand.intn by its seed, compiled patterns). */
  readonly memory: Map<string, unknown>
  /** For rego.metadata.* and print; given by the evaluator. */
  readonly annotationsHere?: () => Value
}

/** The world outside. Each refuses (a BuiltinError) unless it is given. */
export interface Hooks {
  /** Nanoseconds since the epoch; the same all through one query. */
  readonly now?: () => bigint
  /** Bytes of randomness. */
  readonly random?: (count: number) => Uint8Array
  readonly lookupIp?: (name: string) => readonly string[]
  readonly httpSend?: (request: Value) => Value
  readonly runtime?: () => Value
  readonly print?: (text: string) => void
}
