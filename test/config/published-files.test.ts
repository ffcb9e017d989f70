import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { stalePublished, writePublished } from '../../scripts/published-files.ts'
import { settingsSchema } from '../../src/config/schema.ts'
import { gates } from './gates.ts'

let root = ''
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'published-'))
  mkdirSync(join(root, 'docs'))
  writeFileSync(join(root, 'docs/settings.md'), '# Settings\n')
})
afterEach(() => rmSync(root, { recursive: true }))

const all = ['schema/settings.schema.json', 'schema/check-report.schema.json', 'docs/settings.md', 'docs/policy-library.md']

test('what is not there or no longer true is stale, and writing it again repairs that', () => {
  expect(stalePublished(root, gates)).toEqual(all)
  writePublished(root, gates)
  expect(stalePublished(root, gates)).toEqual([])
  expect(stalePublished(root, gates.slice(1))).toEqual(['schema/settings.schema.json', 'docs/settings.md'])
  writeFileSync(join(root, 'schema/check-report.schema.json'), '{}')
  expect(stalePublished(root, gates)).toEqual(['schema/check-report.schema.json'])
})

test('the file is the schema, and the page keeps what a person wrote', () => {
  writePublished(root, gates)
  expect(JSON.parse(readFileSync(join(root, 'schema/settings.schema.json'), 'utf8'))).toEqual(settingsSchema(gates))
  expect(readFileSync(join(root, 'docs/settings.md'), 'utf8')).toMatch(/^# Settings\n\n<!-- .*### `gates\.spec`: Specs/s)
})
