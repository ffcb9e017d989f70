import { describe, expect, it } from 'vitest'
import { moduleJson } from '../../../src/rego/syntax/opa-json.ts'
import { annotationsJson, annotationsValue } from '../../../src/rego/syntax/opa-json-annotations.ts'
import { termJson } from '../../../src/rego/syntax/opa-json-terms.ts'
import { type ParseOptions, parseModule, parseTerm } from '../../../src/rego/syntax/parse.ts'
import { jsonText } from '../../../src/rego/values/json.ts'
import type { Value } from '../../../src/rego/values/value.ts'

function json(value: Value): unknown {
  return JSON.parse(jsonText(value))
}

function rule(text: string, options: ParseOptions = {}): unknown {
  return (json(moduleJson(parseModule('a.rego', `package a\n${text}`, options))) as { rules: unknown[] }).rules[0]
}

const x = { type: 'var', value: 'x' }
const yes = { index: 0, terms: { type: 'boolean', value: true } }
const one = { type: 'number', value: 1 }

describe("a module as OPA's JSON", () => {
  it('has packages, imports, comments in base64 and rules', () => {
    expect(json(moduleJson(parseModule('a.rego', '# hi\npackage a.b\nimport data.x as y\np := 1\n#')))).toEqual({
      package: {
        path: [
          { type: 'var', value: 'data' },
          { type: 'string', value: 'a' },
          { type: 'string', value: 'b' },
        ],
      },
      imports: [
        {
          path: {
            type: 'ref',
            value: [
              { type: 'var', value: 'data' },
              { type: 'string', value: 'x' },
            ],
          },
          alias: 'y',
        },
      ],
      rules: [{ head: { ref: [{ type: 'var', value: 'p' }], name: 'p', value: one, assign: true }, body: [yes] }],
      comments: [
        { Text: 'IGhp', Location: { file: 'a.rego', row: 1, col: 1 } },
        { Text: null, Location: { file: 'a.rego', row: 5, col: 1 } },
      ],
    })
  })

  const p = { type: 'var', value: 'p' }
  const q = { type: 'string', value: 'q' }
  it.each([
    ['p if x', {}, { ref: [p], name: 'p', value: yes.terms }],
    ['p contains x if x := 1', {}, { ref: [p], name: 'p', key: x }],
    ['p.q contains x if x := 1', {}, { ref: [p, q], key: x }],
    ['p[x] if x := 1', {}, { ref: [p, x], key: x, value: yes.terms }],
    ['p.q if x', {}, { ref: [p, q], value: yes.terms }],
    ['p[x] := x if x := 1', {}, { ref: [p, x], name: 'p', key: x, value: x, assign: true }],
    ['p.q := 1', {}, { ref: [p, q], name: 'p', key: q, value: one, assign: true }],
    ['p.q.q := 1', {}, { ref: [p, q, q], value: one, assign: true }],
    ['p(x) := 1', {}, { ref: [p], name: 'p', args: [x], value: one, assign: true }],
    ['p[x] { x }', { version: 'v0' }, { ref: [p], name: 'p', key: x }],
    ['p[x] = 1 { x }', { version: 'v0' }, { ref: [p, x], name: 'p', key: x, value: one }],
  ] as const)('head of %s', (text, options, head) => expect(rule(text, options)).toMatchObject({ head }))

  it('has defaults, else, negation, with, some and every', () => {
    expect(rule('default p := 1')).toMatchObject({ default: true, body: [yes] })
    expect(rule('p := 1 if not x else := 2')).toMatchObject({
      body: [{ index: 0, negated: true, terms: x }],
      else: { head: { ref: [p], name: 'p', value: { type: 'number', value: 2 }, assign: true }, body: [yes] },
    })
    const input = { type: 'ref', value: [{ type: 'var', value: 'input' }] }
    expect(rule('p if { x with input as 1; some x; some x in input; every x in input { x } }')).toMatchObject({
      body: [
        { index: 0, terms: x, with: [{ target: input, value: one }] },
        { index: 1, terms: { symbols: [x] } },
        {
          index: 2,
          terms: {
            symbols: [
              {
                type: 'call',
                value: [
                  {
                    type: 'ref',
                    value: [
                      { type: 'var', value: 'internal' },
                      { type: 'string', value: 'member_2' },
                    ],
                  },
                  x,
                  input,
                ],
              },
            ],
          },
        },
        { index: 3, terms: { key: null, value: x, domain: input, body: [{ index: 0, terms: x }] } },
      ],
    })
  })
})

describe("a term as OPA's JSON", () => {
  it.each([
    ['null', { type: 'null', value: {} }],
    ['input', { type: 'ref', value: [{ type: 'var', value: 'input' }] }],
    ['{3, 1, 2, 1}', { type: 'set', value: [one, { type: 'number', value: 2 }, { type: 'number', value: 3 }] }],
    [
      '{"b": 1, "a": 1, "b": 2}',
      {
        type: 'object',
        value: [
          [{ type: 'string', value: 'a' }, one],
          [
            { type: 'string', value: 'b' },
            { type: 'number', value: 2 },
          ],
        ],
      },
    ],
    ['x + 1', { type: 'call', value: [{ type: 'ref', value: [{ type: 'var', value: 'plus' }] }, x, one] }],
    ['[x | x]', { type: 'arraycomprehension', value: { term: x, body: [{ index: 0, terms: x }] } }],
    ['{x: x | x}', { type: 'objectcomprehension', value: { key: x, value: x, body: [{ index: 0, terms: x }] } }],
    ['$"a{1}{x}"', { type: 'templatestring', value: { multi_line: false, parts: [{ type: 'string', value: 'a' }, one, { index: 0, terms: x }] } }],
  ])('%s', (text, expected) => expect(json(termJson(parseTerm(text)))).toEqual(expected))

  it('loses no digit', () => {
    expect(jsonText(termJson(parseTerm('123456789012345678901234567890')))).toBe('{"type":"number","value":123456789012345678901234567890}')
  })
})

describe('annotations', () => {
  const text = `# METADATA
# title: Package
# scope: subpackages
# organizations: [Acme]
package a

# METADATA
# title: Whole
# entrypoint: true
# authors:
# - Jane Doe <jane@example.com>
# - <anon@example.com>
# - name: X
# related_resources:
# - https://example.com
# - ref: https://example.org
#   description: more
# schemas:
# - input: schema.input
# - data.x: {type: string}
# custom:
#   big: 123456789012345678901234567890
#   list: [1, 2.5, null, true]

# other
# METADATA
# description: |
#   one
#   two
p contains 1

p contains 2
`
  it('go to what they stand above, and those of a document to all its rules', () => {
    const module = parseModule('a.rego', text)
    expect(module.annotations.map(({ scope, location }) => [scope, location?.row])).toEqual([
      ['subpackages', 1],
      ['document', 7],
      ['rule', 26],
    ])
    expect(module.rules.map(({ annotations = [] }) => annotations.map(({ scope }) => scope))).toEqual([['document', 'rule'], ['document']])
    expect(module.rules[0]?.annotations?.[1]).toMatchObject({ description: 'one\ntwo\n' })
    expect(json(module.annotations.map(annotationsJson))).toMatchObject([
      { scope: 'subpackages', title: 'Package', organizations: ['Acme'] },
      {
        scope: 'document',
        entrypoint: true,
        authors: [{ name: 'Jane Doe', email: 'jane@example.com' }, { name: '', email: 'anon@example.com' }, { name: 'X' }],
        related_resources: [{ ref: 'https://example.com' }, { ref: 'https://example.org', description: 'more' }],
        schemas: [{ schema: [{ type: 'var', value: 'schema' }, { value: 'input' }] }, { definition: { type: 'string' } }],
        custom: { list: [1, 2.5, null, true] },
      },
      { scope: 'rule' },
    ])
    expect(json(annotationsValue(module.annotations[1] ?? { scope: 'rule' }))).toMatchObject({
      authors: [{ name: 'Jane Doe', email: 'jane@example.com' }, { email: 'anon@example.com' }, { name: 'X' }],
      schemas: [{ path: ['input'], schema: ['schema', 'input'] }, { path: ['data', 'x'] }],
    })
    expect(module.annotations[1]?.custom?.['big']).toBe(123456789012345678901234567890n)
    expect(parseModule('a.rego', text, { annotations: false }).annotations).toEqual([])
  })

  it.each([
    ['# METADATA\n# scope: rule\npackage a', 1, "annotation scope 'rule' must be applied to rule (have package)"],
    ['package a\n# METADATA\n# title: x\nimport data.b', 2, "invalid annotation scope 'import'"],
    ['package a\n# METADATA\n# scope: nope\np := 1', 2, "invalid annotation scope 'nope'"],
    ['package a\n# METADATA\n# title: x', 2, "invalid annotation scope ''"],
    ['package a\n# METADATA\n# scope: rule\n# entrypoint: true\np := 1', 2, "annotation entrypoint applied to non-document or package scope 'rule'"],
    ['package a\n# METADATA\np := 1', 2, 'expected METADATA block, found whitespace'],
    ['package a\n# METADATA\n# title: x\n# description: [\np := 1', 4, 'yaml: line'],
    ['package a\n# METADATA\n# title: x\n# organizations: 1\np := 1', 4, 'cannot unmarshal'],
    ['package a\n# METADATA\n# title: x\n# authors: [""]\np := 1', 4, 'author is an empty string'],
    ['package a\n# METADATA\n# title: x\n# schemas: [{input: nope}]\np := 1', 4, 'invalid schema reference'],
    [`package a\n# METADATA\n# title: x\n# custom: ${'['.repeat(5000)}\np := 1`, 4, 'metadata is nested too deep'],
    [`package a\n# METADATA\n# title: x\n# custom: {a: &a [1], b: *a}\np := 1`, 4, 'aliases are not supported'],
  ])('%j', (module, row, message) => {
    expect(() => parseModule('a.rego', module)).toThrow(message)
    expect(() => parseModule('a.rego', module)).toThrow(expect.objectContaining({ errors: [expect.objectContaining({ row })] }))
  })
})
