import { describe, expect, test } from 'vitest'
import { explainSettings } from '../../src/config/explain.ts'
import { resolveSettings } from '../../src/config/layers.ts'
import { parseSettings } from '../../src/config/parse.ts'
import { settingsSchema } from '../../src/config/schema.ts'
import { gates as realGates } from '../../src/gates/registry.ts'
import { gates as plainGates } from './gates.ts'
import { layer } from './read.ts'

/** The gate for objectives wants to be told, as the real one does; the other does not. */
const gates = plainGates.map((gate) => {
  if (gate.id !== 'okr') return gate
  const schema = { ...gate.settings.schema, properties: { ...(gate.settings.schema['properties'] as object), named: { type: 'boolean', readOnly: true } } }
  return { ...gate, settings: { schema, defaults: { ...(gate.settings.defaults as object), named: false } } }
})

function named(repository: string | undefined, organisation?: string): [value: unknown, setBy: string | undefined] {
  const layers = {
    ...(repository === undefined ? {} : { repository: layer(repository) }),
    ...(organisation === undefined ? {} : { organisation: layer(organisation, 'organisation') }),
  }
  const resolved = resolveSettings(layers, gates)
  const explanation = explainSettings(resolved, 'gates.okr.named')
  const { options } = resolved.settings.gates['okr']!
  return [(options as { named: unknown }).named, explanation.known ? explanation.rows[0]?.setBy : undefined]
}

describe('a gate that wants to know whether settings name it', () => {
  test.each<[string, string | undefined, string | undefined, boolean, string]>([
    ['without any file', undefined, undefined, false, 'default'],
    ['by a general mode', 'version: 1\nmode: enforce', 'version: 1\nmode: warn\nfloor: { "*": enforce }', false, 'default'],
    ['by another gate', 'version: 1\ngates: { spec: { mode: enforce } }', undefined, false, 'default'],
    ['by a rule for authors', 'version: 1\nauthors: [{ users: [a], gates: { okr: off } }]', undefined, false, 'default'],
    ['by a mode of its own', 'version: 1\ngates:\n  okr: { mode: enforce }', undefined, true, '.github/maestro.yml:3'],
    ['by an option', 'version: 1\ngates: { okr: { registry: "a/*" } }', undefined, true, '.github/maestro.yml:2'],
    ['by its key alone', 'version: 1\ngates: { okr: {} }', undefined, true, '.github/maestro.yml:2'],
    ['by the organisation', 'version: 1', 'version: 1\n\ngates: { okr: { mode: warn } }', true, 'org/maestro.yml:3'],
    ['by the floor', 'version: 1\nmode: off', 'version: 1\nfloor:\n  okr: enforce', true, 'org/maestro.yml:3'],
    ['by both files in `gates`, where its own comes first', 'version: 1\ngates: { okr: {} }', 'version: 1\ngates: { okr: {} }', true, '.github/maestro.yml:2'],
    [
      'by its file and the floor, where its own comes first',
      'version: 1\ngates: { okr: {} }',
      'version: 1\nfloor: { okr: warn }',
      true,
      '.github/maestro.yml:2',
    ],
  ])('%s', (_, repository, organisation, value, setBy) => {
    expect(named(repository, organisation)).toEqual([value, setBy])
  })

  test('cannot be told otherwise by a file, nor by a lock', () => {
    expect(JSON.stringify(settingsSchema(gates))).toBe(JSON.stringify(settingsSchema(plainGates)))
    expect(named('version: 1\ngates: { okr: { budget: { usd: 3 } } }', 'version: 1\nfloor: { okr: { locked: all } }')).toEqual([true, '.github/maestro.yml:2'])
  })

  test('is the one for objectives, among the real ones', () => {
    const optionsOf = (text: string) => {
      const parsed = parseSettings(text, { file: 'f', role: 'repository' }, realGates)
      return resolveSettings({ repository: parsed.layer }, realGates).settings.gates['okr']?.options
    }
    expect(optionsOf('version: 1\nmode: enforce')).toMatchObject({ named: false })
    expect(optionsOf('version: 1\ngates: { okr: { mode: enforce } }')).toMatchObject({ named: true })
    expect(parseSettings('version: 1\ngates: { okr: { named: false } }', { file: 'f', role: 'repository' }, realGates).diagnostics).toMatchObject([
      { code: 'settings.unknown-key' },
    ])
  })

  test('is the only one that is told', () => {
    const { settings } = resolveSettings({ repository: layer('version: 1\ngates: { spec: {} }') }, gates)
    expect(settings.gates['spec']?.options).not.toHaveProperty('named')
  })
})
