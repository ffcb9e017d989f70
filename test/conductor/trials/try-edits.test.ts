import { describe, expect, it } from 'vitest'
import { evaluate } from '../../../src/conductor/evaluate.ts'
import { extractMemo } from '../../../src/conductor/facts/extract-memo.ts'
import type { Gatherer } from '../../../src/conductor/facts/gather.ts'
import { TRIALS_A_GATE } from '../../../src/conductor/trials/try-edits.ts'
import type { Edit, Gate, Mode, Reason } from '../../../src/model/gate.ts'
import { globSet } from '../../../src/model/glob.ts'
import { extracts } from '../../../src/model/need.ts'
import { say } from '../../../src/model/phrase.ts'
import type { Settings } from '../../../src/model/settings.ts'
import { aChange, type Files, memoryReader, TREES } from '../../model/memory-reader.ts'

/** Blocks each file of the head in which its word stands, and knows these ways out. */
function wordGate(word: string, ways: readonly Edit[] = []): Gate {
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
        nextSteps: ways.map((edit) => ({ kind: 'edit', message: say`take it out`, unblocks: [0], edit })),
        waits: [],
        listens: [],
        obligations: [],
      }
    },
  }
}

function writing(path: string, text: string): Edit {
  return { files: [{ path, kind: 'write', text }] }
}

interface Asked {
  readonly mode?: Mode
  readonly maxTrials?: number
  readonly settings?: Partial<Settings>
}

/** What came of each next step, by gate. */
async function trialsOf(gates: readonly Gate[], head: Files, { mode = 'enforce', maxTrials, settings: more }: Asked = {}) {
  const settings: Settings = {
    version: 1,
    mode,
    comment: 'when-needed',
    trunks: ['~default'],
    retention: { inputs: 0 },
    publicTitles: false,
    authors: [],
    gates: Object.fromEntries(gates.map((gate) => [gate.id, { mode, modes: {}, options: {} }])),
    ...more,
  }
  const reader = memoryReader({ [TREES.trunk]: {}, [TREES.base]: {}, [TREES.head]: head })
  const gatherer: Gatherer = { reader, memo: extractMemo(), providers: {}, maxFileBytes: 1000 }
  const governing = { settings, origins: new Map(), notice: { state: 'valid' as const, trunk: [], proposed: [] } }
  const { decision } = await evaluate(await aChange(reader), governing, gates, gatherer, maxTrials === undefined ? {} : { maxTrials })
  return Object.fromEntries(decision.results.map((result) => [result.gate, result.nextSteps.map(({ tried }) => tried)]))
}

/** @spec SPEC-14 */
describe('trying next steps', () => {
  it('says of each which reasons it solves and what verdict is left', async () => {
    const both: Edit = { files: ['a', 'b'].map((path) => ({ path, kind: 'remove' as const })) }
    expect(await trialsOf([wordGate('secret', [writing('b', 'fine'), both])], { a: 'secret', b: 'secret' })).toEqual({
      secret: [
        { verdict: 'block', solves: [1], brings: [], left: 1 },
        { verdict: 'pass', solves: [0, 1], brings: [], left: 0 },
      ],
    })
  })

  it('says when the way out leads into the block of another gate', async () => {
    expect(await trialsOf([wordGate('secret', [writing('a', 'password')]), wordGate('password')], { a: 'secret' })).toMatchObject({
      secret: [{ verdict: 'block', solves: [0], brings: [{ gate: 'password', code: 'password.found' }], left: 1 }],
    })
  })

  it('says what enforce would make of it while gates only observe', async () => {
    expect(await trialsOf([wordGate('secret', [writing('a', 'password')]), wordGate('password')], { a: 'secret' }, { mode: 'observe' })).toMatchObject({
      secret: [{ verdict: 'pass', solves: [0], brings: [{ gate: 'password', code: 'password.found' }] }],
    })
  })

  it('says when it solves nothing', async () => {
    expect(await trialsOf([wordGate('secret', [writing('c', 'fine')])], { a: 'secret' })).toEqual({
      secret: [{ verdict: 'block', solves: [], brings: [], left: 1 }],
    })
  })

  it('judges by the settings that hold for the edited change', async () => {
    const authors = [{ apps: [], users: ['author'], only: ['docs/**'], gates: { secret: 'off' as const } }]
    const way: Edit = { files: [{ path: 'a', kind: 'remove' }] }
    expect(globSet(['docs/**']).matches('docs/b')).toBe(true)
    expect(await trialsOf([wordGate('secret', [way])], { a: 'secret', 'docs/b': 'secret' }, { settings: { authors } })).toMatchObject({
      secret: [{ verdict: 'pass', solves: [0, 1] }],
    })
  })

  it('tries nothing where nothing blocks, and no more than its limit of each gate', async () => {
    const ways = Array.from({ length: TRIALS_A_GATE + 1 }, () => writing('a', ''))
    const tried = { verdict: 'pass', solves: [0], brings: [], left: 0 }
    expect(await trialsOf([wordGate('secret', ways)], { a: 'fine' })).toEqual({ secret: ways.map(() => undefined) })
    expect(await trialsOf([wordGate('secret', ways)], { a: 'secret' }, { maxTrials: 0 })).toEqual({ secret: ways.map(() => undefined) })
    const all = await trialsOf([wordGate('secret', ways), wordGate('s', ways)], { a: 'secret' })
    for (const gate of ['secret', 's']) expect(all[gate]).toEqual([...ways.slice(1).map(() => tried), undefined])
  })

  it('says nothing of an edit that cannot be made, or that a gate cannot judge, and judges the change all the same', async () => {
    const fragile: Gate = {
      ...wordGate('password'),
      evaluate(change, options, facts) {
        if (change.files.some((file) => file.path === 'boom')) throw new Error('boom')
        return wordGate('password').evaluate(change, options, facts)
      },
    }
    const impossible: Edit = { files: [{ path: 'none', kind: 'insert', line: 1, text: '' }] }
    const tried = await trialsOf([wordGate('secret', [impossible, writing('boom', ''), writing('a', '')]), fragile], { a: 'secret' })
    expect(tried['secret']).toEqual([undefined, undefined, { verdict: 'pass', solves: [0], brings: [], left: 0 }])
  })
})
