import { describe, expect, test } from 'vitest'
import { type GoverningFiles, governing } from '../../src/config/govern.ts'
import { repairsSettings } from '../../src/config/repair.ts'
import type { FileChange } from '../../src/model/change.ts'
import { oid } from '../../src/model/ids.ts'
import { SETTINGS_PATH } from '../../src/model/settings.ts'
import { gates } from './gates.ts'

const file = SETTINGS_PATH
const broken = { file, content: 'version: 1\nmdoe: enforce', commit: oid('1'.repeat(40)) }
const valid = { file, content: 'version: 1\nmode: enforce' }
const entry = (kind: 'file' | 'executable' | 'symlink' | 'submodule' = 'file') => ({ oid: oid('2'.repeat(40)), kind })
const edited: FileChange = { path: file, status: 'modified', before: entry(), after: entry() }
const code: FileChange = { path: 'src/a.ts', status: 'modified', before: entry(), after: entry() }

function repairs(files: readonly FileChange[], given: GoverningFiles = { trunkFile: broken, proposedFile: valid }): boolean {
  return repairsSettings(governing(given, gates).notice, { files })
}

/** @spec SPEC-4 */
describe('the change that may merge although no settings were ever valid', () => {
  test('makes the file valid and touches nothing else, with warnings or without', () => {
    expect(repairs([edited])).toBe(true)
    const unmatched = { ...valid, content: 'version: 1\ngates: { spec: { cards: nowhere/* } }', paths: [file] }
    expect(repairs([edited], { trunkFile: broken, proposedFile: unmatched })).toBe(true)
    expect(repairs([{ ...edited, before: entry('symlink') }])).toBe(true)
    expect(repairs([{ ...edited, after: entry('executable') }])).toBe(true)
  })

  test.each<[string, readonly FileChange[]]>([
    ['brings code along', [edited, code]],
    ['brings code along, in whatever order', [code, edited]],
    ['changes something else', [code]],
    ['changes nothing', []],
    ['takes the file away', [{ path: file, status: 'removed', before: entry() }]],
    ['moves another file there', [{ ...edited, status: 'renamed', previousPath: 'src/a.yml' }]],
    ['moves the file away', [{ path: 'maestro.yml', previousPath: file, status: 'renamed', before: entry(), after: entry() }]],
    ['puts a link there', [{ ...edited, after: entry('symlink') }]],
    ['puts a submodule there', [{ ...edited, after: entry('submodule') }]],
  ])('is none that %s', (_, files) => {
    expect(repairs(files)).toBe(false)
  })

  test('is none that leaves the file broken', () => {
    expect(repairs([edited], { trunkFile: broken, proposedFile: { file, content: 'version: 2' } })).toBe(false)
    expect(repairs([edited], { trunkFile: broken, proposedFile: { file, content: undefined } })).toBe(false)
  })

  test('is none where the settings or earlier ones are valid: these judge it', () => {
    const trunkFile = { ...valid, commit: broken.commit }
    expect(repairs([edited], { trunkFile, proposedFile: valid })).toBe(false)
    expect(repairs([edited], { trunkFile: broken, lastValid: trunkFile, proposedFile: valid })).toBe(false)
    expect(repairs([edited], { proposedFile: valid })).toBe(false)
  })

  test('is none of a repository where the organisation’s file is what is broken, with its own or alone', () => {
    const organisationFile = { file: 'acme/.github/maestro.yml', content: 'version: 1\nflor: {}' }
    expect(repairs([edited], { organisationFile, trunkFile: broken, proposedFile: valid })).toBe(false)
    expect(repairs([edited], { organisationFile, trunkFile: { ...valid, commit: broken.commit }, proposedFile: valid })).toBe(false)
  })

  test('is the one that repairs the organisation’s file, in the repository that holds it, and both where both are broken', () => {
    const organisationFile = { file: 'acme/.github/maestro.yml', content: 'version: 1\nflor: {}' }
    const own: FileChange = { path: 'maestro.yml', status: 'modified', before: entry(), after: entry() }
    const repaired = { file: 'maestro.yml', content: 'version: 1\nfloor: {}' }
    const held = (files: readonly FileChange[], given: GoverningFiles) =>
      repairsSettings({ ...governing(given, gates).notice, holds: 'maestro.yml' }, { files })
    const alone = { organisationFile, proposedOrganisationFile: repaired }
    expect(held([own], alone)).toBe(true)
    expect(repairs([own], alone)).toBe(false)
    expect(held([own], { organisationFile, proposedOrganisationFile: { ...repaired, content: 'version: 2' } })).toBe(false)
    expect(held([own, code], alone)).toBe(false)
    expect(held([edited], { organisationFile, proposedFile: valid })).toBe(false)
    expect(held([{ path: 'maestro.yml', status: 'removed', before: entry() }], { organisationFile })).toBe(false)
    const both = { ...alone, trunkFile: broken, proposedFile: valid }
    expect(held([edited, own], both)).toBe(true)
    expect(held([own], { ...alone, trunkFile: broken })).toBe(false)
    expect(held([edited], { organisationFile, trunkFile: broken, proposedFile: valid })).toBe(false)
    expect(held([edited, own], { ...both, trunkFile: { ...valid, commit: broken.commit } })).toBe(false)
  })

  test('has to fit the organisation’s file, too', () => {
    const organisationFile = { file: 'o', content: 'version: 1\ngates: { okr: { limit: { soft: 1 } } }' }
    const conflicting = { ...valid, content: 'version: 1\ngates: { okr: { limit: { hard: 1 } } }' }
    expect(repairs([edited], { organisationFile, trunkFile: broken, proposedFile: conflicting })).toBe(false)
    expect(repairs([edited], { organisationFile, trunkFile: broken, proposedFile: valid })).toBe(true)
  })
})
