import { readFile } from 'node:fs/promises'
import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { reasonsPage } from '../../scripts/reasons-page.ts'
import { gates } from '../../src/gates/registry.ts'
import { globSet } from '../../src/model/glob.ts'
import { isArray, isObject, type Json } from '../../src/model/json.ts'

describe('the registry of gates', () => {
  it('has gates with different ids, whose codes all start with their own', () => {
    expect(new Set(gates.map((gate) => gate.id)).size).toBe(gates.length)
    for (const gate of gates) for (const code of Object.keys(gate.reasons)) expect(code.startsWith(`${gate.id}.`), code).toBe(true)
  })

  it('has defaults that their own schemas accept', () => {
    const ajv = new Ajv({ strictTypes: false })
    ajv.addFormat('glob', (text: string) => globSet([text]).patterns.length === 1)
    for (const gate of gates) {
      const validate = ajv.compile(gate.settings.schema)
      expect(validate(gate.settings.defaults), JSON.stringify(validate.errors)).toBe(true)
    }
  })

  it('describes every setting, because the documentation is made from that', () => {
    for (const gate of gates) expect(undescribed(gate.settings.schema, gate.id)).toEqual([])
  })

  it('is documented: docs/reasons.md is what `npm run write` writes', async () => {
    expect(await readFile(new URL('../../docs/reasons.md', import.meta.url), 'utf8')).toBe(reasonsPage())
  })

  it('documents each code with its level, its title and what to do', () => {
    const page = reasonsPage([{ title: 'Probe', about: 'For a test.', reasons: { 'probe.odd': { level: 'warn', title: 'It is odd', help: 'Make it even.' } } }])
    expect(page).toContain('### <a id="probe.odd"></a>`probe.odd`\n\n**It is odd.** It warns.\n\nMake it even.')
  })
})

function undescribed(schema: Json | undefined, at: string): readonly string[] {
  const properties = isObject(schema) ? schema['properties'] : undefined
  if (!isObject(schema)) return []
  const members = isObject(properties) ? Object.entries(properties) : []
  return [
    ...members.flatMap(([key, member]) => [
      ...(isObject(member) && typeof member['description'] === 'string' ? [] : [`${at}.${key}`]),
      ...undescribed(member, `${at}.${key}`),
    ]),
    ...(isArray(schema['items']) ? [] : undescribed(schema['items'], `${at}[]`)),
  ]
}
