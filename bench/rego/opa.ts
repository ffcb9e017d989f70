import { spawnSync } from 'node:child_process'
import type { BenchCase } from './cases.ts'

/** The version of an `opa` on the PATH; undefined where there is none. */
export function opaVersion(): string | undefined {
  const { status, stdout } = spawnSync('opa', ['version'], { encoding: 'utf8' })
  return status === 0 ? /^Version: *(\S+)/m.exec(stdout)?.[1] : undefined
}

/**
 * Microseconds for one evaluation, by `opa bench`: inside one process, the query prepared, the input parsed before.
 * Undefined where OPA fails.
 */
export function opaMicroseconds(one: BenchCase): number | undefined {
  const files = one.files.data === undefined ? [one.files.policy] : [one.files.policy, one.files.data]
  const query = `data.${one.entrypoint.replaceAll('/', '.')}`
  const args = ['bench', '--format', 'json', '--input', one.files.input, ...files.flatMap((file) => ['--data', file]), query]
  const { status, stdout } = spawnSync('opa', args, { encoding: 'utf8', timeout: 60_000 })
  return status === 0 ? perRun(JSON.parse(stdout)) : undefined
}

/** Of Go's testing.BenchmarkResult: N runs took T nanoseconds. */
function perRun(report: unknown): number | undefined {
  const result: unknown = Array.isArray(report) ? report[0] : report
  if (typeof result !== 'object' || result === null || !('N' in result) || !('T' in result)) return undefined
  return typeof result.N === 'number' && typeof result.T === 'number' && result.N > 0 ? result.T / result.N / 1000 : undefined
}
