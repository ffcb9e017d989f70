import type { Effect } from '../model/decision.ts'
import type { Mode, Reason } from '../model/gate.ts'

/** What a reason does under a mode. */
export function effectOf(level: Reason['level'], mode: Mode): Effect {
  if (level === 'note' || mode === 'off') return 'none'
  if (mode === 'observe') return level === 'block' ? 'would-block' : 'would-warn'
  return level === 'block' && mode === 'enforce' ? 'blocks' : 'warns'
}
