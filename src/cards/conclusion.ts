import type { CheckOutput } from '../model/card.ts'
import type { Verdict } from '../model/decision.ts'

type Outcome = Pick<CheckOutput, 'status' | 'conclusion'>

/**
 * What GitHub is told. A required check is satisfied by `success`, `neutral` and `skipped` alike, so whatever is
 * not decided is none of the three:
 *
 * | verdict         | status      | conclusion        | may merge |
 * | --------------- | ----------- | ----------------- | --------- |
 * | `pass`          | completed   | `success`         | yes       |
 * | `warn`          | completed   | `neutral`         | yes       |
 * | `pending`       | in progress | –                 | no        |
 * | `misconfigured` | completed   | `action_required` | no        |
 * | `block`         | completed   | `failure`         | no        |
 *
 * `warn` is decided: nothing enforced is open, and the grey mark says that there is something to read. Our own
 * trouble is in progress while we try, at last `action_required`; never `failure`, which would blame the change.
 */
export const OUTCOMES: Readonly<Record<Verdict, Outcome>> = {
  pass: { status: 'completed', conclusion: 'success' },
  warn: { status: 'completed', conclusion: 'neutral' },
  pending: { status: 'in_progress' },
  misconfigured: { status: 'completed', conclusion: 'action_required' },
  block: { status: 'completed', conclusion: 'failure' },
}

export const TRYING: Outcome = { status: 'in_progress' }
export const GAVE_UP: Outcome = { status: 'completed', conclusion: 'action_required' }
/** A preview is never required, so it may be neutral whatever it found. */
export const PREVIEWED: Outcome = { status: 'completed', conclusion: 'neutral' }

const GRAVITY: readonly Verdict[] = ['pass', 'warn', 'pending', 'misconfigured', 'block']

/** The graver of two verdicts, in the order of the decision's own fold. */
export function graver(a: Verdict, b: Verdict): Verdict {
  return GRAVITY.indexOf(b) > GRAVITY.indexOf(a) ? b : a
}
