import { BuiltinError } from '../../errors.ts'
import { T } from '../../types/type.ts'
import { isNumber } from '../../values/numbers.ts'
import { quoted } from '../../values/rego-text.ts'
import type { NumberValue, Value } from '../../values/value.ts'
import type { Builtin } from '../builtin.ts'
import { unary } from '../define.ts'
import { typeError } from '../operands.ts'
import { floatText } from './float-text.ts'

function toNumber(value: Value): NumberValue {
  if (isNumber(value)) return value
  if (value === null || value === false) return 0
  if (value === true) return 1
  if (typeof value !== 'string') throw typeError(1, value, 'null', 'boolean', 'number', 'string')
  if (/^[+-]*(?:inf|infinity|nan)$/i.test(value)) throw typeError(1, value, 'valid number string')
  const number = floatText(value)
  if (number === undefined) throw new BuiltinError(`strconv.ParseFloat: parsing ${quoted(value)}: invalid syntax`)
  if (number === 'range') throw new BuiltinError(`strconv.ParseFloat: parsing ${quoted(value)}: value out of range`)
  return number
}

export const family: readonly Builtin[] = [unary('to_number', [T.oneOf(T.null, T.boolean, T.number, T.string)], T.number, toNumber)]
