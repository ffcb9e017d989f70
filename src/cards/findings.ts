import type { Decision, Effect, JudgedResult } from '../model/decision.ts'
import type { NextStep, Reason } from '../model/gate.ts'
import { ticked } from './phrase-bounds.ts'

/** A reason with all that is said about it: what it did, whose it is, and the ways out. */
export interface Finding {
  readonly gate: JudgedResult
  readonly reason: Reason
  readonly effect: Effect
  readonly steps: readonly NextStep[]
}

const GRAVEST_FIRST: readonly Effect[] = ['blocks', 'warns', 'would-block', 'would-warn', 'none']

/** Each card asks several times, and a decision may have ten thousand reasons. */
const remembered = new WeakMap<Decision, readonly Finding[]>()

/** Every reason of a decision, gravest effect first, then in the order of the gates. */
export function findingsOf(decision: Decision): readonly Finding[] {
  const known = remembered.get(decision)
  if (known) return known
  const all = decision.results.flatMap(gateFindings)
  const sorted = GRAVEST_FIRST.flatMap((effect) => all.filter((finding) => finding.effect === effect))
  remembered.set(decision, sorted)
  return sorted
}

export function gateFindings(gate: JudgedResult): readonly Finding[] {
  const steps = new Map<number, NextStep[]>()
  for (const step of gate.nextSteps) {
    for (const index of step.unblocks) {
      const known = steps.get(index)
      if (known) known.push(step)
      else steps.set(index, [step])
    }
  }
  return gate.reasons.map((reason, index) => ({
    gate,
    reason: gate.gate === SETTINGS_GATE ? { ...reason, message: reason.message.flatMap((span) => (typeof span === 'string' ? ticked(span) : [span])) } : reason,
    effect: gate.effects[index] ?? 'none',
    steps: steps.get(index) ?? [],
  }))
}

/** The result that conductor/settings-result.ts makes of a proposed settings file; its messages are diagnostics. */
export const SETTINGS_GATE = 'settings'

/** Given to the one change that may merge while no settings are valid: the one that repairs them (config/repair.ts). */
const REPAIR = 'settings.repairs'

/** The settings were never valid, so nothing was judged, and this change is not what repairs them. */
export function nothingGoverns(decision: Decision): boolean {
  return decision.settings.state === 'none' && !decision.results.some((result) => result.gate === SETTINGS_GATE && result.reasons.some(isRepair))
}

function isRepair(reason: Reason): boolean {
  return reason.code === REPAIR
}

/** Gates that cannot judge because their own rules are broken or missing, where that counts: the enforced ones, or all that the verdict can be about. */
export function brokenGates(decision: Decision): readonly JudgedResult[] {
  return counting(decision, 'misconfigured', 'misconfigured')
}

/** Gates that still wait for something, where that counts. */
export function waitingGates(decision: Decision): readonly JudgedResult[] {
  return counting(decision, 'pending', 'pending')
}

/** A single reason that is enforced can make a gate count whose own mode is lower. */
function counting({ results, verdict }: Decision, outcome: JudgedResult['outcome'], asks: Decision['verdict']): readonly JudgedResult[] {
  const all = results.filter((result) => result.outcome === outcome)
  const enforced = all.filter((result) => result.mode === 'enforce')
  return enforced.length === 0 && verdict === asks ? all : enforced
}

/** Whether somebody has to do something before a waiting gate can go on. */
export function waitsForPerson(decision: Decision): boolean {
  return waitingGates(decision).some((gate) => gate.nextSteps.some((step) => step.kind !== 'wait'))
}
