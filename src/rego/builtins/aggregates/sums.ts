import { addFloats, floatOf, multiplyFloats, numberOfFloat } from '../../values/big-float.ts'
import { isNumber, isWhole, plus, times } from '../../values/numbers.ts'
import type { NumberValue, Value } from '../../values/value.ts'
import { elementError, listOperand } from '../operands.ts'

/** OPA multiplies fractions with 53 bits, although it adds them with 64. */
const PRODUCT_BITS = 53

/** Of whole numbers exactly. With a fraction among them everything is a float, and is rounded step by step. */
export function sum(value: Value): NumberValue {
  const items = numbersOf(value)
  if (items.every(isWhole)) return items.reduce(plus, 0)
  return numberOfFloat(items.reduce((total, item) => addFloats(total, floatOf(item)), floatOf(0)))
}

export function product(value: Value): NumberValue {
  const items = numbersOf(value)
  if (items.every(isWhole)) return items.reduce(times, 1)
  return numberOfFloat(
    items.reduce((total, item) => multiplyFloats(total, floatOf(item), PRODUCT_BITS), floatOf(1)),
    PRODUCT_BITS,
  )
}

function numbersOf(value: Value): readonly NumberValue[] {
  return listOperand(value, 1).map((item) => {
    if (isNumber(item)) return item
    throw elementError(1, value, item, 'number')
  })
}
