import type { JudgedResult, SettingsNotice } from '../model/decision.ts'
import type { Mode, Reason } from '../model/gate.ts'
import { type Phrase, say } from '../model/phrase.ts'
import type { Diagnostic } from '../model/settings.ts'
import { effectOf } from './effect.ts'

/**
 * What a change does to the settings themselves, told like any gate's result: a proposed settings file with
 * errors is the change's own fault, so it counts like any other finding under the general mode. Broken settings
 * on the trunk are not: they are in the decision's notice and never here.
 */
export function settingsResult(notice: SettingsNotice, mode: Mode): readonly JudgedResult[] {
  if (notice.proposed.length === 0) return []
  const reasons = notice.proposed.map(reasonOf)
  const errors = notice.proposed.filter((diagnostic) => diagnostic.severity === 'error').length
  return [
    {
      gate: 'settings',
      title: 'Settings',
      version: '1',
      mode,
      outcome: errors > 0 ? 'fail' : 'pass',
      summary: say`the proposed settings have ${errors} errors and ${notice.proposed.length - errors} warnings`,
      reasons,
      effects: reasons.map((reason) => effectOf(reason.level, mode)),
      facts: [],
      nextSteps: reasons.flatMap((reason, index) =>
        reason.level === 'block' ? [{ kind: 'edit' as const, message: repair(notice.proposed[index]), unblocks: [index] }] : [],
      ),
      waits: [],
      obligations: [],
    },
  ]
}

function reasonOf(diagnostic: Diagnostic): Reason {
  return {
    code: diagnostic.code,
    level: diagnostic.severity === 'error' ? 'block' : 'warn',
    message: [diagnostic.message],
    path: diagnostic.file,
    line: diagnostic.line,
    facts: [],
  }
}

function repair(diagnostic: Diagnostic | undefined): Phrase {
  if (diagnostic?.suggestion !== undefined) return say`write ${{ code: diagnostic.suggestion }} there`
  return say`repair that line; ${{ code: 'maestro config validate' }} checks the file before you push`
}
