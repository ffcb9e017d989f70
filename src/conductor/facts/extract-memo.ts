import { LRUCache } from 'lru-cache'
import type { Entry } from '../../model/change.ts'
import type { Json } from '../../model/json.ts'
import type { Extractor } from '../../model/need.ts'

/** What an extractor found in a file of so many bytes, with its canonical JSON text. Shared between changes, and never changed once made. */
export interface Extracted {
  readonly value: Json
  readonly text: string
  readonly bytes: number
}

/** Remembers what extractors found, by extractor, version, variant and blob id; least recently used out first. */
export interface ExtractMemo {
  /** To be held by who asks: another file's extract may push it out at any time. */
  get(extractor: Extractor, entry: Entry): Extracted | undefined
  set(extractor: Extractor, entry: Entry, extracted: Extracted): void
}

/** Bounded by what the values weigh, taken as the characters of their JSON: 64 million of them unless told. */
export function extractMemo(maxWeight = 64_000_000): ExtractMemo {
  const values = new LRUCache<string, Extracted>({ maxSize: maxWeight, sizeCalculation: ({ text }, key) => key.length + text.length })
  return {
    get: (extractor, entry) => values.get(keyOf(extractor, entry)),
    set: (extractor, entry, extracted) => void values.set(keyOf(extractor, entry), extracted),
  }
}

function keyOf(extractor: Extractor, entry: Entry): string {
  return `${extractor.id}@${extractor.version}:${extractor.variant(entry.path)}:${entry.oid}`
}
