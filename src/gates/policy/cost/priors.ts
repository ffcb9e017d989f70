import type { JsonSchema } from '../../../model/json.ts'
import type { Range } from './figure.ts'

/** What is thought of the cost of a merge where nothing was recorded. */
export interface CostPriors {
  /** Minutes of CI that merging one change takes. */
  readonly ci_mins: Range
  /** US dollars for one of them. */
  readonly usd_per_ci_min: Range
  /** Grams of CO₂ equivalent for one of them. */
  readonly gco2e_per_ci_min: Range
  /** US dollars that language models cost a branch for which no spending was reported; left out, it is unknown. */
  readonly llm_usd?: Range
  /** How many recorded merges of the same files count as much as these figures do together. */
  readonly merges: number
}

/**
 * - `ci_mins`: two workflows, one of the pull request and one of the trunk. Half of 11 million workflows took less than 4 minutes,
 *   19 of 20 less than 35 (CircleCI, «The 2020 State of Software Delivery»); the lower end is ours.
 * - `usd_per_ci_min`: a 2-core Linux runner of GitHub's, x64; below it an arm64 one, above it one of 4 cores («Actions runner
 *   pricing», GitHub Docs, prices from 1 January 2026).
 * - `gco2e_per_ci_min`: 2 vCPU at half load, 0.74 W idle and 3.54 W loaded each, PUE 1.185 (Cloud Carbon Footprint's constants
 *   for Azure, where these runners are), at the world's 473 gCO₂e a kWh of 2024 (Ember, «Global Electricity Review 2025»):
 *   2 × 2.14 W × 1.185 ÷ 60 × 0.473 = 0.040 g. The ends are idle and fully loaded. What making the machine took is not in it.
 */
export const costPriors: CostPriors = {
  ci_mins: { value: 8, low: 2, high: 70 },
  usd_per_ci_min: { value: 0.006, low: 0.005, high: 0.012 },
  gco2e_per_ci_min: { value: 0.04, low: 0.014, high: 0.066 },
  merges: 5,
}

const amount = { type: 'number', minimum: 0, maximum: 1_000_000 }

function range(description: string): JsonSchema {
  return {
    description,
    type: 'object',
    additionalProperties: false,
    required: ['value', 'low', 'high'],
    properties: { value: amount, low: amount, high: amount },
  }
}

/** How the settings of a repository say it. Whoever leaves a figure out has the one above. */
export const costPriorsSchema: JsonSchema = {
  title: 'Priors of the cost model',
  description: 'What a merge is thought to cost where nothing was recorded: a value and the interval around it.',
  type: 'object',
  additionalProperties: false,
  properties: {
    ci_mins: range('Minutes of CI that merging one change takes.'),
    usd_per_ci_min: range('US dollars for a minute of CI.'),
    gco2e_per_ci_min: range('Grams of CO₂ equivalent for a minute of CI.'),
    llm_usd: range('US dollars that language models cost a branch for which no spending was reported. Left out, that is unknown.'),
    merges: {
      description: 'How many recorded merges of the same files count as much as these figures do together.',
      type: 'number',
      exclusiveMinimum: 0,
      maximum: 1000,
    },
  },
}
