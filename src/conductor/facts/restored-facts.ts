import type { Entry } from '../../model/change.ts'
import { type Digest, digest, oid } from '../../model/ids.ts'
import { isArray, isObject, type Json } from '../../model/json.ts'
import { type Blob, type Facts, type Need, needKey, UndeclaredNeed } from '../../model/need.ts'
import type { Path } from '../../model/path.ts'
import { filesOf } from './pages.ts'

/** One answer read back from its text (GatheredFacts.packed): our own writing, checked by its digest before it gets here. */
export interface StoredAnswer {
  readonly need: { readonly kind: Need['kind'] }
  /** Of an outside answer. */
  readonly value?: Json
  /** Of everything about files: the root of its pages. */
  readonly root?: Digest
}

/** Facts rebuilt from what was stored: the way back of `GatheredFacts.packed`. `bytes` gives the bytes of a digest, or throws. */
export function restoreFacts(answers: readonly (readonly [Digest, StoredAnswer])[], bytes: (digest: Digest) => Uint8Array): Facts {
  const stored = new Map(answers)
  const restored = new Map<Digest, unknown>()
  return {
    get<T>(need: Need<T>): T {
      const key = needKey(need)
      const answer = stored.get(key)
      if (!answer) throw new UndeclaredNeed(need)
      if (!restored.has(key)) restored.set(key, restoreValue(answer, bytes))
      return restored.get(key) as T // as in GatheredFacts.get
    },
  }
}

function restoreValue({ need, value, root }: StoredAnswer, bytes: (digest: Digest) => Uint8Array): unknown {
  if (root === undefined) return value
  const files = filesOf(root, (page) => Buffer.from(bytes(page)).toString('utf8'))
  if (need.kind === 'listing') return files.map(([path, file]) => entryOf(path, file))
  if (need.kind === 'contents') return new Map<Path, Blob>(files.map(([path, file]) => [path, blobOf(file, bytes)]))
  const found = new Map<Path, Json>()
  const unread = new Map<Path, string>()
  for (const [path, file] of files) {
    if (!isObject(file)) continue
    if (typeof file['why'] === 'string') unread.set(path, file['why'])
    else found.set(path, file['found'] ?? null)
  }
  return { found, unread }
}

function entryOf(path: Path, file: Json): Entry {
  const [id, kind] = isArray(file) ? file : []
  return { path, oid: oid(String(id)), kind: kind as Entry['kind'] }
}

function blobOf(file: Json, bytes: (digest: Digest) => Uint8Array): Blob {
  if (!isObject(file)) throw new TypeError('a stored file is no object')
  const id = oid(String(file['oid']))
  return typeof file['why'] === 'string' ? { oid: id, bytes: undefined, why: file['why'] } : { oid: id, bytes: bytes(digest(String(file['digest']))) }
}
