import type { GateId, Mode } from '../model/gate.ts'
import type { Diagnostic } from '../model/settings.ts'
import { leastMode } from './floor-entry.ts'
import { atLeast } from './modes.ts'
import { type Origin, placeIn } from './origins.ts'
import type { Layer } from './parse.ts'
import { child, dotted, type Pointer } from './pointer.ts'
import { diagnostic, type Place, quote } from './problem.ts'
import type { AuthorEntry, CompleteFile, CompleteGate } from './settings-file.ts'

/**
 * Raises every mode of merged settings to the organisation's floor: the general one (to `*`), each gate's, each
 * reason's, each author rule's. A gate that the floor gives a mode has that floor, any other the one of `*`. What the
 * repository asked for by name and does not get is a warning at its line; a gate that only follows the general
 * mode is raised in silence, or every repository would be warned for ever.
 */
export class FloorRaise {
  readonly diagnostics: Diagnostic[] = []
  readonly #organisation: Layer | undefined
  readonly #origins: Map<Pointer, Origin>

  /** `origins` already tells whose each mode is; it is changed where the floor takes over. */
  constructor(organisation: Layer | undefined, origins: Map<Pointer, Origin>) {
    this.#organisation = organisation
    this.#origins = origins
  }

  raise(file: CompleteFile): CompleteFile {
    const general = this.#origins.get('/mode') ?? { by: 'default' }
    const gates = Object.entries(file.gates).map(([id, gate]) => [id, this.#gate(id, gate, file.mode, general)] as const)
    return {
      ...file,
      mode: this.#mode('*', file.mode, '/mode'),
      gates: Object.fromEntries(gates),
      authors: file.authors.map((rule, index) => this.#rule(rule, index)),
    }
  }

  #gate(id: GateId, { mode: own, modes: ofReasons, ...options }: CompleteGate, general: Mode, origin: Origin): CompleteGate {
    const at = child('/gates', id)
    const modes = Object.entries(ofReasons).map(([code, mode]) => [code, this.#mode(id, mode, child(child(at, 'modes'), code))] as const)
    const pointer = child(at, 'mode')
    if (own === undefined) this.#origins.set(pointer, origin)
    const mode = own === undefined ? this.#quietly(id, general, pointer) : this.#mode(id, own, pointer)
    return { mode, modes: Object.fromEntries(modes), ...options }
  }

  #rule(rule: AuthorEntry, index: number): AuthorEntry {
    const at = child(child('/authors', index), 'gates')
    const modes = Object.entries(rule.gates).map(([id, mode]) => [id, this.#mode(id, mode, child(at, id))] as const)
    return { ...rule, gates: Object.fromEntries(modes) }
  }

  #mode(gate: GateId | '*', mode: Mode, pointer: Pointer): Mode {
    const asked = this.#origins.get(pointer)
    const raised = this.#quietly(gate, mode, pointer)
    if (raised !== mode && asked?.by === 'repository') {
      const message = `the organisation’s floor raises ${quote(dotted(pointer))} from ${mode} to ${raised}`
      this.diagnostics.push(diagnostic('settings.below-floor', message, asked.file, asked.place, raised))
    }
    return raised
  }

  #quietly(gate: GateId | '*', mode: Mode, pointer: Pointer): Mode {
    const floor = this.#organisation?.value.floor
    if (!this.#organisation || !floor) return mode
    const own = Object.hasOwn(floor, gate) ? leastMode(floor[gate]) : undefined
    const key = own === undefined ? '*' : gate
    const raised = atLeast(mode, own ?? leastMode(floor['*']))
    if (raised !== mode) this.#origins.set(pointer, { by: 'floor', file: this.#organisation.file, place: placeOf(this.#organisation, key) })
    return raised
  }
}

/** Where the floor says a mode: at the gate's key, or at `mode` under it. */
function placeOf(organisation: Layer, key: GateId | '*'): Place {
  const at = child('/floor', key)
  const own = child(at, 'mode')
  return placeIn(organisation, organisation.places.has(own) ? own : at)
}
