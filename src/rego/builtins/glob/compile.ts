import { LRUCache } from 'lru-cache'
import type { Value } from '../../values/value.ts'
import type { Host } from '../builtin.ts'
import { elementError } from '../operands.ts'
import { regexOf } from '../regex/compile.ts'
import { globSource } from './glob-source.ts'

export interface Glob {
  test(text: string): boolean
}

const mostDelimiters = 20
const mostGlobs = 200

/** Compiled globs by their text, for one choice of delimiters. */
type Globs = LRUCache<string, Glob>

const byDelimiters = new LRUCache<string, { readonly delimiters: readonly string[]; readonly globs: Globs }>({ max: mostDelimiters })
/** The same, for the very arrays that a policy hands in again and again. */
const byArray = new WeakMap<readonly Value[], { readonly delimiters: readonly string[]; readonly globs: Globs }>()

/** The glob with these delimiters: null for none, an empty array for a dot. */
export function globOf(text: string, delimiters: readonly Value[] | null, host: Host): Glob {
  const known = delimiters === null ? withDelimiters([]) : (byArray.get(delimiters) ?? remembered(delimiters))
  const kept = known.globs.get(text)
  if (kept !== undefined) return kept
  host.spend(text.length)
  const glob = compiled(text, known.delimiters, host)
  known.globs.set(text, glob)
  return glob
}

function remembered(array: readonly Value[]): ReturnType<typeof withDelimiters> {
  const known = withDelimiters(array.length === 0 ? ['.'] : array.map((item) => delimiter(item, array)))
  byArray.set(array, known)
  return known
}

function delimiter(item: Value, array: readonly Value[]): string {
  if (typeof item !== 'string') throw elementError(2, array, item, 'string')
  const [one, more] = item
  if (one === undefined || more !== undefined) throw elementError(2, array, item, 'rune')
  return one
}

function withDelimiters(delimiters: readonly string[]): { readonly delimiters: readonly string[]; readonly globs: Globs } {
  const key = delimiters.join('')
  const known = byDelimiters.get(key)
  if (known !== undefined) return known
  const made = { delimiters, globs: new LRUCache<string, Glob>({ max: mostGlobs }) }
  byDelimiters.set(key, made)
  return made
}

function compiled(text: string, delimiters: readonly string[], host: Host): Glob {
  const ends =
    delimiters.length === 0
      ? /^([^*?[\]{}\\\0\ufffd]+)\*\*?([^*?[\]{}\\\0\ufffd]+)$/.exec(text)
      : /^([^*?[\]{}\\\0\ufffd]+)\*\*([^*?[\]{}\\\0\ufffd]+)$/.exec(text)
  const [, prefix, suffix] = ends ?? []
  // OPA's library looks at both ends only, and lets them overlap: `ab**ba` takes `aba`.
  if (prefix !== undefined && suffix !== undefined) return { test: (value) => value.startsWith(prefix) && value.endsWith(suffix) }
  return regexOf(globSource(text, delimiters), host)
}
