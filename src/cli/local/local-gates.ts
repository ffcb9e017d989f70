import type { Gate, GateResult, Reason, ReasonKind } from '../../model/gate.ts'
import { say } from '../../model/phrase.ts'

/** What only a local run says. */
export const LOCAL_REASONS = {
  'local.unproven': {
    level: 'block',
    title: 'What the gate would wait for cannot arrive here',
    help: 'On GitHub the gate waits for it; locally nothing comes later, and missing evidence is not a pass. Open the pull request, or run what the gate asks for where its result can be read.',
  },
} as const satisfies Readonly<Record<string, ReasonKind>>

const UNPROVEN: keyof typeof LOCAL_REASONS = 'local.unproven'

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
    (what): Reason => ({ code: UNPROVEN, level: LOCAL_REASONS[UNPROVEN].level, message: say`${what} is waited for on GitHub; here it is unproven`, facts: [] }),
  )
  return {
    ...result,
    outcome: 'fail',
    reasons: [...result.reasons, ...reasons],
    nextSteps: result.nextSteps.filter((step) => step.kind !== 'wait'),
    waits: [],
    listens: [],
  }
}
