import type { Change, FileChange } from '../../../model/change.ts'
import type { Json } from '../../../model/json.ts'
import type { Blob, Facts } from '../../../model/need.ts'
import type { Path } from '../../../model/path.ts'
import { CODEOWNERS_PATHS, CodeOwners } from '../../reading/codeowners.ts'
import { fileText } from '../../reading/file-text.ts'
import type { FileDocument } from '../semantics/extract.ts'
import { type Hunk, hunksOf } from './difference.ts'
import type { TwinContext, TwinDocument, TwinFile } from './document.ts'
import { type ChangedFact, changedFacts } from './facts-of-change.ts'
import { pathBefore, twinNeeds } from './needs.ts'

/** Lines put in or taken out, of all files together, that are told one by one; of files beyond it only that they changed. */
const MAX_LINES = 40_000
const MAX_BYTES = 1024 * 1024

/** The document that policies are asked about, made of a change and what was gathered for it. */
export function twinOf(change: Change, facts: Facts, context: TwinContext, plan: Json | undefined): TwinDocument {
  const needs = twinNeeds(change)
  const owners = ownersOf(facts.get(needs.owners))
  const sides = {
    before: { texts: facts.get(needs.before.texts), documents: facts.get(needs.before.documents).found },
    after: { texts: facts.get(needs.after.texts), documents: facts.get(needs.after.documents).found },
  }
  const files: TwinFile[] = []
  const changed: ChangedFact[] = []
  let lines = 0
  for (const file of change.files) {
    const previous = pathBefore(file)
    const before = versionOf(previous, sides.before)
    const after = versionOf(file.status === 'removed' ? undefined : file.path, sides.after)
    const shown = fileOf(file, owners.of(file.path), before, after, lines >= MAX_LINES)
    lines += shown.added.length + shown.removed.length
    files.push(shown)
    changed.push(...changedFacts(before.document?.facts ?? [], after.document?.facts ?? [], file.path, previous ?? file.path))
  }
  const total = (key: 'added' | 'removed') => files.reduce((sum, file) => sum + file[key].length, 0)
  return {
    version: 1,
    ...(plan === undefined ? {} : { plan }),
    context,
    change: {
      repository: change.repo.fullName,
      target: change.target.ref,
      base: change.base.commit,
      head: change.head.commit,
      title: change.title,
      ...(change.description.known ? { description: change.description.value } : {}),
      ...(change.author.known ? { author: { login: change.author.value.login, kind: change.author.value.kind } } : {}),
      ...(change.labels.known ? { labels: change.labels.value } : {}),
      ...(change.draft.known ? { draft: change.draft.value } : {}),
      ...(change.fromFork.known ? { from_fork: change.fromFork.value } : {}),
      files,
      added_lines: total('added'),
      removed_lines: total('removed'),
    },
    facts: changed,
  }
}

interface Side {
  readonly texts: ReadonlyMap<Path, Blob>
  readonly documents: ReadonlyMap<Path, FileDocument>
}

/** One side's version of a file: nothing of it where there is none. */
interface Version {
  readonly text: string | undefined
  readonly unread: string | undefined
  readonly document: FileDocument | undefined
}

const NO_VERSION: Version = { text: '', unread: undefined, document: undefined }

function versionOf(path: Path | undefined, { texts, documents }: Side): Version {
  if (path === undefined) return NO_VERSION
  const blob = texts.get(path)
  const document = documents.get(path)
  if (blob === undefined) return { text: undefined, unread: 'it is not in the repository', document }
  if (blob.bytes === undefined) return { text: undefined, unread: blob.why, document }
  const file = fileText(blob.bytes, MAX_BYTES)
  return 'why' in file ? { text: undefined, unread: file.why, document } : { text: file.text, unread: undefined, document }
}

function fileOf(file: FileChange, owners: readonly string[], before: Version, after: Version, full: boolean): TwinFile {
  const unread = before.unread ?? after.unread ?? (full ? `more than ${MAX_LINES} lines stand before it` : undefined)
  const hunks = unread === undefined ? hunksOf(before.text ?? '', after.text ?? '') : []
  const document = after.document ?? before.document
  return {
    path: file.path,
    ...(file.previousPath === undefined ? {} : { previous_path: file.previousPath }),
    status: file.status,
    kind: (file.after ?? file.before)?.kind ?? 'file',
    owners,
    ...(document === undefined || document.format === 'none' ? {} : { format: document.format }),
    ...documentOf('before', before.document),
    ...documentOf('after', after.document),
    hunks: hunks.map((hunk) => ({
      before: { start: hunk.before.start, count: hunk.before.lines.length },
      after: { start: hunk.after.start, count: hunk.after.lines.length },
    })),
    added: hunks.flatMap((hunk) => linesOf(hunk, 'after')),
    removed: hunks.flatMap((hunk) => linesOf(hunk, 'before')),
    ...(unread === undefined ? {} : { unread }),
    ...(after.document?.problem === undefined ? {} : { problem: after.document.problem }),
  }
}

function documentOf(side: 'before' | 'after', document: FileDocument | undefined) {
  if (document === undefined || document.values.length === 0) return {}
  return { [side]: document.values.length === 1 ? document.values[0] : document.values }
}

function linesOf(hunk: Hunk, side: 'before' | 'after') {
  return hunk[side].lines.map((text, index) => ({ line: hunk[side].start + index, text: text.replace(/\r?\n$/, '') }))
}

function ownersOf(files: ReadonlyMap<Path, Blob>): CodeOwners {
  const found = CODEOWNERS_PATHS.map((path) => files.get(path)).find((blob) => blob?.bytes !== undefined)
  const text = found?.bytes === undefined ? undefined : fileText(found.bytes, MAX_BYTES)
  return new CodeOwners(text !== undefined && 'text' in text ? text.text : '')
}
