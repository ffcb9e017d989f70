import type { Type } from '../types/type.ts'
import type { Value } from '../values/value.ts'
import type { Builtin, Host } from './builtin.ts'

/* A builtin with its declaration, for so many operands. What `call` is given is never undefined: `?? null` is for the types. */

export function nullary(name: string, result: Type, call: (host: Host) => Value | undefined): Builtin {
  return { name, type: { args: [], result }, call: (_, host) => call(host) }
}

export function unary(name: string, args: readonly [Type], result: Type, call: (a: Value, host: Host) => Value | undefined): Builtin {
  return { name, type: { args, result }, call: (operands, host) => call(operands[0] ?? null, host), one: call }
}

export function binary(name: string, args: readonly [Type, Type], result: Type, call: (a: Value, b: Value, host: Host) => Value | undefined): Builtin {
  return { name, type: { args, result }, call: (operands, host) => call(operands[0] ?? null, operands[1] ?? null, host), two: call }
}

export function ternary(
  name: string,
  args: readonly [Type, Type, Type],
  result: Type,
  call: (a: Value, b: Value, c: Value, host: Host) => Value | undefined,
): Builtin {
  return { name, type: { args, result }, call: (operands, host) => call(operands[0] ?? null, operands[1] ?? null, operands[2] ?? null, host), three: call }
}
