import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { settingsFor } from '../../src/config/authors.ts'
import { resolveSettings, UnusableDefaults } from '../../src/config/layers.ts'
import { MODES, type Mode } from '../../src/model/gate.ts'
import { changeBy } from './changes.ts'
import { gates } from './gates.ts'
import { layer, told } from './read.ts'

describe('layers', () => {
  test('with no file there are the defaults, every gate with its own', () => {
    const { settings, diagnostics } = resolveSettings({}, gates)
    expect(diagnostics).toEqual([])
    expect(settings).toEqual({
      version: 1,
      mode: 'observe',
      comment: 'when-needed',
      trunks: ['~default'],
      retention: { inputs: 30 * 24 * 3_600_000 },
      publicTitles: false,
      authors: [],
      gates: {
        spec: { mode: 'observe', modes: {}, options: gates[0]!.settings.defaults },
        okr: { mode: 'observe', modes: {}, options: gates[1]!.settings.defaults },
      },
    })
  })

  test('the repository stands over the organisation, maps key by key and lists as a whole', () => {
    const organisation = layer(
      'version: 1\nmode: warn\ngates: { okr: { mode: enforce, budget: { usd: 2, minutes: 20 } }, spec: { tests: [a, b], coverage: 0.5 } }',
      'organisation',
    )
    const repository = layer('version: 1\nretention: { inputs: 12h }\ngates: { okr: { budget: { usd: 3 } }, spec: { tests: [c], mode: off } }')
    const { settings } = resolveSettings({ organisation, repository }, gates)
    expect(settings.gates['okr']).toMatchObject({ mode: 'enforce', options: { budget: { usd: 3, minutes: 20 }, registry: 'okrs/*.yml' } })
    expect(settings.gates['spec']).toMatchObject({ mode: 'off', options: { tests: ['c'], coverage: 0.5 } })
    expect(settings.retention.inputs).toBe(12 * 3_600_000)
  })

  test('`digests-only` keeps nothing', () => {
    expect(resolveSettings({ repository: layer('version: 1\nretention: { inputs: digests-only }') }, gates).settings.retention.inputs).toBe(0)
  })

  test('a gate without a mode takes the general one, also when another layer gives it', () => {
    const organisation = layer('version: 1\ngates: { spec: { coverage: 0.5 } }', 'organisation')
    const { settings } = resolveSettings({ organisation, repository: layer('version: 1\nmode: enforce') }, gates)
    expect(settings.gates['spec']?.mode).toBe('enforce')
  })

  test('every effective value says who set it and where', () => {
    const organisation = layer('version: 1\ngates:\n  okr:\n    budget: { usd: 2 }\nfloor: { spec: enforce }', 'organisation')
    const repository = layer('version: 1\nmode: warn\ngates:\n  okr:\n    rules:\n      - paths: [a]\n        okr: X\n')
    const { origins } = resolveSettings({ organisation, repository }, gates)
    const shown = Object.fromEntries(
      [...origins].map(([pointer, origin]) => [pointer, origin.by === 'default' ? 'default' : `${origin.by} ${origin.place.line}:${origin.place.column}`]),
    )
    expect(shown).toMatchObject({
      '/comment': 'default',
      '/mode': 'repository 2:1',
      '/gates/okr/mode': 'repository 2:1',
      '/gates/spec/mode': 'floor 5:10',
      '/gates/okr/budget/usd': 'organisation 4:15',
      '/gates/okr/budget/minutes': 'default',
      '/gates/okr/rules/0/paths': 'repository 6:9',
      '/gates/okr/rules/0/okr': 'repository 7:9',
    })
  })

  test('layers that are right alone and wrong together are an error at the higher one, which then does not count', () => {
    const organisation = layer('version: 1\ngates: { okr: { limit: { soft: 1 } } }', 'organisation')
    const repository = layer('version: 1\nmode: enforce\ngates: { okr: { limit: { hard: 2 } } }')
    const { settings, diagnostics } = resolveSettings({ organisation, repository }, gates)
    expect(diagnostics.map(told)[0]).toMatch(/^3:\d+-3:\d+ settings\.conflict `gates\.okr\.limit/)
    expect(settings.mode).toBe('observe')
    expect(settings.gates['okr']?.options).toMatchObject({ limit: { soft: 1 } })
  })

  test('a gate whose defaults break its own schema is found at once', () => {
    const broken = gates.map((gate) => ({ ...gate, settings: { ...gate.settings, defaults: { coverage: 7 } } }))
    expect(() => resolveSettings({}, broken)).toThrow(UnusableDefaults)
  })
})

describe('the floor of the organisation', () => {
  const repository = layer(`version: 1
mode: observe
gates:
  spec:
    mode: warn
    modes: { spec.orphaned-card: off, spec.unbound-surface: enforce }
  okr: { mode: enforce }
authors:
  - { users: [bot], gates: { spec: off, okr: warn } }
`)

  test('raises modes of gates, reasons and author rules, and says so where the repository asked for less', () => {
    const organisation = layer('version: 1\nfloor: { spec: warn, okr: enforce }', 'organisation')
    const { settings, diagnostics } = resolveSettings({ organisation, repository }, gates)
    expect(settings.mode).toBe('observe')
    expect(settings.gates['spec']).toMatchObject({ mode: 'warn', modes: { 'spec.orphaned-card': 'warn', 'spec.unbound-surface': 'enforce' } })
    expect(settings.authors[0]?.gates).toEqual({ spec: 'warn', okr: 'enforce' })
    expect(diagnostics.map(told)).toEqual([
      '6:14-6:32 settings.below-floor the organisation’s floor raises `gates.spec.modes.spec.orphaned-card` from off to warn',
      '9:30-9:34 settings.below-floor the organisation’s floor raises `authors[0].gates.spec` from off to warn',
      '9:41-9:44 settings.below-floor the organisation’s floor raises `authors[0].gates.okr` from warn to enforce',
    ])
    expect(diagnostics.every((found) => found.severity === 'warning')).toBe(true)
  })

  test('`*` is for the general mode and every gate that is not named, and a named gate may have a lower one', () => {
    const organisation = layer('version: 1\nfloor: { "*": warn, spec: off }', 'organisation')
    const { settings, diagnostics } = resolveSettings({ organisation, repository: layer('version: 1\nmode: off') }, gates)
    expect([settings.mode, settings.gates['spec']?.mode, settings.gates['okr']?.mode]).toEqual(['warn', 'off', 'warn'])
    expect(diagnostics.map(told)).toEqual(['2:1-2:5 settings.below-floor the organisation’s floor raises `mode` from off to warn'])
  })

  test('is silent where the repository asks for as much or for nothing', () => {
    const organisation = layer('version: 1\nfloor: { spec: enforce }', 'organisation')
    const { settings, diagnostics } = resolveSettings({ organisation, repository: layer('version: 1\ngates: { okr: { mode: off } }') }, gates)
    expect(settings.gates['spec']?.mode).toBe('enforce')
    expect(diagnostics).toEqual([])
  })
})

const mode = fc.constantFrom(...MODES)
const partial = <T>(keys: Record<string, fc.Arbitrary<T>>) => fc.record(keys, { requiredKeys: [] })
const gateFile = (codes: readonly string[]) => partial<unknown>({ mode, modes: partial(Object.fromEntries(codes.map((code) => [code, mode]))) })
const file = partial<unknown>({
  mode,
  comment: fc.constantFrom('always', 'never'),
  gates: partial<unknown>({ spec: gateFile(['spec.unbound-surface', 'spec.orphaned-card']), okr: gateFile(['okr.untagged']) }),
  authors: fc.array(
    partial<Mode>({ spec: mode, okr: mode })
      .filter((modes) => Object.keys(modes).length > 0)
      .map((modes) => ({ users: ['bot'], gates: modes })),
    { maxLength: 3 },
  ),
})
const floor = partial<Mode>({ '*': mode, spec: mode, okr: mode })

describe('whatever the layers say', () => {
  test('no mode comes out below the floor, with or without author rules', () => {
    fc.assert(
      fc.property(file, file, floor, (low, high, least) => {
        const organisation = layer(JSON.stringify({ version: 1, ...low, floor: least }), 'organisation')
        const repository = layer(JSON.stringify({ version: 1, ...high }))
        const { settings } = resolveSettings({ organisation, repository }, gates)
        for (const governing of [settings, settingsFor(settings, changeBy({ login: 'bot', kind: 'person' }, ['a']))]) {
          for (const [id, gate] of Object.entries(governing.gates)) {
            const bound = MODES.indexOf(least[id] ?? least['*'] ?? 'off')
            for (const own of [gate.mode, ...Object.values(gate.modes)]) expect(MODES.indexOf(own)).toBeGreaterThanOrEqual(bound)
          }
        }
      }),
      { seed: 7, numRuns: 300 },
    )
  })

  test('the order of keys changes nothing, to the byte', () => {
    fc.assert(
      fc.property(file, file, floor, (low, high, least) => {
        const resolve = (order: (value: unknown) => string) =>
          resolveSettings(
            {
              organisation: layer(order({ version: 1, ...low, floor: least }), 'organisation'),
              repository: layer(order({ version: 1, ...high })),
            },
            gates,
          ).settings
        expect(JSON.stringify(resolve((value) => JSON.stringify(reversed(value))))).toBe(JSON.stringify(resolve((value) => JSON.stringify(value))))
      }),
      { seed: 7, numRuns: 150 },
    )
  })
})

/** The same value with the keys of every map in the other direction. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, member]) => [key, reversed(member)]),
  )
}
