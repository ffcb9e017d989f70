import type { Change, FileChange } from '../../../model/change.ts'
import { exactGlob } from '../../../model/exact-glob.ts'
import { contents, extracts } from '../../../model/need.ts'
import type { Path } from '../../../model/path.ts'
import { CODEOWNERS_PATHS } from '../../reading/codeowners.ts'
import { manifestOf } from '../dependencies/manifests.ts'
import { fileDocument } from '../semantics/extract.ts'

/** Who owns what is said on the trunk. */
export const ownersNeed = contents('trunk', CODEOWNERS_PATHS.flatMap(exactGlob))

/** What has to be read of a change: its files before and after, as text and as documents. */
export function twinNeeds(change: Change) {
  return {
    owners: ownersNeed,
    before: versionNeeds(
      'base',
      change.files.flatMap((file) => pathBefore(file) ?? []),
    ),
    after: versionNeeds(
      'head',
      change.files.flatMap((file) => (file.status === 'removed' ? [] : [file.path])),
    ),
  } as const
}

/** Lock files of one side that are read beyond the usual size; a change that touches more of them has the others read as any file is. */
const MAX_LARGE = 4

function versionNeeds(side: 'base' | 'head', paths: readonly Path[]) {
  const sorted = [...new Set(paths)].sort()
  const large = sorted.flatMap((path) => lockBytes(path)).slice(0, MAX_LARGE)
  return {
    texts: contents(side, sorted.flatMap(exactGlob)),
    documents: extracts(side, sorted.flatMap(exactGlob), fileDocument, large.length === 0 ? {} : { maxBytes: Object.fromEntries(large) }),
  } as const
}

function lockBytes(path: Path): readonly (readonly [Path, number])[] {
  const bytes = manifestOf(path)?.lockBytes
  return bytes === undefined ? [] : [[path, bytes]]
}

/** Where a file was in the base; undefined for one that is new. */
export function pathBefore(file: FileChange): Path | undefined {
  return file.status === 'added' ? undefined : (file.previousPath ?? file.path)
}
