import { BuiltinError } from '../../errors.ts'
import { T } from '../../types/type.ts'
import type { Value } from '../../values/value.ts'
import type { Builtin, Host } from '../builtin.ts'
import { unary } from '../define.ts'
import { stringOperand } from '../operands.ts'
import { readYaml } from './yaml/read.ts'
import { writeYaml } from './yaml/write.ts'

function read(value: Value, host: Host): Value {
  const text = stringOperand(value, 1)
  // The parser takes about a microsecond for each character.
  host.spend(1 + text.length * 10)
  return readYaml(text, host)
}

function isYaml(value: Value, host: Host): boolean {
  if (typeof value !== 'string') return false
  try {
    read(value, host)
    return true
  } catch (error) {
    if (error instanceof BuiltinError) return false
    throw error
  }
}

export const yamlFamily: readonly Builtin[] = [
  unary('yaml.marshal', [T.any], T.string, writeYaml),
  unary('yaml.unmarshal', [T.string], T.any, read),
  unary('yaml.is_valid', [T.string], T.boolean, isYaml),
]
