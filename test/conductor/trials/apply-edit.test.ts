import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { extractMemo } from '../../../src/conductor/facts/extract-memo.ts'
import type { Gatherer } from '../../../src/conductor/facts/gather.ts'
import { gatherFacts } from '../../../src/conductor/judge.ts'
import { applyEdit } from '../../../src/conductor/trials/apply-edit.ts'
import { TrialFacts } from '../../../src/conductor/trials/trial-facts.ts'
import type { Edit, Gate } from '../../../src/model/gate.ts'
import { globSet } from '../../../src/model/glob.ts'
import type { Json } from '../../../src/model/json.ts'
import { known, unknown } from '../../../src/model/known.ts'
import { answer, contents, type Extractor, extracts, listing, type Need } from '../../../src/model/need.ts'
import type { Settings } from '../../../src/model/settings.ts'
import { aChange, type Files, memoryReader, TREES } from '../../model/memory-reader.ts'

const SEED = 20_261_126
type FileEdit = NonNullable<Edit['files']>[number]

const size: Extractor<number> = { id: 'test.size', version: '1', variant: () => '', extract: (bytes) => bytes.length }

const needs = [
  listing('head', ['**']),
  listing('base', ['**']),
  listing('trunk', ['**']),
  contents('head', ['src/**', '!src/b.ts']),
  contents('base', ['src/**']),
  extracts('head', ['**/*.ts'], size),
  answer<Json>('approvals', {}),
] as const

const gate: Gate = {
  id: 'probe',
  version: '1',
  title: 'Probe',
  settings: { schema: {}, defaults: {} },
  reasons: {},
  governs: () => ({ contents: ['**'] }),
  // Asks for the changed files by name, so that an edit makes it ask for something new.
  needs: (change) => [...needs, ...changedContents(change.files.map((file) => file.path))],
  evaluate: () => ({ gate: 'probe', outcome: 'pass', summary: [], reasons: [], facts: [], nextSteps: [], waits: [], listens: [], obligations: [] }),
}

function changedContents(paths: readonly string[]): readonly Need[] {
  return paths.length === 0 ? [] : [contents('head', paths)]
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

interface World {
  readonly base: Files
  readonly head: Files
}

function gathererOf(trees: Record<string, Files>): Gatherer {
  return { reader: memoryReader(trees), memo: extractMemo(), providers: {}, maxFileBytes: 1000 }
}

async function edited(world: World, edit: Edit) {
  const gatherer = gathererOf({ [TREES.trunk]: {}, [TREES.base]: world.base, [TREES.head]: world.head })
  const change = await aChange(gatherer.reader)
  return { gatherer, change, edited: await applyEdit(change, edit, gatherer.reader, 1000) }
}

async function headText(world: World, files: readonly FileEdit[], path: string): Promise<string | undefined> {
  const { edited: result } = await edited(world, { files })
  if (!result) throw new Error('the edit could not be made')
  const [entry] = await result.reader.list(result.change.head.tree, globSet([path]))
  const blob = entry && (await result.reader.blobs([entry.oid], 1000)).get(entry.oid)
  return blob?.bytes && Buffer.from(blob.bytes).toString()
}

const shop: World = { base: { 'src/a.ts': 'a1\n', 'src/b.ts': 'b1\n' }, head: { 'src/a.ts': 'a1\na2\n', 'src/b.ts': 'b1\n', 'src/c.ts': 'c1' } }

/** @spec SPEC-14 */
describe('laying a candidate fix over a change', () => {
  it('puts a line before another, at the end of a file that does not end one, and with the line ends that the file has', async () => {
    expect(await headText(shop, [{ path: 'src/a.ts', kind: 'insert', line: 2, text: 'new' }], 'src/a.ts')).toBe('a1\nnew\na2\n')
    expect(await headText(shop, [{ path: 'src/c.ts', kind: 'insert', line: 99, text: 'new' }], 'src/c.ts')).toBe('c1\nnew\n')
    const windows: World = { base: {}, head: { 'a.ts': 'one\r\ntwo\r\n' } }
    expect(await headText(windows, [{ path: 'a.ts', kind: 'insert', line: 1, text: 'new' }], 'a.ts')).toBe('new\r\none\r\ntwo\r\n')
  })

  it('puts several lines into one file', async () => {
    const files = [1, 1].map((line, index): FileEdit => ({ path: 'src/b.ts', kind: 'insert', line, text: `new ${index}` }))
    expect(await headText(shop, files, 'src/b.ts')).toBe('new 1\nnew 0\nb1\n')
  })

  it('cannot put a line into a file that is not there or too large', async () => {
    expect((await edited(shop, { files: [{ path: 'none.ts', kind: 'insert', line: 1, text: 'x' }] })).edited).toBeUndefined()
    const large: World = { base: {}, head: { 'a.ts': 'x'.repeat(1001) } }
    expect((await edited(large, { files: [{ path: 'a.ts', kind: 'insert', line: 1, text: 'x' }] })).edited).toBeUndefined()
  })

  it('restores what the base has, so that the file is not changed any more', async () => {
    const { edited: result } = await edited(shop, { files: ['src/a.ts', 'src/c.ts'].map((path) => ({ path, kind: 'restore' as const })) })
    expect(result?.change.files).toEqual([])
  })

  it('makes two files of a rename of which one end is edited', async () => {
    const world: World = { base: { 'old.ts': 'same' }, head: { 'new.ts': 'same' } }
    const gatherer = gathererOf({ [TREES.trunk]: {}, [TREES.base]: world.base, [TREES.head]: world.head })
    const { files, ...rest } = await aChange(gatherer.reader)
    const [added, removed] = files
    const renamed = { path: 'new.ts', status: 'renamed' as const, previousPath: 'old.ts', before: removed!.before!, after: added!.after! }
    const change = { ...rest, files: [renamed] }
    const edit: Edit = { files: [{ path: 'new.ts', kind: 'write', text: 'other' }] }
    const result = await applyEdit(change, edit, gatherer.reader, 1000)
    expect(result?.change.files).toMatchObject([
      { path: 'new.ts', status: 'added' },
      { path: 'old.ts', status: 'removed' },
    ])
    const back = await applyEdit(change, { files: [{ path: 'old.ts', kind: 'restore' }] }, gatherer.reader, 1000)
    expect(back?.change.files).toMatchObject([{ path: 'new.ts', status: 'added' }])
  })

  it('says of the pull request what the edit supposes, as supposed', async () => {
    const gatherer = gathererOf({ [TREES.trunk]: {}, [TREES.base]: {}, [TREES.head]: {} })
    const said = { kind: 'github', what: 'pull request' } as const
    const change = { ...(await aChange(gatherer.reader)), description: known('OKR: OKR-X', said), labels: known(['a', 'b'], said) }
    const saidAfter = async (edit: NonNullable<Edit['said']>, of = change) => (await applyEdit(of, { said: edit }, gatherer.reader, 1000))?.change
    expect(await saidAfter({ description: { append: 'OKR: OKR-1' } })).toEqual({
      ...change,
      description: { known: true, value: 'OKR: OKR-X\n\nOKR: OKR-1\n', source: { kind: 'computed', by: 'a candidate fix' } },
    })
    expect((await saidAfter({ description: { replace: 'OKR-X', by: '$&-1' } }))?.description).toMatchObject({ value: 'OKR: $&-1' })
    expect((await saidAfter({ labels: { add: ['b', 'c'], remove: ['a'] } }))?.labels).toMatchObject({ value: ['b', 'c'] })
    const unsaid = { ...change, description: unknown('a test'), labels: unknown('a test') }
    expect(await saidAfter({ description: { append: 'x' } }, unsaid)).toBeUndefined()
    expect(await saidAfter({ labels: { add: [], remove: [] } }, unsaid)).toBeUndefined()
  })
})

const name = fc.constantFrom('src/a.ts', 'src/b.ts', 'src/c.ts', 'docs/d.md', 'e.ts')
const text = fc.constantFrom('', 'one\n', 'two\n', 'three', 'x'.repeat(1200))
const files = fc.dictionary(name, text, { noNullPrototype: true })
const fileEdit: fc.Arbitrary<FileEdit> = fc.oneof(
  fc.record({ path: name, kind: fc.constant('write' as const), text }),
  fc.record({ path: name, kind: fc.constant('insert' as const), line: fc.integer({ min: 1, max: 3 }), text: fc.constant('new') }),
  fc.record({ path: name, kind: fc.constantFrom('remove' as const, 'restore' as const) }),
)

/** Maps as lists, since their order is part of what gates get. */
function inOrder(value: unknown): unknown {
  if (value instanceof Map) return [...value]
  return value !== null && typeof value === 'object' && 'found' in value && 'unread' in value ? [inOrder(value.found), inOrder(value.unread)] : value
}

/** @spec SPEC-14 */
describe('the facts of a trial', () => {
  it('are what gathering the edited change from nothing gives', async () => {
    await fc.assert(
      fc.asyncProperty(files, files, fc.array(fileEdit, { maxLength: 4 }), async (base, head, edits) => {
        const { gatherer, change, edited: result } = await edited({ base, head }, { files: edits })
        if (!result) return
        const { facts: before } = await gatherFacts(change, settings, [gate], gatherer)
        const trial = new TrialFacts(before, result, gatherer)
        const asked = gate.needs(result.change, {}, trial, 0)
        await trial.answer(asked, result.change)
        const { facts: afresh } = await gatherFacts(result.change, settings, [gate], { ...gatherer, reader: result.reader })
        for (const need of asked) expect(inOrder(trial.get(need))).toEqual(inOrder(afresh.get(need)))
        // An edited change differs from the base exactly where the two trees do.
        const [was, now] = [trial.get(needs[1]), trial.get(needs[0])]
        const differing = [...new Set([...was, ...now].map((entry) => entry.path))].filter(
          (path) => was.find((entry) => entry.path === path)?.oid !== now.find((entry) => entry.path === path)?.oid,
        )
        expect(result.change.files.map((file) => file.path)).toEqual(differing.sort())
      }),
      { seed: SEED, numRuns: 300 },
    )
  })

  it('give the answers that the edit supposes in place of those that were given', async () => {
    const { gatherer, change, edited: result } = await edited(shop, { answers: [{ provider: 'approvals', question: {}, value: ['security'] }] })
    const trial = new TrialFacts((await gatherFacts(change, settings, [gate], gatherer)).facts, result!, gatherer)
    await trial.answer(needs, result!.change)
    expect(trial.get(needs[6])).toMatchObject({ known: true, value: ['security'] })
  })
})
