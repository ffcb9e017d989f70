import { describe, expect, test } from 'vitest'
import { explainSettings } from '../../src/config/explain.ts'
import { resolveSettings } from '../../src/config/layers.ts'
import { gates } from './gates.ts'
import { layer } from './read.ts'

const resolved = resolveSettings(
  {
    organisation: layer('version: 1\nfloor: { okr: warn }', 'organisation'),
    repository: layer(`version: 1
gates:
  spec:
    coverage: 0.9
    modes: { spec.orphaned-card: off }
  okr: { rules: [{ paths: [a, b], okr: X }] }
`),
  },
  gates,
)

function shown(path?: string): string[] {
  const explanation = explainSettings(resolved, path)
  return explanation.known ? explanation.rows.map((row) => `${row.path} = ${JSON.stringify(row.value)} by ${row.setBy}`) : [`? ${explanation.suggestion}`]
}

describe('explaining settings', () => {
  test('every effective value is one row, in the order of the settings', () => {
    expect(shown()).toEqual([
      'version = 1 by .github/maestro.yml:1',
      'mode = "observe" by default',
      'comment = "when-needed" by default',
      'trunks = ["~default"] by default',
      'retention.inputs = "30d" by default',
      'public_titles = false by default',
      'authors = [] by default',
      'gates.spec.mode = "observe" by default',
      'gates.spec.modes.spec.orphaned-card = "off" by .github/maestro.yml:5',
      'gates.spec.cards = "specs/**" by default',
      'gates.spec.tests = ["test/**"] by default',
      'gates.spec.coverage = 0.9 by .github/maestro.yml:4',
      'gates.spec.depth = 3 by default',
      'gates.spec.strict = false by default',
      'gates.spec.required = "behaviour" by default',
      'gates.okr.mode = "warn" by floor (org/maestro.yml:2)',
      'gates.okr.modes = {} by default',
      'gates.okr.registry = "okrs/*.yml" by default',
      'gates.okr.rules[0].okr = "X" by .github/maestro.yml:6',
      'gates.okr.rules[0].paths = ["a","b"] by .github/maestro.yml:6',
      'gates.okr.budget.usd = 1 by default',
      'gates.okr.budget.minutes = 10 by default',
      'gates.okr.limit = 0 by default',
    ])
  })

  test.each([
    ['gates.spec.coverage', ['gates.spec.coverage = 0.9 by .github/maestro.yml:4']],
    ['/gates/spec/coverage', ['gates.spec.coverage = 0.9 by .github/maestro.yml:4']],
    ['gates.spec.modes.spec.orphaned-card', ['gates.spec.modes.spec.orphaned-card = "off" by .github/maestro.yml:5']],
    ['gates.okr.rules[0].okr', ['gates.okr.rules[0].okr = "X" by .github/maestro.yml:6']],
    ['retention', ['retention.inputs = "30d" by default']],
    ['gates.spec.covrage', ['? gates.spec.coverage']],
    ['/gates/sepc', ['? gates.spec']],
    ['gats.spec.mode', ['? gates.spec.mode']],
    ['gates.spec.cov', ['? undefined']],
    ['toString', ['? undefined']],
  ])('%s', (path, expected) => {
    expect(shown(path)).toEqual(expected)
  })
})
