import type { Change } from '../../../model/change.ts'
import type { Json } from '../../../model/json.ts'
import type { Blob, Facts } from '../../../model/need.ts'
import type { Path } from '../../../model/path.ts'
import { CODEOWNERS_PATHS, CodeOwners } from '../../reading/codeowners.ts'
import { fileText } from '../../reading/file-text.ts'
import type { FileDocument } from '../semantics/extract.ts'
import { type Hunk, hunksOf } from './difference.ts'
import type { TwinChange, TwinContext, TwinDocument, TwinFile } from './document.ts'
import { type ChangedFact, changedFacts } from './facts-of-change.ts'
import { ownersNeed, pathBefore } from './needs.ts'
import { type FileVersions, MAX_BYTES } from './versions.ts'

/** Lines put in or taken out, of all files together, that are told one by one; of files beyond it only that they changed. */
const MAX_LINES = 40_000

/** What a document says beside the files. */
export interface Frame {
  readonly plan?: Json
  readonly context: TwinContext
  readonly change: Omit<TwinChange, 'files' | 'added_lines' | 'removed_lines'>
}

/** What is known of a pull request, or of a commit of the past. */
export function frameOf(change: Change, context: TwinContext): Frame {
  return {
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
    },
  }
}

/** The document that policies are asked about. */
export function twinOf({ change, ...frame }: Frame, versions: readonly FileVersions[], owners: CodeOwners): TwinDocument {
  const files: TwinFile[] = []
  const facts: ChangedFact[] = []
  let lines = 0
  for (const each of versions) {
    const shown = shownOf(each, owners)
    const file = lines >= MAX_LINES && shown.file.unread === undefined ? withoutLines(shown.file) : shown.file
    lines += file.added.length + file.removed.length
    files.push(file)
    facts.push(...shown.facts)
  }
  const total = (key: 'added' | 'removed') => files.reduce((sum, file) => sum + file[key].length, 0)
  return { version: 1, ...frame, change: { ...change, files, added_lines: total('added'), removed_lines: total('removed') }, facts }
}

interface Shown {
  readonly file: TwinFile
  readonly facts: readonly ChangedFact[]
}

/** A search makes thousands of documents that differ in one file. */
const remembered = new WeakMap<FileVersions, Shown>()

function shownOf(versions: FileVersions, owners: CodeOwners): Shown {
  const known = remembered.get(versions)
  if (known) return known
  const { file, before, after } = versions
  const made = {
    file: fileOf(versions, owners.of(file.path)),
    facts: changedFacts(before.document?.facts ?? [], after.document?.facts ?? [], file.path, pathBefore(file) ?? file.path),
  }
  remembered.set(versions, made)
  return made
}

function withoutLines(file: TwinFile): TwinFile {
  return { ...file, hunks: [], added: [], removed: [], unread: `more than ${MAX_LINES} lines stand before it` }
}

function fileOf({ file, before, after }: FileVersions, owners: readonly string[]): TwinFile {
  const unread = before.unread ?? after.unread
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

/** Who owns what on the trunk. */
export function ownersOf(facts: Facts): CodeOwners {
  const files: ReadonlyMap<Path, Blob> = facts.get(ownersNeed)
  const found = CODEOWNERS_PATHS.map((path) => files.get(path)).find((blob) => blob?.bytes !== undefined)
  const text = found?.bytes === undefined ? undefined : fileText(found.bytes, MAX_BYTES)
  return new CodeOwners(text !== undefined && 'text' in text ? text.text : '')
}
