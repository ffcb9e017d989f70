import type { Change, FileChange } from '../../../model/change.ts'
import type { Blob, Facts } from '../../../model/need.ts'
import type { Path } from '../../../model/path.ts'
import { fileText } from '../../reading/file-text.ts'
import { type FileDocument, fileDocument } from '../semantics/extract.ts'
import { pathBefore, twinNeeds } from './needs.ts'

/** One version of a file: its text, or why there is none, and what it is as a document. */
export interface Version {
  readonly text: string | undefined
  readonly unread: string | undefined
  readonly document: FileDocument | undefined
}

/** A file of a change with what stood in it and what would. */
export interface FileVersions {
  readonly file: FileChange
  readonly before: Version
  readonly after: Version
}

export const NO_VERSION: Version = { text: '', unread: undefined, document: undefined }

export const MAX_BYTES = 1024 * 1024

/** Every file of a change, before and after, from what was gathered. */
export function versionsOf(change: Change, facts: Facts): readonly FileVersions[] {
  const { before, after } = twinNeeds(change)
  const sides = {
    before: { texts: facts.get(before.texts), documents: facts.get(before.documents).found },
    after: { texts: facts.get(after.texts), documents: facts.get(after.documents).found },
  }
  return change.files.map((file) => ({
    file,
    before: versionOf(pathBefore(file), sides.before),
    after: versionOf(file.status === 'removed' ? undefined : file.path, sides.after),
  }))
}

interface Side {
  readonly texts: ReadonlyMap<Path, Blob>
  readonly documents: ReadonlyMap<Path, FileDocument>
}

function versionOf(path: Path | undefined, { texts, documents }: Side): Version {
  if (path === undefined) return NO_VERSION
  const blob = texts.get(path)
  const document = documents.get(path)
  if (blob === undefined) return { text: undefined, unread: 'it is not in the repository', document }
  if (blob.bytes === undefined) return { text: undefined, unread: blob.why, document }
  const file = fileText(blob.bytes, MAX_BYTES)
  return 'why' in file ? { text: undefined, unread: file.why, document } : { text: file.text, unread: undefined, document }
}

/** A version that nobody committed: what a search makes of a file. */
export function versionWith(path: Path, text: string): Version {
  return { text, unread: undefined, document: fileDocument.extract(Buffer.from(text), path) }
}
