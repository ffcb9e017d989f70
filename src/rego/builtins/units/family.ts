import { BuiltinError } from '../../errors.ts'
import { T } from '../../types/type.ts'
import { floatOf, multiplyFloats, wholePart } from '../../values/big-float.ts'
import { numberOf, wholeOf } from '../../values/numbers.ts'
import type { Value } from '../../values/value.ts'
import type { Builtin } from '../builtin.ts'
import { unary } from '../define.ts'
import { stringOperand } from '../operands.ts'
import { amountAndUnit, decimalText, isAmount, type Units } from './amount.ts'

const BYTE_PREFIXES = ['k', 'm', 'g', 't', 'p', 'e']

/** `kb` and `k` are thousands, `kib` and `ki` 1024s, whatever the case. */
const BYTES: Units = new Map(
  BYTE_PREFIXES.flatMap((prefix, index) => {
    const decimal = 1000n ** BigInt(index + 1)
    const binary = 1024n ** BigInt(index + 1)
    return [
      [prefix, decimal],
      [`${prefix}b`, decimal],
      [`${prefix}i`, binary],
      [`${prefix}ib`, binary],
    ] as const
  }),
)

/** Byte amounts are rounded down to whole bytes. */
function parseBytes(value: Value): Value {
  const fail = (message: string) => new BuiltinError(`units.parse_bytes: ${message}`)
  const text = stringOperand(value, 1).toLowerCase().replaceAll('"', '')
  if (text.includes(' ')) throw fail('spaces not allowed in resource strings')
  const parts = amountAndUnit(text)
  if (parts === undefined) throw fail('exponent too large')
  if (parts.amount === '') throw fail('no byte amount provided')
  const unit = parts.unit === '' ? 1n : BYTES.get(parts.unit)
  if (unit === undefined) throw fail(`byte unit ${parts.unit} not recognized`)
  if (!isAmount(parts.amount)) throw fail('could not parse byte amount to a number')
  return wholeOf(wholePart(multiplyFloats(floatOf(numberOf(parts.amount)), floatOf(wholeOf(unit)))).whole)
}

/** As `parse_bytes`, but `m` is a thousandth and `M` a million. Exact; fractions have ten decimals at most. */
function parse(value: Value): Value {
  const fail = (message: string) => new BuiltinError(`units.parse: ${message}`)
  const text = stringOperand(value, 1).replaceAll('"', '')
  if (text.includes(' ')) throw fail('spaces not allowed in resource strings')
  const parts = amountAndUnit(text)
  if (parts === undefined) throw fail('exponent too large')
  if (parts.amount === '') throw fail('no amount provided')
  const unit = parts.unit.charAt(0) + parts.unit.slice(1).toLowerCase()
  const milli = unit === 'm'
  const factor = unit === '' || milli ? 1n : unit === 'M' ? 1_000_000n : siFactor(unit)
  if (factor === undefined) throw fail(`unit ${unit} not recognized`)
  if (!isAmount(parts.amount)) throw fail('could not parse amount to a number')
  return decimalText(parts.amount, factor, milli)
}

function siFactor(unit: string): bigint | undefined {
  if (unit.endsWith('b')) return undefined
  return BYTES.get(unit.toLowerCase())
}

export const family: readonly Builtin[] = [unary('units.parse', [T.string], T.number, parse), unary('units.parse_bytes', [T.string], T.number, parseBytes)]
