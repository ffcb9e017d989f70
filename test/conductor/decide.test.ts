import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decide, gravest, type Judgement } from '../../src/conductor/decide.ts'
import type { Decision, Verdict } from '../../src/model/decision.ts'
import { digestOf } from '../../src/model/digest.ts'
import type { Gate, GateResult, Mode, Outcome, Reason } from '../../src/model/gate.ts'
import { instant } from '../../src/model/ids.ts'
import { canonicalJson, type Json } from '../../src/model/json.ts'
import { say } from '../../src/model/phrase.ts'
import type { Diagnostic } from '../../src/model/settings.ts'
import { aChange, memoryReader, oidOf } from '../model/memory-reader.ts'

const change = await aChange(memoryReader({}))
const MODES: readonly Mode[] = ['off', 'observe', 'warn', 'enforce']

function result(gate: string, outcome: Outcome, levels: Reason['level'][] = [], until?: string): GateResult {
  return {
    gate,
    outcome,
    summary: [],
    reasons: levels.map((level) => ({ code: `${gate}.found`, level, message: say`found`, facts: [] })),
    facts: [],
    nextSteps: [],
    waits: until === undefined ? [] : [{ what: say`a run`, until: instant(until) }],
    listens: [],
    obligations: [],
  }
}

function judged(results: readonly GateResult[], mode: Mode, more: Partial<Judgement> = {}, modes: Record<string, Mode> = {}): Decision {
  const gates: Gate[] = results.map(({ gate }) => ({
    id: gate,
    version: '1',
    title: gate,
    settings: { schema: {}, defaults: {} },
    reasons: {},
    needs: () => [],
    evaluate: () => result(gate, 'pass'),
  }))
  return decide({
    change,
    settings: {
      version: 1,
      mode,
      comment: 'when-needed',
      trunks: ['~default'],
      retention: { inputs: 0 },
      publicTitles: false,
      authors: [],
      gates: Object.fromEntries(gates.map((gate) => [gate.id, { mode, modes, options: {} }])),
    },
    notice: { state: 'valid', trunk: [], proposed: [] },
    gates,
    results,
    facts: digestOf('facts'),
    overrides: [],
    holds: [],
    trials: {},
    ...more,
  })
}

/** @spec SPEC-3 */
describe('the fold', () => {
  it.each<[Mode, Reason['level'], Verdict]>([
    ['enforce', 'block', 'block'],
    ['enforce', 'warn', 'warn'],
    ['enforce', 'note', 'pass'],
    ['warn', 'block', 'warn'],
    ['warn', 'warn', 'warn'],
    ['observe', 'block', 'pass'],
    ['observe', 'warn', 'pass'],
  ])('under %s a reason of level %s gives %s', (mode, level, verdict) => {
    expect(judged([result('a', 'fail', [level])], mode).verdict).toBe(verdict)
  })

  it.each<[Mode, Outcome, Verdict]>([
    ['enforce', 'pending', 'pending'],
    ['warn', 'pending', 'warn'],
    ['observe', 'pending', 'pass'],
    ['enforce', 'misconfigured', 'misconfigured'],
    ['warn', 'misconfigured', 'warn'],
    ['observe', 'misconfigured', 'pass'],
    ['enforce', 'skip', 'pass'],
  ])('under %s an outcome %s gives %s', (mode, outcome, verdict) => {
    expect(judged([result('a', outcome)], mode).verdict).toBe(verdict)
  })

  it('orders verdicts block > misconfigured > pending > warn > pass', () => {
    const order: Verdict[] = ['pass', 'warn', 'pending', 'misconfigured', 'block']
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...order), { minLength: 1 }), (verdicts) => {
        expect(order.indexOf(gravest(verdicts))).toBe(Math.max(...verdicts.map((verdict) => order.indexOf(verdict))))
      }),
      { seed: 1 },
    )
    expect(gravest([])).toBe('pass')
  })

  it('says what an observed gate would have done', () => {
    expect(judged([result('a', 'fail', ['block', 'warn', 'note'])], 'observe').results[0]?.effects).toEqual(['would-block', 'would-warn', 'none'])
  })

  it('takes a mode for a single reason code before the mode of the gate', () => {
    expect(judged([result('a', 'fail', ['block'])], 'enforce', {}, { 'a.found': 'observe' }).verdict).toBe('pass')
    expect(judged([result('a', 'fail', ['block'])], 'observe', {}, { 'a.found': 'enforce' }).verdict).toBe('block')
  })

  it('counts a gate that cannot judge by the strongest mode of its reasons', () => {
    expect(judged([result('a', 'misconfigured')], 'warn', {}, { 'a.found': 'enforce' }).verdict).toBe('misconfigured')
    expect(judged([result('a', 'pending')], 'observe', {}, { 'a.found': 'enforce' }).verdict).toBe('pending')
  })

  it.each([
    ['observe', 'enforce', 'would-block', 'pass'],
    ['warn', 'enforce', 'warns', 'warn'],
    ['enforce', 'observe', 'would-block', 'pass'],
    ['off', 'enforce', 'none', 'pass'],
  ] as const)('lets a reason that is at most %s under %s have the effect %s', (atMost, mode, effect, verdict) => {
    const plain = result('a', 'fail', ['block'])
    const tried = { ...plain, reasons: plain.reasons.map((reason) => ({ ...reason, atMost })) }
    expect(judged([tried], mode)).toMatchObject({ verdict, results: [{ effects: [effect] }] })
  })

  it('listens to all that its gates listen to, each once and in order', () => {
    const listening = (gate: string, listens: GateResult['listens']) => ({ ...result(gate, 'pass'), listens })
    expect(judged([listening('a', ['runs']), listening('b', ['runs', 'reviews']), result('c', 'pass')], 'enforce').listens).toEqual(['reviews', 'runs'])
  })

  it('wakes at the first of all ends', () => {
    expect(judged([result('a', 'pending', [], '2026-12-02T00:00:00Z'), result('b', 'pending', [], '2026-12-01T00:00:00Z')], 'enforce').reviseAt).toBe(
      '2026-12-01T00:00:00.000Z',
    )
    expect(judged([result('a', 'pass')], 'enforce')).not.toHaveProperty('reviseAt')
  })

  it('never gets milder when a gate finds more or its mode rises', () => {
    const gravity = (verdict: Verdict) => ['pass', 'warn', 'pending', 'misconfigured', 'block'].indexOf(verdict)
    const anyLevel = fc.constantFrom<Reason['level']>('block', 'warn', 'note')
    fc.assert(
      fc.property(fc.array(anyLevel, { maxLength: 4 }), anyLevel, fc.constantFrom(0, 1, 2), (levels, extra, mode) => {
        const base = judged([result('a', 'fail', levels)], MODES[mode]!)
        expect(gravity(judged([result('a', 'fail', [...levels, extra])], MODES[mode]!).verdict)).toBeGreaterThanOrEqual(gravity(base.verdict))
        expect(gravity(judged([result('a', 'fail', levels)], MODES[mode + 1]!).verdict)).toBeGreaterThanOrEqual(gravity(base.verdict))
      }),
      { seed: 2 },
    )
  })

  it('is the same bytes for the same judgement', () => {
    const twice = [0, 1].map(() => canonicalJson(judged([result('a', 'fail', ['block'])], 'enforce') as unknown as Json))
    expect(twice[0]).toBe(twice[1])
  })
})

describe('overrides and holds', () => {
  const override = { gate: 'a', by: 'reviewer', reason: 'known', at: instant('2026-11-20T00:00:00Z') }

  it('an override of this head turns the block into a warning', () => {
    expect(judged([result('a', 'fail', ['block'])], 'enforce', { overrides: [{ ...override, head: change.head.commit }] }).verdict).toBe('warn')
  })

  it.each([
    ['of another head', { head: oidOf('another') }],
    ['that ended', { until: instant('2026-11-21T08:00:00Z') }],
    ['of another gate', { gate: 'b', head: change.head.commit }],
    ['bound to nothing', {}],
  ])('an override %s changes nothing', (_what, bound) => {
    expect(judged([result('a', 'fail', ['block'])], 'enforce', { overrides: [{ ...override, ...bound }] }).verdict).toBe('block')
  })

  it('an override with an end is judged again at that end', () => {
    const until = instant('2026-12-24T00:00:00Z')
    expect(judged([result('a', 'fail', ['block'])], 'enforce', { overrides: [{ ...override, until }] })).toMatchObject({ verdict: 'warn', reviseAt: until })
  })

  it('a hold blocks whatever the gates say', () => {
    expect(judged([result('a', 'pass')], 'observe', { holds: [{ by: 'reviewer', reason: 'release', at: instant('2026-11-20T00:00:00Z') }] }).verdict).toBe(
      'block',
    )
  })

  it('a hold with an end blocks until then and is judged again at that end', () => {
    const hold = { by: 'reviewer', reason: 'release', at: instant('2026-11-20T00:00:00Z') }
    const until = instant('2026-12-24T00:00:00Z')
    expect(judged([result('a', 'pass')], 'enforce', { holds: [{ ...hold, until }] })).toMatchObject({ verdict: 'block', reviseAt: until })
    const over = judged([result('a', 'pass')], 'enforce', { holds: [{ ...hold, until: change.asOf }] })
    expect([over.verdict, over.holds, over.reviseAt]).toEqual(['pass', [], undefined])
  })
})

describe('settings', () => {
  const diagnostic: Diagnostic = {
    severity: 'error',
    code: 'settings.unknown-key',
    message: 'unknown key',
    file: '.github/maestro.yml',
    line: 3,
    column: 1,
    endLine: 3,
    endColumn: 5,
  }

  it('broken with none valid before are misconfigured whatever the mode', () => {
    expect(judged([], 'observe', { notice: { state: 'none', trunk: [diagnostic], proposed: [] } }).verdict).toBe('misconfigured')
  })

  it('broken on the trunk with an earlier valid version do not block the repair', () => {
    expect(judged([result('a', 'pass')], 'enforce', { notice: { state: 'last-valid', from: oidOf('old'), trunk: [diagnostic], proposed: [] } }).verdict).toBe(
      'pass',
    )
  })

  it('that a change removes are a warning, and that it touches are said', () => {
    const file = { path: '.github/maestro.yml', before: { oid: oidOf('a'), kind: 'file' as const } }
    const removed = judged([], 'enforce', { change: { ...change, files: [{ ...file, status: 'removed' }] } })
    expect([removed.verdict, removed.results[0]?.reasons[0]?.code]).toEqual(['warn', 'settings.removed'])
    const moved = judged([], 'enforce', { change: { ...change, files: [{ path: 'x.yml', previousPath: '.github/maestro.yml', status: 'renamed' }] } })
    expect(moved.results[0]?.reasons[0]?.code).toBe('settings.removed')
    const touched = judged([], 'enforce', { change: { ...change, files: [{ ...file, status: 'modified', after: { oid: oidOf('b'), kind: 'file' } }] } })
    expect([touched.verdict, touched.results[0]?.reasons[0]?.code]).toEqual(['pass', 'settings.changed'])
  })

  it.each<[Mode, Verdict]>([
    ['enforce', 'block'],
    ['warn', 'warn'],
    ['observe', 'pass'],
  ])('that a change would break count under %s as %s', (mode, verdict) => {
    const decision = judged([], mode, { notice: { state: 'valid', trunk: [], proposed: [diagnostic] } })
    expect(decision.verdict).toBe(verdict)
    expect(decision.results[0]?.reasons[0]).toMatchObject({ code: 'settings.unknown-key', path: '.github/maestro.yml', line: 3 })
  })
})
