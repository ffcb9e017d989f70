import { T } from '../../types/type.ts'
import { wholeOf } from '../../values/numbers.ts'
import type { Builtin, Host } from '../builtin.ts'
import { binary, unary } from '../define.ts'
import { bigintOperand, operandError } from '../operands.ts'

const { number } = T

function both(name: string, compute: (a: bigint, b: bigint, host: Host) => bigint): Builtin {
  return binary(name, [number, number], number, (a, b, host) => wholeOf(compute(bigintOperand(a, 1), bigintOperand(b, 2), host)))
}

function shift(count: bigint, host: Host): bigint {
  if (count < 0n) throw operandError(2, 'must be an unsigned integer number but got a negative integer')
  // A shift by a billion makes a number of a hundred megabytes.
  host.spend(Number(count) / 800)
  return count
}

const MOST_SHIFTED = 1_000_000n

export const family: readonly Builtin[] = [
  both('bits.and', (a, b) => a & b),
  both('bits.or', (a, b) => a | b),
  both('bits.xor', (a, b) => a ^ b),
  unary('bits.negate', [number], number, (a) => wholeOf(~bigintOperand(a, 1))),
  both('bits.lsh', (a, count, host) => {
    if (shift(count, host) > MOST_SHIFTED) throw operandError(2, `must be at most ${MOST_SHIFTED}`)
    return a << count
  }),
  both('bits.rsh', (a, count, host) => {
    if (count >= 0n && count > MOST_SHIFTED) return a < 0n ? -1n : 0n
    return a >> shift(count, host)
  }),
]
