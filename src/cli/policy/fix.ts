import { patchOf } from '../../gates/policy/fix/patch.ts'
import { passes } from '../../gates/policy/rules/judge-document.ts'
import { simulate as ask, fixFor } from '../../gates/policy/simulate.ts'
import { jsonText, printable } from '../output/terminal.ts'
import type { ExitCode, Session } from '../session.ts'
import { asked, type SimulateOptions } from './simulation.ts'

/** `maestro policy fix`: the patch on stdout, so that it can be applied; everything else on stderr. Throws what `asked` does. */
export async function fix(options: SimulateOptions, session: Session): Promise<ExitCode> {
  const { subject, set } = await asked(options, session)
  const { out, err } = session.terminal
  const isNeeded = !passes(ask(set, subject).ruling)
  const found = isNeeded ? fixFor(set, subject) : undefined
  if (options.format === 'json') {
    out(
      `${jsonText({ needed: isNeeded, fix: found === undefined ? null : { parts: found.parts, lines: found.lines, minimal: found.isMinimal, tests: found.tests, patch: patchOf(found) } })}\n`,
    )
  } else if (found !== undefined) {
    out(patchOf(found))
    err(
      printable(
        `${found.parts} parts, ${found.lines} lines${found.isMinimal ? '; none of them can be left out' : ', and perhaps less would be enough'} (${found.tests} trials)\n`,
      ),
    )
  } else err(isNeeded ? 'no part of the change can be taken back so that nothing is denied\n' : 'nothing is denied\n')
  return isNeeded && found === undefined ? 1 : 0
}
