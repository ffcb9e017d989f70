import { governor } from '../../conductor/govern.ts'
import { explainSettings } from '../../config/explain.ts'
import { gates } from '../../gates/registry.ts'
import { localTrunk } from '../../git/local/local-trunk.ts'
import { BadSettings, BadUsage } from '../failures.ts'
import { withRepository } from '../local/open-repository.ts'
import { diagnosticLines } from '../output/diagnostics.ts'
import { table } from '../output/table.ts'
import { jsonText } from '../output/terminal.ts'
import type { ExitCode, Session } from '../session.ts'

export interface ExplainOptions {
  readonly repo: string
  readonly trunk?: string
}

/** `maestro config explain`. Throws BadSettings where none govern, BadUsage for a path that is no setting. */
export function explain(path: string | undefined, options: ExplainOptions, session: Session): Promise<ExitCode> {
  return withRepository(session, options.repo, async (reader): Promise<ExitCode> => {
    const inForce = await governor(gates).ofTrunk(await localTrunk(reader, options.trunk), reader)
    const { state, trunk } = inForce.notice
    if (state === 'none') throw new BadSettings('the settings on the trunk are broken, and none before them were valid', trunk)
    if (trunk.length > 0) session.terminal.err(`${diagnosticLines(trunk, undefined).join('\n')}\n`)
    if (state === 'last-valid') session.terminal.err(`The last valid settings govern, those of ${inForce.notice.from?.slice(0, 12)}.\n`)
    const explained = explainSettings(inForce, path)
    if (!explained.known) {
      throw new BadUsage(`there is no setting ${path}${explained.suggestion === undefined ? '' : `; did you mean ${explained.suggestion}?`}`)
    }
    session.terminal.out(
      table(
        ['setting', 'set by', 'value'],
        explained.rows.map((row) => [row.path, row.setBy, jsonText(row.value, 0)]),
      ),
    )
    return 0
  })
}
