import { BuiltinError } from '../../errors.ts'
import { T } from '../../types/type.ts'
import type { PlainObject, Value } from '../../values/value.ts'
import type { Builtin, Host } from '../builtin.ts'
import { unary } from '../define.ts'
import { stringOperand } from '../operands.ts'
import { parseUri } from './parse.ts'

function parse(value: Value, host: Host): PlainObject {
  const text = stringOperand(value, 1)
  host.spend(1 + text.length / 10)
  const uri = parseUri(text)
  const parts: readonly (readonly [string, string])[] = [
    ['scheme', uri.scheme],
    ['hostname', uri.hostname],
    ['port', uri.port],
    ['path', uri.path],
    ['raw_path', uri.rawPath],
    ['raw_query', uri.query],
    ['fragment', uri.fragment],
  ]
  return Object.fromEntries(parts.filter(([, part]) => part !== ''))
}

function isValid(value: Value, host: Host): boolean {
  if (typeof value !== 'string' || value === '') return false
  try {
    parse(value, host)
    return true
  } catch (error) {
    if (error instanceof BuiltinError) return false
    throw error
  }
}

export const family: readonly Builtin[] = [
  unary('uri.parse', [T.string], T.object(T.string, T.string), parse),
  unary('uri.is_valid', [T.string], T.boolean, isValid),
]
