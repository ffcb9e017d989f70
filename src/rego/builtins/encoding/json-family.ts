import { BuiltinError } from '../../errors.ts'
import { T } from '../../types/type.ts'
import { JsonError, type JsonLayout, jsonText, parseJson } from '../../values/json.ts'
import { entriesOf, typeName } from '../../values/objects.ts'
import { quoted, regoText } from '../../values/rego-text.ts'
import type { Value } from '../../values/value.ts'
import type { Builtin, Host } from '../builtin.ts'
import { binary, unary } from '../define.ts'
import { objectOperand, operandError, stringOperand } from '../operands.ts'

const { string, boolean, any } = T

function read(value: Value, host: Host): Value {
  const text = stringOperand(value, 1)
  host.spend(1 + text.length / 2)
  try {
    return parseJson(text)
  } catch (error) {
    if (error instanceof JsonError) throw new BuiltinError(error.message)
    throw error
  }
}

function isJson(value: Value, host: Host): boolean {
  if (typeof value !== 'string') return false
  try {
    read(value, host)
    return true
  } catch (error) {
    if (error instanceof BuiltinError) return false
    throw error
  }
}

/** `pretty` without `indent` is with tabs; `prefix` and `indent` alone are pretty too. */
function writeWithOptions(value: Value, options: Value): string {
  let layout: JsonLayout = { prefix: '', indent: '\t' }
  let asked = false
  let pretty: boolean | undefined
  for (const [index, [key, option]] of entriesOf(objectOperand(options, 2)).entries()) {
    if (typeof key !== 'string') {
      throw operandError(2, `failed to stringify key ${regoText(key)} at index ${index}: operand ${index} must be string but got ${typeName(key)}`)
    }
    if (key === 'pretty') {
      if (typeof option !== 'boolean') throw operandError(2, `key ${quoted(key)} failed cast to bool`)
      pretty = option
    } else if (key === 'prefix' || key === 'indent') {
      if (typeof option !== 'string')
        throw operandError(2, `key ${quoted(key)} failed cast to string: operand ${index} must be string but got ${typeName(option)}`)
      layout = { ...layout, [key]: option }
      asked = true
    } else {
      throw operandError(2, `object contained unknown key ${quoted(key)}`)
    }
  }
  return (pretty ?? asked) ? layout.prefix + jsonText(value, layout) : jsonText(value)
}

const options = T.record(
  [
    ['indent', string],
    ['prefix', string],
    ['pretty', boolean],
  ],
  { key: string, value: any },
)

export const jsonFamily: readonly Builtin[] = [
  unary('json.marshal', [any], string, (value) => jsonText(value)),
  binary('json.marshal_with_options', [any, options], string, writeWithOptions),
  unary('json.unmarshal', [string], any, read),
  unary('json.is_valid', [string], boolean, isJson),
]
