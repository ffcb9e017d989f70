import type { Decision, JudgedResult } from '../model/decision.ts'
import { SETTINGS_GATE } from './findings.ts'
import type { CardView } from './view.ts'

/** The gates that ran, whatever came of it. What is wrong with proposed settings is told like a gate's result and is none. */
export function gatesOf(decision: Decision): readonly JudgedResult[] {
  return decision.results.filter((result) => result.gate !== SETTINGS_GATE)
}

/** What a gate came to, as it is shown. Where nothing is changed there was nothing to judge, and none of them passed anything. */
export function shownOutcome(result: JudgedResult, { change }: Pick<CardView, 'change'>): JudgedResult['outcome'] {
  return result.outcome === 'pass' && change.files.length === 0 ? 'skip' : result.outcome
}

/** The gates that looked at the change and came to a judgement. */
export function judgedGates(view: Pick<CardView, 'decision' | 'change'>): readonly JudgedResult[] {
  return gatesOf(view.decision).filter((result) => ['pass', 'fail'].includes(shownOutcome(result, view)))
}

/** Why nothing was judged, in few words; undefined where something was. */
export function whyNothing(view: Pick<CardView, 'decision' | 'change'>): string | undefined {
  if (judgedGates(view).length > 0) return undefined
  const ran = gatesOf(view.decision)
  if (ran.length === 0) return 'no gate is on'
  if (view.change.files.length === 0) return 'no file is changed'
  return ran.every((result) => result.outcome === 'skip') ? 'nothing to judge' : 'nothing was judged'
}
