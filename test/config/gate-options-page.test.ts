import { expect, test } from 'vitest'
import { START, withGateOptions } from '../../scripts/gate-options-page.ts'
import { gates } from './gates.ts'

test('every option of every gate has a row with its type, default and meaning', () => {
  const page = withGateOptions('# Settings\n', gates)
  expect(page).toMatch(/^# Settings\n/)
  for (const row of [
    '| `coverage` | number | `0.8` | The least share. |',
    '| `tests` | list of path patterns | `["test/**"]` | Where the tests are. |',
    '| `required` | `always`, `behaviour`, `never` | `"behaviour"` | When a card is required. |',
    '| `rules` | list of maps | `[]` | Which paths belong to which objective. |',
    '| `rules[].paths` | list of path patterns |  |  |',
    '| `budget.usd` | number | `1` | Dollars. |',
    '| `limit` | whole number or map | `0` | One form or the other, never both. |',
  ]) {
    expect(page).toContain(row)
  }
})

test('what a gate says of itself stands before its options', () => {
  const [first] = gates
  const described = { ...first!, settings: { ...first!.settings, schema: { ...first!.settings.schema, description: 'What it is for.' } } }
  expect(withGateOptions('', [described])).toContain('### `gates.spec`: Specs\n\nWhat it is for.\n\n| Key |')
  expect(withGateOptions('', [first!])).toContain('### `gates.spec`: Specs\n\n| Key |')
})

test('what a file cannot set is not among them', () => {
  const [first] = gates
  const schema = { ...first!.settings.schema, properties: { named: { type: 'boolean', readOnly: true }, depth: { type: 'integer' } } }
  const page = withGateOptions('', [{ ...first!, settings: { schema, defaults: { named: false, depth: 3 } } }])
  expect(page).toContain('| `depth` |')
  expect(page).toContain('gates:\n  spec:\n    depth: 3\n```')
  expect(page).not.toContain('named')
})

test('the part is replaced as a whole, and what stands before it stays', () => {
  const once = withGateOptions('# Settings\n\nOurs.\n', gates)
  expect(withGateOptions(once, gates)).toBe(once)
  expect(withGateOptions(once, [])).toBe(`# Settings\n\nOurs.\n\n${START}\n\n\n`)
})
