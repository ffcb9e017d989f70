import { T } from '../../types/type.ts'
import { isArray } from '../../values/objects.ts'
import type { Value } from '../../values/value.ts'
import type { Builtin, Host } from '../builtin.ts'
import { ternary, unary } from '../define.ts'
import { stringOperand, typeError } from '../operands.ts'
import { globOf } from './compile.ts'

function match(pattern: Value, delimiters: Value, value: Value, host: Host): boolean {
  const glob = stringOperand(pattern, 1)
  if (delimiters !== null && !isArray(delimiters)) throw typeError(2, delimiters, 'array', 'null')
  const text = stringOperand(value, 3)
  host.spend(1 + text.length / 100)
  return globOf(glob, delimiters, host).test(text)
}

/** A backslash before everything that means something in a glob. */
function quoteMeta(pattern: Value): string {
  return stringOperand(pattern, 1).replace(/[*?\\[\]{}]/g, '\\$&')
}

export const family: readonly Builtin[] = [
  ternary('glob.match', [T.string, T.oneOf(T.null, T.array(T.string)), T.string], T.boolean, match),
  unary('glob.quote_meta', [T.string], T.string, quoteMeta),
]
