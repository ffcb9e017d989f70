import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { settingsFor } from '../../src/config/authors.ts'
import { explainSettings } from '../../src/config/explain.ts'
import { governing } from '../../src/config/govern.ts'
import { resolveSettings } from '../../src/config/layers.ts'
import { parseSettings } from '../../src/config/parse.ts'
import { type Gate, MODES } from '../../src/model/gate.ts'
import { changeBy } from './changes.ts'
import { gates } from './gates.ts'
import { complaints, layer, told } from './read.ts'

const organisation = layer(
  `version: 1
gates:
  spec: { coverage: 0.9, tests: [a/**] }
  okr: { budget: { usd: 2 } }
floor:
  "*": warn
  spec: { mode: enforce, locked: [coverage, tests, depth] }
  okr:
    locked:
      - budget
`,
  'organisation',
)

function withRepository(text: string, org = organisation) {
  const { settings, diagnostics, origins } = resolveSettings({ organisation: org, repository: layer(text) }, gates)
  return { settings, spec: settings.gates['spec'], okr: settings.gates['okr'], told: diagnostics.map(told), diagnostics, origins }
}

describe('options that the floor locks', () => {
  test('keep the organisation’s value, or the default where it gives none, and the repository is told at its line', () => {
    const { spec, okr, told } = withRepository(`version: 1
gates:
  spec: { coverage: 0, tests: [], depth: 99, strict: true }
  okr: { budget: { usd: 1000 }, registry: mine/*.yml }
`)
    expect(spec?.options).toMatchObject({ coverage: 0.9, tests: ['a/**'], depth: 3, strict: true })
    expect(okr?.options).toMatchObject({ budget: { usd: 2, minutes: 10 }, registry: 'mine/*.yml' })
    expect(told).toEqual([
      '3:11-3:19 settings.below-floor the organisation’s floor locks `gates.spec.coverage` at `0.9`',
      '3:24-3:29 settings.below-floor the organisation’s floor locks `gates.spec.tests` at `["a/**"]`',
      '3:35-3:40 settings.below-floor the organisation’s floor locks `gates.spec.depth` at `3`',
      '4:10-4:16 settings.below-floor the organisation’s floor locks `gates.okr.budget` at `{"minutes":10,"usd":2}`',
    ])
  })

  test('warn and never break: a plain value is suggested as it would be written', () => {
    const { diagnostics } = withRepository('version: 1\ngates: { spec: { coverage: 1, tests: [b] } }')
    expect(diagnostics.map(({ severity, suggestion }) => [severity, suggestion])).toEqual([
      ['warning', '0.9'],
      ['warning', undefined],
    ])
  })

  test('cannot be raised either: what is locked is exactly the organisation’s', () => {
    expect(withRepository('version: 1\ngates: { spec: { coverage: 1 } }').spec?.options).toMatchObject({ coverage: 0.9 })
  })

  test('are silent where the repository says the same, in whatever words', () => {
    const { told } = withRepository('version: 1\ngates: { spec: { coverage: 0.90, tests: [a/**] }, okr: { budget: { minutes: 10 } } }')
    expect(told).toEqual([])
  })

  test('cannot make a repository’s file unusable by what does not count', () => {
    const org = layer('version: 1\ngates: { okr: { limit: { soft: 1 } } }\nfloor: { okr: { locked: [limit] } }', 'organisation')
    const { told, okr } = withRepository('version: 1\nmode: enforce\ngates: { okr: { limit: { hard: 2 } } }', org)
    expect(told).toEqual(['3:17-3:22 settings.below-floor the organisation’s floor locks `gates.okr.limit` at `{"soft":1}`'])
    expect(okr).toMatchObject({ mode: 'enforce', options: { limit: { soft: 1 } } })
  })

  test('are all of a gate’s by one word, its modes apart', () => {
    const org = layer('version: 1\nfloor: { spec: { locked: all } }', 'organisation')
    const { spec, told } = withRepository(
      'version: 1\ngates: { spec: { mode: enforce, modes: { spec.orphaned-card: warn }, strict: true, cards: "x/*" } }',
      org,
    )
    expect(spec).toEqual({ mode: 'enforce', modes: { 'spec.orphaned-card': 'warn' }, options: gates[0]?.settings.defaults })
    expect(told.map((line) => line.split(' ').slice(2).join(' '))).toEqual([
      'the organisation’s floor locks `gates.spec.strict` at `false`',
      'the organisation’s floor locks `gates.spec.cards` at `"specs/**"`',
    ])
  })

  test('leave other options alone: those of the same name of another gate, and those whose names begin alike', () => {
    const [first] = gates
    const options = { depth: { type: 'integer' }, depths: { type: 'integer' } }
    const twins: readonly Gate[] = ['spec', 'okr'].map((id) => ({
      ...first!,
      id,
      settings: { schema: { type: 'object', additionalProperties: false, properties: options }, defaults: { depth: 1, depths: 1 } },
    }))
    const read = (text: string, role: 'organisation' | 'repository') => parseSettings(text, { file: role, role }, twins).layer
    const resolved = resolveSettings(
      {
        organisation: read('version: 1\nfloor: { okr: { locked: [depth] } }', 'organisation'),
        repository: read('version: 1\ngates: { spec: { depth: 2, depths: 2 }, okr: { depth: 3, depths: 3 } }', 'repository'),
      },
      twins,
    )
    expect([resolved.settings.gates['spec']?.options, resolved.settings.gates['okr']?.options]).toEqual([
      { depth: 2, depths: 2 },
      { depth: 1, depths: 3 },
    ])
    expect([...resolved.origins].filter(([, origin]) => origin.locked).map(([pointer]) => pointer)).toEqual(['/gates/okr/depth'])
  })

  test('hold for every author, whatever the repository’s rules say', () => {
    const { settings } = withRepository('version: 1\nauthors: [{ users: [bot], gates: { spec: off, okr: off } }]\ngates: { spec: { coverage: 0 } }')
    const { gates: own } = settingsFor(settings, changeBy({ login: 'bot', kind: 'person' }, ['a']))
    expect([own['spec']?.mode, own['okr']?.mode]).toEqual(['enforce', 'warn'])
    expect(own['spec']?.options).toMatchObject({ coverage: 0.9 })
  })

  test('are told on the pull request that would set one', () => {
    const organisationFile = { file: 'o', content: 'version: 1\nfloor: { spec: { locked: [coverage] } }' }
    const proposedFile = { file: '.github/maestro.yml', content: 'version: 1\ngates: { spec: { coverage: 0 } }' }
    expect(governing({ organisationFile, proposedFile }, gates).notice.proposed.map(told)).toEqual([
      '2:18-2:26 settings.below-floor the organisation’s floor locks `gates.spec.coverage` at `0.8`',
    ])
  })
})

describe('the long form of the floor', () => {
  test('gives a gate its least mode; without one that of `*` holds, so that locking lowers nothing', () => {
    const { spec, okr } = withRepository('version: 1\nmode: off\ngates: { spec: { modes: { spec.unbound-surface: off } } }')
    expect([spec?.mode, spec?.modes['spec.unbound-surface'], okr?.mode]).toEqual(['enforce', 'enforce', 'warn'])
  })

  test('says which line set what', () => {
    const repository = layer('version: 1\nmode: off\ngates: { spec: { coverage: 0 } }')
    const explanation = explainSettings(resolveSettings({ organisation, repository }, gates))
    const rows = explanation.known ? explanation.rows.map((row) => `${row.path} by ${row.setBy}`) : []
    expect(rows).toEqual(
      expect.arrayContaining([
        'gates.spec.mode by floor (org/maestro.yml:7)',
        'gates.spec.coverage by org/maestro.yml:3, locked (org/maestro.yml:7)',
        'gates.spec.depth by default, locked (org/maestro.yml:7)',
        'gates.spec.strict by default',
        'gates.okr.mode by floor (org/maestro.yml:6)',
        'gates.okr.budget.usd by org/maestro.yml:4, locked (org/maestro.yml:10)',
        'gates.okr.budget.minutes by default, locked (org/maestro.yml:10)',
      ]),
    )
  })

  test('names the line of the mode, not of the gate', () => {
    const org = layer('version: 1\nfloor:\n  spec:\n    locked: [depth]\n    mode: enforce\n', 'organisation')
    const explanation = explainSettings(resolveSettings({ organisation: org }, gates), 'gates.spec.mode')
    expect(explanation.known ? explanation.rows[0]?.setBy : '').toBe('floor (org/maestro.yml:5)')
  })

  test.each([
    ['spec: enforced', '2:16-2:24 settings.wrong-value `floor.spec` must be one of off, observe, warn, enforce; did you mean `enforce`?'],
    ['spec: false', '2:16-2:21 settings.wrong-value `floor.spec` must be one of off, observe, warn, enforce; did you mean `off`?'],
    [
      'spec: [coverage]',
      '2:10-2:14 settings.wrong-type `floor.spec` must be `off` or `observe` or `warn` or `enforce` or a map of keys and values, not a list',
    ],
    ['spec: {}', '2:10-2:14 settings.out-of-range `floor.spec` is empty'],
    ['spec: { mode: enforced }', '2:24-2:32 settings.wrong-value `floor.spec.mode` must be one of off, observe, warn, enforce; did you mean `enforce`?'],
    ['spec: { loked: [coverage] }', '2:18-2:23 settings.unknown-key unknown key `loked`, did you mean `locked`?'],
    ['spec: { locked: coverage }', '2:26-2:34 settings.wrong-type `floor.spec.locked` must be `all` or a list, not the text `"coverage"`'],
    ['spec: { locked: [] }', '2:18-2:24 settings.out-of-range `floor.spec.locked` is empty'],
    ['spec: { locked: [coverage, coverage] }', '2:18-2:24 settings.wrong-value `floor.spec.locked` names the same twice'],
    [
      'spec: { locked: [covrage] }',
      '2:27-2:34 settings.wrong-value `floor.spec.locked[0]` must be one of cards, tests, coverage, depth, strict, required; did you mean `coverage`?',
    ],
    ['"*": { mode: warn }', '2:10-2:13 settings.wrong-value `floor.*` must be one of off, observe, warn, enforce'],
    ['sepc: warn', '2:10-2:14 settings.unknown-key unknown key `sepc`, did you mean `spec`?'],
  ])('is refused at its place when it is %s', (entry, expected) => {
    expect(complaints(`version: 1\nfloor: { ${entry} }`, 'organisation')).toEqual([expected])
  })

  test('takes no lock for a gate that has no options', () => {
    const bare = gates.map((gate) => ({ ...gate, settings: { schema: { type: 'object' }, defaults: {} } }))
    expect(resolveSettings({}, bare).diagnostics).toEqual([])
  })
})

const options = {
  cards: ['"a/*"', '"b/*"'],
  tests: ['[]', '[a]'],
  coverage: ['0', '1'],
  depth: ['0', '9'],
  strict: ['true', 'false'],
  required: ['never', 'always'],
}
const names = Object.keys(options)
const optionsFile = fc
  .record(Object.fromEntries(Object.entries(options).map(([name, values]) => [name, fc.constantFrom(...values)])), { requiredKeys: [] })
  .map((given) => Object.entries(given).map(([name, value]) => `${name}: ${value}`))
const lockList = fc.oneof(fc.constant('all' as const), fc.uniqueArray(fc.constantFrom(...names), { minLength: 1 }))

test('whatever a repository and its rules say, what is locked is what holds without the repository’s file, and what is not is its own', () => {
  fc.assert(
    fc.property(optionsFile, optionsFile, lockList, fc.constantFrom(...MODES), (low, high, locked, mode) => {
      const org = layer(
        `version: 1\ngates: { spec: { ${low.join(', ')} } }\nfloor: { spec: { mode: ${mode}, locked: ${JSON.stringify(locked)} } }`,
        'organisation',
      )
      const repository = layer(`version: 1\ngates: { spec: { mode: off, ${high.join(', ')} } }\nauthors: [{ users: [bot], gates: { spec: off } }]`)
      const alone = resolveSettings({ organisation: org }, gates).settings.gates['spec']?.options as Record<string, unknown>
      const free = resolveSettings({ repository }, gates).settings.gates['spec']?.options as Record<string, unknown>
      const { settings } = resolveSettings({ organisation: org, repository }, gates)
      for (const governed of [settings, settingsFor(settings, changeBy({ login: 'bot', kind: 'person' }, ['a']))]) {
        const spec = governed.gates['spec']
        const own = spec?.options as Record<string, unknown>
        expect(MODES.indexOf(spec?.mode ?? 'off')).toBeGreaterThanOrEqual(MODES.indexOf(mode))
        for (const name of names) {
          if (locked === 'all' || locked.includes(name)) expect(own[name]).toEqual(alone[name])
          else expect(own[name]).toEqual(high.some((line) => line.startsWith(`${name}:`)) ? free[name] : alone[name])
        }
      }
    }),
    { seed: 20261121, numRuns: 300 },
  )
})
