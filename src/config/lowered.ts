import { MODES, type Mode } from '../model/gate.ts'
import type { Diagnostic, Settings } from '../model/settings.ts'
import { type Origin, placeIn } from './origins.ts'
import type { Layer } from './parse.ts'
import { child, dotted, type Pointer, parent } from './pointer.ts'
import { diagnostic, quote } from './problem.ts'

/** A mode that would be in force and whose setting it is. */
interface Lowered {
  readonly pointer: Pointer
  readonly from: Mode
  readonly to: Mode
}

/**
 * Warnings for each mode that proposed settings lower, at the line that sets it: once merged, less is asked of every
 * change. `origins` tell who sets what in the proposed settings; what the organisation sets is not this file's doing.
 */
export function loweredModes(inForce: Settings, proposed: Settings, layer: Layer, origins: ReadonlyMap<Pointer, Origin>): readonly Diagnostic[] {
  return lowered(inForce, proposed).map(({ pointer, from, to }) => {
    const origin = origins.get(pointer)
    const message = `${quote(dotted(pointer))} goes from ${from} to ${to}`
    if (origin?.by === 'repository') return diagnostic('settings.lowered', message, layer.file, origin.place)
    let above = parent(pointer)
    while (above !== '' && !layer.places.has(above)) above = parent(above)
    return diagnostic('settings.lowered', `${message}, since nothing here sets it any more`, layer.file, placeIn(layer, above))
  })
}

function lowered(inForce: Settings, proposed: Settings): readonly Lowered[] {
  const found: Lowered[] = []
  const compare = (pointer: Pointer, from: Mode, to: Mode) => {
    if (MODES.indexOf(to) < MODES.indexOf(from)) found.push({ pointer, from, to })
  }
  for (const [id, was] of Object.entries(inForce.gates)) {
    const now = proposed.gates[id]
    if (!now) continue
    const at = child('/gates', id)
    compare(child(at, 'mode'), was.mode, now.mode)
    const codes = new Set([...Object.keys(was.modes), ...Object.keys(now.modes)])
    for (const code of codes) {
      const [from, to] = [was.modes[code] ?? was.mode, now.modes[code] ?? now.mode]
      // A reason that only follows its gate is told of with it.
      if (from !== was.mode || to !== now.mode) compare(child(child(at, 'modes'), code), from, to)
    }
  }
  return found
}
