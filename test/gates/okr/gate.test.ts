import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { descriptionIds } from '../../../src/gates/okr/description-ids.ts'
import { okr } from '../../../src/gates/okr/gate.ts'
import { idsIn } from '../../../src/gates/okr/objective-id.ts'
import { known, unknown } from '../../../src/model/known.ts'
import { plain } from '../../../src/model/phrase.ts'
import { type Files, judgeScene, messagesOf, outline, reasonsOf } from '../harness.ts'
import { BASE, description, type Given, judged, labels, objective, shares, source } from './judged.ts'

/** @spec SPEC-5 */
describe('a change serves an objective', () => {
  it.each<[string, Given, Readonly<Record<string, number>>]>([
    ['by the paths of a rule', { options: { rules: [{ paths: ['server/**'], okr: 'OKR-Q3-LATENCY' }] } }, { 'OKR-Q3-LATENCY': 0.5 }],
    ['by a label that is its id', labels('bug', 'OKR-QA'), { 'OKR-QA': 1 }],
    ['by a label that the settings map', { ...labels('speed'), options: { labels: { speed: 'OKR-Q3-LATENCY' } } }, { 'OKR-Q3-LATENCY': 1 }],
    [
      'by the title of a linked issue',
      { change: { issues: known([{ repo: 'acme/shop', number: 7, title: '[OKR-QA] flaky (OKR-Q3-LATENCY)' }], source) } },
      { 'OKR-Q3-LATENCY': 0.5, 'OKR-QA': 0.5 },
    ],
    ['by a line of the description', description('Because.\r\n\r\nOKR: OKR-Q3-LATENCY\r\n'), { 'OKR-Q3-LATENCY': 1 }],
    ['by a command', { commands: [{ okr: 'OKR-QA', by: 'reviewer' }] }, { 'OKR-QA': 1 }],
    ['by a label that looks like an id and is mapped to another', { ...labels('OKR-OLD'), options: { labels: { 'OKR-OLD': 'OKR-QA' } } }, { 'OKR-QA': 1 }],
    ['in any case of letters', description('okr: okr-qa'), { 'OKR-QA': 1 }],
    [
      'in several ways at once',
      { ...description('OKR: OKR-QA'), options: { rules: [{ paths: ['server/**'], okr: 'OKR-Q3-LATENCY' }] } },
      { 'OKR-Q3-LATENCY': 0.25, 'OKR-QA': 0.75 },
    ],
    [
      'by the old name of a file',
      {
        files: {},
        options: { rules: [{ paths: ['server/**'], okr: 'OKR-QA' }] },
        change: { files: [{ path: 'b.ts', previousPath: 'server/a.ts', status: 'renamed' }] },
      },
      { 'OKR-QA': 1 },
    ],
  ])('%s', (_, given, expected) => {
    expect(shares(given)).toEqual(expected)
    expect(judged(given).outcome).toBe('pass')
  })

  it('with facts that say which objective, how it was named and where that stands', () => {
    const result = judged({ ...labels('OKR-QA'), options: { rules: [{ paths: ['web/*'], okr: 'OKR-QA' }] } })
    expect(result.facts).toEqual([
      {
        id: 'okr.contribution',
        title: 'Contribution to objectives',
        value: [
          {
            okr: 'OKR-QA',
            objective: 'Robust checkout',
            share: 1,
            owner: 'acme/api',
            keyResults: [{ id: 'KR1', metric: 'p95', target_rel: -0.2 }],
            tags: [
              { way: 'path', by: 'gates.okr.rules[0]', files: 1 },
              { way: 'label', by: 'OKR-QA', files: 2 },
            ],
          },
        ],
        sources: [expect.objectContaining({ kind: 'git', path: 'okrs/q3.yml', line: 7 }), { kind: 'settings', pointer: 'gates.okr.rules[0]' }, source],
      },
      {
        id: 'okr.tag:OKR-QA:path:gates.okr.rules[0]',
        title: 'Objective named',
        value: { okr: 'OKR-QA', way: 'path', by: 'gates.okr.rules[0]', files: 1 },
        sources: [{ kind: 'settings', pointer: 'gates.okr.rules[0]' }],
      },
      { id: 'okr.tag:OKR-QA:label:OKR-QA', title: 'Objective named', value: { okr: 'OKR-QA', way: 'label', by: 'OKR-QA', files: 2 }, sources: [source] },
    ])
    expect(messagesOf(result)).toEqual(['serves `OKR-QA` 100 %'])
  })

  it('with shares that are not a digit short for want of precision', () => {
    const ids = Array.from({ length: 10 }, (_, index) => `OKR-${index}`)
    const base: Files = { 'okrs/all.yml': ids.map((id) => objective(id, id)).join('---\n') }
    const files = Object.fromEntries(ids.map((id) => [`src/${id}`, 'x']))
    expect(new Set(Object.values(shares({ base, files, ...labels(...ids) })))).toEqual(new Set([0.1]))
  })

  it('with no more than fifty commands', () => {
    const commands = Array.from({ length: 80 }, (_, index) => ({ okr: 'OKR-QA', by: `p${index}` }))
    expect(judged({ commands }).facts.filter((fact) => fact.id.startsWith('okr.tag:'))).toHaveLength(50)
  })

  it('so that the shares sum to at most 1 and do not depend on any order', () => {
    const ids = ['OKR-A', 'OKR-B', 'OKR-C', 'OKR-D']
    const base: Files = { 'okrs/all.yml': ids.map((id) => objective(id, id)).join('---\n') }
    const files = fc.uniqueArray(fc.constantFrom('a/1', 'a/2', 'b/1', 'b/2', 'c/1', 'd'), { minLength: 1 })
    const rules = fc.array(
      fc.record({ paths: fc.array(fc.constantFrom('a/**', 'b/*', '**/1', '*'), { minLength: 1, maxLength: 2 }), okr: fc.constantFrom(...ids) }),
      { maxLength: 5 },
    )
    const tagged = fc.subarray(ids)
    fc.assert(
      fc.property(files, rules, tagged, (paths, someRules, names) => {
        const given: Given = { base, files: Object.fromEntries(paths.map((path) => [path, 'x'])), options: { rules: someRules } }
        const found = shares({ ...given, ...labels(...names) })
        const sum = Object.values(found).reduce((total, share) => total + share, 0)
        expect(sum).toBeLessThanOrEqual(1 + 1e-9)
        expect(Object.values(found).every((share) => share >= 0)).toBe(true)
        if (names.length > 0) expect(sum).toBeGreaterThan(1 - 0.0005)
        expect(shares({ ...given, files: Object.fromEntries(paths.toReversed().map((path) => [path, 'x'])), ...labels(...names.toReversed()) })).toEqual(found)
      }),
      { seed: 20261121, numRuns: 150 },
    )
  })
})

describe('an OKR line of the description', () => {
  it.each([
    ['OKR: OKR-QA', ['OKR-QA']],
    ['OKRs: OKR-QA, OKR-Q3-LATENCY', ['OKR-Q3-LATENCY', 'OKR-QA']],
    ['OKRs: OKR-QA and OKR-Q3-LATENCY', ['OKR-Q3-LATENCY', 'OKR-QA']],
    ['- **OKR:** `OKR-QA`.', ['OKR-QA']],
    ['* __OKR__: [OKR-QA](https://acme.example/okr)', ['OKR-QA']],
    ['OKR: OKR-QA because of OKR-Q3-LATENCY', ['OKR-QA']],
    ['OKR:', []],
    ['OKR: <!-- which one? OKR-QA -->', []],
    ['<!--\nOKR: OKR-QA\n-->', []],
    ['<!-- OKR: OKR-QA', []],
    ['<!--\nOKR: OKR-QA', []],
    ['<!-- a -->\nOKR: OKR-QA\n<!--\nOKR: OKR-Q3-LATENCY', ['OKR-QA']],
    ['```\n``` js\nOKR: OKR-QA', []],
    ['> OKR: OKR-QA', []],
    ['```\nOKR: OKR-QA\n```', []],
    ['~~~~ text\n```\nOKR: OKR-QA\n~~~\n~~~~~\n', []],
    ['```\nx\n```\nOKR: OKR-QA', ['OKR-QA']],
    ['    OKR: OKR-QA', []],
    ['see OKR: OKR-QA', []],
    ['`OKR: OKR-QA`', []],
    ['OKRX: OKR-QA', []],
  ])('%j names %j', (text, ids) => {
    expect(Object.keys(shares(description(text)))).toEqual(ids)
  })

  it('is one of many only up to a bound', () => {
    const { ids, malformed } = descriptionIds(Array.from({ length: 200 }, (_, index) => `OKR: ${index % 2 === 0 ? 'OKR-' : ''}X${index}`).join('\n'))
    expect(ids.length + malformed.length).toBe(50)
  })

  it('is read in time linear in the description', () => {
    for (const text of [
      'OKR: '.repeat(13_000),
      `OKR: ${'('.repeat(60_000)}`,
      '<!--'.repeat(16_000),
      '```\n'.repeat(16_000),
      `OKR: ${'a,'.repeat(30_000)}`,
      `OKR: OKR-${'-'.repeat(60_000)}`,
    ]) {
      expect(() => judged(description(text))).not.toThrow()
    }
  })
})

describe('the ids in an issue’s title', () => {
  it.each([
    ['OKR-QA: flaky', ['OKR-QA']],
    ['(OKR-QA), OKR-QA again and okr-x', ['OKR-QA', 'okr-x']],
    ['OKR-QA-- and OKR- and XOKR-QA', ['OKR-QA']],
    [Array.from({ length: 30 }, (_, index) => `OKR-${index}`).join(' '), Array.from({ length: 20 }, (_, index) => `OKR-${index}`)],
  ])('%j', (title, ids) => {
    expect(idsIn(title)).toEqual(ids)
  })
})

describe('a change that serves no objective', () => {
  it('is a finding with the nearest ones and what to paste', () => {
    const result = judged({ options: { rules: [{ paths: ['server/api/v2/**'], okr: 'OKR-QA' }] }, change: { title: 'Cut latency' } })
    expect(outline(result)).toEqual(['okr.untagged block'])
    expect(messagesOf(result)).toEqual([
      'serves no objective',
      'nothing says which objective this serves; nearest: `OKR-QA` (a rule gives it `server/api/v2/`); `OKR-Q3-LATENCY` (it shares words with the change)',
      'add the line `OKR: OKR-QA` to the description',
      'comment `/maestro okr OKR-QA`',
    ])
    expect(result.outcome).toBe('fail')
  })

  it('gets at most three suggestions, by rule before words and by id among equals', () => {
    const ids = ['OKR-E', 'OKR-D', 'OKR-C', 'OKR-B', 'OKR-A']
    const base = { 'okrs/a.yml': ids.map((id) => objective(id, 'checkout')).join('---\n') }
    const message = messagesOf(
      judged({ base, change: { title: 'checkout' }, options: { rules: [{ paths: ['x/y/**'], okr: 'OKR-E' }] }, files: { 'x/z': '1' } }),
    )[1]
    expect(message?.match(/OKR-\w/g)).toEqual(['OKR-E', 'OKR-A', 'OKR-B'])
  })

  it('is told where to look when nothing is near', () => {
    expect(messagesOf(judged({ change: { title: 'x' }, files: { q: '1' } }))).toContain(
      'add a line `OKR: <id>` to the description, with one of the 2 objectives at `okrs/*.{yml,yaml}`',
    )
  })

  it('is told the only objective there is', () => {
    const base = { 'okrs/a.yml': objective('OKR-ONLY', 'zzz') }
    expect(messagesOf(judged({ base, change: { title: 'x' }, files: { q: '1' } }))).toContain(
      'add a line `OKR: <id>` to the description, with the only objective, `OKR-ONLY`',
    )
  })

  it('is near to nothing by words that say nothing', () => {
    const base = { 'okrs/a.yml': objective('OKR-Q', 'From test to main, for an ox') }
    expect(messagesOf(judged({ base, change: { title: 'the test for main: an ox' }, files: { 'src/index': '1' } })).join()).not.toContain('nearest')
    expect(messagesOf(judged({ base: { 'okrs/a.yml': objective('OKR-Q', 'the cow') }, change: { title: 'a cow' }, files: { q: '1' } })).join()).toContain(
      'nearest',
    )
  })

  it('passes by its own advice', () => {
    const advice = messagesOf(judged({ change: { title: 'Cut latency' } })).find((message) => message.startsWith('add the line')) ?? ''
    expect(judged(description(/`([^`]+)`/.exec(advice)?.[1] ?? '')).outcome).toBe('pass')
  })

  it('is only a note when objectives are not required', () => {
    const result = judged({ options: { required: false } })
    expect(outline(result)).toEqual(['okr.untagged note'])
    expect(result.outcome).toBe('pass')
  })

  it('is none when nothing is changed: then there is nothing to judge, and that is no pass', () => {
    expect(judged({ files: {} })).toMatchObject({ outcome: 'skip', reasons: [] })
    expect(judged({ files: {}, ...description('OKR: OKR-QAA') }).outcome).toBe('fail')
  })

  it('is judged without what is not known, and says so', () => {
    const result = judgeScene(okr, { base: BASE, head: { ...BASE, x: '1' }, change: { labels: unknown('a replay'), issues: unknown('a replay') } })
    expect(outline(result)).toEqual(['okr.untagged block', 'okr.partly-known note'])
    expect(messagesOf(result)).toContain('judged without labels, linked issues, commands, which are not known here')
  })
})

describe('an id that no objective has', () => {
  it.each<[string, Given, string]>([
    ['in the description blocks', description('OKR: OKR-Q3-LATENCI'), 'block'],
    ['without its prefix blocks', description('OKR: Q3-LATENCY'), 'block'],
    ['as a label blocks', labels('OKR-Q3-LATENC'), 'block'],
    ['in a command, which nobody can take back, warns', { commands: [{ okr: 'OKR-Q3LATENCY', by: 'author' }] }, 'warn'],
    ['in the settings warns', { options: { rules: [{ paths: ['**'], okr: 'OKR-Q3-LATENCI' }] } }, 'warn'],
    ['of a mapped label warns', { ...labels('x'), options: { labels: { x: 'OKR-Q3-LATENCI' } } }, 'warn'],
    ['in an issue is a note', { change: { issues: known([{ repo: 'a/b', number: 1, title: 'OKR-Q3-LATENCI' }], source) } }, 'note'],
  ])('%s and names the nearest', (_, given, level) => {
    const result = judged(given)
    const [reason] = reasonsOf(result, 'okr.unknown-id')
    expect(reason?.level).toBe(level)
    expect(messagesOf(result).join('\n')).toContain('is no objective of the registry, did you mean `OKR-Q3-LATENCY`?')
    expect(outline(result)).toContain('okr.untagged block')
  })

  it('in a command is only a note once an objective is named, since it was there when it was named', () => {
    const result = judged({ ...labels('OKR-QA'), commands: [{ okr: 'OKR-Q3LATENCY', by: 'author' }] })
    expect(outline(result)).toEqual(['okr.unknown-id note'])
    expect(result.outcome).toBe('pass')
  })

  it.each<[string, Given, string]>([
    ['in the description', description('OKR: OKR-Q3-LATENCI'), 'write `OKR: OKR-Q3-LATENCY` in the description, in place of `OKR-Q3-LATENCI`'],
    ['as a label', labels('OKR-Q3-LATENC'), 'take the label `OKR-Q3-LATENC` off and put `OKR-Q3-LATENCY` on'],
    ['in a command', { commands: [{ okr: 'OKR-Q3LATENCY', by: 'author' }] }, 'comment `/maestro okr --remove OKR-Q3LATENCY` and `/maestro okr OKR-Q3-LATENCY`'],
    [
      'that is like none, in the description',
      description('OKR: OKR-ZZZZZZZZ'),
      'name one of the 2 objectives at `okrs/*.{yml,yaml}` in the description, in place of `OKR-ZZZZZZZZ`',
    ],
    [
      'that is like none, as a label',
      labels('OKR-ZZZZZZZZ'),
      'take the label `OKR-ZZZZZZZZ` off and put that of one of the 2 objectives at `okrs/*.{yml,yaml}` on',
    ],
  ])('%s is put right in one step, which names an objective, too', (_, given, step) => {
    const result = judged({ change: { title: 'x', ...given.change }, files: { q: '1' }, ...(given.commands === undefined ? {} : { commands: given.commands }) })
    expect(result.reasons.map((reason) => reason.code)).toEqual(['okr.unknown-id', 'okr.untagged'])
    expect(result.nextSteps.map(({ message, unblocks }) => [plain(message), unblocks])).toEqual([[step, [0, 1]]])
  })

  it('that is like none, in a command, can be taken back, which names no other', () => {
    const result = judged({ change: { title: 'x' }, files: { q: '1' }, commands: [{ okr: 'OKR-ZZZZZZZZ', by: 'author' }] })
    expect(result.nextSteps.map(({ message, unblocks }) => [plain(message), unblocks])).toEqual([
      ['comment `/maestro okr --remove OKR-ZZZZZZZZ`', [0]],
      ['add a line `OKR: <id>` to the description, with one of the 2 objectives at `okrs/*.{yml,yaml}`', [1]],
    ])
  })

  it.each<[string, Given, unknown]>([
    ['in the description', description('OKR: OKR-Q3-LATENCI'), { description: { replace: 'OKR-Q3-LATENCI', by: 'OKR-Q3-LATENCY' } }],
    ['as a label', labels('OKR-Q3-LATENC'), { labels: { add: ['OKR-Q3-LATENCY'], remove: ['OKR-Q3-LATENC'] } }],
    ['nowhere', { change: { title: 'Cut latency' } }, { description: { append: 'OKR: OKR-Q3-LATENCY' } }],
  ])('%s is put right by a step that a program can take', (_, given, said) => {
    const result = judged({ ...given, change: { title: 'Cut latency', ...given.change } })
    expect(result.nextSteps[0]?.edit).toEqual({ said })
  })

  it('that only the settings name leaves the author with the usual ways to name one', () => {
    const result = judged({ options: { rules: [{ paths: ['**'], okr: 'OKR-ZZZZZZZZ' }] }, change: { title: 'Cut latency' } })
    expect(result.nextSteps.map(({ kind, unblocks }) => [kind, unblocks])).toEqual([
      ['settings', [0]],
      ['edit', [1]],
      ['edit', [1]],
    ])
  })

  it('does not end in a list without end', () => {
    expect(reasonsOf(judged(labels(...Array.from({ length: 500 }, (_, index) => `OKR-X${index}`))), 'okr.unknown-id')).toHaveLength(20)
  })

  it('cannot be a property that every object has', () => {
    expect(outline(judged(labels('constructor', '__proto__')))).toEqual(['okr.untagged block'])
  })
})

describe('the result', () => {
  it('has the same bytes whatever order labels, issues and registry files come in', () => {
    const base: Files = { 'okrs/b.yml': objective('OKR-B', 'x'), 'okrs/a.yml': objective('OKR-A', 'y'), w: '1' }
    const issues = [1, 2, 3].map((number) => ({ repo: 'acme/shop', number, title: 'OKR-A' }))
    const names = ['OKR-B', 'OKR-C', 'OKR-D', 'OKR-A']
    const order = (turn: <T>(list: readonly T[]) => readonly T[]): Given => ({
      base: Object.fromEntries(turn(Object.entries(base))),
      files: { w: '2' },
      change: { labels: known(turn(names), source), issues: known(turn(issues), source) },
    })
    expect(JSON.stringify(judged(order((list) => list.toReversed())))).toBe(JSON.stringify(judged(order((list) => list))))
  })

  it('holds what comes from outside only as code, however it looks', () => {
    const evil = 'OKR-@acme/all\n/maestro help <img src=x> [x](http://x)'
    const result = judged({ ...labels(evil, 'x'), options: { labels: { x: evil } }, commands: [{ okr: evil, by: evil }] })
    const words = [...result.reasons, ...result.nextSteps].flatMap((each) => each.message).filter((span) => typeof span === 'string')
    expect(words.join(' ')).not.toMatch(/@acme|<img|http/)
    expect(messagesOf(result).join(' ')).toContain('<img')
  })
})
