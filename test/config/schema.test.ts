import { Ajv } from 'ajv'
import { describe, expect, test } from 'vitest'
import { SETTINGS_REASONS } from '../../src/config/codes.ts'
import { settingsSchema } from '../../src/config/schema.ts'
import { isObject, type Json } from '../../src/model/json.ts'
import { gates } from './gates.ts'

const schema = settingsSchema(gates)

describe('the published schema', () => {
  test('every map refuses unknown keys', () => {
    const open = walk(schema).filter(({ node }) => node['type'] === 'object' && node['additionalProperties'] !== false)
    expect(open.map(({ at }) => at)).toEqual([])
  })

  test('every key of ours has a description for editors', () => {
    const bare = Object.entries(propertiesOf(schema)).filter(([, sub]) => !isObject(sub) || typeof sub['description'] !== 'string')
    expect(bare.map(([key]) => key)).toEqual([])
  })

  test('a gate’s defaults are shown, and what they supply is not required', () => {
    const spec = propertiesOf(schema)['gates']
    const own = isObject(spec) && isObject(spec['properties']) ? spec['properties']['spec'] : undefined
    expect(own).not.toHaveProperty('required')
    expect(own).toMatchObject({ properties: { coverage: { default: 0.8 }, mode: { enum: ['off', 'observe', 'warn', 'enforce'] } } })
    expect(own).toMatchObject({ properties: { modes: { additionalProperties: false, properties: { 'spec.orphaned-card': {} } } } })
  })

  test('codes of rules that a repository brings along may have modes, others not', () => {
    const [first, ...rest] = gates
    const schema = settingsSchema([{ ...first!, id: 'policy', openReasons: { prefix: 'policy.', title: 'A rule' } }, ...rest])
    const valid = new Ajv({ strict: false, validateFormats: false }).compile(schema)
    const modes = (code: string) => valid({ version: 1, gates: { policy: { modes: { [code]: 'warn' } } } })
    expect(['policy.ci.unpinned-action', 'policy.x'].map(modes)).toEqual([true, true])
    expect(['policy.', 'policyx', 'other.rule', 'policy.Upper'].map(modes)).toEqual([false, false, false, false])
  })

  test('is a draft 07 schema', () => {
    const ajv = new Ajv({ strict: false, validateFormats: false })
    expect(schema['$schema']).toBe('http://json-schema.org/draft-07/schema#')
    expect(ajv.validateSchema(schema)).toBe(true)
  })
})

test('every diagnostic code says what it is about and what to do', () => {
  for (const [code, reason] of Object.entries(SETTINGS_REASONS)) {
    expect(code).toMatch(/^settings\.[a-z-]+$/)
    expect(reason.title.length).toBeGreaterThan(5)
    expect(reason.help.length).toBeGreaterThan(3)
  }
})

function propertiesOf(node: Json | undefined): { readonly [key: string]: Json | undefined } {
  return isObject(node) && isObject(node['properties']) ? node['properties'] : {}
}

function walk(node: Json | undefined, at = ''): { at: string; node: { readonly [key: string]: Json | undefined } }[] {
  if (Array.isArray(node)) return node.flatMap((item, index) => walk(item, `${at}/${index}`))
  if (!isObject(node)) return []
  return [{ at, node }, ...Object.entries(node).flatMap(([key, sub]) => walk(sub, `${at}/${key}`))]
}
