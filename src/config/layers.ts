import type { Gate, Mode } from '../model/gate.ts'
import type { AuthorRule, Diagnostic, GateSettings, Settings } from '../model/settings.ts'
import { FloorRaise } from './floor.ts'
import { Locks } from './locks.ts'
import { mergeLayers, type Owned } from './merge.ts'
import { NAMED, namedGates, withNamed } from './named.ts'
import { addLeaves, type Origin, type Origins, placeIn } from './origins.ts'
import type { Layer } from './parse.ts'
import { child, dotted, type Pointer, parent } from './pointer.ts'
import { diagnostic, quote } from './problem.ts'
import { retentionMs } from './retention.ts'
import { type AuthorEntry, type CompleteFile, type CompleteGate, defaultFile, type SettingsFile } from './settings-file.ts'
import { validatorsFor } from './validators.ts'

export interface Layers {
  readonly organisation?: Layer | undefined
  readonly repository?: Layer | undefined
}

export interface Resolved {
  readonly settings: Settings
  /** The same in the words of the file, every key given. */
  readonly file: CompleteFile
  readonly origins: Origins
  /** Warnings for what the floor raised or keeps locked; errors when the layers do not fit together. */
  readonly diagnostics: readonly Diagnostic[]
}

/** A gate's defaults do not meet its own schema: a mistake in the gate. */
export class UnusableDefaults extends Error {
  override name = 'UnusableDefaults'
}

/**
 * Defaults, then the organisation's file, then the repository's, key by key: maps are merged, everything else
 * (lists too) is replaced by the higher layer. What the organisation's floor locks is taken out of the repository's
 * file before, and its least modes are applied last. Layers that are valid by
 * themselves can still give a gate options it cannot take; that is an error at the repository's keys, and what
 * is returned then is without the repository's layer. Deterministic, whatever the order of keys.
 */
export function resolveSettings(layers: Layers, gates: readonly Gate[]): Resolved {
  const { organisation, repository } = layers
  const locks = new Locks(organisation, gates)
  const named = namedGates(gates, layers)
  const below = [{ value: withNamed(defaultFile(gates), named), owner: undefined }, ...ownedBy(organisation, organisation?.value)]
  const { value, taken } = mergeLayers<Layer | undefined>([...below, ...ownedBy(repository, repository && locks.takenOut(repository.value))])
  const validate = validatorsFor(gates).complete
  const merged: unknown = value
  if (!validate(merged))
    return withoutTop(
      layers,
      gates,
      (validate.errors ?? []).map((error) => error.instancePath),
    )
  const origins = new Map<Pointer, Origin>()
  for (const leaf of taken) addLeaves(origins, leaf.value, leaf.pointer, leaf.owner)
  for (const [id, { layer, at }] of named) {
    origins.set(child(child('/gates', id), NAMED), { by: layer.role, file: layer.file, place: placeIn(layer, at) })
  }
  locks.mark(origins)
  const floor = new FloorRaise(organisation, origins)
  const file = floor.raise(merged)
  const asked = mergeLayers<Layer | undefined>([...below, ...ownedBy(repository, repository?.value)]).value
  const diagnostics = [...floor.diagnostics, ...(repository ? locks.diagnostics(repository, asked, merged) : [])]
  return { settings: settingsOf(file), file, origins, diagnostics: diagnostics.toSorted((a, b) => a.line - b.line || a.column - b.column) }
}

/** A layer's part of the merge: all but its floor, which is no setting of its own. */
function ownedBy(layer: Layer | undefined, value: SettingsFile | undefined): readonly Owned<Layer | undefined>[] {
  return layer && value ? [{ value: { ...value, floor: undefined }, owner: layer }] : []
}

/** What holds when the layers do not fit together: everything below the highest one. */
function withoutTop(layers: Layers, gates: readonly Gate[], wrong: readonly Pointer[]): Resolved {
  const { organisation, repository } = layers
  const top = repository ?? organisation
  if (!top) throw new UnusableDefaults(`the defaults do not meet the schema at ${wrong.join(', ')}`)
  const below = resolveSettings(repository ? { organisation } : {}, gates)
  const conflicts = [...new Set(wrong)].map((pointer) => conflict(top, pointer))
  return { ...below, diagnostics: [...conflicts, ...below.diagnostics] }
}

function conflict(layer: Layer, pointer: Pointer): Diagnostic {
  let set = pointer
  while (set !== '' && !layer.places.has(set)) set = parent(set)
  const message = `${quote(dotted(pointer))} does not fit what the layer below says: merged, the gate cannot take it`
  return diagnostic('settings.conflict', message, layer.file, placeIn(layer, set))
}

function settingsOf(file: CompleteFile): Settings {
  return {
    version: 1,
    mode: file.mode,
    comment: file.comment,
    trunks: file.trunks,
    retention: { inputs: retentionMs(file.retention.inputs) },
    publicTitles: file.public_titles,
    authors: file.authors.map(authorRule),
    gates: Object.fromEntries(Object.entries(file.gates).map(([id, gate]) => [id, gateSettings(gate, file.mode)])),
  }
}

function gateSettings(gate: CompleteGate, general: Mode): GateSettings {
  const { mode = general, modes, ...options } = gate
  return { mode, modes, options }
}

function authorRule(entry: AuthorEntry): AuthorRule {
  return { apps: entry.apps ?? [], users: entry.users ?? [], only: entry.only ?? [], gates: entry.gates }
}
