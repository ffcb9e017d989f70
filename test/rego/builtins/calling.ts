import type { Builtin, Hooks, Host } from '../../../src/rego/builtins/builtin.ts'
import { BuiltinError } from '../../../src/rego/errors.ts'
import type { Value } from '../../../src/rego/values/value.ts'

/** A host that counts steps; `spent` tells how many. */
export function countingHost(hooks: Hooks = {}): Host & { readonly spent: () => number } {
  let steps = 0
  return {
    hooks,
    memory: new Map(),
    spend(count) {
      steps += count
    },
    spent: () => steps,
  }
}

/** Calls a builtin of a family by its name. */
export function caller(family: readonly Builtin[], hooks: Hooks = {}): (name: string, ...operands: readonly Value[]) => Value | undefined {
  return (name, ...operands) => {
    const builtin = family.find((one) => one.name === name)
    if (builtin === undefined) throw new Error(`no builtin ${name}`)
    return builtin.call(operands, countingHost(hooks))
  }
}

/** The words of the BuiltinError that `run` throws; undefined when it throws none. */
export function refusal(run: () => unknown): string | undefined {
  try {
    run()
    return undefined
  } catch (error) {
    if (error instanceof BuiltinError) return error.message
    throw error
  }
}
