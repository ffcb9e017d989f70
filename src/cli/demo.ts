import { type Command, Option } from 'commander'
import { LAST } from './demo/last.ts'
import type { DemoOptions } from './demo/run-demo.ts'
import { countingNumber, portNumber } from './option-values.ts'
import type { Run } from './program.ts'

const HELP = `
A GitHub starts on this machine, the real app is installed on it with the embedded database, and pull requests
are opened: twelve made ones, or the last merged ones of your own repository, each on the trunk as it was then and
judged by the settings that were on it. A repository without settings is played as if the files that \`maestro
replay\` begins with had been on its trunk from the start. Nothing leaves this machine.

Examples:
  maestro demo                           the example, and pages to look at until Ctrl-C
  maestro demo --repo ../shop --last 25  your own history
  maestro demo --once --format json      for a program`

export function register(program: Command, run: Run): void {
  program
    .command('demo')
    .description('Show the whole app at work on a local GitHub')
    .option('--repo <dir>', 'a git repository whose merged pull requests happen again')
    .addOption(new Option('--last <n>', `how many of them (default: ${LAST})`).argParser(countingNumber))
    .option('--trunk <branch>', 'the branch that they were merged into (default: what origin/HEAD says, else main or master)')
    .option('--once', 'exit when all are decided')
    .addOption(new Option('--port <port>', 'where the pages are').argParser(portNumber).default(0, 'any free one'))
    .addOption(new Option('--format <format>', 'how to print the decisions').choices(['table', 'json']).default('table'))
    .addHelpText('after', HELP)
    .action((options: DemoOptions) => run(async (session) => (await import('./demo/run-demo.ts')).demo(options, session)))
}
