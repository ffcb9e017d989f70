import { type Command, Option } from 'commander'
import { countingNumber, revisionRange } from './option-values.ts'
import type { Run } from './program.ts'
import type { ReplayOptions } from './replay/replay-history.ts'

const LAST = 200

const HELP = `
Every commit on the first-parent line of the trunk is judged against its first parent: a merge commit stands for
its pull request, a squashed or plain commit for itself. What only GitHub knows (labels, linked issues, who wrote
it) is unknown.

What governs today judges all of them: the settings, objectives, Spec Cards and bound tests of the trunk's tip, as
if they had been there all along. What a change did to cards and their tests themselves shows with --as-of-then.
A trunk without settings is judged as if a set of starter files was on it, made from the repository: settings that
only observe, one objective, and drafts of cards for what changes most. --write-starter writes them.

Nothing is sent anywhere. Exit code: 0 whatever was found, 2 bad usage or settings, or a clone that lacks what has
to be read, 3 Maestro's own trouble, 130 when it was interrupted (the summary is of what was judged until then).

Examples:
  maestro replay                                   the last ${LAST} merged changes
  maestro replay --last 1000 --config draft.yml    what a rule would have said, before it is in force
  maestro replay --range v1.0..HEAD --format json  a release, for a program
  maestro replay --write-starter .                 and write the files to begin with, where there are no settings yet`

export function register(program: Command, run: Run): void {
  program
    .command('replay')
    .description('Judge what was merged already, to see what the rules would have said')
    .option('--repo <dir>', 'the repository', '.')
    .addOption(new Option('--last <n>', 'how many, counted from the tip').argParser(countingNumber).default(LAST).conflicts('range'))
    .addOption(new Option('--range <a..b>', "what b's first-parent line has and a does not").argParser(revisionRange))
    .option('--trunk <branch>', 'the default branch, whose line is walked and whose tip governs (default: what origin/HEAD says, else main or master)')
    .option('--config <file>', "a settings file in place of the repository's")
    .option('--as-of-then', 'by what governed when each was merged')
    .addOption(new Option('--write-starter <dir>', 'write the starter files there, for a trunk without settings').conflicts(['config', 'asOfThen']))
    .addOption(new Option('--format <format>', 'how to print the result').choices(['table', 'json']).default('table'))
    .addHelpText('after', HELP)
    .action((options: ReplayOptions) => run(async (session) => (await import('./replay/replay-history.ts')).replayHistory(options, session)))
}
