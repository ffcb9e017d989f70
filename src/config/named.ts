import type { Gate, GateId } from '../model/gate.ts'
import { isObject, type Json, type JsonSchema } from '../model/json.ts'
import type { Layers } from './layers.ts'
import type { Layer } from './parse.ts'
import { child, type Pointer } from './pointer.ts'
import type { CompleteFile } from './settings-file.ts'

/**
 * The option by which a gate is told whether any settings name it. A gate that has it in its schema, `readOnly`, can tell
 * who asked for it from who only set a general mode: the first must not lose it in silence, the second need not know it.
 */
export const NAMED = 'named'

/** The gates that are told so because settings name them, and where each is named: a key of `gates` in either file, the repository's first, or one of the floor. */
export function namedGates(gates: readonly Gate[], { organisation, repository }: Layers): ReadonlyMap<GateId, { readonly layer: Layer; readonly at: Pointer }> {
  const named = new Map<GateId, { layer: Layer; at: Pointer }>()
  for (const { id, settings } of gates) {
    const { properties } = settings.schema
    if (!isObject(properties) || !isReadOnly(properties[NAMED])) continue
    const layer = [repository, organisation].find((each) => Object.hasOwn(each?.value.gates ?? {}, id))
    if (layer) named.set(id, { layer, at: child('/gates', id) })
    else if (organisation && Object.hasOwn(organisation.value.floor ?? {}, id)) named.set(id, { layer: organisation, at: child('/floor', id) })
  }
  return named
}

/** The defaults of gates that settings name. */
export function withNamed(file: CompleteFile, named: ReadonlyMap<GateId, unknown>): CompleteFile {
  const gates = Object.entries(file.gates).map(([id, gate]) => [id, named.has(id) ? { ...gate, [NAMED]: true } : gate] as const)
  return { ...file, gates: Object.fromEntries(gates) }
}

/** A gate's schema with what a file may set: what is `readOnly` is filled in. */
export function settable(schema: JsonSchema): JsonSchema {
  const { properties } = schema
  if (!isObject(properties)) return schema
  return { ...schema, properties: Object.fromEntries(Object.entries(properties).filter(([, sub]) => !isReadOnly(sub))) }
}

function isReadOnly(schema: Json | undefined): boolean {
  return isObject(schema) && schema['readOnly'] === true
}
