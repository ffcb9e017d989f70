import type { Change, FileChange } from '../model/change.ts'
import type { SettingsNotice } from '../model/decision.ts'
import type { Path } from '../model/path.ts'
import { SETTINGS_PATH } from '../model/settings.ts'

/**
 * Whether a change is the one that may merge although no settings are valid and none ever were: it puts right every file of
 * this repository that is broken (its own, and the organisation's where it holds that) and touches nothing else. Everything else
 * waits for it, or code would come in that nothing has judged. A broken file of the organisation is no other repository's
 * to repair; taking a file away repairs nothing.
 */
export function repairsSettings(notice: SettingsNotice, { files }: Pick<Change, 'files'>): boolean {
  if (notice.state !== 'none') return false
  const broken = brokenHere(notice)
  if (broken === undefined || files.length !== broken.size) return false
  return files.every((file) => broken.has(file.path) && isWrittenInPlace(file)) && notice.proposed.every((diagnostic) => diagnostic.severity !== 'error')
}

/** The paths of this repository at which settings are broken; undefined where nothing is, or something of another repository. */
function brokenHere({ trunk, holds }: SettingsNotice): ReadonlySet<Path> | undefined {
  const paths = new Set<Path>()
  for (const { severity, file } of trunk) {
    if (severity !== 'error') continue
    const path = file === SETTINGS_PATH ? file : holds
    if (path === undefined) return undefined
    paths.add(path)
  }
  return paths.size === 0 ? undefined : paths
}

function isWrittenInPlace({ previousPath, after }: FileChange): boolean {
  return previousPath === undefined && (after?.kind === 'file' || after?.kind === 'executable')
}
