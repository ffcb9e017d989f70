import type { Gate, GateResult, Reason } from '../model/gate.ts'
import { say } from '../model/phrase.ts'

/** The code of what a gate would wait for on GitHub. */
const UNPROVEN = 'local.unproven'

/**
 * The gates as they judge where nothing can arrive later. Missing evidence is not a pass, so whatever a gate would
 * wait for becomes a finding of its own that blocks where the gate is enforced: `maestro check` exits with 1 then.
 */
export function localGates(gates: readonly Gate[]): readonly Gate[] {
  return gates.map((gate) => ({ ...gate, evaluate: (change, settings, facts) => withoutWaits(gate.evaluate(change, settings, facts)) }))
}

function withoutWaits(result: GateResult): GateResult {
  if (result.outcome !== 'pending') return result
  const waits = result.waits.length > 0 ? result.waits.map((wait) => wait.what) : [result.summary]
  const reasons = waits.map(
    (what): Reason => ({ code: UNPROVEN, level: 'block', message: say`${what} is waited for on GitHub; here it is unproven`, facts: [] }),
  )
  return {
    ...result,
    outcome: 'fail',
    reasons: [...result.reasons, ...reasons],
    nextSteps: result.nextSteps.filter((step) => step.kind !== 'wait'),
    waits: [],
  }
}
