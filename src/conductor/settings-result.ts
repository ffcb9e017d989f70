import { CHANGED_SETTINGS } from '../config/codes.ts'
import { repairsSettings } from '../config/repair.ts'
import type { Change } from '../model/change.ts'
import type { JudgedResult, SettingsNotice } from '../model/decision.ts'
import type { Mode, Reason } from '../model/gate.ts'
import { type Phrase, say } from '../model/phrase.ts'
import type { Diagnostic } from '../model/settings.ts'
import { SETTINGS_PATH } from '../model/settings.ts'
import { effectOf } from './effect.ts'

/**
 * What a change does to the settings themselves, told like any gate's result: a proposed settings file with
 * errors is the change's own fault, so it counts like any other finding under the general mode. Broken settings
 * on the trunk are not: they are in the decision's notice and never here.
 */
export function settingsResult(notice: SettingsNotice, change: Change, mode: Mode): readonly JudgedResult[] {
  const reasons = [...notice.proposed.map(reasonOf), ...touched(notice, change)]
  if (reasons.length === 0) return []
  const errors = notice.proposed.filter((diagnostic) => diagnostic.severity === 'error').length
  return [
    {
      gate: 'settings',
      title: 'Settings',
      version: '1',
      mode,
      outcome: errors > 0 ? 'fail' : 'pass',
      summary: notice.proposed.length === 0 ? say`what governs would change` : say`problems in the proposed settings: ${notice.proposed.length}`,
      reasons,
      // No mode has been set where there never were settings; the repair is to be seen under any.
      effects: reasons.map((reason) => (reason.code === 'settings.repairs' ? 'warns' : effectOf(reason.level, mode))),
      facts: [],
      nextSteps: reasons.flatMap((reason, index) =>
        reason.level === 'block' ? [{ kind: 'edit' as const, message: repair(notice.proposed[index]), unblocks: [index] }] : [],
      ),
      waits: [],
      listens: [],
      obligations: [],
    },
  ]
}

/** A change to what governs is always said: it does not judge this change, but every one after it. */
function touched(notice: SettingsNotice, change: Change): readonly Reason[] {
  return [SETTINGS_PATH, ...(notice.holds === undefined ? [] : [notice.holds])].flatMap((path) => {
    const file = change.files.find((candidate) => candidate.path === path || candidate.previousPath === path)
    if (!file) return []
    const removed = file.status === 'removed' || file.previousPath === path
    const code = removed ? 'settings.removed' : repairsSettings(notice, change) ? 'settings.repairs' : 'settings.changed'
    const { level, title, ofOrganisation } = CHANGED_SETTINGS[code]
    const message = path === SETTINGS_PATH ? title : ofOrganisation
    return [{ code, level, message: [message], path, ...(removed ? { side: 'base' as const } : { line: 1 }), facts: [] }]
  })
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
