import { LRUCache } from 'lru-cache'
import type { Entry } from '../model/change.ts'
import type { Json } from '../model/json.ts'
import type { Extractor } from '../model/need.ts'

/** Remembers what extractors found, by extractor, version, variant and blob id; least recently used out first. */
export interface ExtractMemo {
  has(extractor: Extractor, entry: Entry): boolean
  /** The remembered value, or the one just extracted from `bytes`. Throws when neither is there: that is a fault of the caller. */
  extract(extractor: Extractor, entry: Entry, bytes: Uint8Array | undefined): Json
}

/** Bounded by what the values weigh, taken as the characters of their JSON: 64 million of them unless told. */
export function extractMemo(maxWeight = 64_000_000): ExtractMemo {
  const values = new LRUCache<string, { readonly value: Json; readonly weight: number }>({ maxSize: maxWeight, sizeCalculation: ({ weight }) => weight })
  return {
    has: (extractor, entry) => values.has(keyOf(extractor, entry)),
    extract(extractor, entry, bytes) {
      const key = keyOf(extractor, entry)
      const remembered = values.get(key)
      if (remembered) return remembered.value
      if (!bytes) throw new Error(`neither remembered nor read: ${extractor.id} of ${entry.oid}`)
      const value = extractor.extract(bytes, entry.path)
      values.set(key, { value, weight: key.length + JSON.stringify(value).length })
      return value
    },
  }
}

function keyOf(extractor: Extractor, entry: Entry): string {
  return `${extractor.id}@${extractor.version}:${extractor.variant(entry.path)}:${entry.oid}`
}
