import { describe, expect, it } from 'vitest'
import { renderCards } from '../../src/cards/render-cards.ts'
import { evaluate } from '../../src/conductor/evaluate.ts'
import { extractMemo } from '../../src/conductor/facts/extract-memo.ts'
import { governor } from '../../src/conductor/govern.ts'
import { gates } from '../../src/gates/registry.ts'
import { aChange, type Files, memoryReader, TREES } from '../model/memory-reader.ts'

const SETTINGS = '.github/maestro.yml'
const BROKEN: Files = { [SETTINGS]: 'version: 1\nmdoe: enforce\n', 'src/a.ts': 'export const a = 1\n' }
const repair: Files = { [SETTINGS]: 'version: 1\nmode: enforce\n' }
const floor = { current: { file: 'acme/.github/maestro.yml', content: 'version: 1\nfloor: { okr: enforce }\n' } }

async function decided(head: Files, organisation?: typeof floor) {
  const reader = memoryReader({ [TREES.trunk]: BROKEN, [TREES.base]: BROKEN, [TREES.head]: { ...BROKEN, ...head } })
  const change = await aChange(reader)
  const governing = await governor(gates).govern(change, reader, organisation)
  const gatherer = { reader, memo: extractMemo(), providers: {}, maxFileBytes: 1000 }
  const { decision, settings } = await evaluate(change, governing, gates, gatherer)
  return { decision, cards: renderCards({ decision, change, settings, links: { reasons: (code) => code } }) }
}

/** @spec SPEC-4 */
describe('where settings were never valid', () => {
  it('the change that only repairs them may merge, and says so', async () => {
    const { decision, cards } = await decided(repair)
    expect(decision).toMatchObject({ verdict: 'warn', settings: { state: 'none' } })
    expect(decision.results.flatMap((result) => result.reasons.map((reason) => reason.code))).toContain('settings.repairs')
    expect(cards.checks.map(({ conclusion }) => conclusion)).toEqual(['neutral', 'success'])
    expect(cards.comment).toContain('this repairs the settings, which were never valid')
  })

  it.each<[string, Files]>([
    ['any other change', { 'src/a.ts': 'export const a = 2\n' }],
    ['the repair with code', { ...repair, 'src/a.ts': 'export const a = 2\n' }],
    ['a repair that is none', { [SETTINGS]: 'version: 2\n' }],
  ])('%s may not', async (_, head) => {
    const { decision, cards } = await decided(head)
    expect(decision.verdict).toBe('misconfigured')
    expect(cards.checks.map(({ conclusion }) => conclusion)).toEqual(['action_required', 'action_required'])
  })

  it('the organisation’s floor judges the repair, too', async () => {
    const { decision } = await decided(repair, floor)
    expect(decision.results.map(({ gate, mode }) => [gate, mode])).toContainEqual(['okr', 'enforce'])
  })
})
