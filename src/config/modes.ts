import { MODES, type Mode } from '../model/gate.ts'
import type { GateSettings } from '../model/settings.ts'

/** The stronger of two modes; `floor` undefined is no floor. */
export function atLeast(mode: Mode, floor: Mode | undefined): Mode {
  return floor !== undefined && MODES.indexOf(floor) > MODES.indexOf(mode) ? floor : mode
}

export function atMost(mode: Mode, ceiling: Mode): Mode {
  return MODES.indexOf(ceiling) < MODES.indexOf(mode) ? ceiling : mode
}

/** Whether a gate does not run at all: it is off, and so is each of its reasons that has a mode of its own. */
export function isOff({ mode, modes }: Pick<GateSettings, 'mode' | 'modes'>): boolean {
  return mode === 'off' && Object.values(modes).every((own) => own === 'off')
}
