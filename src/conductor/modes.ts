import { type GateId, MODES, type Mode } from '../model/gate.ts'
import type { Settings } from '../model/settings.ts'

/** The strongest of some modes; `off` when there is none. */
export function strongest(modes: readonly Mode[]): Mode {
  return MODES[Math.max(0, ...modes.map((mode) => MODES.indexOf(mode)))] ?? 'enforce'
}

/** The weaker of two modes. */
export function weakest(a: Mode, b: Mode): Mode {
  return MODES.indexOf(a) < MODES.indexOf(b) ? a : b
}

/** The strongest mode that a gate or one of its reasons has: a gate that cannot judge cannot give that reason either. */
export function strongestMode(settings: Settings, gate: GateId): Mode {
  const own = settings.gates[gate]
  return strongest([own?.mode ?? settings.mode, ...Object.values(own?.modes ?? {})])
}
