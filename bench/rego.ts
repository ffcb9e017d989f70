import { isDeepStrictEqual, parseArgs } from 'node:util'
import { compile } from '../src/rego/index.ts'
import { type BenchCase, benchFolder, loadCases, references } from './rego/cases.ts'
import { compilingRows } from './rego/compiling.ts'
import { geometricMean, quartileMicroseconds, shownMicroseconds } from './rego/measure.ts'
import { memoryRows } from './rego/memory.ts'
import { opaMicroseconds, opaVersion } from './rego/opa.ts'
import { rowsTable } from './rego/rows.ts'
import { wasmCall } from './rego/wasm.ts'

/**
 * `npm run bench:rego [-- NAME… --wasm FOLDER --memory]`: each case of the benchmark, its result checked, beside what OPA
 * does: by the figures that came with the cases and, in the same run, by OPA's WebAssembly where FOLDER (or REGO_WASM)
 * has it and by an `opa` on the PATH. Then how long compiling takes and, when asked for, what memory is held.
 */
const { values, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: { wasm: { type: 'string', default: process.env.REGO_WASM ?? '' }, memory: { type: 'boolean', default: false } },
})
const folder = benchFolder()
if (folder === undefined) {
  process.stderr.write('no benchmark cases: set REGO_BENCH to their folder\n')
  process.exit(1)
}
const version = opaVersion()
const rows: string[][] = []
const ratios = { native: [] as number[], wasm: [] as number[], wasmHere: [] as number[], opaHere: [] as number[] }
for (const one of loadCases(folder)) {
  if (wanted.length > 0 && !wanted.includes(one.name)) continue
  const measured = measure(one)
  const reference = references[one.name]
  const wasmHere = await measureWasm(one)
  const opaHere = version === undefined ? undefined : opaMicroseconds(one)
  const row = [one.name, shownMicroseconds(measured)]
  row.push(shownMicroseconds(reference?.native), ratio(reference?.native, measured, ratios.native))
  row.push(shownMicroseconds(reference?.wasm), ratio(reference?.wasm, measured, ratios.wasm))
  if (values.wasm !== '') row.push(shownMicroseconds(wasmHere), ratio(wasmHere, measured, ratios.wasmHere))
  if (version !== undefined) row.push(shownMicroseconds(opaHere), ratio(opaHere, measured, ratios.opaHere))
  rows.push(row)
}
const head = ['case', 'here', 'native OPA', 'faster', 'OPA wasm', 'faster']
if (values.wasm !== '') head.push('wasm in this run', 'faster')
if (version !== undefined) head.push(`opa ${version} in this run`, 'faster')
say(rowsTable([head, ...rows]))
say(
  [
    mean('native OPA (figures that came with the cases)', ratios.native),
    mean('OPA wasm (figures that came with the cases)', ratios.wasm),
    mean('OPA wasm (this run)', ratios.wasmHere),
    mean(`opa ${version} (this run: opa bench, prepared, input parsed before)`, ratios.opaHere),
  ]
    .filter((line) => line !== '')
    .join('\n'),
)
if (wanted.length === 0) say(rowsTable(compilingRows()))
if (values.memory) say(rowsTable(memoryRows()))

function measure(one: BenchCase): number {
  const policy = compile([{ name: one.files.policy, text: one.policy }], { data: one.data })
  const query = policy.prepare(one.entrypoint)
  check(one, 'here', query.evaluate(one.input)[0]?.expressions[0]?.value)
  return quartileMicroseconds(() => query.evaluate(one.input))
}

/** Undefined where there is none, or it fails: it crashes where it needs more memory than it has. */
async function measureWasm(one: BenchCase): Promise<number | undefined> {
  try {
    const call = values.wasm === '' ? undefined : await wasmCall(values.wasm, one)
    if (call === undefined) return undefined
    check(one, 'OPA wasm', call())
    return quartileMicroseconds(call)
  } catch (error) {
    process.stderr.write(`${one.name}: OPA wasm fails: ${String(error)}\n`)
    return undefined
  }
}

function check(one: BenchCase, by: string, value: unknown): void {
  if (isDeepStrictEqual(JSON.parse(JSON.stringify(value ?? null)), one.expected)) return
  process.stderr.write(`${one.name}: a wrong result (${by})\n${JSON.stringify(value).slice(0, 500)}\n`)
  process.exitCode = 1
}

function ratio(theirs: number | undefined, ours: number, all: number[]): string {
  if (theirs === undefined) return '–'
  all.push(theirs / ours)
  return `${(theirs / ours).toFixed(1)} ×`
}

function mean(over: string, all: readonly number[]): string {
  if (all.length < 2) return ''
  return `geometric mean over ${over}: ${geometricMean(all).toFixed(1)} ×, the least ${Math.min(...all).toFixed(1)} ×`
}

function say(text: string): void {
  if (text !== '') process.stdout.write(`${text}\n\n`)
}
