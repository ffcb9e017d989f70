import type { Change } from '../model/change.ts'
import type { SettingsNotice } from '../model/decision.ts'
import { SETTINGS_PATH } from '../model/settings.ts'

/**
 * Whether a change is the one that may merge although no settings are valid and none ever were: it puts the repository's own
 * file right and touches nothing else. Everything else waits for it, or code would come in that nothing has judged. A broken
 * file of the organisation is not this repository's to repair; taking the file away repairs nothing.
 */
export function repairsSettings(notice: SettingsNotice, { files }: Pick<Change, 'files'>): boolean {
  if (notice.state !== 'none') return false
  const errors = notice.trunk.filter((diagnostic) => diagnostic.severity === 'error')
  if (errors.length === 0 || errors.some((error) => error.file !== SETTINGS_PATH)) return false
  const [file, ...others] = files
  if (file?.path !== SETTINGS_PATH || file.previousPath !== undefined || others.length > 0) return false
  const isFile = file.after?.kind === 'file' || file.after?.kind === 'executable'
  return isFile && notice.proposed.every((diagnostic) => diagnostic.severity !== 'error')
}
