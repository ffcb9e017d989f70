import { type Command, InvalidArgumentError, Option } from 'commander'
import type { Run } from './program.ts'
import type { CheckOptions } from './rego/check.ts'
import type { EvalOptions } from './rego/evaluate.ts'
import type { FormatOptions } from './rego/format.ts'
import type { TestOptions } from './rego/test.ts'
import type { ExitCode, Session } from './session.ts'

/* The engine is loaded only by what needs it: this file is read for every command. */

const HELP = `
The flags and exit codes are those of \`opa\`. Policies are evaluated here, in this process: no OPA, no network, no files but those that are named.

Examples:
  maestro rego eval -d policy/ -i input.json 'data.shop.deny'
  maestro rego eval -d policy/ -i input.json --explain=full -f pretty 'data.shop.allow'
  maestro rego test --coverage --threshold 80 policy/
  maestro rego check --strict policy/
  maestro rego fmt --write policy/`

export function register(program: Command, run: Run): void {
  const group = program.command('rego').description('Evaluate, test, check and format Rego policies').addHelpText('after', HELP)
  const v0 = () => new Option('--v0-compatible', 'read modules as v0 unless they import rego.v1')
  const format = (first: string) => new Option('-f, --format <format>', 'how to print the results').choices(['json', 'pretty']).default(first)
  group
    .command('eval')
    .description('Evaluate a query and print its results; 1: as --fail says, 2: an error')
    .argument('[query]', "for example 'data.shop.deny'")
    .addOption(new Option('-d, --data <path>', 'modules and documents: a file or a folder; may be repeated').argParser(collected))
    .option('-i, --input <file>', 'the input document, JSON or YAML')
    .option('-I, --stdin-input', 'read the input document from the standard input')
    .addOption(format('json'))
    .option('--coverage', 'report which lines were reached')
    .option('--explain [mode]', 'what made each rule true, with what it read, or what stopped it: full; only what stopped: fails; only what print says: notes')
    .option('--fail', 'exit with 1 when the query is undefined')
    .option('--fail-defined', 'exit with 1 when the query is defined')
    .option('-S, --strict', 'compile in strict mode')
    .option('--strict-builtin-errors', 'a builtin that fails is an error')
    .addOption(v0())
    .action((given: string | undefined, { explain, ...options }: Omit<EvalOptions, 'explain'> & { explain?: string | true }) =>
      run(async (session) => {
        const { queryAndMode } = await import('./rego/query-and-mode.ts')
        const [query, mode] = queryAndMode(given, explain)
        const { evaluate } = await import('./rego/evaluate.ts')
        return refusing(2, session, () => evaluate(query, { ...options, ...(mode && { explain: mode }) }, session))
      }),
    )
  group
    .command('test')
    .description('Run the rules whose names start with test_; 2: one does not pass, 1: an error')
    .argument('<path...>', 'files or folders')
    .addOption(format('pretty'))
    .option('-v, --verbose', 'name the tests that pass, too')
    .option('-r, --run <regex>', 'only tests whose full names match')
    .option('-c, --coverage', 'report which lines were reached')
    .addOption(new Option('--threshold <percent>', 'exit with 2 when less is covered').argParser(percent))
    .option('-z, --exit-zero-on-skipped', 'tests that are skipped do not count as not passed')
    .addOption(v0())
    .action((paths: string[], options: TestOptions) =>
      run(async (session) => {
        const { test } = await import('./rego/test.ts')
        return refusing(1, session, () => test(paths, options, session))
      }),
    )
  group
    .command('check')
    .description('Parse and compile modules; 1: something is wrong')
    .argument('<path...>', 'files or folders')
    .option('-S, --strict', 'unused imports, variables and arguments, names that hide others, and deprecated builtins are errors')
    .addOption(v0())
    .action((paths: string[], options: CheckOptions) =>
      run(async (session) => {
        const { check } = await import('./rego/check.ts')
        return refusing(1, session, () => check(paths, options, session))
      }),
    )
  group
    .command('fmt')
    .description('Print modules as `opa fmt` would lay them out')
    .argument('<path...>', 'files or folders')
    .option('-w, --write', 'write the files instead')
    .option('-l, --list', 'name the files that would change instead')
    .option('--fail', 'exit with 1 when a file would change')
    .addOption(v0())
    .action((paths: string[], options: FormatOptions) =>
      run(async (session) => {
        const { format } = await import('./rego/format.ts')
        return refusing(1, session, () => format(paths, options, session))
      }),
    )
  group
    .command('conformance')
    .description("Run the cases of OPA's own suite that a folder holds; 1: one fails")
    .argument('<dir>', 'a folder with cases/<category>/*.json')
    .argument('[category...]', 'only these')
    .action((dir: string, categories: string[]) => run(async (session) => (await import('./rego/conformance.ts')).conformance(dir, categories, session)))
}

async function refusing(code: ExitCode, session: Session, work: () => Promise<ExitCode>): Promise<ExitCode> {
  return (await import('./rego/refusals.ts')).refusing(code, session, work)
}

function collected(path: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), path]
}

function percent(text: string): number {
  const value = Number(text)
  if (!/^[0-9.]+$/.test(text) || !(value <= 100)) throw new InvalidArgumentError('It has to be a number from 0 to 100.')
  return value
}
