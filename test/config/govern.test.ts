import { describe, expect, test } from 'vitest'
import { type GoverningFiles, governing } from '../../src/config/govern.ts'
import { oid } from '../../src/model/ids.ts'
import { gates } from './gates.ts'
import { told } from './read.ts'

const newest = oid('1'.repeat(40))
const earlier = oid('2'.repeat(40))
const file = '.github/maestro.yml'
const good = { file, content: 'version: 1\nmode: enforce', commit: newest }
const broken = { file, content: 'version: 1\nmdoe: enforce', commit: newest }
const before = { file, content: 'version: 1\nmode: warn', commit: earlier }

function outcome(files: GoverningFiles) {
  const { settings, notice } = governing(files, gates)
  return { mode: settings.mode, state: notice.state, from: notice.from, trunk: notice.trunk.map(told), proposed: notice.proposed.map(told) }
}

const quiet = { trunk: [], proposed: [] }
const typo = '2:1-2:5 settings.unknown-key unknown key `mdoe`, did you mean `mode`?'

/** @spec SPEC-4 */
describe('modes that a proposed file lowers', () => {
  function lowered(now: string, then: string, organisation?: string): readonly string[] {
    const organisationFile = organisation === undefined ? {} : { organisationFile: { file: 'o', content: organisation } }
    const inForce = governing({ trunkFile: { file, content: now, commit: newest }, ...organisationFile }, gates).settings
    const { notice } = governing({ proposedFile: { file, content: then }, inForce, ...organisationFile }, gates)
    return notice.proposed.filter(({ code }) => code === 'settings.lowered').map(told)
  }
  const ids = gates.map((gate) => gate.id)

  test('are told of at the line that lowers them, gate by gate', () => {
    const all = lowered('version: 1\nmode: enforce', 'version: 1\n\nmode: off')
    expect(all).toEqual(ids.map((id) => `3:1-3:5 settings.lowered \`gates.${id}.mode\` goes from enforce to off`))
    expect(lowered('version: 1\nmode: enforce', 'version: 1\nmode: enforce\ngates:\n  okr: { mode: warn }')).toEqual([
      '4:10-4:14 settings.lowered `gates.okr.mode` goes from enforce to warn',
    ])
  })

  test('are told of when a line that set them is gone', () => {
    const [first] = lowered('version: 1\nmode: enforce', 'version: 1')
    expect(first).toMatch(/^1:1-\S+ settings.lowered .* from enforce to observe, since nothing here sets it any more$/)
  })

  test('are none when they rise, stay, or the floor holds them', () => {
    expect(lowered('version: 1\nmode: warn', 'version: 1\nmode: enforce')).toEqual([])
    expect(lowered('version: 1\nmode: warn', 'version: 1\nmode: warn\ncomment: never')).toEqual([])
    expect(lowered('version: 1\nmode: enforce', 'version: 1\nmode: off', 'version: 1\nfloor: { "*": enforce }')).toEqual([])
  })

  test('are told of for single reasons, too', () => {
    const code = 'spec.unbound-surface'
    const found = lowered(
      `version: 1\nmode: warn\ngates: { spec: { modes: { ${code}: enforce } } }`,
      `version: 1\nmode: warn\ngates: { spec: { modes: { ${code}: observe } } }`,
    )
    expect(found).toHaveLength(1)
    expect(found[0]).toContain('from enforce to observe')
  })
})

/** @spec SPEC-4 */
describe('which settings govern', () => {
  test('the trunk’s own when they are valid, whatever was before', () => {
    expect(outcome({ trunkFile: good, lastValid: before })).toEqual({ mode: 'enforce', state: 'valid', from: newest, ...quiet })
  })

  test('the last valid ones when the trunk’s are broken, with what is wrong', () => {
    expect(outcome({ trunkFile: broken, lastValid: before })).toEqual({ mode: 'warn', state: 'last-valid', from: earlier, trunk: [typo], proposed: [] })
  })

  test.each([
    ['nothing was ever valid', undefined],
    ['what is given as valid is not', { ...broken, commit: earlier }],
  ])('none when the trunk’s are broken and %s', (_, lastValid) => {
    expect(outcome({ trunkFile: broken, lastValid })).toEqual({ mode: 'observe', state: 'none', from: undefined, trunk: [typo], proposed: [] })
  })

  test('a file that is there but cannot be read is broken, not missing', () => {
    expect(outcome({ trunkFile: { ...good, content: undefined } })).toMatchObject({ state: 'none' })
  })

  test('defaults when the trunk has no file, with the organisation’s over them', () => {
    expect(outcome({})).toEqual({ mode: 'observe', state: 'defaults', from: undefined, ...quiet })
    expect(outcome({ organisationFile: { file: 'o', content: 'version: 1\nmode: warn' } })).toMatchObject({ mode: 'warn', state: 'defaults' })
  })

  test('the organisation’s floor does not vanish by a typing error', () => {
    const organisationFile = { file: 'o', content: 'version: 1\nflor: { "*": enforce }' }
    const lastValidOrganisation = { file: 'o', content: 'version: 1\nfloor: { "*": enforce }' }
    const fallen = outcome({ trunkFile: { ...good, content: before.content }, organisationFile, lastValidOrganisation })
    expect(fallen).toMatchObject({ mode: 'enforce', state: 'last-valid', from: newest })
    expect(fallen.trunk[0]).toMatch(/unknown key `flor`/)
    expect(outcome({ trunkFile: good, organisationFile })).toMatchObject({ state: 'none' })
  })

  test('nor by options that a gate cannot take', () => {
    const picky = gates.map((gate) => (gate.id === 'okr' ? { ...gate, settings: { ...gate.settings, defaults: { limit: { soft: 1 } } } } : gate))
    const organisationFile = { file: 'o', content: 'version: 1\nfloor: { "*": enforce }\ngates: { okr: { limit: { hard: 1 } } }' }
    const { notice } = governing({ organisationFile }, picky)
    expect(notice.state).toBe('none')
    expect(notice.trunk.map(told)).toEqual([expect.stringMatching(/^3:\d+-3:\d+ settings\.conflict /)])
  })

  test('a trunk that does not fit the organisation’s file is broken too', () => {
    const organisationFile = { file: 'o', content: 'version: 1\ngates: { okr: { limit: { soft: 1 } } }' }
    const trunkFile = { ...good, content: 'version: 1\ngates: { okr: { limit: { hard: 1 } } }' }
    expect(outcome({ trunkFile, organisationFile, lastValid: before })).toMatchObject({ mode: 'warn', state: 'last-valid' })
  })
})

describe('a change of the settings', () => {
  test('is read for what is wrong with it and never governs', () => {
    const proposedFile = { file, content: 'version: 1\nmode: off\nfoo: 1' }
    expect(outcome({ trunkFile: good, proposedFile })).toMatchObject({
      mode: 'enforce',
      state: 'valid',
      from: newest,
      trunk: [],
      proposed: [expect.stringMatching(/^3:1-3:4 /)],
    })
    expect(outcome({ proposedFile: { file, content: 'version: 1\nmode: off' } })).toMatchObject({ mode: 'observe', state: 'defaults', ...quiet })
  })

  test('that repairs a broken trunk has nothing wrong with it', () => {
    expect(outcome({ trunkFile: broken, lastValid: before, proposedFile: good }).proposed).toEqual([])
  })

  test('hears of the floor and of patterns that match nothing', () => {
    const organisationFile = { file: 'o', content: 'version: 1\nfloor: { spec: warn }' }
    const proposedFile = { file, content: 'version: 1\ngates: { spec: { mode: off, cards: "spcs/**" } }', paths: ['specs/a.yml'] }
    expect(outcome({ organisationFile, proposedFile }).proposed.map((line) => line.split(' ')[1])).toEqual(['settings.below-floor', 'settings.unmatched-glob'])
  })
})
