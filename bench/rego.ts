import { isDeepStrictEqual } from 'node:util'
import { compile } from '../src/rego/index.ts'
import { type BenchCase, benchFolder, loadCases, references } from './rego/cases.ts'
import { geometricMean, medianMicroseconds, shownMicroseconds } from './rego/measure.ts'

/** `npm run bench:rego [-- NAME…]`: each case of the benchmark, its result checked, beside what OPA does. */
const folder = benchFolder()
if (folder === undefined) {
  process.stderr.write('no benchmark cases: set REGO_BENCH to their folder\n')
  process.exit(1)
}
const wanted = process.argv.slice(2)
const rows: string[][] = []
const ratios: number[] = []
for (const one of loadCases(folder)) {
  if (wanted.length > 0 && !wanted.includes(one.name)) continue
  const measured = measure(one)
  const { native, wasm } = references[one.name]!
  ratios.push(native / measured)
  rows.push([
    one.name,
    shownMicroseconds(measured),
    shownMicroseconds(native),
    `${(native / measured).toFixed(1)} ×`,
    shownMicroseconds(wasm),
    wasm === undefined ? '–' : `${(wasm / measured).toFixed(1)} ×`,
  ])
}
print([['case', 'here', 'native OPA', 'faster', 'OPA wasm', 'faster'], ...rows])
if (ratios.length > 1) process.stdout.write(`\ngeometric mean over native OPA: ${geometricMean(ratios).toFixed(1)} ×\n`)

function measure(one: BenchCase): number {
  const policy = compile([{ name: one.files.policy, text: one.policy }], { data: one.data })
  const query = policy.prepare(one.entrypoint)
  const value = query.evaluate(one.input)[0]?.expressions[0]?.value
  if (!isDeepStrictEqual(JSON.parse(JSON.stringify(value ?? null)), one.expected)) {
    process.stderr.write(`${one.name}: a wrong result\n${JSON.stringify(value).slice(0, 500)}\n`)
    process.exitCode = 1
  }
  return medianMicroseconds(() => query.evaluate(one.input))
}

function print(table: readonly string[][]): void {
  const widths = table[0]!.map((_, column) => Math.max(...table.map((row) => row[column]!.length)))
  for (const row of table) process.stdout.write(`| ${row.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |\n`)
}
