import { type Command, Option } from 'commander'
import { checkReport } from '../cards/check-report.ts'
import { renderCards } from '../cards/render-cards.ts'
import { renderTerminal } from '../cards/render-terminal.ts'
import type { CardView } from '../cards/view.ts'
import { evaluate } from '../conductor/evaluate.ts'
import { gates } from '../gates/registry.ts'
import type { Verdict } from '../model/decision.ts'
import { localGovernor } from './local/governing-settings.ts'
import { localGates } from './local/local-gates.ts'
import { type ChangeOptions, localProposal } from './local/local-proposal.ts'
import { localGatherer, withRepository } from './local/open-repository.ts'
import { appendStepSummary } from './output/step-summary.ts'
import { jsonText } from './output/terminal.ts'
import { workflowCommands } from './output/workflow-commands.ts'
import type { Run } from './program.ts'
import type { ExitCode, Session } from './session.ts'

interface CheckOptions extends ChangeOptions {
  readonly repo: string
  readonly config?: string
  readonly format: 'card' | 'json' | 'github'
}

/** Nothing is `pending` here (local-gates.ts); `misconfigured` is the settings' fault, not the change's. */
const EXIT: Readonly<Record<Verdict, ExitCode>> = { pass: 0, warn: 0, block: 1, pending: 1, misconfigured: 2 }

const HELP = `
The settings of the trunk govern, never those of the change. Only what is committed counts.
What a gate would wait for on GitHub is unproven here: under enforce it blocks.

Exit code: 0 pass or warn, 1 block, 2 bad usage or settings, 3 Maestro's own trouble.

Examples:
  maestro check                            the current branch against the trunk
  maestro check --base HEAD~3              the last three commits
  maestro check --target release/2         as it would be merged into another branch
  maestro check --config draft.yml         by a settings file that is not in force yet
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
    .addOption(new Option('--format <format>', 'how to print the result').choices(['card', 'json', 'github']).default('card'))
    .addHelpText('after', HELP)
    .action((options: CheckOptions) => run((session) => check(options, session)))
}

function check(options: CheckOptions, session: Session): Promise<ExitCode> {
  return withRepository(session, options.repo, async (reader) => {
    const governor = await localGovernor(session, options.config, gates)
    const change = await governor.settle(await localProposal(session, reader, options), reader)
    const { decision, settings } = await evaluate(change, await governor.govern(change, reader), localGates(gates), localGatherer(reader))
    await print({ decision, change, settings, links: { reasons: (code) => code } }, options.format, session)
    return EXIT[decision.verdict]
  })
}

async function print(view: CardView, format: CheckOptions['format'], session: Session): Promise<void> {
  const { out, color, columns } = session.terminal
  if (format === 'card') return out(renderTerminal(view, { color, width: columns }))
  const cards = renderCards(view)
  if (format === 'json') return out(`${jsonText(checkReport(view, cards))}\n`)
  out(workflowCommands(renderTerminal(view, { color: false, width: columns }), view.decision, cards))
  await appendStepSummary(session, cards)
}
