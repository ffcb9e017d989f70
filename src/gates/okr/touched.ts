import type { Change, FileChange } from '../../model/change.ts'
import { globSet } from '../../model/glob.ts'
import type { Path } from '../../model/path.ts'
import { SETTINGS_PATH } from '../../model/settings.ts'
import { type OkrOptions, registryGlobs } from './options.ts'

/** What a change touches, as this gate sees it; of a renamed file both names. */
export interface Touched {
  /** Paths at which a registry file is or was, in order. */
  readonly registry: ReadonlySet<Path>
  readonly settings: boolean
  /** Anything that does not govern: what this gate is there to judge. Links and submodules always are, wherever they stand. */
  readonly others: boolean
  /** There is something, and all of it is exempt by the settings. */
  readonly exempt: boolean
}

export function touchedBy(change: Change, options: OkrOptions): Touched {
  const globs = globSet(registryGlobs(options))
  const paths = change.files.flatMap(pathsOf)
  const registry = new Set(paths.filter((path) => path !== SETTINGS_PATH && globs.matches(path)).toSorted())
  const governs = (file: FileChange) => isPlain(file) && pathsOf(file).every((path) => path === SETTINGS_PATH || registry.has(path))
  const exempt = globSet(options.exempt)
  const isExempt = (file: FileChange) => isPlain(file) && pathsOf(file).every((path) => exempt.matches(path))
  return {
    registry,
    settings: paths.includes(SETTINGS_PATH),
    others: !change.files.every(governs),
    exempt: change.files.length > 0 && change.files.every(isExempt),
  }
}

function pathsOf({ path, previousPath }: FileChange): readonly Path[] {
  return previousPath === undefined ? [path] : [path, previousPath]
}

function isPlain({ before, after }: FileChange): boolean {
  return [before, after].every((entry) => entry === undefined || entry.kind === 'file' || entry.kind === 'executable')
}
