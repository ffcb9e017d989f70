import { describe, expect, it } from 'vitest'
import { extractMemo } from '../../src/conductor/facts/extract-memo.ts'
import type { Gatherer } from '../../src/conductor/facts/gather.ts'
import { digestOfAnswers } from '../../src/conductor/facts/gathered-facts.ts'
import { restoreFacts, type StoredAnswer } from '../../src/conductor/facts/restored-facts.ts'
import { GateFailed, gatherFacts, judge } from '../../src/conductor/judge.ts'
import type { Gate, GateResult, Mode } from '../../src/model/gate.ts'
import { type Digest, instant } from '../../src/model/ids.ts'
import type { Json } from '../../src/model/json.ts'
import { known } from '../../src/model/known.ts'
import { answer, contents, type Extractor, extracts, type Facts, listing, type Need, needKey, UndeclaredNeed } from '../../src/model/need.ts'
import { say } from '../../src/model/phrase.ts'
import type { Settings } from '../../src/model/settings.ts'
import { Trouble } from '../../src/model/trouble.ts'
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

const emptyResult: GateResult = { gate: 'probe', outcome: 'pass', summary: [], reasons: [], facts: [], nextSteps: [], waits: [], listens: [], obligations: [] }

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
    const gate = probe({ needs: () => needs, governs: () => ({ contents: ['okrs/*.yml'] }) })
    const { facts } = await gatherFacts(await aChange(parts.reader), settings, [gate], parts)
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
    const asked = await gatherFacts(change, settings, [sneaky], parts)
    expect(() => judge(change, settings, [sneaky], asked)).toThrow(GateFailed)
    expect(() => asked.facts.get(contents('head', ['**']))).toThrow(UndeclaredNeed)
  })

  it.each<[string, Partial<Gate>]>([
    ['nothing', {}],
    ['something else', { governs: () => ({ contents: ['okrs/b.yml'], presence: ['specs/*'] }) }],
  ])('lets no gate read on the trunk what it does not say governs: %s', async (_what, said) => {
    const parts = gatherer()
    const gate = probe({ needs: () => [contents('trunk', ['okrs/*.yml'])], ...said })
    const change = await aChange(parts.reader)
    const asked = await gatherFacts(change, settings, [gate], parts)
    expect(() => judge(change, settings, [gate], asked)).toThrow('reads okrs/*.yml of the trunk')
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
    const { facts } = await gatherFacts(await aChange(parts.reader), settings, [gate], parts)
    expect([...facts.get(contents('head', ['c.md'])).keys()]).toEqual(['c.md'])
  })

  it('gives up on a gate that never stops asking', async () => {
    const parts = gatherer()
    const endless = probe({ needs: (_change, _settings, _facts, round) => [answer('history', round)] })
    const change = await aChange(parts.reader)
    const asked = await gatherFacts(change, settings, [endless], parts)
    expect(() => judge(change, settings, [endless], asked)).toThrow(GateFailed)
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
    const { facts } = await gatherFacts(await aChange(parts.reader), settings, [probe({ needs: () => needs })], parts)
    expect([...facts.get(needs[0]).unread.keys()]).toEqual(['a.ts', 'b.ts'])
    expect(facts.get(needs[1]).get('a.ts')).toMatchObject({ bytes: undefined, why: 'larger than 2 bytes' })
  })

  it('reads larger files for a need that says so, and for no other, whoever asked before', async () => {
    const parts = gatherer({ maxFileBytes: 2 })
    const usual = [extracts('head', ['a.ts'], lines), contents('head', ['a.ts'])] as const
    const bound = { maxBytes: { 'a.ts': 3 } }
    const large = [extracts('head', ['*.ts'], lines, bound), contents('head', ['*.ts'], bound)] as const
    for (const order of [[...large, ...usual], usual, [...usual, ...large]]) {
      const { facts } = await gatherFacts(await aChange(parts.reader), settings, [probe({ needs: () => [...order, ...large] })], parts)
      expect(facts.get(large[0])).toEqual({ found: new Map([['a.ts', 2]]), unread: new Map([['b.ts', 'larger than 2 bytes']]) })
      expect(facts.get(large[1]).get('a.ts')?.bytes).toHaveLength(3)
      expect(facts.get(large[1]).get('b.ts')).toMatchObject({ bytes: undefined })
      if (!order.includes(usual[0])) continue
      expect([...facts.get(usual[0]).unread]).toEqual([['a.ts', 'larger than 2 bytes']])
      expect(facts.get(usual[1]).get('a.ts')).toMatchObject({ bytes: undefined })
    }
  })

  it('reads nothing beyond 16 MiB, whatever a need says', async () => {
    const text = 'x'.repeat(16 * 1024 * 1024 + 1)
    const reader = memoryReader({ [TREES.trunk]: {}, [TREES.base]: {}, [TREES.head]: { 'a.ts': text } })
    const need = contents('head', ['a.ts'], { maxBytes: { 'a.ts': 1e9 } })
    const { facts } = await gatherFacts(await aChange(reader), settings, [probe({ needs: () => [need] })], gatherer({ reader }))
    expect(facts.get(need).get('a.ts')).toMatchObject({ bytes: undefined, why: 'larger than 16777216 bytes' })
  })

  it('files a need under another key when it reads larger files', () => {
    const keys = [{}, { maxBytes: { 'a.ts': 3 } }, { maxBytes: { 'a.ts': 4 } }].flatMap((bound) => [
      contents('head', ['a.ts'], bound),
      extracts('head', ['a.ts'], lines, bound),
    ])
    expect(new Set(keys.map(needKey)).size).toBe(6)
  })

  it('asks nothing of a gate that is off', async () => {
    const parts = gatherer()
    const off = { ...settings, gates: { probe: { mode: 'off' as const, modes: {}, options: {} } } }
    const gate = probe({ needs: () => expect.fail('asked') })
    const change = await aChange(parts.reader)
    expect(judge(change, off, [gate], await gatherFacts(change, off, [gate], parts)).results).toEqual([])
  })
})

describe('the stored form of facts', () => {
  const needs = [contents('head', ['a.ts']), listing('head', ['**']), extracts('head', ['*.ts'], lines), answer<Json>('history', 1)] as const
  const gate = probe({ needs: () => needs, evaluate: (_change, _options, facts) => ({ ...emptyResult, summary: say`${facts.get(needs[1]).length} files` }) })
  const parts = () => gatherer({ providers: { history: async () => known(7, { kind: 'computed', by: 'test' }) } })

  it('gives the same values back', async () => {
    const { facts } = await gatherFacts(await aChange(parts().reader), settings, [gate], parts())
    const answers = facts.packed().map(({ key, text }) => [key, JSON.parse(text) as StoredAnswer] as const)
    const texts = facts.packed().flatMap(({ pages }) => [...pages].map(([name, text]) => [name, Buffer.from(text)] as const))
    const kept = new Map<Digest, Uint8Array>([...texts, ...facts.contents()])
    const restored = restoreFacts(answers, (digest) => kept.get(digest)!)
    for (const need of needs) expect(restored.get<unknown>(need)).toEqual(facts.get<unknown>(need))
    expect(() => restored.get(listing('base', ['**']))).toThrow(UndeclaredNeed)
  })

  it('has a digest that depends on what was found and not on when', async () => {
    const { reader } = parts()
    const change = await aChange(reader)
    const digest = async (at: string, extra: Partial<Gatherer> = {}) => {
      const moved = { ...change, asOf: instant(at) }
      return digestOfAnswers(moved, (await gatherFacts(moved, settings, [gate], { ...parts(), ...extra })).facts.packed())
    }
    expect(await digest('2026-01-01T00:00:00Z')).toBe(await digest('2026-06-01T00:00:00Z'))
    expect(await digest('2026-01-01T00:00:00Z')).not.toBe(await digest('2026-01-01T00:00:00Z', { providers: {} }))
  })
})

const broken = (id: string) =>
  probe({
    id,
    evaluate() {
      throw new RangeError('boom')
    },
  })

function modesOf(modes: Record<string, Mode>): Settings {
  return { ...settings, gates: Object.fromEntries(Object.entries(modes).map(([id, mode]) => [id, { mode, modes: {}, options: {} }])) }
}

/** @spec SPEC-3 */
describe('a gate that fails', () => {
  const sound = probe({ id: 'sound', evaluate: () => ({ ...emptyResult, gate: 'sound' }) })

  it('is named, and there is no decision, where it is enforced', async () => {
    const parts = gatherer()
    const change = await aChange(parts.reader)
    const asked = await gatherFacts(change, settings, [broken('probe')], parts)
    expect(() => judge(change, settings, [broken('probe')], asked)).toThrow('gate probe failed: boom')
  })

  it.each(['observe', 'warn'] as const)('is undecided under %s, and the others are judged', async (mode) => {
    const parts = gatherer()
    const change = await aChange(parts.reader)
    const modes = modesOf({ fragile: mode, sound: 'enforce' })
    const gates = [broken('fragile'), sound]
    const { results, failures } = judge(change, modes, gates, await gatherFacts(change, modes, gates, parts))
    expect(results.map(({ gate, outcome }) => [gate, outcome])).toEqual([
      ['fragile', 'undecided'],
      ['sound', 'pass'],
    ])
    expect(failures.get('fragile')).toMatchObject({ message: 'boom' })
  })

  it('is no failure of a reason that it could not give under enforce', async () => {
    const parts = gatherer()
    const change = await aChange(parts.reader)
    const modes = { ...settings, gates: { probe: { mode: 'observe' as const, modes: { 'probe.found': 'enforce' as const }, options: {} } } }
    const asked = await gatherFacts(change, modes, [broken('probe')], parts)
    expect(() => judge(change, modes, [broken('probe')], asked)).toThrow(GateFailed)
  })

  it('because whom it asked is in trouble passes that trouble on, and only the gates that asked are undecided', async () => {
    const trouble = new Trouble('github', 'GitHub answers 502')
    const parts = gatherer({ providers: { history: () => Promise.reject(trouble) } })
    const change = await aChange(parts.reader)
    const need = answer<Json>('history', {})
    const asking = probe({
      id: 'asking',
      needs: () => [need],
      evaluate: (_change, _options, facts) => ({ ...emptyResult, summary: say`${String(facts.get(need).known)}` }),
    })
    const gates = [asking, sound]
    const observed = modesOf({ asking: 'observe', sound: 'enforce' })
    const judged = judge(change, observed, gates, await gatherFacts(change, observed, gates, parts))
    expect(judged.results.map(({ outcome }) => outcome)).toEqual(['undecided', 'pass'])
    const enforced = modesOf({ asking: 'enforce', sound: 'enforce' })
    const asked = await gatherFacts(change, enforced, gates, parts)
    expect(() => judge(change, enforced, gates, asked)).toThrow(trouble)
  })

  it('while it says what it needs is asked no more', async () => {
    const parts = gatherer()
    const change = await aChange(parts.reader)
    let rounds = 0
    const failing = probe({
      id: 'failing',
      needs() {
        rounds += 1
        throw new RangeError('boom')
      },
    })
    const asking = probe({ id: 'asking', needs: (_change, _options, _facts, round) => [listing('head', [round === 0 ? '*.ts' : '*.md'])] })
    const modes = modesOf({ failing: 'warn', asking: 'enforce' })
    const { results } = judge(change, modes, [failing, asking], await gatherFacts(change, modes, [failing, asking], parts))
    expect([rounds, results[0]?.outcome]).toEqual([1, 'undecided'])
  })
})

describe('an extractor that stumbles over one file', () => {
  it('leaves that file unread and reads the others', async () => {
    const parts = gatherer()
    const fragile: Extractor<number> = {
      ...lines,
      id: 'test.fragile',
      extract(bytes, path) {
        if (path === 'a.ts') throw new RangeError('boom')
        return bytes.length
      },
    }
    // Equal content is read once, so the two files must differ.
    const reader = memoryReader({ [TREES.trunk]: {}, [TREES.base]: {}, [TREES.head]: { 'a.ts': '1', 'b.ts': '22' } })
    const need = extracts('head', ['*.ts'], fragile)
    const { facts } = await gatherFacts(await aChange(reader), settings, [probe({ needs: () => [need] })], { ...parts, reader })
    expect([...facts.get(need).found]).toEqual([['b.ts', 2]])
    expect([...facts.get(need).unread]).toEqual([['a.ts', 'Maestro failed on it (RangeError, test.fragile)']])
  })
})

describe('a memo that is too small', () => {
  it('pushes out what was found before, and nothing is missing', async () => {
    const files = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`f${index}.ts`, 'x\n'.repeat(index + 1)]))
    const reader = memoryReader({ [TREES.trunk]: {}, [TREES.base]: {}, [TREES.head]: files })
    const need = extracts('head', ['*.ts'], lines)
    const memo = extractMemo(200)
    for (const _ of [1, 2, 3]) {
      const { facts } = await gatherFacts(await aChange(reader), settings, [probe({ needs: () => [need] })], { ...gatherer(), reader, memo })
      expect([...facts.get(need).found.values()].sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index + 2))
    }
  })
})

describe('ways out that take a search', () => {
  const blocked: GateResult = { ...emptyResult, outcome: 'fail', reasons: [{ code: 'probe.bad', level: 'block', message: say`bad`, facts: [] }] }
  const step = { kind: 'edit', message: say`take it back`, unblocks: [0] } as const

  async function steps(result: GateResult, seek: boolean): Promise<readonly [number, GateResult['nextSteps']]> {
    const parts = gatherer()
    let asked = 0
    const search = () => {
      asked += 1
      return [step]
    }
    const gate = probe({ evaluate: () => ({ ...result, nextSteps: [{ ...step, message: say`first` }] }), seek: search })
    const change = await aChange(parts.reader)
    const { results } = judge(change, settings, [gate], await gatherFacts(change, settings, [gate], parts), seek)
    return [asked, results[0]?.nextSteps ?? []]
  }

  it('are looked for where a change is held back and somebody reads them, and stand behind the others', async () => {
    expect(await steps(blocked, true)).toEqual([1, [{ ...step, message: say`first` }, step]])
  })

  it('are not looked for where nothing blocks, nor where nobody reads them', async () => {
    expect((await steps(emptyResult, true))[0]).toBe(0)
    expect((await steps(blocked, false))[0]).toBe(0)
  })
})
