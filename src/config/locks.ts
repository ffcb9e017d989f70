import type { Gate } from '../model/gate.ts'
import { canonicalJson, isArray, isObject, type Json } from '../model/json.ts'
import type { Diagnostic } from '../model/settings.ts'
import { lockedIn } from './floor-entry.ts'
import { type Origin, placeIn } from './origins.ts'
import type { Layer } from './parse.ts'
import { child, dotted, type Pointer } from './pointer.ts'
import { diagnostic, type Place, quote } from './problem.ts'
import type { SettingsFile } from './settings-file.ts'

/** One option of a gate that a repository cannot set. */
interface Lock {
  readonly gate: string
  readonly option: string
  /** Of the option's value. */
  readonly pointer: Pointer
  /** Where the floor says so. */
  readonly by: { readonly file: string; readonly place: Place }
}

/** What the floor of an organisation locks: the value of these options is its own, or else the default, whatever a repository says. */
export class Locks {
  readonly #locks: readonly Lock[]

  constructor(organisation: Layer | undefined, gates: readonly Gate[]) {
    this.#locks = organisation ? gates.flatMap((gate) => locksOf(organisation, gate)) : []
  }

  /** A repository's file without what it has no say in. */
  takenOut({ gates, ...rest }: SettingsFile): SettingsFile {
    if (gates === undefined) return rest
    const left = Object.entries(gates).map(([id, entry]) => {
      const locked = new Set(this.#locks.flatMap((lock) => (lock.gate === id ? [lock.option] : [])))
      return [id, Object.fromEntries(Object.entries(entry).filter(([option]) => !locked.has(option)))] as const
    })
    return { ...rest, gates: Object.fromEntries(left) }
  }

  /** Notes at each value that is locked where that is said. */
  mark(origins: Map<Pointer, Origin>): void {
    for (const [pointer, origin] of origins) {
      const lock = this.#locks.find((each) => `${pointer}/`.startsWith(`${each.pointer}/`))
      if (lock) origins.set(pointer, { ...origin, locked: lock.by })
    }
  }

  /** A warning for each locked option that the repository would have otherwise: `asked` is what the layers give with all that it says, `inForce` without. */
  diagnostics(repository: Layer, asked: Json, inForce: Json): readonly Diagnostic[] {
    return this.#locks.flatMap(({ gate, option, pointer }) => {
      const value = optionOf(inForce, gate, option)
      const text = canonicalJson(value)
      if (canonicalJson(optionOf(asked, gate, option)) === text) return []
      const message = `the organisation’s floor locks ${quote(dotted(pointer))} at ${quote(text)}`
      const suggestion = isObject(value) || isArray(value) ? undefined : text
      return [diagnostic('settings.below-floor', message, repository.file, placeIn(repository, pointer), suggestion)]
    })
  }
}

function locksOf(organisation: Layer, gate: Gate): readonly Lock[] {
  const { floor } = organisation.value
  if (!floor || !Object.hasOwn(floor, gate.id)) return []
  const list = child(child('/floor', gate.id), 'locked')
  return lockedIn(floor[gate.id], gate).map((option, index) => {
    const item = child(list, index)
    const place = placeIn(organisation, organisation.places.has(item) ? item : list)
    return { gate: gate.id, option, pointer: child(child('/gates', gate.id), option), by: { file: organisation.file, place } }
  })
}

function optionOf(merged: Json, gate: string, option: string): Json {
  const gates = isObject(merged) ? merged['gates'] : undefined
  const own = isObject(gates) ? gates[gate] : undefined
  return (isObject(own) ? own[option] : undefined) ?? null
}
