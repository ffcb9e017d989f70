import { isArray, isObject, type Json } from '../model/json.ts'
import { nearest } from '../model/nearest.ts'
import type { Resolved } from './layers.ts'
import type { Origin } from './origins.ts'
import { child, dotted, keys, type Pointer } from './pointer.ts'

/** One effective value and who set it. */
interface ExplainedValue {
  readonly pointer: Pointer
  /** As people write it: `gates.spec.coverage`, `authors[0].only`. */
  readonly path: string
  readonly value: Json
  readonly origin: Origin
  /** `.github/maestro.yml:9`, `default`, or `floor (settings.yml:3)`; with `, locked (settings.yml:4)` where a repository cannot set it. */
  readonly setBy: string
}

export type Explanation = { readonly known: true; readonly rows: readonly ExplainedValue[] } | { readonly known: false; readonly suggestion?: string }

/**
 * What is in force and the line that set it, for one value or everything under it. `path` is a JSON pointer or
 * dotted (`gates.spec.coverage`; a reason's code keeps its dot); left out, it is all. A path that names nothing
 * gives the nearest one that does.
 */
export function explainSettings(resolved: Resolved, path = ''): Explanation {
  const values = [...leaves(resolved, resolved.file, '')]
  const wanted = path.startsWith('/') ? keys(path).join('.') : path.replaceAll(/\[([0-9]+)\]/g, '.$1')
  const rows = values.filter((row) => wanted === '' || `${keys(row.pointer).join('.')}.`.startsWith(`${wanted}.`))
  if (rows.length > 0) return { known: true, rows }
  const suggestion = nearestPath(wanted, new Set(values.flatMap((row) => ancestry(row.pointer))))
  return suggestion === undefined ? { known: false } : { known: false, suggestion }
}

/** Every value that has an origin, in the order of the settings. */
function* leaves(resolved: Resolved, value: Json, pointer: Pointer): Generator<ExplainedValue> {
  const origin = resolved.origins.get(pointer)
  if (origin) yield { pointer, path: dotted(pointer), value, origin, setBy: setBy(origin) }
  else if (isArray(value)) for (const [index, item] of value.entries()) yield* leaves(resolved, item, child(pointer, index))
  else if (isObject(value)) for (const [key, member] of Object.entries(value)) yield* leaves(resolved, member ?? null, child(pointer, key))
}

function setBy(origin: Origin): string {
  const locked = origin.locked === undefined ? '' : `, locked (${origin.locked.file}:${origin.locked.place.line})`
  if (origin.by === 'default') return `default${locked}`
  const line = `${origin.file}:${origin.place.line}`
  return origin.by === 'floor' ? `floor (${line})` : `${line}${locked}`
}

/** `gates`, `gates.spec`, `gates.spec.coverage` of a pointer to the last. */
function ancestry(pointer: Pointer): string[] {
  const names = keys(pointer)
  return names.map((_, index) => names.slice(0, index + 1).join('.'))
}

/** The nearest path with the same beginning, as far as that is right: only the first wrong word is a typing error. */
function nearestPath(wanted: string, known: ReadonlySet<string>): string | undefined {
  let right = wanted
  while (right !== '' && !known.has(right)) right = right.slice(0, Math.max(0, right.lastIndexOf('.')))
  const beginning = right === '' ? '' : `${right}.`
  const rests = [...known].filter((path) => path.startsWith(beginning)).map((path) => path.slice(beginning.length))
  const rest = nearest(wanted.slice(beginning.length), rests)
  return rest === undefined ? undefined : beginning + rest
}
