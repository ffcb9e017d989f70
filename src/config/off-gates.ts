import type { Change } from '../model/change.ts'
import type { OffGate } from '../model/decision.ts'
import { ruleFor, settingsFor } from './authors.ts'
import type { Resolved } from './layers.ts'
import { isOff } from './modes.ts'
import { child } from './pointer.ts'

/** The gates that settings switch off for a change, in the order of the settings, each with the line that does: its own mode's, the general one's, or an author rule's. */
export function offGates({ settings, origins }: Pick<Resolved, 'settings' | 'origins'>, change: Change): readonly OffGate[] {
  return Object.entries(settingsFor(settings, change).gates).flatMap(([gate, own]) => {
    if (!isOff(own)) return []
    const rule = ruleFor(gate, settings, change)
    const origin = origins.get(rule < 0 ? child(child('/gates', gate), 'mode') : child(child(child('/authors', rule), 'gates'), gate))
    // No default switches a gate off, so a line does.
    return origin === undefined || origin.by === 'default' ? [] : [{ gate, file: origin.file, line: origin.place.line }]
  })
}
