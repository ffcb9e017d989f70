import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A policy, what it is asked and what native OPA answers. */
export interface BenchCase {
  readonly name: string
  readonly policy: string
  readonly input: unknown
  readonly data: unknown
  readonly entrypoint: string
  readonly expected: unknown
  /** The files, for a real OPA. */
  readonly files: { readonly policy: string; readonly input: string; readonly data: string | undefined }
}

/** Microseconds on a quiet machine with 2 cores, from the README beside the cases. */
export interface Reference {
  readonly native: number
  /** Undefined where it crashes. */
  readonly wasm: number | undefined
}

export const references: Readonly<Record<string, Reference>> = {
  rbac_two_roles: { native: 52.9, wasm: 12.1 },
  rbac_ten_roles: { native: 213, wasm: 38.2 },
  rbac_inline_ten: { native: 126, wasm: 42.2 },
  deny1000_eq: { native: 7820, wasm: 1170 },
  deny1000_eqfn: { native: 203, wasm: 451 },
  deny1000_eqwith: { native: 939, wasm: 1210 },
  deny1000_single: { native: 15.3, wasm: 50.4 },
  deny1000_sw: { native: 22900, wasm: 1450 },
  iam: { native: 18200, wasm: 33200 },
  regex40: { native: 1750, wasm: 1140 },
  regex150: { native: 9240, wasm: undefined },
  regexmisc: { native: 518, wasm: 431 },
  glob40: { native: 1840, wasm: 1240 },
  graph: { native: 24200, wasm: 9740 },
}

/** Undefined where the cases are not there. */
export function benchFolder(): string | undefined {
  const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
  const folder = process.env.REGO_BENCH ?? join(root, '..', 'shared', 'rego-bench')
  return existsSync(join(folder, 'cases.json')) ? folder : undefined
}

export function loadCases(folder: string): readonly BenchCase[] {
  const list: { name: string; policy: string; input: string; entrypoint: string; data?: string }[] = JSON.parse(
    readFileSync(join(folder, 'cases.json'), 'utf8'),
  )
  return list.map(({ name, policy, input, entrypoint, data }) => ({
    name,
    policy: readFileSync(join(folder, policy), 'utf8'),
    input: JSON.parse(readFileSync(join(folder, input), 'utf8')),
    data: data === undefined ? undefined : JSON.parse(readFileSync(join(folder, data), 'utf8')),
    entrypoint,
    expected: JSON.parse(readFileSync(join(folder, 'expected', `${name}.json`), 'utf8')),
    files: { policy: join(folder, policy), input: join(folder, input), data: data === undefined ? undefined : join(folder, data) },
  }))
}
