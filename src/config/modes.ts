import { MODES, type Mode } from '../model/gate.ts'

/** The stronger of two modes; `floor` undefined is no floor. */
export function atLeast(mode: Mode, floor: Mode | undefined): Mode {
  return floor !== undefined && MODES.indexOf(floor) > MODES.indexOf(mode) ? floor : mode
}

export function atMost(mode: Mode, ceiling: Mode): Mode {
  return MODES.indexOf(ceiling) < MODES.indexOf(mode) ? ceiling : mode
}
