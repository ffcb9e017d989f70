import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface SyntheticRepository {
  readonly gitDir: string
  remove(): Promise<void>
}

export interface Shape {
  readonly files: number
  /** Merged changes on the trunk after the first commit. */
  readonly changes: number
  /** Files that each change touches. */
  readonly filesAChange: number
}

const SETTINGS = `version: 1
mode: enforce
gates:
  okr: { rules: [{ paths: ["src/**"], okr: OKR-1 }] }
  spec: { cards: "specs/**/*.yml", tests: ["**/*.test.ts"], surfaces: ["src/**"], coverage: 0.5 }
`

/**
 * A bare repository that looks like a TypeScript project: `files` files, one in five of them a test that is bound to a Spec Card, and a trunk of
 * changes that each rewrite a few. The same shape gives the same commits on every machine.
 */
export async function syntheticRepository(shape: Shape): Promise<SyntheticRepository> {
  const gitDir = await mkdtemp(join(tmpdir(), 'synthetic-'))
  await run(['init', '--quiet', '--bare', '--initial-branch=main', gitDir])
  await run(['-C', gitDir, 'fast-import', '--quiet', '--done'], importStream(shape))
  return { gitDir, remove: () => rm(gitDir, { recursive: true, force: true }) }
}

function* importStream(shape: Shape): Generator<string> {
  yield* commit(1, 'Start', allFiles(shape.files))
  for (let change = 1; change <= shape.changes; change += 1) {
    const touched = Array.from({ length: shape.filesAChange }, (_, index) => (change * 37 + index * 101) % shape.files)
    yield* commit(
      change + 1,
      `Change ${change} (#${change})`,
      touched.map((index) => [pathOf(index), textOf(index, change)] as const),
    )
  }
  yield 'done\n'
}

function* commit(mark: number, message: string, files: Iterable<readonly [string, string]>): Generator<string> {
  yield `commit refs/heads/main\nmark :${mark}\ncommitter Bench <bench@acme.example> ${1_760_000_000 + mark * 600} +0000\n${data(message)}`
  if (mark > 1) yield `from :${mark - 1}\n`
  for (const [path, text] of files) yield `M 100644 inline ${path}\n${data(text)}`
  yield '\n'
}

function* allFiles(count: number): Generator<readonly [string, string]> {
  yield ['.github/maestro.yml', SETTINGS]
  yield ['okrs/one.yml', 'id: OKR-1\nobjective: "Answer sooner"\nkey_results:\n  - { id: KR1, metric: p95_ms, target_rel: -0.2 }\n']
  for (let card = 0; card < 40; card += 1) yield [`specs/area-${card}.yml`, cardText(card)]
  for (let index = 0; index < count; index += 1) yield [pathOf(index), textOf(index, 0)]
}

function cardText(card: number): string {
  return `id: SPEC-${card + 1}\ntitle: Area ${card}\nstatus: active\nsurfaces: ["src/area-${card}/**"]\ngiven: a request\nwhen: it arrives\nthen: it is answered\nacceptance: [it is answered]\n`
}

function pathOf(index: number): string {
  const folder = `src/area-${index % 40}`
  return index % 5 === 0 ? `${folder}/module-${index}.test.ts` : `${folder}/module-${index}.ts`
}

function textOf(index: number, version: number): string {
  const lines = Array.from(
    { length: 40 },
    (_, line) => `export function step${line}(value: number): number {\n  return value * ${line + version} // ${index}\n}`,
  )
  const head = index % 5 === 0 ? `/** @spec SPEC-${(index % 40) + 1} */\n` : ''
  return `${head}import { step1 } from './module-${index + 1}.ts'\n\n${lines.join('\n')}\nexport const all = [step1]\n`
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`
}

async function run(args: readonly string[], input: Iterable<string> = []): Promise<void> {
  const child = spawn('git', [...args], { stdio: ['pipe', 'ignore', 'inherit'] })
  const ended = once(child, 'close')
  for (const chunk of input) if (!child.stdin.write(chunk)) await once(child.stdin, 'drain')
  child.stdin.end()
  const [code] = await ended
  if (code !== 0) throw new Error(`git ${args.join(' ')} failed`)
}
