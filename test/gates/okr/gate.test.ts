import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { okr } from '../../../src/gates/okr/gate.ts'
import type { OkrOptions } from '../../../src/gates/okr/options.ts'
import type { Change } from '../../../src/model/change.ts'
import { isArray, isObject, type Json } from '../../../src/model/json.ts'
import { known, unknown } from '../../../src/model/known.ts'
import { type Files, judgeScene, messagesOf, outline, reasonsOf } from '../harness.ts'

function objective(id: string, words: string): string {
  return `id: ${id}\nobjective: "${words}"\nowner: acme/api\nkey_results:\n  - { id: KR1, metric: p95, target_rel: -0.2 }\n`
}

const REGISTRY: Files = { 'okrs/q3.yml': `${objective('OKR-Q3-LATENCY', 'Reduce p95 latency')}---\n${objective('OKR-QA', 'Robust checkout')}` }
const BASE: Files = { ...REGISTRY, 'server/api/retry.ts': '1', 'web/page.ts': '1' }
const source = { kind: 'github', what: 'pull request' } as const

interface Given {
  readonly files?: Files
  readonly change?: Partial<Change>
  readonly options?: Partial<OkrOptions>
  readonly trunk?: Files
  readonly base?: Files
  readonly commands?: Json
}

/** A change of two files, unless `files` says otherwise, judged against the registry above. */
function judged({ files = { 'server/api/retry.ts': '2', 'web/page.ts': '2' }, change, options, trunk, base = BASE, commands = [] }: Given) {
  return judgeScene(okr, { base, head: { ...base, ...files }, trunk: trunk ?? base, change: change ?? {}, answers: { 'okr-tags': commands } }, options)
}

/** Objective and share of each entry of the contribution. */
function shares(given: Given): Readonly<Record<string, number>> {
  const value = judged(given).facts.find((fact) => fact.id === 'okr.contribution')?.value
  return Object.fromEntries((isArray(value) ? value : []).flatMap((entry) => (isObject(entry) ? [[String(entry['okr']), Number(entry['share'])]] : [])))
}

const description = (text: string): Given => ({ change: { description: known(text, source) } })
const labels = (...names: string[]): Given => ({ change: { labels: known(names, source) } })

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

  it('passes by its own advice', () => {
    const advice = messagesOf(judged({ change: { title: 'Cut latency' } })).find((message) => message.startsWith('add the line')) ?? ''
    expect(judged(description(/`([^`]+)`/.exec(advice)?.[1] ?? '')).outcome).toBe('pass')
  })

  it('is only a note when objectives are not required', () => {
    const result = judged({ options: { required: false } })
    expect(outline(result)).toEqual(['okr.untagged note'])
    expect(result.outcome).toBe('pass')
  })

  it('is none when nothing is changed', () => {
    expect(judged({ files: {} })).toMatchObject({ outcome: 'pass', reasons: [] })
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
    ['in a command blocks', { commands: [{ okr: 'OKR-Q3LATENCY', by: 'author' }] }, 'block'],
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

describe('the registry', () => {
  it.each([
    ['is no YAML', 'id: [', /no valid YAML/, 1],
    ['has no id', 'objective: x\nkey_results: [{id: a, metric: b, target_abs: 1}]', /`id` is missing/, 1],
    ['has an id that is none', objective('KPI-1', 'x'), /is no id/, 1],
    ['lacks key results', 'id: OKR-A\nobjective: x\n', /`key_results` is missing/, 1],
    [
      'has two targets',
      'id: OKR-A\nobjective: x\nkey_results:\n  - {id: a, metric: b, target_abs: 1, target_rel: 1}',
      /either `target_rel` or `target_abs`/,
      4,
    ],
    ['has no target', 'id: OKR-A\nobjective: x\nkey_results:\n  - {id: a, metric: b}', /either `target_rel` or `target_abs`/, 4],
    ['has a target that is a text', 'id: OKR-A\nobjective: x\nkey_results:\n  - {id: a, metric: b, target_abs: much}', /must be a number/, 4],
    ['has a key that is misspelt', `${objective('OKR-A', 'x')}ownr: y\n`, /`ownr` means nothing here, did you mean `owner`\?/, 6],
    [
      'gives a key result twice',
      'id: OKR-A\nobjective: x\nkey_results:\n  - {id: a, metric: b, target_abs: 1}\n  - {id: a, metric: c, target_abs: 1}',
      /`a` is given twice/,
      5,
    ],
    ['is binary', '\0', /cannot be read: binary/, 1],
    ['gives an id twice', `${objective('OKR-A', 'x')}---\n${objective('okr-a', 'y')}`, /given twice, first at `okrs\/z.yml:1`/, 7],
  ])('on the trunk that %s cannot judge; a change that brings it in is blocked; one that repairs it is let through', (_, text, message, line) => {
    const broken = { 'okrs/z.yml': text }
    const result = judged({ base: broken })
    expect(result.outcome).toBe('misconfigured')
    expect(messagesOf(result).join('\n')).toMatch(message)
    expect(result.reasons[0]).toMatchObject({ code: 'okr.registry-broken', level: 'note', path: 'okrs/z.yml', line, side: 'trunk' })

    const proposed = judged({ files: broken, ...description('OKR: OKR-QA') })
    expect(proposed.outcome).toBe('fail')
    expect(reasonsOf(proposed, 'okr.registry-invalid')[0]).toMatchObject({ level: 'block', path: 'okrs/z.yml', line })

    const repaired = judged({ base: broken, files: { 'okrs/z.yml': objective('OKR-NEW', 'y') } })
    expect(repaired.outcome).toBe('skip')
    const stillBroken = judged({ base: broken, files: { 'okrs/z.yml': `${text}\nzzz: 1` } })
    expect(stillBroken.outcome).toBe('misconfigured')
  })

  it('of the trunk governs: an objective that the change itself adds does not count', () => {
    const result = judged({ files: { 'okrs/new.yml': objective('OKR-MINE', 'x') }, ...description('OKR: OKR-MINE') })
    expect(outline(result)).toEqual(['okr.registry-changed note okrs/new.yml', 'okr.unknown-id block', 'okr.untagged block'])
  })

  it('may hold lists and documents in several files that any of its patterns match', () => {
    const base = { 'a.yml': `- ${objective('OKR-A', 'x').replaceAll('\n', '\n  ')}`, 'b/c.yaml': objective('OKR-B', 'y') }
    expect(shares({ base, files: { x: '1' }, ...labels('OKR-A', 'OKR-B'), options: { registry: ['*.yml', 'b/*'] } })).toEqual({ 'OKR-A': 0.5, 'OKR-B': 0.5 })
  })

  it.each([
    ['is not there', {}],
    ['names no objective', { 'okrs/a.yml': '# later\n' }],
  ])('that %s leaves nothing to judge, but a proposed one is checked', (_, base) => {
    expect(judged({ base }).outcome).toBe('skip')
    expect(judged({ base, files: { 'okrs/b.yml': 'id: [' } }).outcome).toBe('fail')
  })

  it('keeps what objectives are about out of every message', () => {
    const base: Files = { 'okrs/q.yml': objective('OKR-Q', 'Buy Globex for 3 million') }
    for (const given of [{}, labels('OKR-Q'), labels('OKR-QQ'), { files: { 'okrs/q.yml': `${objective('OKR-Q', 'Buy Globex')}x: 1` } }]) {
      expect(messagesOf(judged({ base, change: { title: 'Buy for Globex' }, ...given })).join('\n')).not.toContain('Globex')
    }
  })
})
