import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { SETTINGS_REASONS } from '../../src/config/codes.ts'
import { MAX_SETTINGS_BYTES, parseSettings } from '../../src/config/parse.ts'
import { settingsSchema } from '../../src/config/schema.ts'
import { gates } from '../../src/gates/registry.ts'
import { isObject, type Json } from '../../src/model/json.ts'

const page = readFileSync(new URL('../../docs/settings.md', import.meta.url), 'utf8')

test('the page mentions every key that is not a gate’s own', () => {
  const keys = keysOf(settingsSchema([]))
  expect(keys).toContain('retention.inputs')
  expect(keys).toContain('only')
  expect(keys.filter((key) => !page.includes(`\`${key}\``) && !['retention', 'gates'].includes(key))).toEqual([])
})

test('the page explains every code of a diagnostic, and no other', () => {
  const explained = [...page.matchAll(/^\| `(settings\.[a-z-]+)` \|/gm)].map((match) => match[1])
  expect(explained).toEqual(Object.keys(SETTINGS_REASONS))
})

test('the page’s examples are valid settings', () => {
  const examples = [...page.matchAll(/```yaml\n(version: 1\n[^`]*)```/g)].map((match) => match[1]!)
  expect(examples.length).toBeGreaterThanOrEqual(4)
  for (const example of examples) expect(parseSettings(example, { file: 'docs/settings.md', role: 'organisation' }, gates).diagnostics).toEqual([])
})

test('the page gives the defaults and the size that hold', () => {
  expect(page).toContain(`Over ${MAX_SETTINGS_BYTES / 1024} KB`)
  for (const [key, fallback] of Object.entries({ mode: '`observe`', comment: '`when-needed`', 'retention.inputs': '`30d`', public_titles: '`false`' })) {
    expect(page).toMatch(new RegExp(`\\| \`${key}\` \\|[^|]*\\| ${fallback} \\|`))
  }
})

/** `mode`, `retention.inputs`, and of a list's items their keys alone. */
function keysOf(schema: Json | undefined, prefix = ''): string[] {
  if (!isObject(schema)) return []
  const own = Object.entries(isObject(schema['properties']) ? schema['properties'] : {})
  return [...own.flatMap(([key, sub]) => [`${prefix}${key}`, ...keysOf(sub, `${prefix}${key}.`)]), ...keysOf(schema['items'])].filter(
    (key) => key !== 'floor.*',
  )
}
