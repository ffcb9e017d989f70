import { describe, expect, it } from 'vitest'
import { okr } from '../../../src/gates/okr/gate.ts'
import type { OkrOptions } from '../../../src/gates/okr/options.ts'
import type { Reason } from '../../../src/model/gate.ts'
import { oid } from '../../../src/model/ids.ts'
import { plain } from '../../../src/model/phrase.ts'
import { type Files, judgeScene, messagesOf, outline, reasonsOf } from '../harness.ts'
import { BASE, description, type Given, judged, labels, objective, shares } from './judged.ts'

/** @spec SPEC-5 */
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
    expect(messagesOf(result).at(-1)).toBe(
      'repair the registry in a pull request of its own: one that touches nothing but the registry and the settings is let through',
    )

    const proposed = judged({ files: broken, ...description('OKR: OKR-QA') })
    expect(proposed.outcome).toBe('fail')
    const invalid = reasonsOf(proposed, 'okr.registry-invalid')
    expect(invalid[0]).toMatchObject({ level: 'block', path: 'okrs/z.yml', line })
    expect(proposed.nextSteps).toHaveLength(1)
    expect(proposed.nextSteps[0]?.unblocks.map((index) => proposed.reasons[index])).toEqual(invalid)

    const repaired = judged({ base: broken, files: { 'okrs/z.yml': objective('OKR-NEW', 'y') } })
    expect(repaired.outcome).toBe('skip')
    expect(messagesOf(repaired)[0]).toBe('repairs the registry, which is broken on the trunk')
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

  it('keeps what objectives are about out of every message', () => {
    const base: Files = { 'okrs/q.yml': objective('OKR-Q', 'Buy Globex for 3 million') }
    for (const given of [{}, labels('OKR-Q'), labels('OKR-QQ'), { files: { 'okrs/q.yml': `${objective('OKR-Q', 'Buy Globex')}x: 1` } }]) {
      expect(messagesOf(judged({ base, change: { title: 'Buy for Globex' }, ...given })).join('\n')).not.toContain('Globex')
    }
  })
})

describe('a registry that is not there', () => {
  const NONE: Files = { 'server/api/retry.ts': '1', 'web/page.ts': '1' }

  it.each<[string, Files, string]>([
    ['without a file', NONE, 'there is no registry at `okrs/*.{yml,yaml}` on the trunk'],
    ['with a file that names no objective', { ...NONE, 'okrs/a.yml': '# later\n' }, 'the registry on the trunk names no objective'],
  ])('%s cannot judge, so that where the gate is enforced nothing passes by it', (_, base, words) => {
    const result = judged({ base })
    expect(result.outcome).toBe('misconfigured')
    expect(outline(result)).toEqual(['okr.registry-missing note'])
    expect(messagesOf(result).slice(0, 2)).toEqual([words, words])
    expect(messagesOf(result).slice(2)).toEqual([
      'add an objective as `okrs/objectives.yml` in a pull request of its own: one that touches nothing but the registry and the settings is let through',
      'if there are to be no objectives, set `gates.okr.mode: off` in the settings, in a pull request of its own: one that touches nothing but the registry and the settings is let through',
    ])
    expect(judged({ base, files: { 'okrs/b.yml': 'id: [' } })).toMatchObject({ outcome: 'misconfigured' })
  })

  it.each<[string, Files]>([
    ['without a file', NONE],
    ['with a file that names no objective', { ...NONE, 'okrs/a.yml': '# later\n' }],
  ])('%s leaves a gate that no settings name without anything to judge, but a proposed one is checked', (_, base) => {
    const options = { named: false }
    expect(judged({ base, options })).toMatchObject({ outcome: 'skip', reasons: [], nextSteps: [] })
    expect(judged({ base, options, files: { 'okrs/b.yml': objective('OKR-B', 'x') } })).toMatchObject({ outcome: 'skip' })
    expect(judged({ base, options, files: { 'okrs/b.yml': 'id: [' } })).toMatchObject({ outcome: 'fail' })
  })

  it('that is broken cannot judge, whether or not settings name the gate: it is in use', () => {
    expect(judged({ base: { ...NONE, 'okrs/a.yml': 'id: [' }, options: { named: false } }).outcome).toBe('misconfigured')
  })

  it('is brought in by its own advice', () => {
    const snippet = judged({ base: NONE }).nextSteps[0]?.snippet
    const result = judged({ base: NONE, files: { [snippet?.path ?? '']: snippet?.text ?? '' } })
    expect(result.outcome).toBe('skip')
    expect(messagesOf(result)[0]).toBe('brings in the registry, which is missing on the trunk')
  })

  it.each<[string, OkrOptions['registry'], string | undefined]>([
    ['in the folder of the first pattern that would match it', ['plans/2026/*.yaml', 'okrs/*.yml'], 'plans/2026/objectives.yaml'],
    ['at the root', '*.yml', 'objectives.yml'],
    ['where no other pattern takes it out again', ['okrs/*.yml', '!okrs/objectives.yml', 'b/*.yml'], 'b/objectives.yml'],
    ['by patterns that take something out first', ['!a/*.yml', '**/*.yml'], 'objectives.yml'],
    ['nowhere when the patterns want a name of their own', 'okrs/q[1-4].yml', undefined],
  ])('is advised %s', (_, registry, path) => {
    const [first] = judged({ base: NONE, options: { registry } }).nextSteps
    expect(first?.snippet?.path).toBe(path)
    if (path === undefined) expect(plain(first?.message ?? [])).toContain('add an objective at `okrs/q[1-4].yml` in a pull request of its own')
  })

  it('holds nothing back that changes nothing', () => {
    expect(judged({ base: NONE, files: {} })).toMatchObject({ outcome: 'skip', reasons: [] })
  })
})

describe('while the registry on the trunk is missing or broken', () => {
  const FOUND = objective('OKR-NEW', 'y')
  const BROKEN: Files = { 'okrs/z.yml': 'id: [', 'okrs/y.yml': 'id: [', 'src/a.ts': '1', '.github/maestro.yml': 'version: 1' }
  const MISSING: Files = { 'src/a.ts': '1', '.github/maestro.yml': 'version: 1' }
  const settings: Files = { '.github/maestro.yml': 'version: 1\nmode: warn' }
  const repair: Files = { 'okrs/z.yml': FOUND, 'okrs/y.yml': '# none' }

  it.each<[string, Files, Files, 'skip' | 'misconfigured']>([
    ['the repair alone', BROKEN, repair, 'skip'],
    ['the repair with the settings', BROKEN, { ...repair, ...settings }, 'skip'],
    ['the settings alone, which may say another place or turn the gate off', BROKEN, settings, 'skip'],
    ['half of the repair', BROKEN, { 'okrs/z.yml': FOUND }, 'misconfigured'],
    ['half of the repair with the settings', BROKEN, { 'okrs/z.yml': FOUND, ...settings }, 'skip'],
    ['half of the repair that breaks the rest with the settings', BROKEN, { 'okrs/z.yml': FOUND, 'okrs/y.yml': 'id: {', ...settings }, 'misconfigured'],
    ['the repair with code', BROKEN, { ...repair, 'src/a.ts': '2' }, 'misconfigured'],
    ['the settings with code', BROKEN, { ...settings, 'src/a.ts': '2' }, 'misconfigured'],
    ['another file of the same folder as the settings', BROKEN, { ...settings, '.github/workflows/ci.yml': 'on: push' }, 'misconfigured'],
    ['code alone', BROKEN, { 'src/a.ts': '2' }, 'misconfigured'],
    ['a first registry alone', MISSING, { 'okrs/z.yml': FOUND }, 'skip'],
    ['a first registry with code', MISSING, { 'okrs/z.yml': FOUND, 'src/a.ts': '2' }, 'misconfigured'],
    ['a first registry that names nothing', MISSING, { 'okrs/z.yml': '# none' }, 'misconfigured'],
    ['the settings alone', MISSING, settings, 'skip'],
    ['code alone', MISSING, { 'src/a.ts': '2' }, 'misconfigured'],
  ])('%s (%#)', (_, base, files, outcome) => {
    const result = judged({ base, files, ...description('OKR: OKR-NEW') })
    expect(result.outcome).toBe(outcome)
    expect(reasonsOf(result, 'okr.registry-invalid').map((reason) => reason.path)).toEqual(files['okrs/y.yml'] === 'id: {' ? ['okrs/y.yml'] : [])
  })

  it.each([
    ['a link at a registry path', 'okrs/link.yml', 'symlink'],
    ['a submodule at a registry path', 'okrs/sub.yml', 'submodule'],
  ] as const)('%s comes along with no repair', (_, path, kind) => {
    const plainFile = (at: string) => ({ path: at, status: 'modified', after: { oid: oid('1'.repeat(40)), kind: 'file' } }) as const
    const extra = { path, status: 'added', after: { oid: oid('2'.repeat(40)), kind } } as const
    const files = [plainFile('okrs/y.yml'), plainFile('okrs/z.yml')]
    expect(judged({ base: BROKEN, files: repair, change: { files } }).outcome).toBe('skip')
    expect(judged({ base: BROKEN, files: repair, change: { files: [...files, extra] } }).outcome).toBe('misconfigured')
    const gone = { path, status: 'removed', before: extra.after } as const
    expect(judged({ base: BROKEN, files: repair, change: { files: [...files, gone] } }).outcome).toBe('misconfigured')
  })

  it('a pattern that takes in the settings file is put right by the settings alone', () => {
    const given: Given = { base: { ...MISSING, 'okrs/a.yml': FOUND }, options: { registry: '{okrs,.github}/*.yml' } }
    expect(judged({ ...given, files: { 'src/a.ts': '2' } }).outcome).toBe('misconfigured')
    expect(judged({ ...given, files: settings }).outcome).toBe('skip')
  })

  it('a registry file that is executable is one all the same', () => {
    const files = ['okrs/y.yml', 'okrs/z.yml'].map((path) => ({ path, status: 'modified', after: { oid: oid('1'.repeat(40)), kind: 'executable' } }) as const)
    expect(judged({ base: BROKEN, files: repair, change: { files } }).outcome).toBe('skip')
  })

  it('a registry file that is renamed from or to elsewhere is more than a repair', () => {
    const rename = (path: string, previousPath: string): Given => ({
      base: BROKEN,
      files: repair,
      change: {
        files: [
          { path, previousPath, status: 'renamed' },
          { path: 'okrs/y.yml', status: 'modified' },
          { path: 'okrs/z.yml', status: 'modified' },
        ],
      },
    })
    expect(judged(rename('okrs/new.yml', 'okrs/old.yml')).outcome).toBe('skip')
    expect(judged(rename('okrs/new.yml', 'src/old.yml')).outcome).toBe('misconfigured')
    expect(judged(rename('src/new.yml', 'okrs/old.yml')).outcome).toBe('misconfigured')
  })
})

describe('a change that leaves no objective', () => {
  const tagged = description('OKR: OKR-QA')

  it.each<[string, Files, Partial<Reason>]>([
    ['by removing the last file', {}, { path: 'okrs/q3.yml', side: 'base' }],
    ['by emptying it', { 'okrs/q3.yml': '# none\n' }, { path: 'okrs/q3.yml', line: 1 }],
  ])('%s is blocked by a reason of its own, with both ways on', (_, registry, where) => {
    const result = judgeScene(okr, {
      base: BASE,
      head: { 'web/page.ts': '1', 'server/api/retry.ts': '1', ...registry },
      ...tagged,
      answers: { 'okr-tags': [] },
    })
    expect(result.outcome).toBe('fail')
    expect(reasonsOf(result, 'okr.registry-removed')).toEqual([expect.objectContaining({ level: 'block', ...where })])
    expect(messagesOf(result)).toContain('this leaves no objective at `okrs/*.{yml,yaml}`; once it is merged, no change can be judged by them')
    expect(result.nextSteps.map(({ kind }) => kind)).toEqual(['edit', 'settings'])
  })

  it('by moving the last file away is blocked as well', () => {
    const { 'okrs/q3.yml': text = '', ...rest } = BASE
    const result = judgeScene(okr, { base: BASE, head: { ...rest, 'docs/q3.yml': text }, renames: { 'docs/q3.yml': 'okrs/q3.yml' }, ...tagged })
    expect(outline(result)).toContain('okr.registry-removed block okrs/q3.yml')
  })

  it('is none while another file names one, also one that only the trunk has', () => {
    const { 'okrs/q3.yml': _, ...rest } = BASE
    const other: Files = { 'okrs/q4.yml': objective('OKR-Q4', 'x') }
    for (const scene of [
      { base: { ...BASE, ...other }, head: { ...rest, ...other } },
      { base: BASE, head: rest, trunk: { ...BASE, ...other } },
    ]) {
      expect(outline(judgeScene(okr, { ...scene, ...tagged, answers: { 'okr-tags': [] } }))).toEqual(['okr.registry-changed note okrs/q3.yml'])
    }
  })

  it('is not saved by a file that only its stale branch still has', () => {
    const { 'okrs/q3.yml': _, ...rest } = BASE
    const old: Files = { 'okrs/q2.yml': objective('OKR-Q2', 'x') }
    const result = judgeScene(okr, { base: { ...BASE, ...old }, head: { ...rest, ...old }, trunk: BASE, ...tagged, answers: { 'okr-tags': [] } })
    expect(outline(result)).toContain('okr.registry-removed block okrs/q3.yml')
  })

  it('is none where the trunk named none to begin with', () => {
    const base: Files = { 'okrs/q3.yml': '# none\n', 'src/a.ts': '1' }
    expect(outline(judgeScene(okr, { base, head: { 'src/a.ts': '1' } }))).toEqual(['okr.registry-changed note okrs/q3.yml'])
  })

  it('does not get away with it because the registry is broken', () => {
    const base: Files = { 'okrs/q3.yml': 'id: [' }
    const result = judgeScene(okr, { base, head: {} })
    expect(result.outcome).toBe('misconfigured')
    expect(outline(result)).toContain('okr.registry-removed block okrs/q3.yml')
  })
})

describe('the registry that a change proposes', () => {
  it('is what it would be once merged: files that it does not touch are the trunk’s', () => {
    const stale: Files = { ...BASE, 'okrs/old.yml': 'id: [' }
    const trunk: Files = { ...BASE, 'okrs/old.yml': objective('OKR-OLD', 'x'), 'okrs/new.yml': objective('OKR-NEW', 'x') }
    const change = description('OKR: OKR-QA')
    const sound = judgeScene(okr, {
      base: stale,
      head: { ...stale, 'okrs/mine.yml': objective('OKR-MINE', 'x') },
      trunk,
      ...change,
      answers: { 'okr-tags': [] },
    })
    expect(outline(sound)).toEqual(['okr.registry-changed note okrs/mine.yml'])
    const twice = judgeScene(okr, {
      base: stale,
      head: { ...stale, 'okrs/mine.yml': objective('OKR-NEW', 'x') },
      trunk,
      ...change,
      answers: { 'okr-tags': [] },
    })
    expect(outline(twice)).toEqual(['okr.registry-changed note okrs/mine.yml', 'okr.registry-invalid block okrs/mine.yml:1'])
  })
})

describe('a registry file that cannot be read', () => {
  const large = `${objective('OKR-BIG', 'x')}# ${'x'.repeat(2_000)}\n`
  const tagged = description('OKR: OKR-QA')
  const answers = { 'okr-tags': [] }

  it('breaks the registry on the trunk, and blocks a change that brings it in', () => {
    const base: Files = { ...BASE, 'okrs/big.yml': large }
    const result = judgeScene(okr, { base, head: { ...base, 'web/page.ts': '2' }, maxFileBytes: 1_000, ...tagged, answers })
    expect(result.outcome).toBe('misconfigured')
    expect(outline(result)).toEqual(['okr.registry-broken note okrs/big.yml:1'])
    const proposed = judgeScene(okr, { base: BASE, head: base, maxFileBytes: 1_000, ...tagged, answers })
    expect(outline(proposed)).toEqual(['okr.registry-changed note okrs/big.yml', 'okr.registry-invalid block okrs/big.yml:1'])
  })

  it('on the trunk is not forgotten because the branch does not have it yet', () => {
    const base: Files = { 'okrs/z.yml': 'id: [' }
    const trunk: Files = { ...base, 'okrs/big.yml': large }
    const repaired = { 'okrs/z.yml': objective('OKR-Z', 'x') }
    expect(judgeScene(okr, { base, head: repaired, trunk, maxFileBytes: 1_000 }).outcome).toBe('misconfigured')
    expect(judgeScene(okr, { base, head: repaired, maxFileBytes: 1_000 }).outcome).toBe('skip')
  })

  it('has its problems told in the order of paths and lines, fifty at most', () => {
    const twice = `${objective('OKR-A', 'x')}---\n${objective('OKR-A', 'y')}---\n${objective('OKR-C', 'z')}wrong: 1\n`
    expect(outline(judged({ base: { 'okrs/b.yml': 'id: [', 'okrs/a.yml': twice } }))).toEqual([
      'okr.registry-broken note okrs/a.yml:7',
      'okr.registry-broken note okrs/a.yml:18',
      'okr.registry-broken note okrs/b.yml:1',
    ])
    const wrong = Array.from({ length: 40 }, (_, index) => `k${index}: 1\n`).join('')
    const many: Files = { 'okrs/a.yml': objective('OKR-A', 'x') + wrong, 'okrs/b.yml': objective('OKR-B', 'x') + wrong }
    expect(reasonsOf(judged({ base: many }), 'okr.registry-broken')).toHaveLength(50)
    expect(reasonsOf(judged({ files: many }), 'okr.registry-invalid')).toHaveLength(50)
  })

  it('has fifty key results at most', () => {
    const results = (count: number) => Array.from({ length: count }, (_, index) => `  - { id: KR${index}, metric: m, target_abs: 1 }\n`).join('')
    const text = (count: number) => `id: OKR-A\nobjective: x\nkey_results:\n${results(count)}`
    expect(judged({ base: { 'okrs/a.yml': text(50), 'web/page.ts': '1' } }).outcome).toBe('fail')
    expect(messagesOf(judged({ base: { 'okrs/a.yml': text(51), 'web/page.ts': '1' } })).join()).toContain('more than 50 key results')
  })
})
