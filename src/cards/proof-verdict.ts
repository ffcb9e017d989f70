import type { Decision, Effect, JudgedResult, Verdict } from '../model/decision.ts'
import type { Obligation } from '../model/gate.ts'
import { graver } from './conclusion.ts'
import { brokenGates, nothingGoverns } from './findings.ts'

export interface Owed {
  readonly gate: JudgedResult
  readonly obligation: Obligation
  /** What it asks of the proof's verdict. */
  readonly asks: Verdict
}

/** Every obligation of a decision, what is open first. */
export function owedBy(decision: Decision): readonly Owed[] {
  const all = decision.results.flatMap((gate) => gate.obligations.map((obligation) => ({ gate, obligation, asks: askedBy(obligation, gate) })))
  return [...all.filter(isOpen), ...all.filter((owed) => !isOpen(owed))]
}

export function isOpen({ obligation }: Pick<Owed, 'obligation'>): boolean {
  return obligation.status === 'failed' || obligation.status === 'unproven'
}

/** The gravest that any obligation asks for. Where an enforced gate cannot judge, what is owed is not known, and that is no pass. */
export function proofVerdict(decision: Decision): Verdict {
  const start: Verdict = nothingGoverns(decision) || brokenGates(decision).length > 0 ? 'misconfigured' : 'pass'
  return owedBy(decision).reduce<Verdict>((verdict, owed) => graver(verdict, owed.asks), start)
}

/**
 * An open obligation counts as the decision counted it, so the two checks never contradict each other: by what
 * became of its gate's blocking reasons that rest on the same facts (of all of them, when none does). That
 * takes in the gate's mode, the modes of single reasons, and overrides. Without a blocking reason the gate's
 * mode decides; while an enforced gate waits, what is unproven may still be shown.
 */
function askedBy(obligation: Obligation, gate: JudgedResult): Verdict {
  if (!isOpen({ obligation })) return 'pass'
  if (obligation.status === 'unproven' && gate.outcome === 'pending' && gate.mode === 'enforce') return 'pending'
  const facts = new Set(obligation.facts)
  const blocking = gate.reasons.flatMap((reason, index) => (reason.level === 'block' ? [{ reason, effect: gate.effects[index] ?? 'blocks' }] : []))
  const related = blocking.filter(({ reason }) => reason.facts.some((fact) => facts.has(fact)))
  const effects: readonly Effect[] = (related.length > 0 ? related : blocking).map(({ effect }) => effect)
  if (effects.length === 0) return gate.mode === 'enforce' ? 'block' : 'warn'
  return effects.includes('blocks') ? 'block' : 'warn'
}
