import { describe, expect, it } from 'vitest'
import { family } from '../../../../src/rego/builtins/rego/family.ts'
import { caller, countingHost, refusal } from '../calling.ts'

const call = caller(family)

describe('rego.parse_module', () => {
  it('gives a module as OPA writes it in JSON', () => {
    expect(call('rego.parse_module', 'x.rego', 'package a.b\n\nimport data.c\n\np if input.x == 1')).toMatchObject({
      package: {
        path: [
          { type: 'var', value: 'data' },
          { type: 'string', value: 'a' },
          { type: 'string', value: 'b' },
        ],
      },
      imports: [{ path: { type: 'ref' } }],
      rules: [{ head: { name: 'p' } }],
    })
  })

  it('leaves annotations what they are to a parser: comments', () => {
    const module = call('rego.parse_module', 'x.rego', 'package a\n\n# METADATA\n# title: t\np := 1') as {
      rules: readonly object[]
      comments: readonly object[]
    }
    expect(module).not.toHaveProperty('annotations')
    expect(module.rules[0]).not.toHaveProperty('annotations')
    expect(module.comments).toHaveLength(2)
  })

  it('tells what is wrong, and where', () => {
    expect(refusal(() => call('rego.parse_module', 'x.rego', 'package a\np if {'))).toMatch(/^1 error occurred: x\.rego:2: rego_parse_error: /)
    expect(refusal(() => call('rego.parse_module', 1, ''))).toBe('operand 1 must be string but got number')
    expect(refusal(() => call('rego.parse_module', '', 1))).toBe('operand 2 must be string but got number')
  })

  it('ends in time for a module that is nested as deeply as it is long', () => {
    expect(refusal(() => call('rego.parse_module', 'x', `package a\np := ${'['.repeat(100_000)}`))).toContain('rego_parse_error')
  })
})

describe('rego.metadata', () => {
  it('is what the evaluator says', () => {
    const host = { ...countingHost(), annotationsHere: () => [{ path: ['a'] }] }
    expect(family.find(({ name }) => name === 'rego.metadata.chain')?.call([], host)).toEqual([{ path: ['a'] }])
    expect(refusal(() => call('rego.metadata.rule'))).toBe('rego.metadata.rule has no rule to tell of')
  })
})
