import type { Change, Entry } from '../../model/change.ts'
import { digestOfBytes } from '../../model/digest.ts'
import { globSet } from '../../model/glob.ts'
import type { Digest, Oid } from '../../model/ids.ts'
import { canonicalJson, type Json } from '../../model/json.ts'
import { type Known, unknown } from '../../model/known.ts'
import type { Blob, Extractor, Extracts, Need } from '../../model/need.ts'
import type { Path } from '../../model/path.ts'
import type { ObjectReader } from '../../model/reading.ts'
import type { Extracted, ExtractMemo } from './extract-memo.ts'
import type { PathText } from './pages.ts'

/** Files larger than this are not read by gates unless somebody says otherwise. */
export const MAX_FILE_BYTES = 1024 * 1024

/** No need reads larger files, whatever it says. */
const CEILING_BYTES = 16 * 1024 * 1024

/** Answers a question to something outside the trees. A provider that cannot answer here says unknown; it throws only when it is in trouble. */
export type Provider = (question: Json, change: Change, reader: ObjectReader) => Promise<Known<Json>>

export interface Gatherer {
  readonly reader: ObjectReader
  readonly memo: ExtractMemo
  readonly providers: Readonly<Record<string, Provider>>
  /** Files larger than this many bytes are not read, where a need does not say otherwise; gates are told so. */
  readonly maxFileBytes: number
}

/** What was found for one need, with the text that it is stored as. */
export type Answered =
  | { readonly kind: 'files'; readonly value: unknown; readonly files: readonly PathText[]; readonly contents: ReadonlyMap<Digest, Uint8Array> }
  | { readonly kind: 'answer'; readonly value: Known<Json>; readonly text: string }
  /** Whoever was asked is in trouble: of the gates that rest on it nothing can be said. */
  | { readonly kind: 'failed'; readonly error: unknown }

const NO_CONTENTS: ReadonlyMap<Digest, Uint8Array> = new Map()

/**
 * Answers needs, each of them once. All their files of one size bound are read together, so a mirror without blobs fetches once;
 * files whose extract is remembered are not read at all. What is thrown is trouble with the repository itself.
 */
export async function answerNeeds(needs: readonly Need[], change: Change, gatherer: Gatherer): Promise<readonly (readonly [Need, Answered])[]> {
  const listed = await Promise.all(needs.map((need) => listedFor(need, change, gatherer)))
  const blobs = await readBlobs(listed, gatherer.reader)
  return Promise.all(listed.map(async (each) => [each.need, await answered(each, blobs, change, gatherer)] as const))
}

/** By the bound that they were read under: the same file may be too large for one need and not for another. */
type Blobs = ReadonlyMap<number, ReadonlyMap<Oid, Blob>>

async function readBlobs(listed: readonly Listed[], reader: ObjectReader): Promise<Blobs> {
  const read = new Map<number, ReadonlyMap<Oid, Blob>>()
  for (const [bound, oids] of unread(listed)) read.set(bound, await reader.blobs(oids, bound))
  return read
}

interface Listed {
  readonly need: Need
  /** How many bytes of a file are read for it. */
  boundOf(path: Path): number
  readonly entries: readonly Entry[]
  /** By path, what was found in the same file before. Held here: the memo may let go of it meanwhile. */
  readonly remembered: ReadonlyMap<Path, Extracted>
}

async function listedFor(need: Need, change: Change, { reader, memo, maxFileBytes }: Gatherer): Promise<Listed> {
  const remembered = new Map<Path, Extracted>()
  const bounds = need.kind === 'contents' || need.kind === 'extracts' ? new Map(Object.entries(need.maxBytes ?? {})) : undefined
  const boundOf = (path: Path) => Math.min(bounds?.get(path) ?? maxFileBytes, CEILING_BYTES)
  if (need.kind === 'answer') return { need, boundOf, entries: [], remembered }
  const entries = await reader.list(change[need.side].tree, globSet(need.globs))
  if (need.kind === 'extracts') {
    for (const entry of entries) {
      const known = isFile(entry) ? recall(need.extractor, entry, boundOf(entry.path), memo) : undefined
      if (known) remembered.set(entry.path, known)
    }
  }
  return { need, boundOf, entries, remembered }
}

/** What is remembered for a need that may read larger files is nothing to one that may not: the answer never depends on who asked before. */
function recall(extractor: Extractor, entry: Entry, maxBytes: number, memo: ExtractMemo): Extracted | undefined {
  const known = memo.get(extractor, entry)
  return known !== undefined && known.bytes <= maxBytes ? known : undefined
}

function isFile(entry: Pick<Entry, 'kind'>): boolean {
  return entry.kind === 'file' || entry.kind === 'executable'
}

function unread(listed: readonly Listed[]): ReadonlyMap<number, ReadonlySet<Oid>> {
  const byBound = new Map<number, Set<Oid>>()
  for (const { need, entries, remembered, boundOf } of listed) {
    if (need.kind !== 'contents' && need.kind !== 'extracts') continue
    for (const { path, oid, kind } of entries) {
      if (!isFile({ kind }) || remembered.has(path)) continue
      const bound = boundOf(path)
      const oids = byBound.get(bound)
      if (oids) oids.add(oid)
      else byBound.set(bound, new Set([oid]))
    }
  }
  return byBound
}

function blobOf({ path, oid }: Entry, boundOf: Listed['boundOf'], blobs: Blobs): Blob | undefined {
  return blobs.get(boundOf(path))?.get(oid)
}

async function answered(listed: Listed, blobs: Blobs, change: Change, gatherer: Gatherer): Promise<Answered> {
  const { need, entries } = listed
  if (need.kind === 'answer') return ask(need, change, gatherer)
  if (need.kind === 'contents') return readContents(listed, blobs)
  if (need.kind === 'extracts') return extractEach(need.extractor, listed, blobs, gatherer.memo)
  return { kind: 'files', value: entries, files: entries.map(({ path, oid, kind }) => [path, `["${oid}","${kind}"]`]), contents: NO_CONTENTS }
}

function readContents({ entries, boundOf }: Listed, blobs: Blobs): Answered {
  const value = new Map<Path, Blob>()
  const files: PathText[] = []
  const contents = new Map<Digest, Uint8Array>()
  for (const entry of entries) {
    const blob = isFile(entry) ? blobOf(entry, boundOf, blobs) : undefined
    const read: Blob = blob ?? { oid: entry.oid, bytes: undefined, why: `a ${entry.kind} has no content of its own` }
    value.set(entry.path, read)
    if (read.bytes === undefined) files.push([entry.path, canonicalJson({ oid: entry.oid, why: read.why })])
    else {
      const digest = digestOfBytes(read.bytes)
      contents.set(digest, read.bytes)
      files.push([entry.path, canonicalJson({ oid: entry.oid, digest })])
    }
  }
  return { kind: 'files', value, files, contents }
}

function extractEach(extractor: Extractor, { entries, remembered, boundOf }: Listed, blobs: Blobs, memo: ExtractMemo): Answered {
  const found = new Map<Path, Json>()
  const unread = new Map<Path, string>()
  const files: PathText[] = []
  for (const entry of entries) {
    if (!isFile(entry)) continue
    const { path, oid } = entry
    // Another file of this round may have had the same content.
    const read = remembered.get(path) ?? recall(extractor, entry, boundOf(path), memo) ?? extracted(extractor, entry, blobOf(entry, boundOf, blobs), memo)
    if ('why' in read) {
      unread.set(path, read.why)
      files.push([path, canonicalJson({ oid, why: read.why })])
    } else {
      found.set(path, read.value)
      files.push([path, `{"found":${read.text},"oid":"${oid}"}`])
    }
  }
  const value: Extracts<Json> = { found, unread }
  return { kind: 'files', value, files, contents: NO_CONTENTS }
}

/** A file that an extractor stumbles over is a file that was not read: one of ten thousand must not keep the rest from being judged. */
function extracted(extractor: Extractor, entry: Entry, blob: Blob | undefined, memo: ExtractMemo): Extracted | { readonly why: string } {
  if (!blob) return { why: 'not in the repository' }
  if (blob.bytes === undefined) return { why: blob.why }
  try {
    const value = extractor.extract(blob.bytes, entry.path)
    const made = { value, text: canonicalJson(value), bytes: blob.bytes.length }
    memo.set(extractor, entry, made)
    return made
  } catch (error) {
    return { why: `Maestro failed on it (${error instanceof Error ? error.name : 'error'}, ${extractor.id})` }
  }
}

async function ask(need: Extract<Need, { kind: 'answer' }>, change: Change, { providers, reader }: Gatherer): Promise<Answered> {
  const provider = providers[need.provider]
  try {
    const value: Known<Json> = provider ? await provider(need.question, change, reader) : unknown(`nothing here can answer for \`${need.provider}\``)
    const stored: Json = value.known ? { known: true, value: value.value, source: { ...value.source } } : { known: false, why: value.why }
    return { kind: 'answer', value, text: canonicalJson(stored) }
  } catch (error) {
    return { kind: 'failed', error }
  }
}
