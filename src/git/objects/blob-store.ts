import { LRUCache } from 'lru-cache'
import type { Oid } from '../../model/ids.ts'
import type { Blob } from '../../model/need.ts'
import { ObjectMissing } from '../../model/reading.ts'
import { BlobsTooLarge, WrongObject } from '../failures.ts'
import type { ObjectProcess } from './object-process.ts'

export interface BlobStore {
  /** See ObjectReader.blobs. Throws ObjectMissing, WrongObject, BlobsTooLarge. */
  read(oids: Iterable<Oid>, maxBytes: number): Promise<ReadonlyMap<Oid, Blob>>
}

/** Reads blobs, keeping the most recently used ones: at most `cachedBytes`. One call returns at most `maxTogether` bytes. */
export function blobStore(objects: ObjectProcess, cachedBytes: number, maxTogether: number): BlobStore {
  // A blob takes some memory however short it is; one that would push out most others is not worth keeping.
  const cache = new LRUCache<Oid, Uint8Array>({
    maxSize: cachedBytes,
    maxEntrySize: Math.ceil(cachedBytes / 8),
    sizeCalculation: (bytes) => bytes.length + 200,
  })

  /** The size of each, asked before anything is loaded. */
  async function sizes(oids: readonly Oid[]): Promise<readonly number[]> {
    const answers = await objects.info(oids)
    return oids.map((oid, index) => {
      const answer = answers[index]
      if (!answer) throw new ObjectMissing(oid)
      if (answer.type !== 'blob') throw new WrongObject(oid, 'blob', answer.type)
      return answer.size
    })
  }

  async function load(oids: readonly Oid[], maxBytes: number, into: Map<Oid, Blob>, alreadyHeld: number): Promise<void> {
    const small: Oid[] = []
    let together = alreadyHeld
    for (const [index, size] of (await sizes(oids)).entries()) {
      const oid = oids[index]
      if (oid === undefined) continue
      if (size > maxBytes) into.set(oid, tooLarge(oid, size, maxBytes))
      else {
        together += size
        small.push(oid)
      }
    }
    if (together > maxTogether) throw new BlobsTooLarge(`${together} bytes were asked for at once, more than the ${maxTogether} that are held`)
    const answers = await objects.contents(small, maxBytes)
    small.forEach((oid, index) => {
      const bytes = answers[index]?.bytes
      if (!bytes) throw new ObjectMissing(oid) // It was there a moment ago: the mirror was emptied meanwhile.
      cache.set(oid, bytes)
      into.set(oid, { oid, bytes })
    })
  }

  return {
    async read(oids, maxBytes) {
      const blobs = new Map<Oid, Blob>()
      const unread: Oid[] = []
      let held = 0
      for (const oid of new Set(oids)) {
        const bytes = cache.get(oid)
        if (!bytes) unread.push(oid)
        else if (bytes.length > maxBytes) blobs.set(oid, tooLarge(oid, bytes.length, maxBytes))
        else {
          held += bytes.length
          blobs.set(oid, { oid, bytes })
        }
      }
      if (unread.length > 0) await load(unread, maxBytes, blobs, held)
      return blobs
    },
  }
}

function tooLarge(oid: Oid, size: number, maxBytes: number): Blob {
  return { oid, bytes: undefined, why: `it has ${size} bytes, more than the ${maxBytes} that are read` }
}
