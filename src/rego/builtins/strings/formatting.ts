import { BuiltinError } from '../../errors.ts'
import { T } from '../../types/type.ts'
import { bigintOf, floor, isNumber, nearestNumber, numberText } from '../../values/numbers.ts'
import { regoText } from '../../values/rego-text.ts'
import type { NumberValue, Value } from '../../values/value.ts'
import type { Builtin, Host } from '../builtin.ts'
import { binary } from '../define.ts'
import { arrayOperand, enumError, numberOperand, objectOperand, stringOperand } from '../operands.ts'
import type { GoValue } from './fmt/go-value.ts'
import { plainSprintf } from './fmt/plain-format.ts'
import { sprintf } from './fmt/printf.ts'
import { renderTemplate } from './template/render.ts'

/** What OPA hands to Go's fmt for a value. */
function goValue(value: Value): GoValue {
  if (typeof value === 'string') return { go: 'string', value }
  return isNumber(value) ? goNumber(value) : { go: 'string', value: regoText(value) }
}

function goNumber(value: NumberValue): GoValue {
  // A number that is kept as decimal digits was written with an exponent, as far as can be known.
  const whole = typeof value === 'object' ? undefined : bigintOf(value)
  if (whole !== undefined) return { go: BigInt.asIntN(64, whole) === whole ? 'int' : 'big.Int', value: whole }
  const near = nearestNumber(value)
  return !Number.isFinite(near) ? { go: 'string', value: numberText(value) } : { go: 'float64', value: near }
}

function format(a: Value, b: Value, host: Host): string {
  const text = stringOperand(a, 1)
  const values = arrayOperand(b, 2)
  host.spend(1 + values.length + text.length / 100)
  return plainSprintf(text, values) ?? sprintf(text, values.map(goValue), host)
}

/** Fractions are cut towards zero. */
function formatInt(a: Value, b: Value): string {
  const number = numberOperand(a, 1)
  const base = numberOperand(b, 2)
  if (base !== 2 && base !== 8 && base !== 10 && base !== 16) throw enumError(2, '2', '8', '10', '16')
  const whole = bigintOf(number) ?? cutToWhole(number)
  return whole.toString(base)
}

function cutToWhole(number: NumberValue): bigint {
  if (typeof number === 'number') return BigInt(Math.trunc(number))
  const whole = bigintOf(floor(number))
  if (whole === undefined) throw new BuiltinError('number is too large')
  return whole < 0n ? whole + 1n : whole
}

export const formatting: readonly Builtin[] = [
  binary('sprintf', [T.string, T.array()], T.string, format),
  binary('format_int', [T.number, T.number], T.string, formatInt),
  binary('strings.render_template', [T.string, T.object(T.string, T.any)], T.string, (template, variables, host) =>
    renderTemplate(stringOperand(template, 1), objectOperand(variables, 2), host),
  ),
]
