import type { Change, FileChange } from '../../../model/change.ts'
import { exactGlob } from '../../../model/exact-glob.ts'
import type { Glob } from '../../../model/glob.ts'
import { contents, extracts } from '../../../model/need.ts'
import type { Path } from '../../../model/path.ts'
import { CODEOWNERS_PATHS } from '../../reading/codeowners.ts'
import { fileDocument } from '../semantics/extract.ts'

/** Who owns what is said on the trunk. */
export const ownersNeed = contents('trunk', CODEOWNERS_PATHS.flatMap(exactGlob))

/** What has to be read of a change: its files before and after, as text and as documents. */
export function twinNeeds(change: Change) {
  const before = globs(change.files.flatMap((file) => pathBefore(file) ?? []))
  const after = globs(change.files.flatMap((file) => (file.status === 'removed' ? [] : [file.path])))
  return {
    owners: ownersNeed,
    before: { texts: contents('base', before), documents: extracts('base', before, fileDocument) },
    after: { texts: contents('head', after), documents: extracts('head', after, fileDocument) },
  } as const
}

/** Where a file was in the base; undefined for one that is new. */
export function pathBefore(file: FileChange): Path | undefined {
  return file.status === 'added' ? undefined : (file.previousPath ?? file.path)
}

function globs(paths: readonly Path[]): readonly Glob[] {
  return [...new Set(paths)].sort().flatMap(exactGlob)
}
