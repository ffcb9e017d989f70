import { type Command, Option } from 'commander'
import { countingNumber } from './option-values.ts'
import type { BacktestOptions } from './policy/backtest.ts'
import type { SimulateOptions } from './policy/simulation.ts'
import type { Run } from './program.ts'
import type { ExitCode, Session } from './session.ts'

const HELP = `
Without a scenario file the change of the current branch is asked about, by the policies of the trunk and the library.
--policy takes a folder on disk in place of the trunk's, to try rules out before they are in force.

Exit code: 0 nothing is denied, 1 something is, 2 bad usage, policies or settings.

Examples:
  maestro policy simulate                        what the rules say of the current branch
  maestro policy simulate scenario.yaml          of a change that nobody made yet
  maestro policy simulate --policy drafts/       by rules that are not in force yet
  maestro policy explain                         why: which expressions held, and what they looked at
  maestro policy fix | git apply                 take back the smallest part that is enough
  maestro policy backtest --last 500             what the rules would have said of what was merged
  maestro policy backtest --policy drafts/       and what other rules would say instead`

export function register(program: Command, run: Run): void {
  const group = program.command('policy').description('Simulate policies on a change, explain them, find the smallest fix').addHelpText('after', HELP)
  const add = (name: string, description: string, work: () => Promise<(options: SimulateOptions, session: Session) => Promise<ExitCode>>) =>
    group
      .command(name)
      .description(description)
      .argument('[scenario]', 'a scenario file (docs/policy.md); without one, a local change')
      .option('--repo <dir>', 'the repository', '.')
      .option('--base <rev>', 'what the change starts from (default: where it left its target)')
      .option('--head <rev>', 'what is asked about (default: HEAD)')
      .option('--trunk <branch>', 'the default branch, whose settings govern (default: what origin/HEAD says, else main or master)')
      .option('--config <file>', "a settings file in place of the repository's")
      .option('--policy <path>', "a file or folder of Rego in place of the trunk's")
      .addOption(new Option('--format <format>', 'how to print the result').choices(['text', 'json']).default('text'))
      .action((scenario: string | undefined, options: SimulateOptions) =>
        run(async (session) => (await work())({ ...options, ...(scenario === undefined ? {} : { scenario }) }, session)),
      )
  add('simulate', 'Say what the policies in force say of a change', async () => (await import('./policy/simulate.ts')).simulate)
  add(
    'explain',
    'Say why: for each rule that speaks, the expressions that held and what they looked at',
    async () => (await import('./policy/explain.ts')).explain,
  )
  add('fix', 'Print the smallest part of the change to take back, as a patch', async () => (await import('./policy/fix.ts')).fix)
  group
    .command('backtest')
    .description('Say what the rules would have said of merged changes, and what other rules would say instead')
    .option('--repo <dir>', 'the repository', '.')
    .option('--last <n>', 'how many merged changes, counted from the tip', countingNumber, 100)
    .option('--trunk <branch>', 'the default branch (default: what origin/HEAD says, else main or master)')
    .option('--config <file>', "a settings file in place of the repository's")
    .option('--policy <path>', 'a file or folder of Rego that is tried against the one in force')
    .addOption(new Option('--format <format>', 'how to print the result').choices(['text', 'json']).default('text'))
    .action((options: BacktestOptions) => run(async (session) => (await import('./policy/backtest.ts')).backtest(options, session)))
}
