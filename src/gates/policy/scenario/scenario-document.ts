import type { FileChange } from '../../../model/change.ts'
import { digestOfBytes } from '../../../model/digest.ts'
import { oid } from '../../../model/ids.ts'
import type { Frame } from '../twin/build.ts'
import type { TwinContext } from '../twin/document.ts'
import { type FileVersions, NO_VERSION, versionWith } from '../twin/versions.ts'
import type { Scenario } from './scenario.ts'

const NO_COMMIT = '0'.repeat(40)

/** What a scenario says beside its files; where it says nothing of the context, the settings' own. */
export function scenarioFrame({ plan, context }: Scenario, defaults: TwinContext): Frame {
  return {
    ...(plan === undefined ? {} : { plan }),
    context: { ...defaults, ...context },
    change: { repository: 'scenario', target: 'main', base: NO_COMMIT, head: NO_COMMIT, title: plan ?? 'scenario' },
  }
}

/** The files of a scenario, as a search takes them apart. */
export function scenarioVersions({ changes }: Scenario): readonly FileVersions[] {
  return changes.map(({ path, before, after }) => ({
    file: fileChange(path, before, after),
    before: before === undefined ? NO_VERSION : versionWith(path, before),
    after: after === undefined ? NO_VERSION : versionWith(path, after),
  }))
}

function fileChange(path: string, before: string | undefined, after: string | undefined): FileChange {
  const entry = (text: string) => ({ oid: oid(digestOfBytes(text).slice('sha256:'.length, 'sha256:'.length + 40)), kind: 'file' as const })
  if (before === undefined) return { path, status: 'added', after: entry(after ?? '') }
  if (after === undefined) return { path, status: 'removed', before: entry(before) }
  return { path, status: 'modified', before: entry(before), after: entry(after) }
}
