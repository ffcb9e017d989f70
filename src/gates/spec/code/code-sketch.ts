import type { Extractor } from '../../../model/need.ts'
import { fileText } from '../../reading/file-text.ts'

/**
 * What a text is like: hashes of every run of five words and signs in it, as far as they are low enough to be kept, in
 * order. So a part of a text has a part of its hashes, wherever it stands (winnowing by hash, as in Schleimer, Wilkerson
 * and Aiken, “Winnowing”, 2003, with the modulus in place of the window).
 */
export type CodeSketch = { readonly hashes: readonly number[] }

const MAX_BYTES = 1024 * 1024
const RUN = 5
/** Of a text with more runs than this only every eighth hash is kept. */
const KEEP_ALL = 2000
const KEPT_OF_LARGE = 2 ** 32 / 8

/** The same for every language, so that a file is known again when its extension was changed with it. */
export const codeSketch: Extractor<CodeSketch> = {
  id: 'spec.code-sketch',
  version: '1',
  variant: () => '',
  extract(bytes) {
    const file = fileText(bytes, MAX_BYTES)
    return { hashes: 'why' in file ? [] : hashesOf(file.text) }
  },
}

function hashesOf(text: string): readonly number[] {
  const words = text.match(/[\p{L}\p{N}_$]+|[^\s\p{L}\p{N}_$]/gu) ?? []
  const found = new Set<number>()
  const last: number[] = []
  for (const word of words) {
    last.push(hashOf(word))
    if (last.length < RUN) continue
    found.add(last.reduce((sofar, hash) => mixed(sofar, hash), 0))
    last.shift()
  }
  const all = [...found]
  return (all.length > KEEP_ALL ? all.filter((hash) => hash < KEPT_OF_LARGE) : all).sort((a, b) => a - b)
}

/** FNV-1a (draft-eastlake-fnv), 32 bits. */
export function hashOf(word: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < word.length; at += 1) hash = Math.imul(hash ^ word.charCodeAt(at), 0x01000193)
  return hash >>> 0
}

function mixed(sofar: number, hash: number): number {
  const value = Math.imul(sofar ^ hash, 0x85ebca6b)
  return (value ^ (value >>> 13)) >>> 0
}

/** Whether only the low hashes of a text were kept. */
export function isOfLargeText({ hashes }: CodeSketch): boolean {
  return (hashes.at(-1) ?? 0) < KEPT_OF_LARGE
}

/** Whether a hash is kept even of a large text. */
export function isAlwaysKept(hash: number): boolean {
  return hash < KEPT_OF_LARGE
}
