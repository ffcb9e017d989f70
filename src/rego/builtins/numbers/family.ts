import { BuiltinError } from '../../errors.ts'
import { T } from '../../types/type.ts'
import { absolute, ceil, divide, floor, isNumber, minus, plus, remainder, round, times } from '../../values/numbers.ts'
import { isSet } from '../../values/objects.ts'
import { difference } from '../../values/sets.ts'
import type { NumberValue, Value } from '../../values/value.ts'
import type { Builtin } from '../builtin.ts'
import { binary, ternary, unary } from '../define.ts'
import { bigintOperand, numberOperand, typeError } from '../operands.ts'
import { randIntn } from './random.ts'
import { range } from './range.ts'

const { number } = T
const numberOrSet = T.oneOf(number, T.set())

function infix(name: string, operator: string, compute: (a: NumberValue, b: NumberValue) => NumberValue): Builtin {
  return { ...binary(name, [number, number], number, (a, b) => compute(numberOperand(a, 1), numberOperand(b, 2))), infix: operator }
}

function rounding(name: string, compute: (a: NumberValue) => NumberValue): Builtin {
  return unary(name, [number], number, (a) => compute(numberOperand(a, 1)))
}

/** Subtracts numbers and sets. */
function minusAny(a: Value, b: Value): Value {
  if (isNumber(a) && isNumber(b)) return minus(a, b)
  if (isSet(a) && isSet(b)) return difference(a, b)
  if (!isNumber(a) && !isSet(a)) throw typeError(1, a, 'number', 'set')
  throw typeError(2, b, isNumber(b) ? 'set' : 'number')
}

const STEP_ERROR = 'numbers.range_step: step must be a positive integer'

export const family: readonly Builtin[] = [
  infix('plus', '+', plus),
  { ...binary('minus', [numberOrSet, numberOrSet], numberOrSet, minusAny), infix: '-' },
  infix('mul', '*', times),
  infix('div', '/', divide),
  infix('rem', '%', remainder),
  rounding('abs', absolute),
  rounding('ceil', ceil),
  rounding('floor', floor),
  rounding('round', round),
  binary('numbers.range', [number, number], T.array(number), (from, to, host) => range(bigintOperand(from, 1), bigintOperand(to, 2), 1n, host)),
  ternary('numbers.range_step', [number, number, number], T.array(number), (from, to, step, host) => {
    const first = bigintOperand(from, 1)
    const last = bigintOperand(to, 2)
    const width = bigintOperand(step, 3)
    if (width <= 0n) throw new BuiltinError(STEP_ERROR)
    return range(first, last, width, host)
  }),
  randIntn,
]
