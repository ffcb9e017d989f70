import { describe, expect, it } from 'vitest'
import { spec } from '../../../src/gates/spec/gate.ts'
import { digestNeeds } from '../../../src/gates/spec/needs.ts'
import { cardFile } from '../../../src/gates/spec/spec-cards/card-file.ts'
import { draftForChange } from '../../../src/gates/spec/spec-cards/draft-card.ts'
import { changeOf, type Files, gatherScene, judgeScene, messagesOf, outline, reasonsOf, type Scene } from '../harness.ts'
import { BASE, card, judged, without } from './example.ts'

/** @spec SPEC-6 */
describe('changed code', () => {
  it('passes when an active card covers it and a test is bound to the card', () => {
    const result = judged({ 'src/a.ts': 'a(2)' })
    expect(result.outcome).toBe('pass')
    expect(result.reasons).toEqual([])
    expect(result.obligations).toMatchObject([{ id: 'specCoverage', status: 'proven', measured: 1, required: 0.95, facts: ['spec.coverage'] }])
    expect(messagesOf(result)[0]).toBe('1 of 1 changed surface covered by a card with a bound test')
  })

  it('is a finding when the card that covers it has no test, with the line to add', () => {
    const result = judged(
      { 'src/b.ts': '\nb(2)' },
      {},
      { base: without(BASE, 'src/b.test.ts'), head: { ...without(BASE, 'src/b.test.ts'), 'src/b.ts': '\nb(2)' } },
    )
    expect(outline(result)).toEqual(['spec.unbound-surface block src/b.ts:2', 'spec.coverage-below block', 'spec.orphaned-card note specs/SPEC-2.yml:1'])
    expect(messagesOf(result)).toContain('`src/b.ts:2`: `SPEC-2` covers it, but no test is bound to it')
    expect(messagesOf(result)).toContain('coverage on changed surfaces is `0.00` of `0.95`: 0 of 1')
    expect(result.nextSteps[0]).toMatchObject({ unblocks: [0, 1], snippet: { path: 'src/b.test.ts', text: '// @spec SPEC-2' } })
    expect(result.obligations).toMatchObject([{ status: 'failed', measured: 0, remedy: { unblocks: [0, 1] } }])
    expect(reasonsOf(result, 'spec.unbound-surface')[0]?.facts).toEqual(['spec.coverage', 'spec.card:SPEC-2'])
    expect(result.facts.map((fact) => fact.id)).toEqual(expect.arrayContaining(['spec.coverage', 'spec.card:SPEC-2']))
  })

  it('is a finding when no card covers it, with a card to begin from', () => {
    const result = judged({ 'src/c.ts': 'c(2)', 'src/[new]/d.ts': 'd()' })
    expect(outline(result)).toEqual([
      'spec.behaviour-without-card block src/[new]/d.ts:1',
      'spec.behaviour-without-card block src/c.ts:1',
      'spec.coverage-below block',
    ])
    const draft = result.nextSteps[0]?.snippet
    expect(draft?.path).toBe('specs/SPEC-3.yml')
    const [drafted] = cardFile.extract(Buffer.from(draft?.text ?? ''), 'specs/SPEC-3.yml').cards
    expect(drafted).toMatchObject({ id: 'SPEC-3', status: 'draft', title: 'Retry with jitter' })
    expect(drafted?.surfaces.map((surface) => surface.text)).toEqual(['src/\\[new\\]/d.ts', 'src/c.ts'])
    expect(cardFile.extract(Buffer.from(draft?.text ?? ''), 'specs/SPEC-3.yml').problems).toEqual([])
  })

  it('passes once the drafted card is active and its test is bound', () => {
    const files = { 'src/c.ts': 'c(2)' }
    const draft = judged(files).nextSteps[0]?.snippet
    const result = judged({
      ...files,
      [draft?.path ?? '']: draft?.text.replace('status: draft', 'status: active') ?? '',
      'src/c.test.ts': '// @spec SPEC-3\ntest()',
    })
    expect(outline(result)).toEqual([])
  })

  it('is not covered by a card that is a draft or retired', () => {
    for (const status of ['draft', 'retired']) {
      const result = judged({ 'specs/SPEC-3.yml': card(3, 'src/c.ts', { status }), 'src/c.test.ts': '// @spec SPEC-3\ntest()', 'src/c.ts': 'c(2)' })
      expect(reasonsOf(result, 'spec.behaviour-without-card'), status).toHaveLength(1)
      expect(messagesOf(result).join('\n')).toContain('only `SPEC-3` covers it, which is')
    }
  })

  it('owes nothing when only comments and white space changed', () => {
    const result = judged({ 'src/c.ts': '// why\nc( 1 )\n', 'src/new.ts': '// nothing yet\n' })
    expect(result.outcome).toBe('pass')
    expect(result.obligations).toEqual([])
    expect(messagesOf(result)[0]).toBe('no changed code owes a proof; 2 cards in all')
  })

  it('owes nothing when it is removed, a test, a card, ignored, or no surface', () => {
    const result = judgeScene(spec, {
      base: BASE,
      head: { ...without(BASE, 'src/c.ts'), 'src/d.test.ts': 'x', 'src/e.config.ts': 'x', 'README.md': 'x', 'vendor/x.go': 'x', 'test/help.ts': 'x' },
    })
    expect(result.facts[0]).toMatchObject({ id: 'spec.coverage', value: { owing: 0, covered: 0, share: null } })
  })

  it('is followed through a rename', () => {
    const renames = { 'src/moved.ts': 'src/c.ts' }
    const head = { ...without(BASE, 'src/c.ts') }
    expect(judgeScene(spec, { base: BASE, head: { ...head, 'src/moved.ts': 'c(1)' }, renames }).reasons).toEqual([])
    expect(outline(judgeScene(spec, { base: BASE, head: { ...head, 'src/moved.ts': 'c(2)' }, renames }))[0]).toBe(
      'spec.behaviour-without-card block src/moved.ts:1',
    )
    const all = judgeScene(spec, { base: BASE, head: { ...head, 'src/moved.ts': 'c(1)' }, renames }, { required: 'all' })
    expect(outline(all)[0]).toBe('spec.behaviour-without-card block src/moved.ts:1')
  })

  it('needs no card with required: none, but a test where a card covers it', () => {
    expect(judged({ 'src/c.ts': 'c(2)' }, { required: 'none' }).reasons).toEqual([])
    const base = without(BASE, 'src/b.test.ts')
    const result = judgeScene(spec, { base, head: { ...base, 'src/b.ts': 'b(2)', 'src/c.ts': 'c(2)' } }, { required: 'none' })
    expect(result.facts[0]).toMatchObject({ value: { owing: 1, covered: 0 } })
  })

  it('owes a proof for comments, too, with required: all', () => {
    expect(outline(judged({ 'src/c.ts': '// why\nc(1)' }, { required: 'all' }))[0]).toBe('spec.behaviour-without-card block src/c.ts:2')
  })

  it('warns instead of blocking while the coverage of the whole change is high enough', () => {
    const result = judged({ 'src/a.ts': 'a(2)', 'src/c.ts': 'c(2)' }, { coverage: 0.5 })
    expect(result.outcome).toBe('pass')
    expect(outline(result)).toEqual(['spec.behaviour-without-card warn src/c.ts:1'])
    expect(result.obligations).toMatchObject([{ status: 'proven', measured: 0.5, required: 0.5 }])
  })

  it('counts when it cannot be read, and when its path is too long to be asked for', () => {
    const long = `src/${'x'.repeat(1100)}.ts`
    const result = judged({ 'src/bin.ts': '\0', [long]: 'x' })
    expect(reasonsOf(result, 'spec.behaviour-without-card').map((reason) => reason.path)).toEqual(['src/bin.ts', long])
  })

  it('is unproven, not failed, when a test file that could not be read might prove it', () => {
    const base: Files = { ...without(BASE, 'src/b.test.ts'), 'src/big.test.ts': '\0' }
    const result = judgeScene(spec, { base, head: { ...base, 'src/b.ts': 'b(2)' } })
    expect(result.obligations).toMatchObject([{ status: 'unproven', measured: 0 }])
    expect(outline(result)).toContain('spec.unread note src/big.test.ts')
    expect(result.outcome).toBe('fail')
  })

  it('is bound by unit tests beside it in Rust', () => {
    const base = { 'specs/a.yml': card(1, 'src/lib.rs'), 'src/lib.rs': 'fn a() {}\n#[cfg(test)]\nmod tests {\n // @spec SPEC-1\n #[test]\n fn a_works() {}\n}' }
    const result = judgeScene(spec, { base, head: { ...base, 'src/lib.rs': base['src/lib.rs'].replace('fn a()', 'fn b()') } })
    expect(result.obligations).toMatchObject([{ status: 'proven' }])
  })

  it('is asked for by name in a small change, and together in a large one', () => {
    const many = Object.fromEntries(Array.from({ length: 301 }, (_, index) => [`src/f${index}.ts`, 'x']))
    const small = digestNeeds(changeOf({ base: BASE, head: { ...BASE, 'src/c.ts': 'c(2)' } }), spec.settings.defaults)
    expect(small.after).toMatchObject({ globs: ['src/c.ts'] })
    const scene: Scene = { base: BASE, head: { ...BASE, ...many } }
    expect(digestNeeds(changeOf(scene), spec.settings.defaults).after).toMatchObject({ globs: spec.settings.defaults.surfaces })
    expect(judgeScene(spec, scene).facts[0]).toMatchObject({ value: { owing: 301 } })
  })
})

describe('bindings', () => {
  it('to a card that does not exist block in a changed file, with the nearest id, and are a note elsewhere', () => {
    const base = { ...BASE, 'src/old.test.ts': '// @spec SPEC-99\ntest()' }
    const result = judgeScene(spec, { base, head: { ...base, 'src/a.test.ts': '// @spec SPEC-1\n\n// @spec SPEC-11\ntest()' } })
    expect(outline(result)).toEqual(['spec.unknown-id block src/a.test.ts:3', 'spec.unknown-id note src/old.test.ts:1'])
    expect(messagesOf(result)).toContain('this test is bound to `SPEC-11`, but there is no such card, did you mean `SPEC-1`?')
  })

  it('to a card that the change deletes block wherever they are', () => {
    const result = judgeScene(spec, { base: BASE, head: without(BASE, 'specs/SPEC-2.yml', 'src/b.ts') })
    expect(outline(result)).toEqual(['spec.unknown-id block src/b.test.ts:2'])
  })

  it('that the change removes, the last of an active card, are a finding at the place where they were', () => {
    const result = judged({ 'src/b.test.ts': '\ntest()' })
    expect(outline(result)).toEqual(['spec.binding-removed block src/b.test.ts:2', 'spec.orphaned-card block specs/SPEC-2.yml:1'])
    expect(reasonsOf(result, 'spec.binding-removed')[0]?.side).toBe('base')
    expect(result.nextSteps[0]?.snippet).toEqual({ path: 'src/b.test.ts', text: '// @spec SPEC-2' })
  })

  it('may move to another file', () => {
    expect(judged({ 'src/b.test.ts': 'test()', 'src/other.test.ts': '// @spec SPEC-2\ntest()' }).reasons).toEqual([])
  })

  it('may go together with a card that is retired and its code', () => {
    const head = { ...without(BASE, 'src/b.ts', 'src/b.test.ts'), 'specs/SPEC-2.yml': card(2, 'src/b.ts', { status: 'retired' }) }
    expect(judgeScene(spec, { base: BASE, head }).reasons).toEqual([])
  })
})

describe('cards', () => {
  it('without a test block when the change adds or edits them, and are a note when they were so before: the change is not to blame', () => {
    expect(outline(judged({ 'specs/SPEC-9.yml': card(9, 'src/z.ts') }))).toEqual(['spec.orphaned-card block specs/SPEC-9.yml:1'])
    const base = { ...BASE, 'specs/all.yml': `${card(8, 'src/y.ts')}---\n${card(9, 'src/z.ts')}` }
    const edited = { ...base, 'specs/all.yml': `${card(8, 'src/y.ts')}---\n${card(9, 'src/z.ts', { acceptance: '[d, e, f]' })}` }
    expect(outline(judgeScene(spec, { base, head: edited }))).toEqual(['spec.orphaned-card block specs/all.yml:10', 'spec.orphaned-card note specs/all.yml:1'])
  })

  it('that were without a test before are not listed without end', () => {
    const old = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`specs/old${index}.yml`, card(100 + index, 'src/z.ts')]))
    expect(judged(old, {}, { base: { ...BASE, ...old }, head: { ...BASE, ...old } }).reasons).toHaveLength(5)
  })

  it.each([
    ['is made a draft', card(1, 'src/a.ts', { status: 'draft' }), 'block specs/SPEC-1.yml:1', '`SPEC-1` was active and is a draft now'],
    [
      'is retired while its code is there',
      card(1, 'src/a.ts', { status: 'retired' }),
      'block specs/SPEC-1.yml:1',
      '`SPEC-1` is retired, but `src/a.ts`, which it covers, is still there',
    ],
    ['covers less', card(1, 'src/other/**'), 'block specs/SPEC-1.yml:7', '`SPEC-1` covers `src/a.ts` no more'],
    ['lost an acceptance', card(1, 'src/a.ts', { acceptance: '[e]' }), 'block specs/SPEC-1.yml:6', '`SPEC-1` lost an entry under `acceptance`'],
    ['lost what must follow', card(1, 'src/a.ts', { expected: '' }), 'block specs/SPEC-1.yml:1', '`SPEC-1` lost an entry under `then`'],
  ])('is a finding when it %s', (_, text, where, message) => {
    const result = judged({ 'specs/SPEC-1.yml': text })
    expect(outline(result)).toContain(`spec.card-weakened ${where}`)
    expect(messagesOf(result)).toContain(message)
  })

  it('is a finding when it is deleted while its code is there', () => {
    const result = judgeScene(spec, { base: BASE, head: without(BASE, 'specs/SPEC-2.yml', 'src/b.test.ts') })
    expect(outline(result)).toEqual(['spec.card-weakened block specs/SPEC-2.yml:1'])
    expect(reasonsOf(result, 'spec.card-weakened')[0]?.side).toBe('base')
  })

  it.each([
    ['says more', card(1, 'src/**', { acceptance: '[d, e, f]', expected: '[c, g]' })],
    ['covers the same in other words', card(1, '"src/{a,x}.ts"')],
    ['only has other white space and letters', card(1, 'src/a.ts', { acceptance: '[D,   "e "]' })],
  ])('may be edited so that it %s', (_, text) => {
    expect(reasonsOf(judged({ 'specs/SPEC-1.yml': text }), 'spec.card-weakened')).toEqual([])
  })

  it('may move to another file', () => {
    const head = { ...without(BASE, 'specs/SPEC-1.yml'), 'specs/moved/one.yaml': card(1, 'src/a.ts') }
    expect(judgeScene(spec, { base: BASE, head }).reasons).toEqual([])
  })

  it('with an id that is taken block when the change brings them in, and are a note when they were there', () => {
    const twice = { 'specs/twice.yml': card(1, 'src/a.ts') }
    const own = judged(twice)
    expect(outline(own)).toEqual(['spec.duplicate-id block specs/twice.yml:1'])
    expect(messagesOf(own)).toContain('`SPEC-1` is given twice, first at `specs/SPEC-1.yml:1`')
    expect(outline(judged(twice, {}, { base: { ...BASE, ...twice } }))).toEqual(['spec.duplicate-id note specs/twice.yml:1'])
  })

  it('that cannot be read block when the change breaks them, are not called deleted, and are a note when they were broken', () => {
    const broken = { 'specs/SPEC-1.yml': 'id: SPEC-1\n title: [' }
    const result = judged(broken)
    expect(outline(result)[0]).toBe('spec.unknown-id block src/a.test.ts:1')
    expect(reasonsOf(result, 'spec.card-invalid').map((reason) => reason.level)).toContain('block')
    expect(reasonsOf(result, 'spec.card-weakened')).toEqual([])
    const old = judged(broken, {}, { base: { ...BASE, ...broken } })
    expect(new Set(reasonsOf(old, 'spec.card-invalid').map((reason) => reason.level))).toEqual(new Set(['note']))
  })
})

describe('the gate', () => {
  it('has nothing to say where there are no cards, not even before the change or on the trunk', () => {
    const result = judgeScene(spec, { head: { 'src/a.ts': 'a()' } })
    expect(result).toMatchObject({ outcome: 'skip', reasons: [], obligations: [] })
    expect(judgeScene(spec, { head: { 'src/a.ts': 'a()' } }, { required: 'all' }).outcome).toBe('fail')
  })

  it('cannot be got rid of by deleting the cards, nor by starting from before them', () => {
    expect(judgeScene(spec, { base: BASE, head: { 'src/a.ts': 'a(2)' } }).outcome).toBe('fail')
    expect(judgeScene(spec, { trunk: BASE, base: {}, head: { 'src/a.ts': 'a(2)' } }).outcome).toBe('fail')
  })

  it('gives the same bytes whatever order its files come in', () => {
    const head = {
      ...BASE,
      'src/a.ts': 'a(2)',
      'src/b.ts': 'b(2)',
      'src/c.ts': 'c(2)',
      'specs/x.yml': card(1, 'x'),
      'src/a.test.ts': '// @spec SPEC-5\ntest()',
    }
    const shuffled = (files: Files): Files => Object.fromEntries(Object.entries(files).toReversed())
    const change = changeOf({ base: BASE, head })
    const one = judgeScene(spec, { base: BASE, head })
    const other = judgeScene(spec, { base: shuffled(BASE), head: shuffled(head), change: { files: change.files.toReversed() } })
    expect(JSON.stringify(other)).toBe(JSON.stringify(one))
  })

  it('keeps what comes from outside in spans, however it looks', () => {
    const title = '# @acme/all <img src=x> [x](http://x) /maestro help `'
    const result = judgeScene(spec, { base: BASE, head: { ...BASE, 'src/<b>@x`.ts': 'x' }, change: { title: `${title}\n\u202e\0${'x'.repeat(5000)}` } })
    const text = result.nextSteps[0]?.snippet?.text ?? ''
    const { cards, problems } = cardFile.extract(Buffer.from(text), 'specs/a.yml')
    expect(problems).toEqual([])
    expect(cards[0]?.title.startsWith(title)).toBe(true)
    expect(cards[0]?.title.length).toBeLessThanOrEqual(120)
    for (const reason of result.reasons) for (const span of reason.message) if (typeof span === 'string') expect(span).not.toContain('@x')
  })

  it('drafts a card for the command line: what the next step shows, or nothing', () => {
    const scene: Scene = { base: BASE, head: { ...BASE, 'src/c.ts': 'c(2)' } }
    const draft = (given: Scene) => draftForChange(changeOf(given), spec.settings.defaults, gatherScene(spec, given, changeOf(given), spec.settings.defaults))
    expect(draft(scene)).toMatchObject({ id: 'SPEC-3', path: 'specs/SPEC-3.yml', text: judgeScene(spec, scene).nextSteps[0]?.snippet?.text })
    expect(draft({ base: BASE, head: { ...BASE, 'src/a.ts': 'a(2)' } })).toBeUndefined()
  })
})
