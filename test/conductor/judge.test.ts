import { describe, expect, it } from 'vitest'
import { extractMemo } from '../../src/conductor/extract-memo.ts'
import { digestOfAnswers, type Gatherer, restoreFacts, type StoredAnswer } from '../../src/conductor/facts.ts'
import { GateFailed, gatherFacts, judge } from '../../src/conductor/judge.ts'
import type { Gate, GateResult } from '../../src/model/gate.ts'
import { instant } from '../../src/model/ids.ts'
import type { Json } from '../../src/model/json.ts'
import { known } from '../../src/model/known.ts'
import { answer, contents, type Extractor, extracts, type Facts, listing, type Need, UndeclaredNeed } from '../../src/model/need.ts'
import { say } from '../../src/model/phrase.ts'
import type { Settings } from '../../src/model/settings.ts'
import { aChange, memoryReader, TREES } from '../model/memory-reader.ts'

const lines: Extractor<number> & { ran: number } = {
  id: 'test.lines',
  version: '1',
  ran: 0,
  variant: () => '',
  extract(bytes) {
    lines.ran += 1
    return Buffer.from(bytes).toString().split('\n').length
  },
}

const emptyResult: GateResult = { gate: 'probe', outcome: 'pass', summary: [], reasons: [], facts: [], nextSteps: [], waits: [], obligations: [] }

function probe(change: Partial<Gate>): Gate {
  return {
    id: 'probe',
    version: '1',
    title: 'Probe',
    settings: { schema: {}, defaults: {} },
    reasons: {},
    needs: () => [],
    evaluate: () => emptyResult,
    ...change,
  }
}

const settings: Settings = {
  version: 1,
  mode: 'enforce',
  comment: 'when-needed',
  trunks: ['~default'],
  retention: { inputs: 0 },
  publicTitles: false,
  authors: [],
  gates: { probe: { mode: 'enforce', modes: {}, options: {} } },
}

function gatherer(change: Partial<Gatherer> = {}): Gatherer {
  const reader = memoryReader({
    [TREES.trunk]: { 'okrs/a.yml': 'id: OKR-1' },
    [TREES.base]: { 'a.ts': '1' },
    [TREES.head]: { 'a.ts': '1\n2', 'b.ts': '1\n2', 'c.md': 'x' },
  })
  return { reader, memo: extractMemo(), providers: {}, maxFileBytes: 1000, ...change }
}

/** @spec SPEC-3 */
describe('gathering what gates declare', () => {
  it('gives each need its own answer, from its own side', async () => {
    const parts = gatherer({ providers: { history: async (question) => known(question, { kind: 'computed', by: 'test' }) } })
    const needs = [
      contents('trunk', ['okrs/*.yml']),
      listing('head', ['*.ts']),
      extracts('head', ['**/*.ts'], lines),
      answer<Json>('history', { days: 30 }),
      answer<Json>('approvals', {}),
    ] as const
    const facts = await gatherFacts(await aChange(parts.reader), settings, [probe({ needs: () => needs })], parts)
    expect([...facts.get(needs[0]).keys()]).toEqual(['okrs/a.yml'])
    expect(facts.get(needs[1]).map((entry) => entry.path)).toEqual(['a.ts', 'b.ts'])
    expect([...facts.get(needs[2]).found]).toEqual([
      ['a.ts', 2],
      ['b.ts', 2],
    ])
    expect(facts.get(needs[3])).toMatchObject({ known: true, value: { days: 30 } })
    expect(facts.get(needs[4])).toMatchObject({ known: false, why: expect.stringContaining('approvals') })
  })

  it('throws for a need that was not declared', async () => {
    const parts = gatherer()
    const sneaky = probe({ evaluate: (_change, _settings, facts: Facts) => ({ ...emptyResult, summary: say`${facts.get(contents('head', ['**'])).size}` }) })
    const change = await aChange(parts.reader)
    const facts = await gatherFacts(change, settings, [sneaky], parts)
    expect(() => judge(change, settings, [sneaky], facts)).toThrow(GateFailed)
    expect(() => facts.get(contents('head', ['**']))).toThrow(UndeclaredNeed)
  })

  it('lets a question depend on an earlier answer', async () => {
    const parts = gatherer()
    const gate = probe({
      needs(_change, _settings, facts, round): Need[] {
        const first = listing('head', ['*.md'])
        return round === 0
          ? [first]
          : [
              first,
              contents(
                'head',
                facts.get(first).map((entry) => entry.path),
              ),
            ]
      },
    })
    const facts = await gatherFacts(await aChange(parts.reader), settings, [gate], parts)
    expect([...facts.get(contents('head', ['c.md'])).keys()]).toEqual(['c.md'])
  })

  it('gives up on a gate that never stops asking', async () => {
    const parts = gatherer()
    const endless = probe({ needs: (_change, _settings, _facts, round) => [answer('history', round)] })
    await expect(gatherFacts(await aChange(parts.reader), settings, [endless], parts)).rejects.toThrow(GateFailed)
  })

  it('reads and parses equal files once, and never again while the memo remembers them', async () => {
    const parts = gatherer()
    const reader = parts.reader as ReturnType<typeof memoryReader>
    const gate = probe({ needs: () => [extracts('head', ['*.ts'], lines)] })
    lines.ran = 0
    await gatherFacts(await aChange(reader), settings, [gate], parts)
    expect(lines.ran).toBe(1)
    const before = reader.read.length
    await gatherFacts(await aChange(reader), settings, [gate], parts)
    expect(lines.ran).toBe(1)
    expect(reader.read.length).toBe(before)
  })

  it('says which files were too large to read', async () => {
    const parts = gatherer({ maxFileBytes: 2 })
    const needs = [extracts('head', ['*.ts'], lines), contents('head', ['a.ts'])] as const
    const facts = await gatherFacts(await aChange(parts.reader), settings, [probe({ needs: () => needs })], parts)
    expect([...facts.get(needs[0]).unread.keys()]).toEqual(['a.ts', 'b.ts'])
    expect(facts.get(needs[1]).get('a.ts')).toMatchObject({ bytes: undefined, why: 'larger than 2 bytes' })
  })

  it('asks nothing of a gate that is off', async () => {
    const parts = gatherer()
    const off = { ...settings, gates: { probe: { mode: 'off' as const, modes: {}, options: {} } } }
    const gate = probe({ needs: () => expect.fail('asked') })
    const change = await aChange(parts.reader)
    expect(judge(change, off, [gate], await gatherFacts(change, off, [gate], parts))).toEqual([])
  })
})

describe('the stored form of facts', () => {
  const needs = [contents('head', ['a.ts']), listing('head', ['**']), extracts('head', ['*.ts'], lines), answer<Json>('history', 1)] as const
  const gate = probe({ needs: () => needs, evaluate: (_change, _options, facts) => ({ ...emptyResult, summary: say`${facts.get(needs[1]).length} files` }) })
  const parts = () => gatherer({ providers: { history: async () => known(7, { kind: 'computed', by: 'test' }) } })

  it('gives the same values back', async () => {
    const facts = await gatherFacts(await aChange(parts().reader), settings, [gate], parts())
    const answers = facts.packed().map(({ key, text }) => [key, JSON.parse(text) as StoredAnswer] as const)
    const restored = restoreFacts(answers, (digest) => [...facts.contents()].find(([key]) => key === digest)![1])
    for (const need of needs) expect(restored.get<unknown>(need)).toEqual(facts.get<unknown>(need))
    expect(() => restored.get(listing('base', ['**']))).toThrow(UndeclaredNeed)
  })

  it('has a digest that depends on what was found and not on when', async () => {
    const { reader } = parts()
    const change = await aChange(reader)
    const digest = async (at: string, extra: Partial<Gatherer> = {}) => {
      const moved = { ...change, asOf: instant(at) }
      return digestOfAnswers(moved, (await gatherFacts(moved, settings, [gate], { ...parts(), ...extra })).packed())
    }
    expect(await digest('2026-01-01T00:00:00Z')).toBe(await digest('2026-06-01T00:00:00Z'))
    expect(await digest('2026-01-01T00:00:00Z')).not.toBe(await digest('2026-01-01T00:00:00Z', { providers: {} }))
  })
})

describe('judging', () => {
  it('says which gate threw', async () => {
    const parts = gatherer()
    const gate = probe({
      evaluate() {
        throw new RangeError('boom')
      },
    })
    const change = await aChange(parts.reader)
    expect(() => judge(change, settings, [gate], { get: () => expect.fail() })).toThrow('gate probe failed: boom')
  })
})
