import type { Json } from '../../../model/json.ts'
import type { Known } from '../../../model/known.ts'
import { divided, inUnits, type MicroRange, micro, microRange, plus, product, type Range, times } from './figure.ts'
import { isAmount, type MergeRecord, recordsOf } from './history.ts'
import { covered, placesOf, similarity, type Weighed } from './overlap.ts'
import type { CostPriors } from './priors.ts'
import { type Observed, quantile } from './quantile.ts'

/** A figure with its interval of 80 %, and what it rests on. A `type`, so that it can stand in documents. */
export type CostFigure = {
  readonly value: number
  readonly low: number
  readonly high: number
  readonly source: 'recorded history' | 'declared priors' | 'reported'
  /** Recorded merges that it rests on. */
  readonly samples: number
  /** The share of the record in it, 0 to 1; the rest is the priors'. */
  readonly credibility: number
}

export type PredictedCost = {
  /** US dollars, what language models cost included where that is known or declared. */
  readonly usd: CostFigure
  readonly ci_mins: CostFigure
  /** Grams of CO₂ equivalent. */
  readonly gco2e: CostFigure
  /** The part of `usd` that language models have cost; null where nobody knows and nothing is declared, and then it is not in `usd`. */
  readonly llm_usd: CostFigure | null
}

export interface CostInput {
  /** The change's files, and of each how many lines are put in and taken out. */
  readonly files: readonly { readonly path: string; readonly lines: number }[]
  /** `{samples: [{paths, ci_mins, usd?}]}`, the latest first; see recordsOf. */
  readonly history: Known<Json>
  /** US dollars that language models have cost this branch. */
  readonly llm: Known<number>
  readonly priors: CostPriors
}

const ALL = 1_000_000n
/** Of one file: a generated one does not outweigh all others, and sums stay exact. */
const MAX_LINES = 10_000

/**
 * What merging a change costs: minutes of CI, dollars, and CO₂.
 *
 * Recorded merges count by how far their files lie where the change's do (overlap.ts). The value is the median of their minutes
 * by that weight, the interval their 10th to 90th hundredth (quantile.ts). Each is then moved towards the prior, the more so the
 * less the record weighs: with weight w, the share of the record is Z = w / (w + k), k = `priors.merges` (credibility: Bühlmann,
 * «Experience Rating and Credibility», ASTIN Bulletin 4, 1967). Without a record all is prior. A merge without recorded dollars
 * counts with its minutes at the declared price; CO₂ is always minutes by the declared figure, end by end.
 *
 * Pure, and the same for records in any order. No figure goes down when a recorded one goes up.
 */
export function predictCost({ files, history, llm, priors }: CostInput): PredictedCost {
  const records = weighed(files, recordsOf(history))
  const price = microRange(priors.usd_per_ci_min)
  const prior = microRange(priors.ci_mins)
  const share = credibility(records, priors)
  const minutes = records.map(({ record, weight }): Observed => ({ value: micro(record.ci_mins), weight }))
  const dollars = records.map(({ record, weight }): Observed => ({ value: dollarsOf(record, price.value), weight }))
  const ciMins = credible(minutes, prior, share)
  const ciUsd = credible(dollars, times(prior, price), share)
  const figure = (range: MicroRange): CostFigure => ({
    ...inUnits(range),
    source: share === 0n ? 'declared priors' : 'recorded history',
    samples: share === 0n ? 0 : records.length,
    credibility: Number(share) / 1e6,
  })
  const llmUsd = spent(llm, priors.llm_usd)
  return {
    usd: figure(llmUsd === null ? ciUsd : plus(ciUsd, microRange(llmUsd))),
    ci_mins: figure(ciMins),
    gco2e: figure(times(ciMins, microRange(priors.gco2e_per_ci_min))),
    llm_usd: llmUsd,
  }
}

interface WeighedRecord {
  readonly record: MergeRecord
  readonly weight: bigint
}

function weighed(files: CostInput['files'], records: readonly MergeRecord[]): readonly WeighedRecord[] {
  const ours: readonly Weighed[] = files.map(({ path, lines }) => ({ path, weight: Math.min(Math.max(1, Math.floor(lines)), MAX_LINES) }))
  const places = placesOf(files.map(({ path }) => path))
  return records.flatMap((record) => {
    const theirs = record.paths.map((path): Weighed => ({ path, weight: 1 }))
    const weight = similarity(covered(ours, placesOf(record.paths)), covered(theirs, places))
    return weight > 0 ? [{ record, weight: BigInt(weight) }] : []
  })
}

/** The share of the record, in millionths. */
function credibility(records: readonly WeighedRecord[], { merges }: CostPriors): bigint {
  const weight = records.reduce((sum, each) => sum + each.weight, 0n)
  return weight === 0n ? 0n : divided(weight * ALL, weight + micro(merges))
}

function dollarsOf({ ci_mins, usd }: MergeRecord, price: bigint): bigint {
  return usd === undefined ? product(micro(ci_mins), price) : micro(usd)
}

/** What was observed and what was thought, by the share of each. */
function credible(observed: readonly Observed[], prior: MicroRange, share: bigint): MicroRange {
  const of = (hundredths: bigint, thought: bigint) => divided((quantile(observed, hundredths) ?? thought) * share + thought * (ALL - share), ALL)
  return { value: of(50n, prior.value), low: of(10n, prior.low), high: of(90n, prior.high) }
}

function spent(llm: Known<number>, declared: Range | undefined): CostFigure | null {
  if (llm.known && isAmount(llm.value)) return { value: llm.value, low: llm.value, high: llm.value, source: 'reported', samples: 0, credibility: 1 }
  return declared === undefined ? null : { ...inUnits(microRange(declared)), source: 'declared priors', samples: 0, credibility: 0 }
}
