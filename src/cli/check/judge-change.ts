import { checkReport } from '../../cards/check-report.ts'
import { renderCards } from '../../cards/render-cards.ts'
import { renderTerminal } from '../../cards/render-terminal.ts'
import { branchName, type CardView } from '../../cards/view.ts'
import { evaluate } from '../../conductor/evaluate.ts'
import { gates } from '../../gates/registry.ts'
import type { RepositoryReader } from '../../git/repository-reader.ts'
import type { Change } from '../../model/change.ts'
import type { Verdict } from '../../model/decision.ts'
import { SETTINGS_PATH } from '../../model/settings.ts'
import { localGovernor } from '../local/governing-settings.ts'
import { localGates } from '../local/local-gates.ts'
import { type ChangeOptions, localProposal } from '../local/local-proposal.ts'
import { whyNothingIsChanged } from '../local/nothing-changed.ts'
import { localGatherer, withRepository } from '../local/open-repository.ts'
import { appendStepSummary } from '../output/step-summary.ts'
import { jsonText, printable } from '../output/terminal.ts'
import { workflowCommands } from '../output/workflow-commands.ts'
import type { ExitCode, Session } from '../session.ts'

export interface CheckOptions extends ChangeOptions {
  readonly repo: string
  readonly config?: string
  readonly format: 'card' | 'json' | 'github'
}

/** Nothing is `pending` here (local-gates.ts); `misconfigured` is the settings' fault, not the change's. */
const EXIT: Readonly<Record<Verdict, ExitCode>> = { pass: 0, warn: 0, block: 1, pending: 1, misconfigured: 2 }

/** `maestro check`. Throws what localProposal and localGovernor do. */
export function judgeChange(options: CheckOptions, session: Session): Promise<ExitCode> {
  return withRepository(session, options.repo, async (reader) => {
    const governor = await localGovernor(session, options.config, gates)
    const change = await governor.settle(await localProposal(session, reader, options), reader)
    const inForce = await governor.govern(change, reader)
    const { decision, settings } = await evaluate(change, inForce, localGates(gates), localGatherer(reader))
    if (change.files.length === 0) session.terminal.err(`${printable(`maestro: nothing to judge: ${whyNothingIsChanged(change)}`)}\n`)
    if (inForce.notice.state === 'defaults' && options.format === 'card') session.terminal.err(printable(await noSettingsYet(change, reader)))
    await print({ decision, change, settings, links: { reasons: (code) => code } }, options.format, session)
    return EXIT[decision.verdict]
  })
}

/** Defaults only observe, so whoever tries it out should hear how to begin: also who has begun on a branch of their own that is not pushed yet. */
async function noSettingsYet({ trunk }: Change, reader: RepositoryReader): Promise<string> {
  const name = branchName(trunk.ref)
  const own = trunk.ref === undefined ? undefined : await reader.resolve(`refs/heads/${name}`)
  const begin =
    own === undefined || own.commit === trunk.commit
      ? '`maestro replay` shows what files to begin with would say'
      : `your own ${name} is another commit, and \`--trunk ${name}\` judges by that one`
  return `maestro: ${name} at ${trunk.commit.slice(0, 12)} has no ${SETTINGS_PATH} yet, so the defaults only observe; ${begin}\n`
}

async function print(view: CardView, format: CheckOptions['format'], session: Session): Promise<void> {
  const { out, color, columns } = session.terminal
  if (format === 'card') return out(renderTerminal(view, { color, width: columns }))
  const cards = renderCards(view)
  if (format === 'json') return out(`${jsonText(checkReport(view, cards))}\n`)
  out(workflowCommands(renderTerminal(view, { color: false, width: columns }), view.decision, cards))
  await appendStepSummary(session, cards)
}
