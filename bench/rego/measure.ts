import { performance } from 'node:perf_hooks'

/**
 * The median time of one call, in microseconds, over batches that are long enough for the clock. Time that this thread
 * itself worked, its share of collecting garbage included: what others do on the machine does not count.
 */
export function medianMicroseconds(call: () => void, milliseconds = 600): number {
  const warmUntil = performance.now() + milliseconds / 3
  let calls = 0
  const warmStart = performance.now()
  while (performance.now() < warmUntil || calls < 2) {
    call()
    calls++
  }
  const each = (performance.now() - warmStart) / calls
  const batch = Math.max(1, Math.ceil(2 / each))
  const times: number[] = []
  const until = performance.now() + milliseconds
  while (performance.now() < until || times.length < 5) {
    const start = process.threadCpuUsage()
    for (let count = 0; count < batch; count++) call()
    const { user, system } = process.threadCpuUsage(start)
    times.push((user + system) / batch)
  }
  times.sort((a, b) => a - b)
  return times[Math.floor(times.length / 2)] ?? Number.NaN
}

export function shownMicroseconds(microseconds: number | undefined): string {
  if (microseconds === undefined) return '–'
  return microseconds < 1000 ? `${microseconds.toPrecision(3)} µs` : `${(microseconds / 1000).toPrecision(3)} ms`
}

export function geometricMean(numbers: readonly number[]): number {
  return Math.exp(numbers.reduce((sum, number) => sum + Math.log(number), 0) / numbers.length)
}
