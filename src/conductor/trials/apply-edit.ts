import { createHash } from 'node:crypto'
import type { Change, Entry, FileChange } from '../../model/change.ts'
import { exactGlob } from '../../model/exact-glob.ts'
import type { Edit } from '../../model/gate.ts'
import { globSet } from '../../model/glob.ts'
import { type Digest, type Oid, oid } from '../../model/ids.ts'
import type { Json } from '../../model/json.ts'
import { type Known, known } from '../../model/known.ts'
import { answer, needKey } from '../../model/need.ts'
import type { Path } from '../../model/path.ts'
import type { ObjectReader } from '../../model/reading.ts'
import type { Source } from '../../model/source.ts'
import { type OverlaidFile, type Overlay, overlaidReader } from './overlay.ts'

/** A change as it would be with an edit, with what reads it. */
export interface Edited {
  readonly change: Change
  readonly overlay: Overlay
  readonly reader: ObjectReader
  /** Answers that the edit gives, by the key of their need. */
  readonly answers: ReadonlyMap<Digest, Known<Json>>
}

const SUPPOSED: Source = { kind: 'computed', by: 'a candidate fix' }
const LINE_FEED = 0x0a

/**
 * Lays an edit over a change. The tree that it names is of no repository: only the reader that comes with it can list
 * it. Undefined when the edit cannot be made: a line for a file that is not there or larger than `maxBytes`, words for a
 * description that is not known.
 */
export async function applyEdit(change: Change, edit: Edit, reader: ObjectReader, maxBytes: number): Promise<Edited | undefined> {
  const files = edit.files ?? []
  const olds = change.files.flatMap((file) => file.previousPath ?? [])
  const paths = [...new Set([...files.map((file) => file.path), ...olds])]
  const base = await entriesAt(change.base.tree, paths, reader)
  const head = await entriesAt(change.head.tree, paths, reader)
  const overlay = new Map<Path, OverlaidFile | undefined>()
  for (const file of files) {
    const made = await madeOf(file, overlay, { base, head, reader, maxBytes })
    if (made === 'impossible') return undefined
    overlay.set(file.path, made)
  }
  const tree = overlay.size === 0 ? change.head.tree : treeName(change.head.tree, overlay)
  const said = saidWith(change, edit.said ?? {})
  if (!said) return undefined
  return {
    change: {
      ...change,
      head: { ...change.head, tree },
      files: overlay.size === 0 ? change.files : filesWith(change.files, overlay, base),
      ...said,
    },
    overlay,
    reader: overlaidReader(reader, change.head.tree, tree, overlay),
    answers: new Map((edit.answers ?? []).map(({ provider, question, value }) => [needKey(answer(provider, question)), known(value, SUPPOSED)])),
  }
}

type Said = Pick<Change, 'description' | 'labels'>

/** What the pull request would say; undefined where an edit rests on words that are not known. */
function saidWith({ description, labels }: Change, edits: NonNullable<Edit['said']>): Partial<Said> | undefined {
  if ((edits.description && !description.known) || (edits.labels && !labels.known)) return undefined
  const said: { -readonly [K in keyof Said]?: Said[K] } = {}
  if (edits.description && description.known) {
    const edit = edits.description
    said.description = known(
      'append' in edit ? `${description.value}\n\n${edit.append}\n` : description.value.replaceAll(edit.replace, () => edit.by),
      SUPPOSED,
    )
  }
  if (edits.labels && labels.known) {
    const { add, remove } = edits.labels
    said.labels = known([...new Set([...labels.value.filter((label) => !remove.includes(label)), ...add])], SUPPOSED)
  }
  return said
}

type Entries = ReadonlyMap<Path, Entry>

async function entriesAt(tree: Oid, paths: readonly Path[], reader: ObjectReader): Promise<Entries> {
  if (paths.length === 0) return new Map()
  return new Map((await reader.list(tree, globSet(paths.flatMap(exactGlob)))).map((entry) => [entry.path, entry]))
}

interface Around {
  readonly base: Entries
  readonly head: Entries
  readonly reader: ObjectReader
  readonly maxBytes: number
}

async function madeOf(file: NonNullable<Edit['files']>[number], overlay: Overlay, around: Around): Promise<OverlaidFile | undefined | 'impossible'> {
  if (file.kind === 'remove') return undefined
  if (file.kind === 'restore') {
    const entry = around.base.get(file.path)
    return entry && { entry, bytes: undefined }
  }
  const now = overlay.has(file.path) ? overlay.get(file.path)?.entry : around.head.get(file.path)
  if (file.kind === 'write') return written(file.path, Buffer.from(file.text), now)
  const bytes = overlay.get(file.path)?.bytes ?? (now && (await around.reader.blobs([now.oid], around.maxBytes)).get(now.oid)?.bytes)
  return bytes === undefined ? 'impossible' : written(file.path, withLine(bytes, file.line, file.text), now)
}

function written(path: Path, bytes: Uint8Array, now: Entry | undefined): OverlaidFile {
  const kind = now?.kind === 'executable' ? 'executable' : 'file'
  return { entry: { path, oid: blobName(bytes, now), kind }, bytes }
}

/** Git's own name for a blob, in the hash that the repository uses, so that whoever remembers by blob finds equal ones. */
function blobName(bytes: Uint8Array, like: Entry | undefined): Oid {
  const hash = createHash(like?.oid.length === 64 ? 'sha256' : 'sha1')
  return oid(hash.update(`blob ${bytes.length}\0`).update(bytes).digest('hex'))
}

/** A name of the same form as git's, for a tree that git never wrote. */
function treeName(head: Oid, overlay: Overlay): Oid {
  const hash = createHash(head.length === 64 ? 'sha256' : 'sha1').update(`overlay ${head}`)
  for (const [path, file] of [...overlay].sort(([a], [b]) => (a < b ? -1 : 1))) hash.update(`\0${path}\0${file?.entry.kind} ${file?.entry.oid}`)
  return oid(hash.digest('hex'))
}

/** The bytes with a line of text before the 1-based `line`, ended as the file's first line is. */
function withLine(bytes: Uint8Array, line: number, text: string): Uint8Array {
  const end = bytes.indexOf(LINE_FEED)
  const eol = end > 0 && bytes[end - 1] === 0x0d ? '\r\n' : '\n'
  let at = 0
  for (let passed = 1; passed < line && at < bytes.length; passed += 1) {
    const next = bytes.indexOf(LINE_FEED, at)
    at = next < 0 ? bytes.length : next + 1
  }
  const open = at > 0 && bytes[at - 1] !== LINE_FEED ? eol : ''
  return Buffer.concat([bytes.subarray(0, at), Buffer.from(`${open}${text}${eol}`), bytes.subarray(at)])
}

/** What differs from the base with an overlay over the head. A rename of which either end is edited is no rename any more. */
function filesWith(files: readonly FileChange[], overlay: Overlay, base: Entries): readonly FileChange[] {
  const changed = new Map<Path, FileChange>()
  for (const file of files) {
    const { path, previousPath, after } = file
    if (previousPath === undefined || (!overlay.has(path) && !overlay.has(previousPath))) changed.set(path, file)
    else {
      if (after) changed.set(path, { path, status: 'added', after })
      set(changed, previousPath, difference(previousPath, base.get(previousPath), undefined))
    }
  }
  for (const [path, file] of overlay) set(changed, path, difference(path, base.get(path), file?.entry))
  return [...changed.values()].sort((a, b) => (a.path < b.path ? -1 : 1))
}

function set(changed: Map<Path, FileChange>, path: Path, change: FileChange | undefined): void {
  if (change) changed.set(path, change)
  else changed.delete(path)
}

function difference(path: Path, was: Entry | undefined, now: Entry | undefined): FileChange | undefined {
  const before = was && { oid: was.oid, kind: was.kind }
  const after = now && { oid: now.oid, kind: now.kind }
  if (!before) return after && { path, status: 'added', after }
  if (!after) return { path, status: 'removed', before }
  return before.oid === after.oid && before.kind === after.kind ? undefined : { path, status: 'modified', before, after }
}
