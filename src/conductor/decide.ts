import { repairsSettings } from '../config/repair.ts'
import type { Change } from '../model/change.ts'
import type { Decision, Hold, JudgedResult, Override, SettingsNotice, Trial, Verdict } from '../model/decision.ts'
import { digestOf } from '../model/digest.ts'
import type { Gate, GateId, GateResult, Mode, Outcome } from '../model/gate.ts'
import type { Digest, Instant } from '../model/ids.ts'
import type { Json } from '../model/json.ts'
import type { Settings } from '../model/settings.ts'
import { effectOf } from './effect.ts'
import { strongest, strongestMode, weakest } from './modes.ts'
import { settingsResult } from './settings-result.ts'

export interface Judgement {
  readonly change: Change
  readonly settings: Settings
  readonly notice: SettingsNotice
  readonly gates: readonly Gate[]
  readonly results: readonly GateResult[]
  readonly facts: Digest
  readonly overrides: readonly Override[]
  readonly holds: readonly Hold[]
  /** What came of the gates' next steps. */
  readonly trials: Trials
}

/** By gate, then by the index of the next step. */
export type Trials = Readonly<Record<GateId, Readonly<Record<number, Trial>>>>

/** Gravest last: the fold takes the gravest verdict that any gate or hold asks for. */
const GRAVITY: readonly Verdict[] = ['pass', 'warn', 'pending', 'misconfigured', 'block']

/** Folds results, overrides and holds into one decision. Pure. */
export function decide(judgement: Judgement): Decision {
  const { change, settings, notice } = judgement
  const overrides = judgement.overrides.filter((override) => inForce(override, change))
  const holds = judgement.holds.filter((hold) => hold.until === undefined || hold.until > change.asOf)
  const judged = [
    ...judgement.results.map((result) => judgedResult(result, judgement, overrides)),
    ...settingsResult(notice, change, strongest([settings.mode, ...Object.values(settings.gates).map((gate) => gate.mode)])),
  ]
  const asked: Verdict[] = [
    ...judged.map((result) => verdictOf(result, result.gate in settings.gates ? strongestMode(settings, result.gate) : result.mode)),
    ...holds.map((): Verdict => 'block'),
  ]
  const ends = [...overrides, ...holds].flatMap((each) => each.until ?? [])
  const reviseAt = earliest([...judged.flatMap((result) => result.waits.map((wait) => wait.until)), ...ends])
  return {
    subject: change.subject,
    baseSha: change.base.commit,
    headSha: change.head.commit,
    headTree: change.head.tree,
    trunkSha: change.trunk.commit,
    preview: !change.target.isTrunk,
    asOf: change.asOf,
    // Without any settings nothing was judged, whatever else was found, unless it was the repair of them.
    verdict: notice.state === 'none' && !repairsSettings(notice, change) ? 'misconfigured' : gravest(asked),
    results: judged,
    overrides,
    holds,
    settings: notice,
    ...(reviseAt === undefined ? {} : { reviseAt }),
    listens: [...new Set(judged.flatMap((result) => result.listens))].sort(),
    digests: {
      settings: digestOf(settings as unknown as Json),
      gates: digestOf(judgement.gates.map((gate) => [gate.id, gate.version])),
      facts: judgement.facts,
    },
  }
}

/** The gravest of some verdicts; `pass` when there is none. */
export function gravest(verdicts: readonly Verdict[]): Verdict {
  return GRAVITY[Math.max(0, ...verdicts.map((verdict) => GRAVITY.indexOf(verdict)))] ?? 'block'
}

function judgedResult(result: GateResult, judgement: Judgement, overrides: readonly Override[]): JudgedResult {
  const own = judgement.settings.gates[result.gate]
  const gate = judgement.gates.find((candidate) => candidate.id === result.gate)
  const mode = own?.mode ?? judgement.settings.mode
  const overridden = overrides.some((override) => override.gate === result.gate)
  return {
    ...result,
    title: gate?.title ?? result.gate,
    version: gate?.version ?? '0',
    mode,
    effects: result.reasons.map((reason) => {
      const inForce = own?.modes[reason.code] ?? mode
      const effect = effectOf(reason.level, reason.atMost === undefined ? inForce : weakest(inForce, reason.atMost))
      return overridden && effect === 'blocks' ? 'warns' : effect
    }),
    nextSteps: result.nextSteps.map((step, index) => {
      const tried = judgement.trials[result.gate]?.[index]
      return tried ? { ...step, tried } : step
    }),
  }
}

/** A gate that should have warned and could not look. */
const UNJUDGED: readonly Outcome[] = ['misconfigured', 'pending', 'undecided']

/** What one gate asks of the verdict. `mode` is the strongest that it or one of its reasons has. */
function verdictOf(result: JudgedResult, mode: Mode): Verdict {
  if (mode === 'enforce' && result.outcome === 'misconfigured') return 'misconfigured'
  if (result.effects.includes('blocks')) return 'block'
  if (mode === 'enforce' && result.outcome === 'pending') return 'pending'
  if (result.effects.includes('warns')) return 'warn'
  return mode === 'warn' && UNJUDGED.includes(result.outcome) ? 'warn' : 'pass'
}

/** An override holds for the head it was given for, or until its end; one with neither never holds. */
function inForce(override: Override, change: Change): boolean {
  if (override.until !== undefined && override.until <= change.asOf) return false
  return override.head === undefined ? override.until !== undefined : override.head === change.head.commit
}

function earliest(instants: readonly Instant[]): Instant | undefined {
  return instants.reduce<Instant | undefined>((first, next) => (first === undefined || next < first ? next : first), undefined)
}
