import { RecentlyUsed } from '../../values/recently-used.ts'
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

/** Globs with one choice of delimiters. */
interface Family {
  readonly delimiters: readonly string[]
  /** Compiled, by their text. */
  readonly globs: RecentlyUsed<string, Glob>
}

const byDelimiters = new RecentlyUsed<string, Family>(mostDelimiters)
/** The same, for the very arrays that a policy hands in again and again. */
const byArray = new WeakMap<readonly Value[], Family>()
const withoutDelimiters = familyOf([])
/** The one that was asked for last: most often it is asked for again. */
let last: { readonly text: string; readonly delimiters: readonly Value[] | null; readonly glob: Glob } | undefined

/** The glob with these delimiters: null for none, an empty array for a dot. */
export function globOf(text: string, delimiters: readonly Value[] | null, host: Host): Glob {
  if (last !== undefined && last.text === text && last.delimiters === delimiters) return last.glob
  const family = delimiters === null ? withoutDelimiters : (byArray.get(delimiters) ?? remembered(delimiters))
  let glob = family.globs.get(text)
  if (glob === undefined) {
    host.spend(text.length)
    glob = compiled(text, family.delimiters, host)
    family.globs.set(text, glob)
  }
  last = { text, delimiters, glob }
  return glob
}

function remembered(array: readonly Value[]): Family {
  const family = familyOf(array.length === 0 ? ['.'] : array.map((item) => delimiter(item, array)))
  byArray.set(array, family)
  return family
}

function delimiter(item: Value, array: readonly Value[]): string {
  if (typeof item !== 'string') throw elementError(2, array, item, 'string')
  const [one, more] = item
  if (one === undefined || more !== undefined) throw elementError(2, array, item, 'rune')
  return one
}

function familyOf(delimiters: readonly string[]): Family {
  const key = delimiters.join('')
  const known = byDelimiters.get(key)
  if (known !== undefined) return known
  const made = { delimiters, globs: new RecentlyUsed<string, Glob>(mostGlobs) }
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
