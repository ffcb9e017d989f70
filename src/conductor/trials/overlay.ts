import type { Entry } from '../../model/change.ts'
import type { GlobSet } from '../../model/glob.ts'
import type { Oid } from '../../model/ids.ts'
import type { Blob } from '../../model/need.ts'
import type { Path } from '../../model/path.ts'
import type { ObjectReader } from '../../model/reading.ts'

/** A file as an edit would have it. Without bytes it is an object that the repository has. */
export interface OverlaidFile {
  readonly entry: Entry
  readonly bytes: Uint8Array | undefined
}

/** What an edit does to the head's files, by path; undefined where the file would be gone. */
export type Overlay = ReadonlyMap<Path, OverlaidFile | undefined>

/** The entries of a listing as they would be with an overlay, sorted by path like the listing. */
export function overlaid(entries: readonly Entry[], overlay: Overlay, match: GlobSet): readonly Entry[] {
  const fresh = [...overlay].flatMap(([path, file]) => (file && match.matches(path) ? [file.entry] : []))
  const kept = entries.filter((entry) => !overlay.has(entry.path))
  if (fresh.length === 0) return kept.length === entries.length ? entries : kept
  return [...kept, ...fresh].sort((a, b) => (a.path < b.path ? -1 : 1))
}

/** A reader to which `tree` is the head's tree with an overlay; everything else is as the repository has it. */
export function overlaidReader(reader: ObjectReader, head: Oid, tree: Oid, overlay: Overlay): ObjectReader {
  const written = new Map([...overlay.values()].flatMap((file) => (file?.bytes === undefined ? [] : [[file.entry.oid, file.bytes] as const])))
  return {
    ...reader,
    async list(asked, match) {
      return asked === tree ? overlaid(await reader.list(head, match), overlay, match) : reader.list(asked, match)
    },
    async blobs(oids, maxBytes) {
      const all = [...oids]
      const found = new Map<Oid, Blob>(
        await reader.blobs(
          all.filter((oid) => !written.has(oid)),
          maxBytes,
        ),
      )
      for (const oid of all) {
        const bytes = written.get(oid)
        if (bytes) found.set(oid, bytes.length > maxBytes ? { oid, bytes: undefined, why: `larger than ${maxBytes} bytes` } : { oid, bytes })
      }
      return found
    },
  }
}
