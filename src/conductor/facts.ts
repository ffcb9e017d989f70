import type { Change, Entry } from '../model/change.ts'
import { digestOf, digestOfBytes } from '../model/digest.ts'
import { globSet } from '../model/glob.ts'
import type { Digest, Oid } from '../model/ids.ts'
import { canonicalJson, type Json } from '../model/json.ts'
import { type Known, unknown } from '../model/known.ts'
import { type Blob, type Extracts, type Facts, type Need, needIdentity, needKey, UndeclaredNeed } from '../model/need.ts'
import type { Path } from '../model/path.ts'
import type { ObjectReader } from '../model/reading.ts'
import type { ExtractMemo } from './extract-memo.ts'

/** Files larger than this are not read by gates unless somebody says otherwise. */
export const MAX_FILE_BYTES = 1024 * 1024

/** Answers a question to something outside the trees. A provider that cannot answer here says unknown; it throws only when it is in trouble. */
export type Provider = (question: Json, change: Change) => Promise<Known<Json>>

export interface Gatherer {
  readonly reader: ObjectReader
  readonly memo: ExtractMemo
  readonly providers: Readonly<Record<string, Provider>>
  /** Files larger than this many bytes are not read; gates are told so. */
  readonly maxFileBytes: number
}

/** One gathered need in the form in which it is stored: plain data, digests in place of contents. */
export interface StoredAnswer {
  readonly need: Json
  readonly value: Json
}

/** The same as canonical JSON, with the digest of that text. */
export interface PackedAnswer {
  readonly key: Digest
  readonly digest: Digest
  readonly text: string
}

/** Facts that grow round by round and remember the exact inputs they hold. */
export class GatheredFacts implements Facts {
  readonly #gatherer: Gatherer
  readonly #values = new Map<Digest, unknown>()
  readonly #packed = new Map<Digest, PackedAnswer>()
  readonly #contents = new Map<Digest, Uint8Array>()

  constructor(gatherer: Gatherer) {
    this.#gatherer = gatherer
  }

  get<T>(need: Need<T>): T {
    const key = needKey(need)
    if (!this.#values.has(key)) throw new UndeclaredNeed(need)
    return this.#values.get(key) as T // the key covers the kind that the type comes from
  }

  has(need: Need): boolean {
    return this.#values.has(needKey(need))
  }

  async answer(needs: readonly Need[], change: Change): Promise<void> {
    const open = [...new Map(needs.filter((need) => !this.has(need)).map((need) => [needKey(need), need])).values()]
    for (const [need, answered] of await answerNeeds(open, change, this.#gatherer)) this.#add(need, answered)
  }

  #add(need: Need, answered: Answered): void {
    const key = needKey(need)
    this.#values.set(key, answered.value)
    const text = `{"need":${canonicalJson(needIdentity(need))},"value":${answered.text}}`
    this.#packed.set(key, { key, digest: digestOfBytes(text), text })
    for (const [digest, bytes] of answered.contents) this.#contents.set(digest, bytes)
  }

  /** Every answer, sorted by the key of its need. */
  packed(): readonly PackedAnswer[] {
    return [...this.#packed.values()].sort((a, b) => (a.key < b.key ? -1 : 1))
  }

  /** The file contents that were read, by digest. */
  contents(): ReadonlyMap<Digest, Uint8Array> {
    return this.#contents
  }
}

export interface Answered {
  readonly value: unknown
  /** As it is stored: canonical JSON. */
  readonly text: string
  readonly contents: ReadonlyMap<Digest, Uint8Array>
}

const NO_CONTENTS: ReadonlyMap<Digest, Uint8Array> = new Map()

/**
 * Answers needs, each of them once. All their files are read together, so a mirror without blobs fetches once; files
 * whose extract is remembered are not read at all.
 */
export async function answerNeeds(needs: readonly Need[], change: Change, gatherer: Gatherer): Promise<readonly (readonly [Need, Answered])[]> {
  const listed = await Promise.all(needs.map(async (need) => ({ need, entries: need.kind === 'answer' ? [] : await matching(need, change, gatherer.reader) })))
  const blobs = await gatherer.reader.blobs(wanted(listed, gatherer.memo), gatherer.maxFileBytes)
  return Promise.all(listed.map(async ({ need, entries }) => [need, await answered(need, entries, blobs, change, gatherer)] as const))
}

async function answered(need: Need, entries: readonly Entry[], blobs: ReadonlyMap<Oid, Blob>, change: Change, gatherer: Gatherer): Promise<Answered> {
  if (need.kind === 'answer') return ask(need, change, gatherer)
  if (need.kind === 'listing') return { value: entries, text: canonicalJson(entries.map(storedEntry)), contents: NO_CONTENTS }
  return need.kind === 'contents' ? readContents(entries, blobs) : extractEach(need, entries, blobs, gatherer.memo)
}

type TreeNeed = Exclude<Need, { kind: 'answer' }>
type Listed = readonly { readonly need: Need; readonly entries: readonly Entry[] }[]

function matching(need: TreeNeed, change: Change, reader: ObjectReader): Promise<readonly Entry[]> {
  return reader.list(change[need.side].tree, globSet(need.globs))
}

function isFile(entry: Entry): boolean {
  return entry.kind === 'file' || entry.kind === 'executable'
}

function wanted(listed: Listed, memo: ExtractMemo): Set<Oid> {
  const oids = new Set<Oid>()
  for (const { need, entries } of listed) {
    if (need.kind !== 'contents' && need.kind !== 'extracts') continue
    for (const entry of entries) {
      if (isFile(entry) && !(need.kind === 'extracts' && memo.has(need.extractor, entry))) oids.add(entry.oid)
    }
  }
  return oids
}

function storedEntry(entry: Entry): Json {
  return [entry.path, entry.oid, entry.kind]
}

function readContents(entries: readonly Entry[], blobs: ReadonlyMap<Oid, Blob>): Answered {
  const value = new Map<Path, Blob>()
  const stored: Json[] = []
  const contents = new Map<Digest, Uint8Array>()
  for (const entry of entries) {
    const blob = isFile(entry) ? blobs.get(entry.oid) : undefined
    const read: Blob = blob ?? { oid: entry.oid, bytes: undefined, why: `a ${entry.kind} has no content of its own` }
    value.set(entry.path, read)
    if (read.bytes === undefined) stored.push({ path: entry.path, oid: entry.oid, why: read.why })
    else {
      const digest = digestOfBytes(read.bytes)
      contents.set(digest, read.bytes)
      stored.push({ path: entry.path, oid: entry.oid, digest })
    }
  }
  return { value, text: canonicalJson(stored), contents }
}

function extractEach(need: Extract<Need, { kind: 'extracts' }>, entries: readonly Entry[], blobs: ReadonlyMap<Oid, Blob>, memo: ExtractMemo): Answered {
  const found = new Map<Path, Json>()
  const unread = new Map<Path, string>()
  for (const entry of entries) {
    if (!isFile(entry)) continue
    const blob = blobs.get(entry.oid)
    if (blob && blob.bytes === undefined) unread.set(entry.path, blob.why)
    else found.set(entry.path, memo.extract(need.extractor, entry, blob?.bytes))
  }
  const value: Extracts<Json> = { found, unread }
  const files = [...found].map(([path, extract]) => `[${canonicalJson(path)},${textOfExtract(extract)}]`)
  return { value, text: `{"found":[${files.join(',')}],"unread":${canonicalJson([...unread])}}`, contents: NO_CONTENTS }
}

/** Extracts are remembered and shared between changes, and so is their text. They are never changed once made. */
const texts = new WeakMap<object, string>()

function textOfExtract(extract: Json): string {
  if (extract === null || typeof extract !== 'object') return canonicalJson(extract)
  const text = texts.get(extract) ?? canonicalJson(extract)
  texts.set(extract, text)
  return text
}

async function ask(need: Extract<Need, { kind: 'answer' }>, change: Change, gatherer: Gatherer): Promise<Answered> {
  const provider = gatherer.providers[need.provider]
  const value: Known<Json> = provider ? await provider(need.question, change) : unknown(`nothing here can answer for \`${need.provider}\``)
  const stored: Json = value.known ? { known: true, value: value.value, source: { ...value.source } } : { known: false, why: value.why }
  return { value, text: canonicalJson(stored), contents: NO_CONTENTS }
}

/** Facts rebuilt from what was stored: the way back of `GatheredFacts.stored`. `content` gives the bytes of a digest, or throws. */
export function restoreFacts(answers: readonly (readonly [Digest, StoredAnswer])[], content: (digest: string) => Uint8Array): Facts {
  const values = new Map(answers.map(([key, answer]) => [key, () => restoreValue(answer, content)] as const))
  const restored = new Map<Digest, unknown>()
  return {
    get<T>(need: Need<T>): T {
      const key = needKey(need)
      const restore = values.get(key)
      if (!restore) throw new UndeclaredNeed(need)
      if (!restored.has(key)) restored.set(key, restore())
      return restored.get(key) as T // as in GatheredFacts.get
    },
  }
}

/** Stored answers are our own writing, checked by their digest before they get here. */
function restoreValue(answer: StoredAnswer, content: (digest: string) => Uint8Array): unknown {
  const need = answer.need as { kind: Need['kind'] }
  if (need.kind === 'answer') return answer.value
  if (need.kind === 'listing') return (answer.value as [Path, Oid, Entry['kind']][]).map(([path, oid, kind]) => ({ path, oid, kind }))
  if (need.kind === 'extracts') {
    const value = answer.value as { found: [Path, Json][]; unread: [Path, string][] }
    return { found: new Map(value.found), unread: new Map(value.unread) }
  }
  const files = answer.value as ({ path: Path; oid: Oid } & ({ digest: string } | { why: string }))[]
  return new Map<Path, Blob>(
    files.map((file) => [file.path, 'digest' in file ? { oid: file.oid, bytes: content(file.digest) } : { oid: file.oid, bytes: undefined, why: file.why }]),
  )
}

/** One digest over everything a judgement rests on, `asOf` apart: a later look at the same facts has the same digest. */
export function digestOfAnswers(change: Change, answers: readonly Pick<PackedAnswer, 'key' | 'digest'>[]): Digest {
  const { asOf: _, ...timeless } = change
  return digestOf({ change: timeless as unknown as Json, answers: answers.map(({ key, digest }) => [key, digest]) })
}
