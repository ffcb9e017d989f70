import type { Location } from './syntax/ast.ts'

/** OPA's own codes. */
export type RegoErrorCode =
  | 'rego_parse_error'
  | 'rego_compile_error'
  | 'rego_type_error'
  | 'rego_unsafe_var_error'
  | 'rego_recursion_error'
  | 'eval_internal_error'
  | 'eval_cancel_error'
  | 'eval_conflict_error'
  | 'eval_type_error'
  | 'eval_builtin_error'
  | 'eval_with_merge_error'

/** Something is wrong with a module or a query, or went wrong while it was evaluated. `file`, `row` and `col` say where, when it is known. */
export class RegoError extends Error {
  override name = 'RegoError'
  readonly code: RegoErrorCode
  readonly location: Location | undefined
  constructor(code: RegoErrorCode, message: string, location?: Location) {
    super(message)
    this.code = code
    this.location = location
  }

  get file(): string | undefined {
    return this.location?.file
  }

  get row(): number | undefined {
    return this.location?.row
  }

  get col(): number | undefined {
    return this.location?.col
  }
}

/** Everything that is wrong with some modules, in the order of their files and lines. */
export class RegoErrors extends Error {
  override name = 'RegoErrors'
  readonly errors: readonly RegoError[]
  constructor(errors: readonly RegoError[]) {
    super(errors.map((error) => `${error.file ?? ''}:${error.row ?? 0}: ${error.code}: ${error.message}`).join('\n'))
    this.errors = errors
  }
}

/** A builtin refuses its operands or fails: the call is undefined, or an error where builtin errors are strict. */
export class BuiltinError extends RegoError {
  override name = 'BuiltinError'
  constructor(message: string, code: 'eval_builtin_error' | 'eval_type_error' = 'eval_builtin_error') {
    super(code, message)
  }
}

/** A budget (steps, memory, depth) is used up, or the caller aborted. Never undefined, never caught by a policy. */
export class Halted extends RegoError {
  override name = 'Halted'
  readonly budget: 'steps' | 'memory' | 'depth' | 'aborted'
  constructor(budget: Halted['budget'], message: string, location?: Location) {
    super('eval_cancel_error', message, location)
    this.budget = budget
  }
}
