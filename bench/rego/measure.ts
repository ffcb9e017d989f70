import { performance } from 'node:perf_hooks'

/**
 * The time of one call, in microseconds: the lower quartile over batches that are long enough for the clock. What others
 * do on the machine makes batches longer, never shorter, so the median would tell of them too.
 */
export function quartileMicroseconds(call: () => void, milliseconds = 600): number {
  const warmUntil = performance.now() + milliseconds / 3
  let calls = 0
  const warmStart = performance.now()
  while (performance.now() < warmUntil || calls < 2) {
    call()
    calls++
  }
  const each = (performance.now() - warmStart) / calls
  const batch = Math.max(1, Math.ceil(1 / each))
  const times: number[] = []
  const until = performance.now() + milliseconds
  while (performance.now() < until || times.length < 8) {
    const start = performance.now()
    for (let count = 0; count < batch; count++) call()
    times.push(((performance.now() - start) / batch) * 1000)
  }
  times.sort((a, b) => a - b)
  return times[Math.floor(times.length / 4)] ?? Number.NaN
}

export function shownMicroseconds(microseconds: number | undefined): string {
  if (microseconds === undefined) return '–'
  return microseconds < 1000 ? `${microseconds.toPrecision(3)} µs` : `${(microseconds / 1000).toPrecision(3)} ms`
}

export function geometricMean(numbers: readonly number[]): number {
  return Math.exp(numbers.reduce((sum, number) => sum + Math.log(number), 0) / numbers.length)
}
