import { type Command, Option } from 'commander'
import type { CheckOptions } from './check/judge-change.ts'
import type { Run } from './program.ts'

const HELP = `
The settings of the trunk govern, never those of the change. Only what is committed counts.
What a gate would wait for on GitHub is unproven here: under enforce it blocks. What only GitHub knows of a pull
request is known in a workflow on pull_request, and elsewhere where it is given: --pull-request takes all of it,
--title, --description, --label and --author one by one, and have the last word.

Exit code: 0 pass or warn, 1 block, 2 bad usage or settings, 3 Maestro's own trouble.

Examples:
  maestro check                            the current branch against the trunk
  maestro check --base HEAD~3              the last three commits
  maestro check --target release/2         as it would be merged into another branch
  maestro check --config draft.yml         by a settings file that is not in force yet
  maestro check --description body.md --label OKR-Q3-LATENCY
                                           as it would be with these words and this label
  gh api repos/acme/shop/pulls/12 >12.json && maestro check --pull-request 12.json
                                           the pull request as it is on GitHub, its head having been fetched
  maestro check --format github            in a workflow on pull_request, after a checkout with fetch-depth: 0`

export function register(program: Command, run: Run): void {
  program
    .command('check')
    .description('Judge a local change as Maestro would judge its pull request')
    .option('--repo <dir>', 'the repository', '.')
    .option('--base <rev>', 'what the change starts from (default: where it left its target)')
    .option('--head <rev>', 'what is judged (default: HEAD)')
    .option('--target <branch>', 'the branch it is to be merged into (default: the trunk)')
    .option('--trunk <branch>', 'the default branch, whose settings govern (default: what origin/HEAD says, else main or master)')
    .option('--config <file>', "a settings file in place of the repository's")
    .option('--pull-request <file>', 'the pull request as GitHub tells it, in JSON: its head, target, author, labels and words')
    .option('--title <text>', 'the title that it would have')
    .option('--description <file>', 'the description that it would have')
    .option('--label <name>', 'a label that it would have; may be given again', (name: string, before: readonly string[] = []) => [...before, name])
    .option('--author <login>', 'who would have written it; name[bot] is an app')
    .addOption(new Option('--format <format>', 'how to print the result').choices(['card', 'json', 'github']).default('card'))
    .addHelpText('after', HELP)
    .action((options: CheckOptions) => run(async (session) => (await import('./check/judge-change.ts')).judgeChange(options, session)))
}
