import { type Command, Option } from 'commander'
import { checkReport } from '../cards/check-report.ts'
import { renderCards } from '../cards/render-cards.ts'
import { renderTerminal } from '../cards/render-terminal.ts'
import { branchName, type CardView } from '../cards/view.ts'
import { evaluate } from '../conductor/evaluate.ts'
import { gates } from '../gates/registry.ts'
import type { Change } from '../model/change.ts'
import type { Verdict } from '../model/decision.ts'
import { SETTINGS_PATH } from '../model/settings.ts'
import { localGovernor } from './local/governing-settings.ts'
import { localGates } from './local/local-gates.ts'
import { type ChangeOptions, localProposal } from './local/local-proposal.ts'
import { whyNothingIsChanged } from './local/nothing-changed.ts'
import { localGatherer, withRepository } from './local/open-repository.ts'
import { appendStepSummary } from './output/step-summary.ts'
import { jsonText, printable } from './output/terminal.ts'
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
    .action((options: CheckOptions) => run((session) => check(options, session)))
}

function check(options: CheckOptions, session: Session): Promise<ExitCode> {
  return withRepository(session, options.repo, async (reader) => {
    const governor = await localGovernor(session, options.config, gates)
    const change = await governor.settle(await localProposal(session, reader, options), reader)
    const inForce = await governor.govern(change, reader)
    const { decision, settings } = await evaluate(change, inForce, localGates(gates), localGatherer(reader))
    if (change.files.length === 0) session.terminal.err(`${printable(`maestro: nothing to judge: ${whyNothingIsChanged(change)}`)}\n`)
    if (inForce.notice.state === 'defaults' && options.format === 'card') session.terminal.err(printable(noSettingsYet(change)))
    await print({ decision, change, settings, links: { reasons: (code) => code } }, options.format, session)
    return EXIT[decision.verdict]
  })
}

/** Defaults only observe, so whoever tries it out should hear how to begin. */
function noSettingsYet({ trunk }: Change): string {
  const where = trunk.ref === undefined ? 'the trunk' : branchName(trunk.ref)
  return `maestro: ${where} has no ${SETTINGS_PATH} yet, so the defaults only observe; \`maestro replay\` shows what files to begin with would say\n`
}

async function print(view: CardView, format: CheckOptions['format'], session: Session): Promise<void> {
  const { out, color, columns } = session.terminal
  if (format === 'card') return out(renderTerminal(view, { color, width: columns }))
  const cards = renderCards(view)
  if (format === 'json') return out(`${jsonText(checkReport(view, cards))}\n`)
  out(workflowCommands(renderTerminal(view, { color: false, width: columns }), view.decision, cards))
  await appendStepSummary(session, cards)
}
