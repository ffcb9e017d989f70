import { describe, expect, it } from 'vitest'
import { evaluate } from '../../../src/conductor/evaluate.ts'
import { extractMemo } from '../../../src/conductor/facts/extract-memo.ts'
import type { Gatherer } from '../../../src/conductor/facts/gather.ts'
import { TRIALS_A_GATE } from '../../../src/conductor/trials/try-edits.ts'
import type { Edit, Gate, GateResult, Mode, Reason } from '../../../src/model/gate.ts'
import { extracts } from '../../../src/model/need.ts'
import { say } from '../../../src/model/phrase.ts'
import type { Settings } from '../../../src/model/settings.ts'
import { aChange, type Files, memoryReader, TREES } from '../../model/memory-reader.ts'

/** Blocks each file of the head in which its word stands, and would take out any word that it is told of. */
function wordGate(word: string, edits: (result: GateResult) => Iterable<Edit>): Gate {
  const found = extracts('head', ['**'], {
    id: `test.has-${word}`,
    version: '1',
    variant: () => '',
    extract: (bytes) => Buffer.from(bytes).toString().includes(word),
  })
  return {
    id: word,
    version: '1',
    title: word,
    settings: { schema: {}, defaults: {} },
    reasons: {},
    needs: () => [found],
    evaluate(_change, _settings, facts) {
      const paths = [...facts.get(found).found].flatMap(([path, has]) => (has ? [path] : []))
      const reasons = paths.map((path): Reason => ({ code: `${word}.found`, level: 'block', message: say`found`, path, facts: [] }))
      return {
        gate: word,
        outcome: reasons.length > 0 ? 'fail' : 'pass',
        summary: [],
        reasons,
        facts: [],
        nextSteps: reasons.map((_, index) => ({ kind: 'edit', message: say`take it out`, unblocks: [index] })),
        waits: [],
        obligations: [],
      }
    },
    edits: (_change, _settings, _facts, result) => edits(result),
  }
}

function writing(step: number, path: string, text: string): Edit {
  return { step, files: [{ path, kind: 'write', bytes: Buffer.from(text) }] }
}

async function trialsOf(gates: readonly Gate[], head: Files, mode: Mode, maxTrials?: number) {
  const settings: Settings = {
    version: 1,
    mode,
    comment: 'when-needed',
    trunks: ['~default'],
    retention: { inputs: 0 },
    publicTitles: false,
    authors: [],
    gates: Object.fromEntries(gates.map((gate) => [gate.id, { mode, modes: {}, options: {} }])),
  }
  const reader = memoryReader({ [TREES.trunk]: {}, [TREES.base]: {}, [TREES.head]: head })
  const gatherer: Gatherer = { reader, memo: extractMemo(), providers: {}, maxFileBytes: 1000 }
  const governing = { settings, notice: { state: 'valid' as const, trunk: [], proposed: [] } }
  const { decision } = await evaluate(await aChange(reader), governing, gates, gatherer, maxTrials === undefined ? {} : { maxTrials })
  return Object.fromEntries(decision.results.map((result) => [result.gate, result.trials]))
}

/** @spec SPEC-14 */
describe('trying candidate fixes', () => {
  it('says that one passes, which reasons it solves, and of which step it is', async () => {
    const gate = wordGate('secret', () => [writing(1, 'b', 'fine'), { step: 0, files: ['a', 'b'].map((path) => ({ path, kind: 'remove' as const })) }])
    expect(await trialsOf([gate], { a: 'secret', b: 'secret' }, 'enforce')).toEqual({
      secret: [
        { step: 1, verdict: 'block', solves: [1], brings: [] },
        { step: 0, verdict: 'pass', solves: [0, 1], brings: [] },
      ],
    })
  })

  it('says when the way out leads into the block of another gate', async () => {
    const gates = [wordGate('secret', () => [writing(0, 'a', 'password')]), wordGate('password', () => [])]
    expect(await trialsOf(gates, { a: 'secret' }, 'enforce')).toEqual({
      secret: [{ step: 0, verdict: 'block', solves: [0], brings: [{ gate: 'password', code: 'password.found' }] }],
      password: [],
    })
  })

  it('says what enforce would make of it while a gate only observes', async () => {
    const gates = [wordGate('secret', () => [writing(0, 'a', 'password')]), wordGate('password', () => [])]
    expect(await trialsOf(gates, { a: 'secret' }, 'observe')).toMatchObject({
      secret: [{ verdict: 'pass', solves: [0], brings: [{ gate: 'password', code: 'password.found' }] }],
    })
  })

  it('keeps nothing of an edit that solves nothing but the fact', async () => {
    expect(await trialsOf([wordGate('secret', () => [writing(0, 'c', 'fine')])], { a: 'secret' }, 'enforce')).toEqual({
      secret: [{ step: 0, verdict: 'block', solves: [], brings: [] }],
    })
  })

  it('tries nothing where nothing blocks, and no more than its limit', async () => {
    let made = 0
    const endless = wordGate('secret', function* () {
      for (;;) {
        made += 1
        yield writing(0, 'a', `secret ${made}`)
      }
    })
    expect(await trialsOf([endless], { a: 'fine' }, 'enforce')).toEqual({ secret: [] })
    expect(await trialsOf([endless], { a: 'secret' }, 'enforce', 0)).toEqual({ secret: [] })
    expect(made).toBe(0)
    const trials = await trialsOf([endless, wordGate('s', () => [writing(0, 'a', '')])], { a: 'secret' }, 'enforce')
    expect([trials['secret']?.length, trials['s']?.length, made]).toEqual([TRIALS_A_GATE, 1, TRIALS_A_GATE])
  })

  it('leaves out an edit that cannot be made and one that a gate cannot judge', async () => {
    const fragile = wordGate('password', () => [])
    const gates: Gate[] = [
      wordGate('secret', () => [{ step: 0, files: [{ path: 'none', kind: 'insert', line: 1, text: '' }] }, writing(0, 'boom', ''), writing(0, 'a', '')]),
      {
        ...fragile,
        evaluate(change, options, facts) {
          if (change.files.some((file) => file.path === 'boom')) throw new Error('boom')
          return fragile.evaluate(change, options, facts)
        },
      },
    ]
    expect((await trialsOf(gates, { a: 'secret' }, 'enforce'))['secret']).toEqual([{ step: 0, verdict: 'pass', solves: [0], brings: [] }])
  })
})
