import { describe, expect, it } from 'vitest'
import { evaluate, NO_INTERVENTIONS } from '../../src/conductor/evaluate.ts'
import { extractMemo } from '../../src/conductor/facts/extract-memo.ts'
import type { Gatherer } from '../../src/conductor/facts/gather.ts'
import { packInputs } from '../../src/conductor/inputs/pack-inputs.ts'
import { type InputReader, rejudge } from '../../src/conductor/rejudge.ts'
import type { Origins } from '../../src/config/origins.ts'
import type { Gate } from '../../src/model/gate.ts'
import type { Digest } from '../../src/model/ids.ts'
import { canonicalJson, type Json } from '../../src/model/json.ts'
import { answer, contents, extracts, listing } from '../../src/model/need.ts'
import { say } from '../../src/model/phrase.ts'
import type { Settings } from '../../src/model/settings.ts'
import { aChange, memoryReader, TREES } from '../model/memory-reader.ts'

const size = extracts('head', ['**'], { id: 'test.size', version: '1', variant: () => '', extract: (bytes) => bytes.length })
const text = contents('head', ['src/**'])
const list = listing('base', ['**'])
const asked = answer<Json>('engine', { question: 1 })

/** Says what it found in every kind of fact, so that anything that is restored wrongly changes its words. */
const careful: Gate = {
  id: 'careful',
  version: '1',
  title: 'Careful',
  settings: { schema: {}, defaults: {} },
  reasons: {},
  needs: () => [size, text, list],
  evaluate(_change, _options, facts) {
    const found = [
      [...facts.get(size).found],
      [...facts.get(text)].map(([path, blob]) => [path, blob.bytes?.length ?? 0]),
      facts.get(list).map(({ path }) => path),
    ]
    return {
      gate: 'careful',
      outcome: 'fail',
      summary: say`${JSON.stringify(found)}`,
      reasons: [{ code: 'careful.found', level: 'block', message: [], path: 'src/a.ts', facts: [] }],
      facts: [],
      nextSteps: [{ kind: 'edit', message: [], unblocks: [0], edit: { files: [{ path: 'src/a.ts', kind: 'remove' }] } }],
      waits: [],
      listens: [],
      obligations: [],
    }
  },
}

/** Asks an engine that does not answer. */
const asking: Gate = {
  ...careful,
  id: 'asking',
  needs: () => [asked],
  evaluate: (_change, _options, facts) => expect.fail(String(facts.get(asked))),
}

const settings: Settings = {
  version: 1,
  mode: 'enforce',
  comment: 'when-needed',
  trunks: ['~default'],
  retention: { inputs: 0 },
  publicTitles: false,
  authors: [],
  gates: {
    careful: { mode: 'enforce', modes: {}, options: {} },
    asking: { mode: 'observe', modes: {}, options: {} },
    idle: { mode: 'off', modes: {}, options: {} },
  },
}

async function decided() {
  const gatherer: Gatherer = {
    reader: memoryReader({ [TREES.trunk]: {}, [TREES.base]: { 'b.ts': 'b' }, [TREES.head]: { 'b.ts': 'b', 'src/a.ts': 'aa', 'src/deep/c.ts': 'ccc' } }),
    memo: extractMemo(),
    providers: { engine: () => Promise.reject(new Error('the engine is down')) },
    maxFileBytes: 100,
  }
  const place = { line: 9, column: 1, endLine: 9, endColumn: 4 }
  const origins: Origins = new Map([['/gates/idle/mode', { by: 'repository', file: '.github/maestro.yml', place }]])
  const notice = { state: 'valid' as const, trunk: [], proposed: [] }
  const evaluation = await evaluate(await aChange(gatherer.reader), { settings, notice, origins }, [careful, asking], gatherer)
  const { manifest, inputs } = packInputs(evaluation, evaluation.decision.settings, NO_INTERVENTIONS)
  const kept = new Map(inputs.map(({ digest, bytes }) => [digest, bytes]))
  return { evaluation, manifest, kept, body: canonicalJson(evaluation.decision as unknown as Json) }
}

function reading(kept: ReadonlyMap<Digest, Uint8Array>): InputReader {
  return async (digests) => new Map(digests.flatMap((name) => (kept.has(name) ? [[name, kept.get(name)!] as const] : [])))
}

/** @spec SPEC-3 */
describe('judging a recorded decision again', () => {
  it('gives the same bytes from what was kept alone, with what came of the trials, a gate that was undecided and one that is off', async () => {
    const { evaluation, manifest, kept, body } = await decided()
    expect(evaluation.decision.results.map(({ gate, outcome, nextSteps }) => [gate, outcome, nextSteps.filter(({ tried }) => tried).length])).toEqual([
      ['careful', 'fail', 1],
      ['asking', 'undecided', 0],
    ])
    expect(evaluation.decision.settings.off).toEqual([{ gate: 'idle', file: '.github/maestro.yml', line: 9 }])
    expect(await rejudge(manifest, body, reading(kept), [careful, asking])).toEqual({ kind: 'same', body })
  })

  it('names each single input that is gone', async () => {
    const { manifest, kept, body } = await decided()
    for (const name of kept.keys()) {
      const without = new Map([...kept].filter(([each]) => each !== name))
      expect(await rejudge(manifest, body, reading(without), [careful, asking])).toEqual({ kind: 'missing', inputs: [name] })
    }
  })

  it('takes no bytes that are not those of their digest', async () => {
    const { manifest, kept, body } = await decided()
    for (const name of kept.keys()) {
      const forged = new Map([...kept, [name, Buffer.from('forged')] as const])
      expect(await rejudge(manifest, body, reading(forged), [careful, asking])).toEqual({ kind: 'missing', inputs: [name] })
    }
  })

  it('is not tried by gates of another version, except those that judged nothing', async () => {
    const { manifest, kept, body } = await decided()
    expect(await rejudge(manifest, body, reading(kept), [{ ...careful, version: '2' }, asking])).toMatchObject({
      kind: 'other-gates',
      gates: [{ id: 'careful' }],
    })
    expect(await rejudge(manifest, body, reading(kept), [careful, asking, { ...careful, id: 'newer' }])).toMatchObject({ kind: 'same' })
  })
})
