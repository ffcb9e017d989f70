import { builtins } from '../../../src/rego/builtins/registry.ts'
import { fromPlain } from '../../../src/rego/values/json.ts'
import { regoText } from '../../../src/rego/values/rego-text.ts'
import type { Value } from '../../../src/rego/values/value.ts'
import { caller } from './calling.ts'

/** Calls a builtin with values of JavaScript (a Set is a set, a Map an object) and gives the result as Rego text. */
export function run(name: string, ...operands: readonly unknown[]): string {
  const result = call(name, ...operands.map(fromPlain))
  return result === undefined ? 'undefined' : regoText(result)
}

const call = caller([...builtins.values()])

export function runValues(name: string, ...operands: readonly Value[]): Value | undefined {
  return call(name, ...operands)
}
