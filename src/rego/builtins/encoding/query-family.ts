import { BuiltinError } from '../../errors.ts'
import { T } from '../../types/type.ts'
import { jsonFields } from '../../values/json.ts'
import { isArray, isObject, isSet, objectOf } from '../../values/objects.ts'
import type { Value } from '../../values/value.ts'
import type { Builtin, Host } from '../builtin.ts'
import { unary } from '../define.ts'
import { operandError, stringOperand, typeError } from '../operands.ts'
import { spendText } from '../strings/size.ts'
import { queryEscaped, queryUnescaped } from './query.ts'

const { string } = T

function textOf(value: Value, host: Host): string {
  const text = stringOperand(value, 1)
  spendText(text.length * 3, host)
  return text
}

function encodeObject(value: Value, host: Host): string {
  if (!isObject(value)) throw typeError(1, value, 'object')
  const pairs: string[] = []
  for (const [key, item] of jsonFields(value)) {
    for (const text of textsOf(item)) {
      spendText((key.length + text.length) * 3, host)
      pairs.push(`${queryEscaped(key)}=${queryEscaped(text)}`)
    }
  }
  spendText(
    pairs.reduce((size, pair) => size + pair.length + 1, 0),
    host,
  )
  return pairs.join('&')
}

function textsOf(value: Value): readonly string[] {
  if (typeof value === 'string') return [value]
  if (!isArray(value) && !isSet(value)) throw wrongValue()
  return Array.from(value, (item) => {
    if (typeof item !== 'string') throw wrongValue()
    return item
  })
}

function wrongValue(): Error {
  return operandError(1, 'values must be string, array[string], or set[string]')
}

function decodeObject(value: Value, host: Host): Value {
  const found = new Map<string, string[]>()
  for (const part of textOf(value, host).split('&')) {
    if (part.includes(';')) throw new BuiltinError('invalid semicolon separator in query')
    if (part === '') continue
    const sign = part.indexOf('=')
    const key = queryUnescaped(sign < 0 ? part : part.slice(0, sign))
    const item = sign < 0 ? '' : queryUnescaped(part.slice(sign + 1))
    const known = found.get(key)
    if (known === undefined) found.set(key, [item])
    else known.push(item)
  }
  return objectOf(found)
}

export const queryFamily: readonly Builtin[] = [
  unary('urlquery.encode', [string], string, (value, host) => queryEscaped(textOf(value, host))),
  unary('urlquery.decode', [string], string, (value, host) => queryUnescaped(textOf(value, host))),
  unary('urlquery.encode_object', [T.object(string, T.oneOf(string, T.array(string), T.set(string)))], string, encodeObject),
  unary('urlquery.decode_object', [string], T.object(string, T.array(string)), decodeObject),
]
