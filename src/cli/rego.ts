import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { type Command, Option } from 'commander'
import {
  fromPlain,
  jsonText,
  type Policy,
  parseModule,
  printModule,
  RegoError,
  RegoErrors,
  type Result,
  runSuite,
  suiteReport,
  toPlain,
} from '../rego/index.ts'
import { BadUsage } from './failures.ts'
import { printable } from './output/terminal.ts'
import type { Run } from './program.ts'
import { documentOf, load, policyOf } from './rego/load.ts'
import { runTests, type TestOutcome } from './rego/run-tests.ts'
import type { ExitCode, Session } from './session.ts'

const LAYOUT = { prefix: '', indent: '  ' }

interface CompileFlags {
  readonly strict?: boolean
  readonly v0Compatible?: boolean
}

interface EvalOptions extends CompileFlags {
  readonly data?: readonly string[]
  readonly input?: string
  readonly format: 'json' | 'pretty'
  readonly fail?: boolean
  readonly strictBuiltinErrors?: boolean
}

const HELP = `
The flags are those of \`opa\`. Policies are evaluated here, in this process: no OPA, no network, no files but those that are named.

Examples:
  maestro rego eval -d policy/ -i input.json 'data.shop.deny'
  maestro rego test policy/
  maestro rego check --strict policy/
  maestro rego fmt --write policy/`

export function register(program: Command, run: Run): void {
  const group = program.command('rego').description('Evaluate, test, check and format Rego policies').addHelpText('after', HELP)
  const v0 = () => new Option('--v0-compatible', 'read modules as v0 unless they import rego.v1')
  group
    .command('eval')
    .description('Evaluate a query and print its results')
    .argument('<query>', "for example 'data.shop.deny'")
    .addOption(new Option('-d, --data <path>', 'modules and documents: a file or a folder; may be repeated').argParser(collected))
    .option('-i, --input <file>', 'the input document, JSON or YAML')
    .addOption(new Option('-f, --format <format>', 'how to print the results').choices(['json', 'pretty']).default('json'))
    .option('--fail', 'exit with 1 when the query is undefined')
    .option('-S, --strict', 'compile in strict mode')
    .option('--strict-builtin-errors', 'a builtin that fails is an error')
    .addOption(v0())
    .action((query: string, options: EvalOptions) => run(told((session) => evaluate(query, options, session))))
  group
    .command('test')
    .description('Run the rules whose names start with test_')
    .argument('<path...>', 'files or folders')
    .option('-v, --verbose', 'name the tests that pass, too')
    .addOption(v0())
    .action((paths: string[], options: CompileFlags & { verbose?: boolean }) => run(told((session) => test(paths, options, session))))
  group
    .command('check')
    .description('Parse and compile modules')
    .argument('<path...>', 'files or folders')
    .option('-S, --strict', 'unused imports, variables and arguments, and names that hide others, are errors')
    .addOption(v0())
    .action((paths: string[], options: CompileFlags) => run(told((session) => check(paths, options, session))))
  group
    .command('fmt')
    .description('Print modules as `opa fmt` would lay them out')
    .argument('<path...>', 'files or folders')
    .option('-w, --write', 'write the files instead')
    .option('-l, --list', 'name the files that would change; exit with 1 when there are any')
    .addOption(v0())
    .action((paths: string[], options: CompileFlags & { write?: boolean; list?: boolean }) => run(told((session) => format(paths, options, session))))
  group
    .command('conformance')
    .description("Run the cases of OPA's own suite that a folder holds")
    .argument('<dir>', 'a folder with cases/<category>/*.json')
    .argument('[category...]', 'only these')
    .action((dir: string, categories: string[]) => run((session) => conformance(dir, categories, session)))
}

/** What is wrong with a policy is for whoever wrote it to mend. */
function told(work: (session: Session) => Promise<ExitCode>): (session: Session) => Promise<ExitCode> {
  return async (session) => {
    try {
      return await work(session)
    } catch (error) {
      if (error instanceof RegoErrors) throw new BadUsage(error.message)
      if (error instanceof RegoError) throw new BadUsage(`${error.code}: ${error.message}`)
      throw error
    }
  }
}

function collected(path: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), path]
}

async function evaluate(query: string, options: EvalOptions, session: Session): Promise<ExitCode> {
  const { out } = session.terminal
  const policy = policyOf(await load(options.data ?? [], session.cwd), options)
  const input = options.input === undefined ? undefined : toPlain(await documentOf(resolve(session.cwd, options.input), options.input))
  const results = policy.evaluate(query, input, { strictBuiltinErrors: options.strictBuiltinErrors === true })
  if (options.format === 'json') out(`${jsonText(fromPlain(results.length === 0 ? {} : { result: results.map(resultJson) }), LAYOUT)}\n`)
  else for (const line of prettyLines(results)) out(`${printable(line)}\n`)
  return options.fail === true && results.length === 0 ? 1 : 0
}

function resultJson({ bindings, expressions }: Result) {
  return { expressions, ...(Object.keys(bindings).length === 0 ? {} : { bindings }) }
}

/** The value of a query that is one expression; else every binding. */
function prettyLines(results: readonly Result[]): readonly string[] {
  if (results.length === 0) return ['undefined']
  return results.flatMap(({ bindings, expressions }) =>
    Object.keys(bindings).length > 0
      ? Object.entries(bindings).map(([name, value]) => `${name} = ${jsonText(fromPlain(value), LAYOUT)}`)
      : expressions.map(({ value }) => jsonText(fromPlain(value), LAYOUT)),
  )
}

async function test(paths: readonly string[], options: CompileFlags & { readonly verbose?: boolean }, session: Session): Promise<ExitCode> {
  const loaded = await load(paths, session.cwd)
  const policy: Policy = policyOf(loaded, options)
  const outcomes = runTests(loaded, policy, options.v0Compatible === true)
  const shown = outcomes.filter(({ outcome }) => outcome !== 'pass' || options.verbose === true)
  for (const { name, outcome, why } of shown) session.terminal.out(`${printable(`${name}: ${outcome.toUpperCase()}${why === undefined ? '' : ` (${why})`}`)}\n`)
  const count = (wanted: TestOutcome['outcome']) => outcomes.filter(({ outcome }) => outcome === wanted).length
  const failed = count('fail') + count('error')
  const skipped = count('skip')
  session.terminal.out(`${count('pass')} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`)
  return failed > 0 ? 1 : 0
}

async function check(paths: readonly string[], options: CompileFlags, session: Session): Promise<ExitCode> {
  policyOf(await load(paths, session.cwd), options)
  return 0
}

async function format(
  paths: readonly string[],
  options: CompileFlags & { readonly write?: boolean; readonly list?: boolean },
  session: Session,
): Promise<ExitCode> {
  const { modules } = await load(paths, session.cwd)
  const { out } = session.terminal
  let changed = 0
  for (const { name, text } of modules) {
    const formatted = printModule(parseModule(name, text, { version: options.v0Compatible === true ? 'v0' : 'v1' }))
    if (formatted !== text) changed += 1
    if (options.list === true) out(formatted === text ? '' : `${printable(name)}\n`)
    else if (options.write !== true) out(formatted)
    else if (formatted !== text) await writeFile(resolve(session.cwd, name), formatted)
  }
  return options.list === true && changed > 0 ? 1 : 0
}

async function conformance(dir: string, categories: readonly string[], session: Session): Promise<ExitCode> {
  const result = runSuite(resolve(session.cwd, dir), categories)
  session.terminal.out(`${suiteReport(result)}\n`)
  return result.failures.length === 0 ? 0 : 1
}
