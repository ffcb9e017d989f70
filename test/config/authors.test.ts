import { describe, expect, test } from 'vitest'
import { settingsFor } from '../../src/config/authors.ts'
import { resolveSettings } from '../../src/config/layers.ts'
import type { Actor } from '../../src/model/change.ts'
import { changeBy } from './changes.ts'
import { gates } from './gates.ts'
import { layer } from './read.ts'

const { settings } = resolveSettings(
  {
    repository: layer(`version: 1
mode: enforce
gates: { spec: { modes: { spec.orphaned-card: observe, spec.unbound-surface: enforce } } }
authors:
  - { apps: [dependabot, "Renovate[bot]"], only: ["**/package-lock.json", "**/go.sum"], gates: { okr: off } }
  - { users: [writer], gates: { okr: warn, spec: warn } }
  - { users: [Writer], only: ["docs/**"], gates: { okr: off } }
`),
  },
  gates,
)
const dependabot: Actor = { login: 'dependabot[bot]', kind: 'app' }
const writer: Actor = { login: 'WRITER', kind: 'person' }

function modes(author: Actor | undefined, files: Parameters<typeof changeBy>[1]): string {
  const { gates: own } = settingsFor(settings, changeBy(author, files))
  return `okr ${own['okr']?.mode} spec ${own['spec']?.mode}`
}

describe('rules for authors', () => {
  const table: readonly (readonly [string, Actor | undefined, Parameters<typeof changeBy>[1], string])[] = [
    ['an app that touches nothing else', dependabot, ['a/package-lock.json', 'go.sum'], 'okr off spec enforce'],
    ['an app named with `[bot]` and in another case', { login: 'renovate', kind: 'app' }, ['go.sum'], 'okr off spec enforce'],
    ['an app that touches another path', dependabot, ['go.sum', 'src/a.go'], 'okr enforce spec enforce'],
    ['an app that renames a file from elsewhere', dependabot, [{ path: 'go.sum', previousPath: 'src/a.go' }], 'okr enforce spec enforce'],
    ['a person with the login of an app', { login: 'dependabot', kind: 'person' }, ['go.sum'], 'okr enforce spec enforce'],
    ['an app with the login of a person', { login: 'writer', kind: 'app' }, ['go.sum'], 'okr enforce spec enforce'],
    ['an author nobody knows', undefined, ['go.sum'], 'okr enforce spec enforce'],
    ['a rule without paths', writer, ['src/a.ts'], 'okr warn spec warn'],
    ['the later of two rules, gate by gate', writer, ['docs/a.md'], 'okr off spec warn'],
  ]
  test.each(table)('%s', (_, author, files, expected) => {
    expect(modes(author, files)).toBe(expected)
  })

  test('a mode of a single reason stays where it is lower and is lowered where it is higher', () => {
    expect(settingsFor(settings, changeBy(writer, ['a'])).gates['spec']?.modes).toEqual({ 'spec.orphaned-card': 'observe', 'spec.unbound-surface': 'warn' })
  })

  test('settings are the same object when no rule applies', () => {
    expect(settingsFor(settings, changeBy(undefined, []))).toBe(settings)
  })
})
