import { Halted } from '../../errors.ts'
import { wholeOf } from '../../values/numbers.ts'
import type { Value } from '../../values/value.ts'
import type { Host } from '../builtin.ts'

/** More would not fit into memory, whatever the budget of steps. */
const MOST_ITEMS = 50_000_000

/** The whole numbers from one to another, both included, up or down. Every number is paid for before any is made. */
export function range(from: bigint, to: bigint, step: bigint, host: Host): readonly Value[] {
  const distance = from <= to ? to - from : from - to
  const count = Number(distance / step) + 1
  host.spend(count)
  if (count > MOST_ITEMS) throw new Halted('memory', 'the range has too many numbers')
  const sign = from <= to ? 1n : -1n
  const last = from + sign * step * BigInt(count - 1)
  if (isSafe(from) && isSafe(last)) return safeRange(Number(from), Number(sign * step), count)
  return Array.from({ length: count }, (_, index) => wholeOf(from + sign * step * BigInt(index)))
}

function safeRange(from: number, step: number, count: number): readonly number[] {
  const numbers: number[] = []
  for (let index = 0; index < count; index++) numbers.push(from + step * index)
  return numbers
}

function isSafe(whole: bigint): boolean {
  return whole >= Number.MIN_SAFE_INTEGER && whole <= Number.MAX_SAFE_INTEGER
}
