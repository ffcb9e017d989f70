import { describe, expect, it } from 'vitest'
import { localGates } from '../../../src/cli/local/local-gates.ts'
import { effectOf } from '../../../src/conductor/effect.ts'
import type { Gate, GateResult } from '../../../src/model/gate.ts'
import { instant } from '../../../src/model/ids.ts'
import { plain, say } from '../../../src/model/phrase.ts'
import { changeOf } from '../../gates/harness.ts'

const until = instant('2026-11-21T09:00:00Z')
const waiting: GateResult = {
  gate: 'proof',
  outcome: 'pending',
  summary: say`waits for evidence`,
  reasons: [{ code: 'proof.low', level: 'warn', message: say`low`, facts: [] }],
  facts: [],
  nextSteps: [
    { kind: 'wait', message: say`wait`, unblocks: [] },
    { kind: 'run', message: say`run it`, unblocks: [0] },
  ],
  waits: [{ what: say`the run of ${{ code: 'mutation' }}`, until }],
  listens: ['runs'],
  obligations: [],
}

function judgedLocally(result: GateResult): GateResult {
  const gate: Gate = {
    id: 'proof',
    version: '1',
    title: 'Proof',
    settings: { schema: {}, defaults: {} },
    reasons: {},
    needs: () => [],
    evaluate: () => result,
  }
  const [local] = localGates([gate])
  if (!local) throw new Error('a gate was lost')
  return local.evaluate(
    changeOf({ head: {} }),
    {},
    {
      get() {
        throw new Error('nothing is asked for')
      },
    },
  )
}

describe('a gate that would wait', () => {
  it('has not shown what it asks for: it fails where it is, and blocks under enforce', () => {
    const result = judgedLocally(waiting)
    expect(result).toMatchObject({ outcome: 'fail', waits: [] })
    const [before, unproven] = result.reasons
    expect(before?.code).toBe('proof.low')
    expect(unproven?.code).toBe('local.unproven')
    expect(plain(unproven?.message ?? [])).toBe('the run of `mutation` is waited for on GitHub; here it is unproven')
    expect(effectOf(unproven?.level ?? 'note', 'enforce')).toBe('blocks')
    expect(effectOf(unproven?.level ?? 'note', 'observe')).toBe('would-block')
  })

  it('does not advise to wait, and keeps the other ways out', () => {
    expect(judgedLocally(waiting).nextSteps).toEqual([waiting.nextSteps[1]])
  })

  it('says so even when it does not say what it waits for', () => {
    expect(plain(judgedLocally({ ...waiting, waits: [] }).reasons[1]?.message ?? [])).toContain('waits for evidence')
  })

  it('is left alone when it does not wait', () => {
    const passed = { ...waiting, outcome: 'pass' as const, waits: [] }
    expect(judgedLocally(passed)).toBe(passed)
  })
})
