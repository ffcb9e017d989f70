import { describe, expect, it } from 'vitest'
import { resolveSettings } from '../../../src/config/layers.ts'
import { type ParsedSettings, parseSettings, type Role } from '../../../src/config/parse.ts'
import { gates } from '../../../src/gates/registry.ts'
import type { FileChange } from '../../../src/model/change.ts'
import { oid } from '../../../src/model/ids.ts'
import { plain } from '../../../src/model/phrase.ts'
import { type Files, outline } from '../harness.ts'
import { description, type Given, judged } from './judged.ts'

const DOCS: Files = { 'docs/guide.md': '2', 'README.md': '2' }
const exempt = ['docs/**', '*.md', '!docs/api/**']
const given = (files: Files, more: Given = {}): Given => ({ ...more, files, options: { exempt } })

/** @spec SPEC-5 */
describe('a change of nothing but exempt files', () => {
  it('is not asked for an objective, and says by which settings', () => {
    const result = judged(given(DOCS))
    expect(outline(result)).toEqual(['okr.exempt note'])
    expect(result.outcome).toBe('skip')
    expect(plain(result.summary)).toBe('every changed file is among `gates.okr.exempt`, so no objective is asked for')
    expect(result.facts).toContainEqual(
      expect.objectContaining({ id: 'okr.exempt', value: exempt, sources: [{ kind: 'settings', pointer: 'gates.okr.exempt' }] }),
    )
  })

  it('serves an objective all the same where one is named', () => {
    const result = judged(given(DOCS, description('OKR: OKR-QA')))
    expect(outline(result)).toEqual([])
    expect(result.outcome).toBe('pass')
  })

  it('is told of an objective that there is not', () => {
    const result = judged(given(DOCS, description('OKR: OKR-QB')))
    expect(outline(result)).toEqual(['okr.exempt note', 'okr.unknown-id block'])
    expect(result.outcome).toBe('fail')
  })

  it.each<[string, Given]>([
    ['code among them', given({ ...DOCS, 'web/page.ts': '2' })],
    ['what is taken out again', given({ ...DOCS, 'docs/api/index.md': '2' })],
    ['nothing that settings exempt', { files: DOCS }],
  ])('is one no more with %s', (_, changed) => {
    expect(outline(judged(changed))).toContain('okr.untagged block')
  })

  it.each<[string, FileChange]>([
    ['a file that comes from elsewhere', { path: 'docs/page.ts', previousPath: 'web/page.ts', status: 'renamed' }],
    ['a link', { path: 'docs/link.md', status: 'added', after: { oid: oid('1'.repeat(40)), kind: 'symlink' } }],
    ['a submodule that was there', { path: 'docs/vendor', status: 'removed', before: { oid: oid('1'.repeat(40)), kind: 'submodule' } }],
  ])('is one no more with %s', (_, file) => {
    const result = judged({ files: {}, options: { exempt }, change: { files: [file] } })
    expect(outline(result)).toContain('okr.untagged block')
  })

  it('can be kept by an organisation from being made so', () => {
    const parsed = (text: string, role: Role): ParsedSettings => parseSettings(text, { file: role, role }, gates)
    const { settings, diagnostics } = resolveSettings(
      {
        organisation: parsed('version: 1\nfloor: { okr: { mode: enforce, locked: [exempt] } }', 'organisation').layer,
        repository: parsed('version: 1\ngates: { okr: { exempt: ["**"] } }', 'repository').layer,
      },
      gates,
    )
    expect(settings.gates['okr']?.options).toMatchObject({ exempt: [] })
    expect(diagnostics.map(({ code, message }) => [code, message])).toEqual([
      ['settings.below-floor', 'the organisation’s floor locks `gates.okr.exempt` at `[]`'],
    ])
  })
})
