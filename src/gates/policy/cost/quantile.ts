/** A value with its weight, a whole number above zero. */
export interface Observed {
  readonly value: bigint
  readonly weight: bigint
}

/**
 * The smallest value that at least so many hundredths of the weight lie at or below: the inverse of the weighted distribution
 * (type 1 of Hyndman and Fan, «Sample Quantiles in Statistical Packages», 1996). No value goes up without it, and it never goes
 * down when one does. Undefined for no values.
 */
export function quantile(observed: readonly Observed[], hundredths: bigint): bigint | undefined {
  const sorted = observed.toSorted((a, b) => (a.value < b.value ? -1 : a.value > b.value ? 1 : 0))
  const total = sorted.reduce((sum, { weight }) => sum + weight, 0n)
  let below = 0n
  for (const { value, weight } of sorted) {
    below += weight
    if (below * 100n >= hundredths * total) return value
  }
  return undefined
}
