import { describe, expect, it } from 'vitest'
import { resolveSettings } from '../../src/config/layers.ts'
import { offGates } from '../../src/config/off-gates.ts'
import { changeBy } from './changes.ts'
import { gates } from './gates.ts'
import { layer } from './read.ts'

const somebody = changeBy({ login: 'dev', kind: 'person' }, ['a.ts'])
const robot = changeBy({ login: 'robot', kind: 'app' }, ['a.ts'])

function off(repository: string, change = somebody, organisation?: string): readonly string[] {
  const layers = { repository: layer(repository), organisation: organisation === undefined ? undefined : layer(organisation, 'organisation') }
  return offGates(resolveSettings(layers, gates), change).map(({ gate, file, line }) => `${gate} ${file}:${line}`)
}

/** @spec SPEC-4 */
describe('the gates that settings switch off', () => {
  it('are named with the line of their own mode, or of the general one', () => {
    expect(off('version: 1\ngates:\n  spec: { coverage: 1 }\n')).toEqual([])
    expect(off('version: 1\ngates:\n  spec:\n    mode: off\n')).toEqual(['spec .github/maestro.yml:4'])
    expect(off('version: 1\nmode: off\ngates: { okr: { mode: warn } }\n')).toEqual(['spec .github/maestro.yml:2'])
  })

  it('are those of the organisation, too, and none that its floor raises', () => {
    expect(off('version: 1', somebody, 'version: 1\ngates: { okr: { mode: off } }')).toEqual(['okr org/maestro.yml:2'])
    expect(off('version: 1\nmode: off', somebody, 'version: 1\nfloor: { okr: observe }')).toEqual(['spec .github/maestro.yml:2'])
  })

  it('are not those that still judge for one of their reasons', () => {
    expect(off('version: 1\ngates: { spec: { mode: off, modes: { spec.orphaned-card: warn } } }')).toEqual([])
    expect(off('version: 1\ngates: { spec: { mode: off, modes: { spec.orphaned-card: off } } }')).toEqual(['spec .github/maestro.yml:2'])
  })

  it('are those of the last rule that applies to the author', () => {
    const text = 'version: 1\nauthors:\n  - { apps: [robot], gates: { spec: warn, okr: off } }\n  - { apps: [robot], gates: { spec: off } }\n'
    expect(off(text)).toEqual([])
    expect(off(text, robot)).toEqual(['spec .github/maestro.yml:4', 'okr .github/maestro.yml:3'])
    expect(off('version: 1\nmode: off\nauthors: [{ apps: [robot], gates: { spec: warn } }]', robot)).toEqual(['okr .github/maestro.yml:2'])
  })
})
