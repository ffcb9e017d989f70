import { MAX_FILE_BYTES } from '../../conductor/facts/gather.ts'
import { applyEdit } from '../../conductor/trials/apply-edit.ts'
import type { Change, Revision } from '../../model/change.ts'
import type { ObjectReader } from '../../model/reading.ts'
import type { StarterFile } from './starter.ts'

/** A trunk with files that it does not have. Its tree is of no repository: only this reader can list it. */
export interface LaidOver {
  readonly trunk: Revision
  readonly reader: ObjectReader
}

/** Lays files over a trunk, as a candidate fix is laid over a change. `like` is any change of the repository. */
export async function layOver(files: readonly StarterFile[], trunk: Revision, reader: ObjectReader, like: Change): Promise<LaidOver> {
  const writes = files.map(({ path, text }) => ({ kind: 'write' as const, path, text }))
  const edited = await applyEdit({ ...like, trunk, base: trunk, head: trunk, files: [] }, { files: writes }, reader, MAX_FILE_BYTES)
  if (!edited) throw new Error('files that are written whole can be laid over any tree')
  return { trunk: edited.change.head, reader: edited.reader }
}
