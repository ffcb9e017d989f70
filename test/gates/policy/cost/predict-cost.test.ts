import { Ajv } from 'ajv'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CostFigure, type CostInput, type PredictedCost, predictCost } from '../../../../src/gates/policy/cost/predict-cost.ts'
import { costPriors, costPriorsSchema } from '../../../../src/gates/policy/cost/priors.ts'
import type { Json } from '../../../../src/model/json.ts'
import { known, unknown } from '../../../../src/model/known.ts'

const source = { kind: 'given', by: 'test' } as const
type Sample = { readonly paths: readonly string[]; readonly ci_mins: number; readonly usd?: number }

function predict(samples: readonly Json[] | undefined, change: Partial<CostInput> = {}): PredictedCost {
  return predictCost({
    files: [{ path: 'web/src/page.ts', lines: 10 }],
    history: samples === undefined ? unknown('nobody recorded it') : known({ samples }, source),
    llm: unknown('nobody reported it'),
    priors: costPriors,
    ...change,
  })
}

function times(count: number, sample: Sample): readonly Sample[] {
  return Array.from({ length: count }, () => sample)
}

describe('without a record', () => {
  it('every figure is the declared one, and says so', () => {
    expect(predict(undefined)).toEqual({
      usd: { value: 0.048, low: 0.01, high: 0.84, source: 'declared priors', samples: 0, credibility: 0 },
      ci_mins: { value: 8, low: 2, high: 70, source: 'declared priors', samples: 0, credibility: 0 },
      gco2e: { value: 0.32, low: 0.028, high: 4.62, source: 'declared priors', samples: 0, credibility: 0 },
      llm_usd: null,
    })
  })

  it.each<readonly [string, Json]>([
    ['no list', { samples: 'many' }],
    ['nothing', null],
    ['samples that are none', { samples: [1, null, {}, { paths: 'a', ci_mins: 1 }, { paths: ['a'], ci_mins: -1 }, { paths: ['a'], ci_mins: 1e9 }] }],
    ['merges of no files', { samples: [{ paths: [], ci_mins: 3 }] }],
  ])('so it is with %s', (_what, answer) => {
    expect(predict(undefined, { history: known(answer, source) })).toEqual(predict(undefined))
  })
})

describe('with a record', () => {
  it('is near what merges of the same files took, the nearer the more there are', () => {
    const sample = { paths: ['web/src/page.ts'], ci_mins: 30 }
    const values = [0, 1, 5, 45, 1000].map((count) => predict(times(count, sample)).ci_mins)
    expect(values.map(({ value }) => Number(value.toFixed(2)))).toEqual([8, 11.67, 19, 27.8, 29.89])
    expect(values.map(({ credibility }) => Number(credibility.toFixed(2)))).toEqual([0, 0.17, 0.5, 0.9, 1])
    expect(values.map(({ samples }) => samples)).toEqual([0, 1, 5, 45, 1000])
    expect(values[2]).toMatchObject({ low: 16, high: 50, source: 'recorded history' })
  })

  it('counts a merge by how far its files lie where the change’s do', () => {
    const near = times(20, { paths: ['web/src/page.ts', 'web/src/menu.ts'], ci_mins: 40 })
    const far = times(20, { paths: ['docs/a.md'], ci_mins: 1 })
    expect(predict([...near, ...far]).ci_mins.value).toBeGreaterThan(25)
    expect(predict([...near, ...far], { files: [{ path: 'docs/a.md', lines: 1 }] }).ci_mins.value).toBeLessThan(5)
    const everything = [...Array.from({ length: 200 }, (_, index) => `p${index}/x.ts`), 'web/src/page.ts']
    expect(predict(times(20, { paths: everything, ci_mins: 300 })).ci_mins.credibility).toBeLessThan(predict(near).ci_mins.credibility)
  })

  it('weighs a change’s files by their lines', () => {
    const samples = [...times(30, { paths: ['web/a.ts'], ci_mins: 40 }), ...times(30, { paths: ['docs/a.md'], ci_mins: 1 })]
    const mostly = (web: number, docs: number) =>
      predict(samples, {
        files: [
          { path: 'web/a.ts', lines: web },
          { path: 'docs/a.md', lines: docs },
        ],
      }).ci_mins.value
    expect(mostly(1000, 1)).toBeGreaterThan(mostly(1, 1000) + 20)
  })

  it('takes dollars that were recorded, and counts minutes at the declared price where none were', () => {
    const priced = { ...costPriors, merges: 1e-6 }
    const of = (sample: Sample) => predict(times(10, sample), { priors: priced }).usd.value
    expect(of({ paths: ['web/src/page.ts'], ci_mins: 10, usd: 2.5 })).toBeCloseTo(2.5, 5)
    expect(of({ paths: ['web/src/page.ts'], ci_mins: 10 })).toBeCloseTo(0.06, 5)
  })
})

describe('language models', () => {
  it('count with what was reported', () => {
    const { usd, llm_usd } = predict(undefined, { llm: known(1.25, source) })
    expect(llm_usd).toEqual({ value: 1.25, low: 1.25, high: 1.25, source: 'reported', samples: 0, credibility: 1 })
    expect(usd).toMatchObject({ value: 1.298, low: 1.26, high: 2.09 })
  })

  it('count with what is declared where nothing was reported', () => {
    const priors = { ...costPriors, llm_usd: { value: 1, low: 0, high: 3 } }
    expect(predict(undefined, { priors })).toMatchObject({ usd: { value: 1.048, low: 0.01, high: 3.84 }, llm_usd: { value: 1, source: 'declared priors' } })
  })

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('of %s dollars were not reported', (value) => {
    expect(predict(undefined, { llm: known(value, source) })).toEqual(predict(undefined))
  })
})

describe('always', () => {
  const path = fc.array(fc.constantFrom('web', 'api', 'docs', 'a.ts', 'b.ts', '..'), { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'))
  const amount = fc.oneof(fc.nat({ max: 600 }), fc.double({ min: 0, max: 1e6, noNaN: true }))
  const sample = fc.record({ paths: fc.array(path, { maxLength: 4 }), ci_mins: amount, usd: amount }, { requiredKeys: ['paths', 'ci_mins'] })
  const files = fc.array(fc.record({ path, lines: fc.nat({ max: 100_000 }) }), { maxLength: 5 })
  const range = fc.record({ value: amount, low: amount, high: amount })
  const priors = fc.record({ ci_mins: range, usd_per_ci_min: range, gco2e_per_ci_min: range, merges: fc.double({ min: 1e-6, max: 1000, noNaN: true }) })
  const figures = ({ usd, ci_mins, gco2e }: PredictedCost): readonly CostFigure[] => [usd, ci_mins, gco2e]
  const options = { seed: 20261127, numRuns: 400 }

  it('a value lies in its interval, whatever is declared and recorded', () => {
    fc.assert(
      fc.property(files, fc.array(sample, { maxLength: 12 }), priors, (changed, samples, declared) => {
        for (const { value, low, high, credibility } of figures(predict(samples, { files: changed, priors: declared }))) {
          expect(low).toBeLessThanOrEqual(value)
          expect(value).toBeLessThanOrEqual(high)
          expect(low).toBeGreaterThanOrEqual(0)
          expect(credibility).toBeGreaterThanOrEqual(0)
          expect(credibility).toBeLessThanOrEqual(1)
        }
      }),
      options,
    )
  })

  it('no figure goes down when a recorded one goes up', () => {
    fc.assert(
      fc.property(
        files,
        fc.array(sample, { minLength: 1, maxLength: 12 }),
        fc.nat(),
        fc.double({ min: 0, max: 1e5, noNaN: true }),
        (changed, samples, at, more) => {
          const index = at % samples.length
          const raised = samples.map((one, place) =>
            place === index
              ? { ...one, ci_mins: Math.min(1e6, one.ci_mins + more), ...(one.usd === undefined ? {} : { usd: Math.min(1e6, one.usd + more) }) }
              : one,
          )
          const [before, after] = [predict(samples, { files: changed }), predict(raised, { files: changed })].map(figures)
          for (const [place, figure] of before!.entries()) {
            for (const key of ['value', 'low', 'high'] as const) expect(after![place]![key]).toBeGreaterThanOrEqual(figure[key])
          }
        },
      ),
      options,
    )
  })

  it('records in another order, and asked again, give the same', () => {
    fc.assert(
      fc.property(files, fc.array(sample, { maxLength: 12 }), (changed, samples) => {
        expect(predict(samples.toReversed(), { files: changed.toReversed() })).toEqual(predict(samples, { files: changed }))
      }),
      options,
    )
  })

  it('a figure lies between what the record says and what is declared', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 600 }), { minLength: 1, maxLength: 12 }), (minutes) => {
        const sorted = minutes.toSorted((a, b) => a - b)
        const median = sorted[Math.ceil(sorted.length / 2) - 1]!
        const { value } = predict(minutes.map((ci_mins) => ({ paths: ['web/src/page.ts'], ci_mins }))).ci_mins
        expect(value).toBeGreaterThanOrEqual(Math.min(median, costPriors.ci_mins.value))
        expect(value).toBeLessThanOrEqual(Math.max(median, costPriors.ci_mins.value))
      }),
      options,
    )
  })

  it('a long record is read no further than a bound', () => {
    const many = times(5000, { paths: ['web/src/page.ts'], ci_mins: 30 })
    expect(predict(many).ci_mins.samples).toBe(1000)
    const wide = { paths: Array.from({ length: 60_000 }, (_, index) => `p${index}`), ci_mins: 1 }
    expect(predict([wide, wide, wide]).ci_mins.samples).toBe(1)
  })
})

it('the declared figures are what the schema of settings takes', () => {
  const takes = new Ajv({ strict: false }).compile(costPriorsSchema)
  expect(takes(costPriors)).toBe(true)
  expect(takes({ ...costPriors, llm_usd: { value: 1, low: 0, high: 2 } })).toBe(true)
  expect(takes({ ci_mins: { value: -1, low: 0, high: 1 } })).toBe(false)
  expect(takes({ ci_mins: 5 })).toBe(false)
})
