/** A quantity with the interval that it is thought to lie in: low ≤ value ≤ high. */
export interface Range {
  readonly value: number
  readonly low: number
  readonly high: number
}

/** A range in millionths of its unit, as whole numbers: sums and shares of them come out the same in any order. */
export interface MicroRange {
  readonly value: bigint
  readonly low: bigint
  readonly high: bigint
}

const MILLION = 1_000_000n

/** Millionths of a quantity, rounded. */
export function micro(quantity: number): bigint {
  return BigInt(Math.round(quantity * 1e6))
}

/** The ends are put in order, and the value between them: what people declare may be anything. */
export function microRange({ value, low, high }: Range): MicroRange {
  const [least, most] = low <= high ? [low, high] : [high, low]
  return { low: micro(least), value: micro(Math.min(Math.max(value, least), most)), high: micro(most) }
}

export function inUnits({ value, low, high }: MicroRange): Range {
  return { value: Number(value) / 1e6, low: Number(low) / 1e6, high: Number(high) / 1e6 }
}

export function plus(a: MicroRange, b: MicroRange): MicroRange {
  return { value: a.value + b.value, low: a.low + b.low, high: a.high + b.high }
}

/** So many units at so much a unit, end by end: neither is below zero. */
export function times(a: MicroRange, b: MicroRange): MicroRange {
  return { value: product(a.value, b.value), low: product(a.low, b.low), high: product(a.high, b.high) }
}

export function product(a: bigint, b: bigint): bigint {
  return divided(a * b, MILLION)
}

/** Rounded to the nearest whole, halves up; of numbers that are not below zero. */
export function divided(a: bigint, b: bigint): bigint {
  return (2n * a + b) / (2n * b)
}
