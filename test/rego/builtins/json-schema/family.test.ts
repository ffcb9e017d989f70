import { describe, expect, it } from 'vitest'
import { family } from '../../../../src/rego/builtins/json-schema/family.ts'
import { Halted } from '../../../../src/rego/errors.ts'
import { parseJson } from '../../../../src/rego/values/json.ts'
import { RegoSet } from '../../../../src/rego/values/rego-set.ts'
import type { Value } from '../../../../src/rego/values/value.ts'
import { withWork } from '../../../../src/rego/values/work.ts'
import { caller, refusal } from '../calling.ts'

const call = caller(family)
const match = (document: Value, schema: Value): Value | undefined => call('json.match_schema', document, schema)
const verify = (schema: Value): Value | undefined => call('json.verify_schema', schema)

/** What a schema finds, as `type field: description`. */
function found(schema: string, document: string): readonly string[] {
  const [isValid, errors] = match(document, schema) as readonly [boolean, readonly Readonly<Record<string, string>>[]]
  expect(isValid).toBe(errors.length === 0)
  return errors.map(({ type, field, desc, error }) => {
    expect(error).toBe(`${field}: ${desc}`)
    return `${type} ${error}`
  })
}

describe('json.match_schema', () => {
  it('tells what OPA tells', () => {
    const schema = { properties: { id: { type: 'integer' } }, required: ['id'] }
    expect(match({ id: 5 }, schema)).toEqual([true, []])
    expect(match({ id: 'five' }, schema)).toEqual([
      false,
      [
        {
          desc: 'Invalid type. Expected: integer, given: string',
          error: 'id: Invalid type. Expected: integer, given: string',
          field: 'id',
          type: 'invalid_type',
        },
      ],
    ])
  })

  it.each([
    // Types
    ['{"type":"object"}', '[]', ['invalid_type (root): Invalid type. Expected: object, given: array']],
    ['{"type":["object","null"]}', '1.5', ['invalid_type (root): Invalid type. Expected: [object,null], given: number']],
    ['{"type":"number"}', '1', []],
    ['{"type":"integer"}', '1.0', []],
    ['{"type":"integer"}', '1.5', ['invalid_type (root): Invalid type. Expected: integer, given: number']],
    ['{"type":"boolean"}', 'null', ['invalid_type (root): Invalid type. Expected: boolean, given: null']],
    ['{"type":"array"}', '{}', ['invalid_type (root): Invalid type. Expected: array, given: object']],
    ['true', '1', []],
    ['false', '1', ['false (root): False always fails validation']],
    // Objects
    ['{"required":["a","b"]}', '{"b":1}', ['required (root): a is required']],
    ['{"properties":{"a":{"properties":{"b":{"type":"string"}}}}}', '{"a":{"b":1}}', ['invalid_type a.b: Invalid type. Expected: string, given: integer']],
    ['{"properties":{"a":{}},"additionalProperties":false}', '{"a":1,"b":2}', ['additional_property_not_allowed (root): Additional property b is not allowed']],
    ['{"additionalProperties":{"type":"string"}}', '{"a":1}', ['invalid_type a: Invalid type. Expected: string, given: integer']],
    [
      '{"patternProperties":{"^x":{"type":"string"}},"additionalProperties":false}',
      '{"x1":1,"y":2}',
      ['invalid_type x1: Invalid type. Expected: string, given: integer', 'additional_property_not_allowed (root): Additional property y is not allowed'],
    ],
    ['{"minProperties":2}', '{"a":1}', ['array_min_properties (root): Must have at least 2 properties']],
    ['{"maxProperties":0}', '{"a":1}', ['array_max_properties (root): Must have at most 0 properties']],
    [
      '{"propertyNames":{"maxLength":1}}',
      '{"ab":1}',
      ['invalid_property_name (root): Property name of "ab" does not match', 'string_lte (root): String length must be less than or equal to 1'],
    ],
    ['{"dependencies":{"a":["b","c"]}}', '{"a":1,"c":1}', ['missing_dependency (root): Has a dependency on b']],
    ['{"dependencies":{"a":{"required":["b"]}}}', '{"a":1}', ['required (root): b is required']],
    ['{"dependencies":{"a":["b"]}}', '{"c":1}', []],
    ['{"required":["__proto__"]}', '{}', ['required (root): __proto__ is required']],
    ['{"properties":{"__proto__":{"type":"string"}}}', '{"__proto__":1}', ['invalid_type __proto__: Invalid type. Expected: string, given: integer']],
    ['{"properties":{"constructor":{"type":"string"}}}', '{}', []],
    // Arrays
    ['{"items":{"type":"string"}}', '["a",1]', ['invalid_type 1: Invalid type. Expected: string, given: integer']],
    [
      '{"items":[{"type":"string"}],"additionalItems":false}',
      '[1,2]',
      ['invalid_type 0: Invalid type. Expected: string, given: integer', 'array_no_additional_items (root): No additional items allowed on array'],
    ],
    ['{"items":[{}],"additionalItems":{"type":"string"}}', '[1,2]', ['invalid_type 1: Invalid type. Expected: string, given: integer']],
    ['{"items":[{}]}', '[1,2]', []],
    ['{"minItems":1}', '[]', ['array_min_items (root): Array must have at least 1 items']],
    ['{"maxItems":1}', '[1,2]', ['array_max_items (root): Array must have at most 1 items']],
    ['{"uniqueItems":true}', '[1,{"a":2},1.0,{"a":2}]', ['unique (root): array items[0,2] must be unique', 'unique (root): array items[1,3] must be unique']],
    [
      '{"contains":{"type":"string"}}',
      '[1]',
      ['contains (root): At least one of the items must match', 'invalid_type 0: Invalid type. Expected: string, given: integer'],
    ],
    ['{"contains":{"type":"string"}}', '[1,"a"]', []],
    ['{"contains":{}}', '[]', ['contains (root): At least one of the items must match']],
    // Numbers
    ['{"multipleOf":0.01}', '19.99', []],
    ['{"multipleOf":3}', '7', ['multiple_of (root): Must be a multiple of 3']],
    ['{"multipleOf":0.5}', '0.75', ['multiple_of (root): Must be a multiple of 0.5']],
    ['{"multipleOf":3}', '900000000000000000000000000001', ['multiple_of (root): Must be a multiple of 3']],
    ['{"minimum":2}', '1', ['number_gte (root): Must be greater than or equal to 2']],
    ['{"maximum":2.5}', '3', ['number_lte (root): Must be less than or equal to 2.5']],
    ['{"exclusiveMinimum":2}', '2', ['number_gt (root): Must be greater than 2']],
    ['{"exclusiveMaximum":2}', '2', ['number_lt (root): Must be less than 2']],
    ['{"minimum":2,"exclusiveMinimum":true}', '2', ['number_gt (root): Must be greater than 2']],
    ['{"maximum":2,"exclusiveMaximum":true}', '2', ['number_lt (root): Must be less than 2']],
    ['{"maximum":2,"exclusiveMaximum":false}', '2', []],
    ['{"maximum":1000000}', '1000001', ['number_lte (root): Must be less than or equal to 1e+06']],
    ['{"maximum":123456}', '123457', ['number_lte (root): Must be less than or equal to 123456']],
    ['{"minimum":0.00001}', '0', ['number_gte (root): Must be greater than or equal to 1e-05']],
    ['{"minimum":-12.5}', '-13', ['number_gte (root): Must be greater than or equal to -12.5']],
    ['{"minimum":0}', '-1', ['number_gte (root): Must be greater than or equal to 0']],
    // Strings: lengths are in characters
    ['{"minLength":2}', '"😀"', ['string_gte (root): String length must be greater than or equal to 2']],
    ['{"maxLength":1}', '"😀"', []],
    ['{"maxLength":1}', '"ab"', ['string_lte (root): String length must be less than or equal to 1']],
    ['{"pattern":"^[a-z]+$"}', '"A"', ["pattern (root): Does not match pattern '^[a-z]+$'"]],
    ['{"pattern":"b"}', '"abc"', []],
    ['{"minLength":2,"minimum":2,"required":["a"]}', 'null', []],
    // Whatever
    ['{"const":{"a":[1]}}', '{"a":[1]}', []],
    ['{"const":1}', '1.0', []],
    ['{"const":"x"}', '"y"', ['const (root): (root) does not match: "x"']],
    ['{"properties":{"a":{"enum":[1,"x",null]}}}', '{"a":2}', ['enum a: a must be one of the following: 1, "x", null']],
    ['{"enum":[[1,{"a":2}]]}', '[1,{"a":2}]', []],
    ['{"not":{"type":"string"}}', '"a"', ['number_not (root): Must not validate the schema (not)']],
    [
      '{"allOf":[{"minimum":3},{"maximum":1}]}',
      '2',
      [
        'number_gte (root): Must be greater than or equal to 3',
        'number_lte (root): Must be less than or equal to 1',
        'number_all_of (root): Must validate all the schemas (allOf)',
      ],
    ],
    [
      '{"anyOf":[{"type":"string"},{"minimum":3}]}',
      '2',
      ['number_any_of (root): Must validate at least one schema (anyOf)', 'number_gte (root): Must be greater than or equal to 3'],
    ],
    ['{"anyOf":[{"type":"string"},{"minimum":3}]}', '4', []],
    ['{"oneOf":[{"minimum":1},{"minimum":2}]}', '3', ['number_one_of (root): Must validate one and only one schema (oneOf)']],
    [
      '{"oneOf":[{"type":"string"},{"type":"null"}]}',
      '3',
      ['number_one_of (root): Must validate one and only one schema (oneOf)', 'invalid_type (root): Invalid type. Expected: string, given: integer'],
    ],
    ['{"oneOf":[{"minimum":1},{"minimum":20}]}', '3', []],
    [
      '{"if":{"minimum":1},"then":{"multipleOf":2},"else":{"multipleOf":3}}',
      '1',
      ['condition_then (root): Must validate "then" as "if" was valid', 'multiple_of (root): Must be a multiple of 2'],
    ],
    [
      '{"if":{"minimum":1},"then":{"multipleOf":2},"else":{"multipleOf":3}}',
      '-2',
      ['condition_else (root): Must validate "else" as "if" was not valid', 'multiple_of (root): Must be a multiple of 3'],
    ],
    ['{"if":{"minimum":1}}', '1', []],
    // References
    ['{"definitions":{"n":{"type":"null"}},"items":{"$ref":"#/definitions/n"}}', '[1]', ['invalid_type 0: Invalid type. Expected: null, given: integer']],
    ['{"definitions":{"n":{"$id":"#here","type":"null"}},"items":{"$ref":"#here"}}', '[1]', ['invalid_type 0: Invalid type. Expected: null, given: integer']],
    [
      '{"$id":"http://a.b/c.json","definitions":{"n":{"$id":"d.json","type":"null"}},"items":{"$ref":"http://a.b/d.json"}}',
      '[1]',
      ['invalid_type 0: Invalid type. Expected: null, given: integer'],
    ],
    [
      '{"definitions":{"a/b~ c":{"type":"null"}},"$ref":"#/definitions/a~1b~0%20c"}',
      '1',
      ['invalid_type (root): Invalid type. Expected: null, given: integer'],
    ],
    ['{"$ref":"#/definitions/n","type":"string","definitions":{"n":{}}}', '1', []],
    [
      '{"type":["object","null"],"properties":{"a":{"$ref":"#"}}}',
      '{"a":{"a":1}}',
      ['invalid_type a.a: Invalid type. Expected: [object,null], given: integer'],
    ],
    // Drafts
    ['{"$schema":"http://json-schema.org/draft-04/schema#","const":1}', '2', []],
    ['{"$schema":"http://json-schema.org/draft-06/schema#","const":1}', '2', ['const (root): (root) does not match: 1']],
    ['{"$schema":"http://json-schema.org/draft-06/schema#","if":{},"then":{"type":"null"}}', '2', []],
    [
      '{"$schema":"http://json-schema.org/draft-07/schema#","if":{},"then":{"type":"null"}}',
      '2',
      ['condition_then (root): Must validate "then" as "if" was valid', 'invalid_type (root): Invalid type. Expected: null, given: integer'],
    ],
  ])('case %#: %s of %s', (schema, document, expected) => {
    expect(found(schema, document)).toEqual(expected)
  })

  it('takes sets for arrays and keys of any kind for strings', () => {
    expect(match({ a: RegoSet.of(['x', 'y']) }, { properties: { a: { type: 'array', items: { type: 'string' } } } })).toEqual([true, []])
    expect(match([[1, 2]], { type: 'array' })).toEqual([true, []])
  })

  it('refuses what is no document', () => {
    expect(refusal(() => match('{', '{}'))).toBe('invalid JSON string')
    expect(refusal(() => match('{}', '{'))).toBe('invalid JSON string')
    expect(refusal(() => match('{}', '{"type":"x"}'))).toContain('NOT VALID')
  })
})

describe('formats', () => {
  it.each([
    ['date', ['2020-02-29'], ['2021-02-29', '2020-2-9', '']],
    ['time', ['10:00:00', '10:00:00Z', '10:00:00.5+02:00'], ['10:00', '25:00:00Z']],
    ['date-time', ['2020-01-02T03:04:05Z', '2020-01-02', '03:04:05'], ['2020-01-02 03:04:05', 'x']],
    ['hostname', ['a.b-c.d1', 'x'], ['-a.b', 'a..b', 'a_b', `${'a'.repeat(64)}.b`]],
    ['email', ['a@b', 'Some One <a.b@c.d>', '"a b"@c'], ['a', '@b', 'a@', 'a b@c', '']],
    ['ipv4', ['1.2.3.4'], ['1.2.3', '1.2.3.256', '::1']],
    ['ipv6', ['::1', 'fe80::1'], ['1.2.3.4', ':::']],
    ['uri', ['http://a/b?c#d', 'mailto:x'], ['/a', 'a', 'http://a\\b']],
    ['uri-reference', ['/a', 'a?b', '#c'], ['a\\b', 'http://[::1']],
    ['uri-template', ['http://a/{b}/c', '/x'], ['http://a/{b']],
    ['uuid', ['00000000-0000-0000-0000-00000000000A'], ['00000000-0000-0000-0000-00000000000', 'x']],
    ['regex', ['a(b)?', ''], ['a(', '(?=a)']],
    ['json-pointer', ['', '/a~0~1', '/'], ['a', '/~2', '/~']],
    ['relative-json-pointer', ['0', '1/a', '2#'], ['', '-1', '01', '/a']],
    ['nobody-knows', ['', 'x'], []],
  ])('%s', (format, good, bad) => {
    const schema = { format }
    expect(good.filter((text) => !(match([text], { items: schema }) as [boolean])[0])).toEqual([])
    expect(bad.filter((text) => (match([text], { items: schema }) as [boolean])[0])).toEqual([])
    expect(match([1], { items: schema })).toEqual([true, []])
  })

  it('says which one', () => {
    expect(found('{"format":"ipv4"}', '"x"')).toEqual(["format (root): Does not match format 'ipv4'"])
  })
})

describe('json.verify_schema', () => {
  it.each([
    ['{}', undefined],
    ['true', undefined],
    ['{"$schema":"http://json-schema.org/draft-07/schema#","type":"string"}', undefined],
    ['{"unknown":1}', undefined],
    ['{', 'invalid JSON string'],
    ['1', 'schema is invalid'],
    ['{"$schema":1}', '$schema must be of type string'],
    ['{"$id":1}', 'Invalid type. Expected: string, given: $id'],
    ['{"title":1}', 'Invalid type. Expected: string, given: title'],
    ['{"description":1}', 'Invalid type. Expected: string, given: description'],
    ['{"definitions":1}', 'Invalid type. Expected: array of schemas, given: definitions'],
    ['{"definitions":{"a":1}}', 'Invalid type. Expected: array of schemas, given: definitions'],
    ['{"type":1}', 'Invalid type. Expected: string/array of strings, given: type'],
    ['{"type":[1]}', 'Invalid type. Expected: string/array of strings, given: type'],
    ['{"type":"x"}', 'has a primitive type that is NOT VALID -- given: /x/ Expected valid values are:[array boolean integer number null object string]'],
    ['{"type":["string","string"]}', 'string type is duplicated'],
    ['{"properties":[]}', 'properties must be of type object'],
    ['{"properties":{"a":1}}', 'Expected: schema, given: Invalid JSON'],
    ['{"additionalProperties":1}', 'Invalid type. Expected: boolean/schema, given: additionalProperties'],
    ['{"patternProperties":1}', 'Invalid type. Expected: schema, given: patternProperties'],
    ['{"patternProperties":{"(":{}}}', "Invalid regex pattern '('"],
    ['{"propertyNames":1}', 'Invalid type. Expected: schema, given: patternProperties'],
    ['{"dependencies":1}', 'dependencies must be of type object'],
    ['{"dependencies":{"a":[1]}}', 'dependency must be of type schema or array of strings'],
    ['{"items":1}', 'Invalid type. Expected: schema/array of schemas, given: items'],
    ['{"items":[1]}', 'Invalid type. Expected: schema/array of schemas, given: items'],
    ['{"additionalItems":1}', 'Invalid type. Expected: boolean/schema, given: additionalItems'],
    ['{"multipleOf":"1"}', 'Invalid type. Expected: number, given: multipleOf'],
    ['{"multipleOf":0}', 'multipleOf must be strictly greater than 0'],
    ['{"minimum":"1"}', 'minimum must be of a number'],
    ['{"exclusiveMinimum":"1"}', 'Invalid type. Expected: boolean/number, given: exclusiveMinimum'],
    ['{"exclusiveMinimum":true}', 'exclusiveMinimum cannot be used without minimum'],
    ['{"exclusiveMaximum":true}', 'exclusiveMaximum cannot be used without maximum'],
    ['{"$schema":"http://json-schema.org/draft-04/schema#","minimum":1,"exclusiveMinimum":1}', 'Invalid type. Expected: boolean, given: exclusiveMinimum'],
    ['{"$schema":"http://json-schema.org/draft-07/schema#","minimum":1,"exclusiveMinimum":true}', 'Invalid type. Expected: number, given: exclusiveMinimum'],
    ['{"minLength":1.5}', 'minLength must be of an integer'],
    ['{"minLength":-1}', 'minLength must be greater than or equal to 0'],
    ['{"minLength":2,"maxLength":1}', 'minLength cannot be greater than maxLength'],
    ['{"minProperties":2,"maxProperties":1}', 'minProperties cannot be greater than maxProperties'],
    ['{"minItems":2,"maxItems":1}', undefined],
    ['{"pattern":1}', 'pattern must be of a string'],
    ['{"pattern":"("}', 'pattern must be a valid regex'],
    ['{"format":1}', 'format must be of type string'],
    ['{"required":1}', 'required must be of an array'],
    ['{"required":[1]}', 'required items must be string'],
    ['{"required":["a","a"]}', 'required items must be unique'],
    ['{"uniqueItems":1}', 'uniqueItems must be of a boolean'],
    ['{"enum":1}', 'enum must be of an array'],
    ['{"enum":[1,1.0]}', 'enum items must be unique'],
    ['{"oneOf":{}}', 'oneOf must be of an array'],
    ['{"anyOf":{}}', 'anyOf must be of an array'],
    ['{"allOf":{}}', 'anyOf must be of an array'],
    ['{"not":1}', 'not must be of an object'],
    ['{"if":1}', 'if must be of an object'],
    ['{"$ref":1}', 'Invalid type. Expected: string, given: $ref'],
    ['{"$ref":"#/definitions/a"}', "Object has no key 'definitions'"],
    ['{"items":[{}],"not":{"$ref":"#/items/1"}}', "Out of bound array[0,1] index '1'"],
    ['{"$ref":"http://example.com/x.json"}', 'remote reference loading disabled: http://example.com/x.json'],
    ['{"$ref":"#nowhere"}', 'Could not find reference #nowhere'],
    ['{"definitions":{"a":1},"$ref":"#/definitions"}', 'Invalid type. Expected: array of schemas, given: definitions'],
  ])('case %#: %s', (schema, problem) => {
    expect(verify(schema)).toEqual(problem === undefined ? [true, null] : [false, `jsonschema: ${problem}`])
  })

  it('takes objects', () => {
    expect(verify({ type: 'object', properties: { a: { type: 'string' } } })).toEqual([true, null])
    expect(verify({ type: 'nothing' })).toEqual([false, expect.stringContaining('/nothing/')])
  })
})

describe('hostile schemas and documents', () => {
  const bounded = (run: () => unknown): unknown => withWork(200_000, run)

  it('pays for schemas that double', () => {
    const definitions: Record<string, Value> = { d0: { type: 'string' } }
    for (let i = 1; i < 60; i += 1) definitions[`d${i}`] = { allOf: [{ $ref: `#/definitions/d${i - 1}` }, { $ref: `#/definitions/d${i - 1}` }] }
    const schema = { definitions, $ref: '#/definitions/d59' }
    let left = 100_000
    const spend = (steps: number): void => {
      left -= steps
      if (left < 0) throw new Halted('steps', 'used up')
    }
    const builtin = family.find(({ name }) => name === 'json.match_schema')
    expect(() => builtin?.call([[], schema], { hooks: {}, memory: new Map(), spend })).toThrow(Halted)
  })

  it.each([
    '{"$ref":"#"}',
    '{"allOf":[{"$ref":"#"}]}',
    '{"definitions":{"a":{"$ref":"#/definitions/b"},"b":{"$ref":"#/definitions/a"}},"$ref":"#/definitions/a"}',
  ])('stops at references that go round: %s', (schema) => {
    expect(refusal(() => match('1', schema))).toBe('schema and document nest too deeply')
  })

  it('reads deep documents, and no deeper ones', () => {
    const deep = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels)
    expect(match(deep(400), '{"items":{"$ref":"#"}}')).toEqual([true, []])
    expect(match(deep(400), '{"allOf":[{"items":{"$ref":"#"}}]}')).toEqual([true, []])
    expect(refusal(() => match(deep(5000), '{"items":{"$ref":"#"}}'))).toBe('invalid JSON string')
    const nested = (levels: number): string => `${'{"not":'.repeat(levels)}{}${'}'.repeat(levels)}`
    expect(verify(nested(5000))).toEqual([false, 'jsonschema: invalid JSON string'])
    expect(verify(nested(400))).toEqual([true, null])
  })

  it('pays for long messages', () => {
    const schema = JSON.stringify({ items: { enum: Array.from({ length: 5000 }, (_, i) => `${i}`.padStart(100, 'x')) } })
    const document = JSON.stringify(Array.from({ length: 5000 }, () => 1))
    expect(() => bounded(() => match(document, schema))).toThrow(Halted)
  })

  it('pays for failures that are handed out and for long names', () => {
    const long = 'x'.repeat(100_000)
    const document = JSON.stringify({ [long]: Array.from({ length: 1000 }, () => 1) })
    expect(() => bounded(() => match(document, { additionalProperties: { items: { type: 'null' } } }))).toThrow(Halted)
  })

  it('pays for long numbers', () => {
    const document = parseJson(`[${Array.from({ length: 1000 }, (_, i) => `${i + 1}${'7'.repeat(3000)}.5`).join(',')}]`)
    expect(() => bounded(() => match(document, { items: { multipleOf: parseJson(`0.${'0'.repeat(1000)}3`) } }))).toThrow(Halted)
  })

  it('matches hostile patterns in linear time', () => {
    expect(match([`${'a'.repeat(50_000)}!`], { items: { pattern: '^(a|a)*$' } })).toEqual([false, [expect.objectContaining({ type: 'pattern' })]])
    expect(match([`${'1'.repeat(50_000)}!`], { items: { format: 'email' } })).toEqual([false, [expect.objectContaining({ type: 'format' })]])
    expect(match([`${'a '.repeat(50_000)}<a@b>`], { items: { format: 'email' } })).toEqual([true, []])
  })
})
