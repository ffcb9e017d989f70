import { isArray, isObject, type Json } from '../model/json.ts'
import type { Layer, Role } from './parse.ts'
import { child, type Pointer } from './pointer.ts'
import type { Place } from './problem.ts'

/** Who set an effective value, and where. */
export type Origin = (
  | { readonly by: 'default' }
  | { readonly by: Role; readonly file: string; readonly place: Place }
  /** The organisation's floor, which raised what a lower layer or the repository says. */
  | { readonly by: 'floor'; readonly file: string; readonly place: Place }
) & {
  /** Where the organisation's floor says that a repository cannot set it. */
  readonly locked?: { readonly file: string; readonly place: Place }
}

/** For every leaf of the effective settings (plain values, empty maps and lists, lists of plain values): who set it. */
export type Origins = ReadonlyMap<Pointer, Origin>

/** Where a person would look for an entry: at its key, or at the value of a list's item. */
export function placeIn(layer: Layer, pointer: Pointer): Place {
  const places = layer.places.get(pointer)
  return places?.key ?? places?.value ?? { line: 1, column: 1, endLine: 1, endColumn: 1 }
}

function originOf(layer: Layer | undefined, pointer: Pointer): Origin {
  return layer ? { by: layer.role, file: layer.file, place: placeIn(layer, pointer) } : { by: 'default' }
}

/** Adds the leaves under a value that one layer gave as a whole; no layer is the defaults. */
export function addLeaves(origins: Map<Pointer, Origin>, value: Json, pointer: Pointer, layer: Layer | undefined): void {
  if (isArray(value) && value.some((item) => typeof item === 'object' && item !== null)) {
    for (const [index, item] of value.entries()) addLeaves(origins, item, child(pointer, index), layer)
  } else if (isObject(value) && Object.keys(value).length > 0) {
    for (const [key, member] of Object.entries(value)) addLeaves(origins, member ?? null, child(pointer, key), layer)
  } else {
    origins.set(pointer, originOf(layer, pointer))
  }
}
