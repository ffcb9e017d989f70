import { type Evaluation, evaluate } from '../../conductor/evaluate.ts'
import type { Gatherer } from '../../conductor/facts/gather.ts'
import type { MergedChange } from '../../git/local/merged-changes.ts'
import type { Change } from '../../model/change.ts'
import type { Decision, Effect, JudgedResult, Verdict } from '../../model/decision.ts'
import type { Gate } from '../../model/gate.ts'
import type { Instant, Oid } from '../../model/ids.ts'
import type { Json } from '../../model/json.ts'
import { plain } from '../../model/phrase.ts'
import { ObjectMissing } from '../../model/reading.ts'
import type { LocalGovernor } from '../local/governing-settings.ts'

/** What was said about one merged change. */
export interface Replayed {
  readonly number: number | undefined
  readonly commit: Oid
  readonly title: string
  readonly mergedAt: Instant
  /** `undecided` when it could not be judged: see `why`. */
  readonly verdict: Verdict | 'undecided'
  readonly results: readonly JudgedResult[]
  readonly why?: string
  /** It could not be judged because the clone lacks something. */
  readonly incomplete?: true
  readonly ms: number
}

/** By what changes are judged: today's trunk, what governed when each was merged, a settings file, or files that a trunk without settings could begin with. */
export type JudgedBy = 'today' | 'then' | 'file' | 'starter'

/** Judges merged changes one after the other, as they are asked for. One that cannot be judged says so and stops nothing. */
export async function* replayChanges(
  merged: AsyncIterable<MergedChange>,
  governor: LocalGovernor,
  gates: readonly Gate[],
  gatherer: Gatherer,
): AsyncGenerator<Replayed> {
  for await (const { change, commit, number } of merged) {
    const started = performance.now()
    const about = { number, commit: commit.commit, title: change.title, mergedAt: change.asOf }
    const judged = await judge(change, governor, gates, gatherer).then(
      ({ decision }): Pick<Decision, 'verdict' | 'results'> => decision,
      (error: unknown) => ({
        verdict: 'undecided' as const,
        results: [],
        why: error instanceof Error ? error.message : String(error),
        ...(error instanceof ObjectMissing ? { incomplete: true as const } : {}),
      }),
    )
    yield { ...about, ...judged, ms: Math.round((performance.now() - started) * 10) / 10 }
  }
}

async function judge(change: Change, governor: LocalGovernor, gates: readonly Gate[], gatherer: Gatherer): Promise<Evaluation> {
  return evaluate(change, await governor.govern(change, gatherer.reader), gates, gatherer, { maxTrials: 0 })
}

/** Gravest first. */
export const EFFECTS: readonly Effect[] = ['blocks', 'would-block', 'warns', 'would-warn', 'none']

/** The gravest thing that a gate's reasons did. */
export function gravestEffect({ effects }: JudgedResult): Effect {
  return EFFECTS.find((effect) => effects.includes(effect)) ?? 'none'
}

/** A row of `maestro replay --format json`. */
export function replayedJson({ number, commit, title, verdict, results, why, ms }: Replayed, judgedBy: JudgedBy): Json {
  return { number: number ?? null, commit, title, verdict, judgedBy, gates: results.map(resultJson), ...(why === undefined ? {} : { why }), ms }
}

function resultJson(result: JudgedResult): Json {
  return {
    id: result.gate,
    mode: result.mode,
    outcome: result.outcome,
    effect: gravestEffect(result),
    summary: plain(result.summary),
    reasons: result.reasons.map(({ code, message, path, line }, index) => ({
      code,
      effect: result.effects[index] ?? 'none',
      message: plain(message),
      ...(path === undefined ? {} : { path }),
      ...(line === undefined ? {} : { line }),
    })),
  }
}
