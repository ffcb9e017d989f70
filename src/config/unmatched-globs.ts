import type { Gate } from '../model/gate.ts'
import { type Glob, globSet, literalPrefix } from '../model/glob.ts'
import { isArray, isObject, type Json, type JsonSchema } from '../model/json.ts'
import type { Path } from '../model/path.ts'
import type { Diagnostic } from '../model/settings.ts'
import type { Layer } from './parse.ts'
import { expandedSize } from './pattern-size.ts'
import { child, dotted, type Pointer } from './pointer.ts'
import { diagnostic, MAX_DIAGNOSTICS, quote } from './problem.ts'
import { settingsSchema } from './schema.ts'

/** Character comparisons, at worst, spent on one file; patterns that are left unchecked are not warned about. */
const MAX_WORK = 500_000_000

/**
 * A warning for every path pattern of a settings file that matches none of these paths. The work has a bound that
 * does not depend on the clock, so the same file and paths always give the same warnings.
 */
export function unmatchedGlobs(layer: Layer, paths: readonly Path[], gates: readonly Gate[]): readonly Diagnostic[] {
  const sorted = paths.toSorted()
  const found: Diagnostic[] = []
  let work = 0
  for (const { pointer, glob } of globsIn(settingsSchema(gates), layer.value, '')) {
    const candidates = underPrefix(sorted, literalPrefix(positive(glob)))
    const cost = worstCase(glob, candidates)
    if (found.length === MAX_DIAGNOSTICS) break
    if (work + cost > MAX_WORK) continue
    work += cost
    const place = layer.places.get(pointer)?.value
    const set = globSet([positive(glob)])
    if (!place || candidates.some((path) => set.matches(path))) continue
    found.push(diagnostic('settings.unmatched-glob', `${quote(glob)} in ${quote(dotted(pointer))} matches no file`, layer.file, place))
  }
  return found
}

/** The values that a schema calls globs. */
function* globsIn(schema: Json | undefined, value: Json | undefined, pointer: Pointer): Generator<{ pointer: Pointer; glob: Glob }> {
  if (!isObject(schema)) return
  if (typeof value === 'string' && schema['format'] === 'glob') yield { pointer, glob: value }
  if (isArray(value)) for (const [index, item] of value.entries()) yield* globsIn(schema['items'], item, child(pointer, index))
  if (isObject(value)) for (const [key, member] of Object.entries(value)) yield* globsIn(memberSchema(schema, key), member, child(pointer, key))
  for (const branch of [schema['anyOf'], schema['oneOf'], schema['allOf']]) {
    if (isArray(branch)) for (const sub of branch) yield* globsIn(sub, value, pointer)
  }
}

function memberSchema(schema: JsonSchema, key: string): Json | undefined {
  const properties = schema['properties']
  return isObject(properties) && Object.hasOwn(properties, key) ? properties[key] : schema['additionalProperties']
}

function positive(glob: Glob): Glob {
  return glob.startsWith('!') ? glob.slice(1) : glob
}

function underPrefix(sorted: readonly Path[], prefix: string): readonly Path[] {
  if (prefix === '') return sorted
  const start = firstNotBelow(sorted, prefix)
  // The highest UTF-16 unit: everything that starts with the prefix sorts below this.
  return sorted.slice(start, firstNotBelow(sorted, `${prefix}\uffff`))
}

/** Index of the first path that does not sort before `bound`, by UTF-16 units as `toSorted` does. */
function firstNotBelow(sorted: readonly Path[], bound: string): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sorted[middle] ?? '') < bound) low = middle + 1
    else high = middle
  }
  return low
}

/** Pattern × path, for each path. */
function worstCase(glob: Glob, candidates: readonly Path[]): number {
  return expandedSize(glob) * candidates.reduce((sum, path) => sum + path.length, 0)
}
