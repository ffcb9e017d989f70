import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { family } from '../../../../src/rego/builtins/graphql/family.ts'
import type { Value } from '../../../../src/rego/values/value.ts'
import { caller, refusal } from '../calling.ts'

const call = caller(family)

describe('graphql.parse_query', () => {
  it('gives a query as gqlparser has it', () => {
    const query = `query Q($a: [Int!]! = [1, 2] @x, $b: In = {k: "v", n: null}) @d(if: true) {
      alias: field(a: $a, s: "t\\u00e9\\n", f: -1.5e3, e: RED) @include(if: $b) { ... on T @y { id } ... { id } ...F @z }
    }
    fragment F on T { id }
    mutation { m }`
    expect(call('graphql.parse_query', query)).toEqual({
      Operations: [
        {
          Operation: 'query',
          Name: 'Q',
          VariableDefinitions: [
            {
              Variable: 'a',
              Type: { NamedType: '', Elem: { NamedType: 'Int', NonNull: true }, NonNull: true },
              DefaultValue: {
                Raw: '',
                Kind: 8,
                Children: ['1', '2'].map((Raw) => ({ Name: '', Value: { Raw, Kind: 1, ExpectedTypeHasDefault: false } })),
                ExpectedTypeHasDefault: false,
              },
              Directives: [{ Name: 'x', Location: '' }],
              Used: false,
            },
            {
              Variable: 'b',
              Type: { NamedType: 'In', NonNull: false },
              DefaultValue: {
                Raw: '',
                Kind: 9,
                Children: [
                  { Name: 'k', Value: { Raw: 'v', Kind: 3, ExpectedTypeHasDefault: false } },
                  { Name: 'n', Value: { Raw: 'null', Kind: 6, ExpectedTypeHasDefault: false } },
                ],
                ExpectedTypeHasDefault: false,
              },
              Used: false,
            },
          ],
          Directives: [{ Name: 'd', Arguments: [{ Name: 'if', Value: { Raw: 'true', Kind: 5, ExpectedTypeHasDefault: false } }], Location: '' }],
          SelectionSet: [
            {
              Alias: 'alias',
              Name: 'field',
              Arguments: [
                { Name: 'a', Value: { Raw: 'a', Kind: 0, ExpectedTypeHasDefault: false } },
                { Name: 's', Value: { Raw: 'té\n', Kind: 3, ExpectedTypeHasDefault: false } },
                { Name: 'f', Value: { Raw: '-1.5e3', Kind: 2, ExpectedTypeHasDefault: false } },
                { Name: 'e', Value: { Raw: 'RED', Kind: 7, ExpectedTypeHasDefault: false } },
              ],
              Directives: [{ Name: 'include', Arguments: [{ Name: 'if', Value: { Raw: 'b', Kind: 0, ExpectedTypeHasDefault: false } }], Location: '' }],
              SelectionSet: [
                { TypeCondition: 'T', Directives: [{ Name: 'y', Location: '' }], SelectionSet: [{ Alias: 'id', Name: 'id' }] },
                { TypeCondition: '', SelectionSet: [{ Alias: 'id', Name: 'id' }] },
                { Name: 'F', Directives: [{ Name: 'z', Location: '' }] },
              ],
            },
          ],
        },
        { Operation: 'mutation', Name: '', SelectionSet: [{ Alias: 'm', Name: 'm' }] },
      ],
      Fragments: [{ Name: 'F', TypeCondition: 'T', SelectionSet: [{ Alias: 'id', Name: 'id' }] }],
    })
    expect(call('graphql.parse_query', '')).toEqual({})
  })

  it.each([
    ['{', 'Expected Name, found <EOF> in GraphQL string at location 1:2'],
    ['{}', 'expected at least one definition, found } in GraphQL string at location 1:2'],
    ['query', 'Expected {, found <EOF> in GraphQL string at location 1:6'],
    ['nothing', 'Unexpected Name "nothing" in GraphQL string at location 1:1'],
    ['{ a(b: ) }', 'Unexpected ) in GraphQL string at location 1:8'],
    ['{ a(b: "x\n") }', 'Unexpected <Invalid> in GraphQL string at location 1:10'],
    ['query ($a: Int = $b) { a }', 'Unexpected $ in GraphQL string at location 1:18'],
    ['fragment on on T { a }', 'Unexpected Name "on" in GraphQL string at location 1:10'],
    ['fragment F { a }', 'Expected "on", found { in GraphQL string at location 1:12'],
    ["{ a(b: 'x') }", 'Unexpected <Invalid> in GraphQL string at location 1:8'],
    ['{ a(b: 01) }', 'Unexpected <Invalid> in GraphQL string at location 1:9'],
    ['{\n  é }', 'Expected Name, found <Invalid> in GraphQL string at location 2:3'],
    ['{ 😀', 'Expected Name, found <Invalid> in GraphQL string at location 1:3'],
    [`{ a${'{ a'.repeat(300)}`, 'Document nests too deeply in GraphQL string at location 1:603'],
  ])('case %# is refused', (query, message) => {
    expect(refusal(() => call('graphql.parse_query', query))).toBe(message)
  })

  it('reads what may be left out', () => {
    expect(call('graphql.parse_query', '\ufeff # comment\r\n,,{a,#\nb}')).toMatchObject({ Operations: [{ SelectionSet: [{ Name: 'a' }, { Name: 'b' }] }] })
  })

  it('ends in a document or a refusal for any text', () => {
    const text = fc.string({
      unit: fc.constantFrom(
        '{',
        '}',
        '(',
        ')',
        '[',
        ']',
        ':',
        '$',
        '@',
        '...',
        '"',
        '"""',
        '\\',
        '\n',
        ' ',
        'a',
        'on ',
        'query ',
        'fragment ',
        '1',
        '-',
        '.',
        '!',
        '=',
        '#',
        'é',
      ),
      maxLength: 40,
    })
    fc.assert(
      fc.property(text, (query) => {
        refusal(() => call('graphql.parse_query', query))
        refusal(() => call('graphql.parse_schema', query))
      }),
      { numRuns: 2000, seed: 20261127 },
    )
  })
})

describe('graphql.parse_schema', () => {
  it('gives a schema as gqlparser has it', () => {
    const schema = `
      """
        Block
          text

      """
      type T implements I & J @d { "one" f(a: Int = 1 @d): [T!]! @deprecated(reason: "x") }
      interface I { f: Int }
      union U @d = | A | B
      enum E { "red" RED GREEN @d }
      input In { a: Int = 2 }
      scalar S @d
      schema @d { query: T mutation: M }
      directive @d(a: Int) repeatable on | OBJECT | SCALAR
      extend type T { g: Int }
      extend schema { subscription: X }`
    expect(call('graphql.parse_schema', schema)).toMatchObject({
      Schema: [
        {
          Description: '',
          Directives: [{ Name: 'd' }],
          OperationTypes: [
            { Operation: 'query', Type: 'T' },
            { Operation: 'mutation', Type: 'M' },
          ],
        },
      ],
      SchemaExtension: [{ OperationTypes: [{ Operation: 'subscription', Type: 'X' }] }],
      Directives: [{ Name: 'd', IsRepeatable: true, Locations: ['OBJECT', 'SCALAR'], Arguments: [{ Name: 'a', Type: { NamedType: 'Int' } }] }],
      Definitions: [
        {
          Kind: 'OBJECT',
          Name: 'T',
          Description: 'Block\n  text',
          BuiltIn: false,
          Interfaces: ['I', 'J'],
          Fields: [
            {
              Name: 'f',
              Description: 'one',
              Arguments: [{ Name: 'a', DefaultValue: { Raw: '1', Kind: 1 }, Directives: [{ Name: 'd' }] }],
              Type: { NamedType: '', Elem: { NamedType: 'T', NonNull: true }, NonNull: true },
            },
          ],
        },
        { Kind: 'INTERFACE', Name: 'I' },
        { Kind: 'UNION', Name: 'U', Types: ['A', 'B'] },
        {
          Kind: 'ENUM',
          Name: 'E',
          EnumValues: [
            { Name: 'RED', Description: 'red' },
            { Name: 'GREEN', Directives: [{ Name: 'd' }] },
          ],
        },
        { Kind: 'INPUT_OBJECT', Name: 'In', Fields: [{ Name: 'a', DefaultValue: { Raw: '2' } }] },
        { Kind: 'SCALAR', Name: 'S' },
      ],
      Extensions: [{ Kind: 'OBJECT', Name: 'T', Fields: [{ Name: 'g' }] }],
    })
  })

  it.each([
    ['type A {}', 'expected at least one definition, found } in GraphQL string at location 1:9'],
    ['"d" extend type A { a: Int }', 'Unexpected String "d" in GraphQL string at location 1:2'],
    ['extend schema', 'Unexpected <EOF> in GraphQL string at location 1:14'],
    ['directive @a on NOWHERE', 'Unexpected Name "NOWHERE" in GraphQL string at location 1:17'],
    ['"""\r', 'Unexpected <Invalid> in GraphQL string at location 2:1'],
    ['schema { other: A }', 'Unexpected Name "other" in GraphQL string at location 1:10'],
  ])('%j is refused', (schema, message) => {
    expect(refusal(() => call('graphql.parse_schema', schema))).toBe(message)
  })
})

const schema = `
  type Query { hero(id: ID!, e: Episode, in: In): Character  me: Human  all: [Character!]!  u: U }
  type Mutation { act: Int }
  type Subscription { a: Int b: Int }
  interface Character { id: ID! name: String friend: Character }
  type Human implements Character { id: ID! name: String friend: Character height(unit: String): Float }
  type Droid implements Character { id: ID! name: String friend: Character model: String height: Int }
  union U = Human | Droid
  enum Episode { NEW OLD }
  input In { a: Int! b: [Int!] }
  scalar Date
`

describe('graphql.is_valid', () => {
  it.each<[string, boolean]>([
    ['', true],
    ['{ hero(id: 1) { id } }', true],
    ['{ __schema { types { name } } __type(name: "Query") { name } __typename }', true],
    ['{ hero(id: 1) { ... on Human { height } ... on Droid { model } } }', true],
    ['query ($e: Episode! = NEW) { hero(id: 1, e: $e) { id } }', true],
    ['{ hero(id: 1, in: {a: 1, b: 2}) { id } }', true],
    ['mutation { act }', true],
    ['{ a: me { name } b: me { name } }', true],
    ['{ me { name name } me { id } }', true],
    ['{ u { ... on Human { height } ... on Droid { model } } }', true],
    ['{ hero { id } }', false],
    ['{ hero(id: 1) }', false],
    ['{ me { name { x } } }', false],
    ['{ nothing }', false],
    ['{ hero(id: 1, x: 1) { id } }', false],
    ['{ hero(id: 1, id: 2) { id } }', false],
    ['{ hero(id: 1, e: RED) { id } }', false],
    ['{ hero(id: 1, in: {}) { id } }', false],
    ['{ me @nothing { id } }', false],
    ['{ me @skip(if: true) @skip(if: true) { id } }', false],
    ['query @skip(if: true) { me { id } }', false],
    ['{ ...F }', false],
    ['{ me { ...F } } fragment F on Human { friend { ...F } }', false],
    ['{ me { ...F } } fragment F on Droid { id }', false],
    ['{ me { id } } fragment F on Human { id }', false],
    ['query ($a: Int) { me { id } }', false],
    ['{ hero(id: $x) { id } }', false],
    ['query ($a: Human) { hero(id: 1, e: $a) { id } }', false],
    ['query ($a: String) { hero(id: $a) { id } }', false],
    ['query A { me { id } } query A { me { id } }', false],
    ['{ me { id } } query A { me { id } }', false],
    ['subscription { a b }', false],
    ['{ a: me { id } a: hero(id: 1) { id } }', false],
    ['{ hero(id: 1) { id } hero(id: 2) { id } }', false],
    ['{ me { x: name x: id } }', false],
    ['{ u { ... on Human { height } ... on Droid { height } } }', false],
    ['{ u { ... on Human { x: name } ... on Droid { x: model } } }', true],
    ['{ all { ... on Human { y: height(unit: "m") } ... on Human { y: height(unit: "ft") } } }', false],
    ['nonsense', false],
  ])('%s: %s', (query, expected) => {
    expect(call('graphql.is_valid', query, schema)).toBe(expected)
    const pair = call('graphql.parse_and_verify', query, schema)
    expect(Array.isArray(pair) && pair[0]).toBe(expected)
    if (!expected) expect(pair).toEqual([false, {}, {}])
  })

  it('refuses an operation that the schema has no root for', () => {
    expect(call('graphql.is_valid', 'mutation { a }', 'type Query { a: Int }')).toBe(false)
    expect(call('graphql.is_valid', '{ a }', 'type Other { a: Int } schema { query: Other }')).toBe(true)
    expect(call('graphql.is_valid', '{ a }', 'type Query { a: Int } type Other { b: Int } schema { query: Other }')).toBe(false)
  })

  it('takes documents that were parsed before', () => {
    const query = '{ hero(id: 1) { id ... on Human { height } ...F } } fragment F on Character { name }'
    const parsedQuery = call('graphql.parse_query', query) ?? null
    const parsedSchema = call('graphql.parse_schema', schema) ?? null
    expect(call('graphql.parse', parsedQuery, parsedSchema)).toEqual([parsedQuery, parsedSchema])
    expect(call('graphql.is_valid', parsedQuery, schema)).toBe(true)
    expect(call('graphql.is_valid', call('graphql.parse_query', '{ nothing }') ?? null, parsedSchema)).toBe(false)
    expect(call('graphql.schema_is_valid', parsedSchema)).toBe(true)
  })

  it('refuses other values', () => {
    expect(call('graphql.is_valid', 1, schema)).toBe(false)
    expect(call('graphql.is_valid', '{ me { id } }', [])).toBe(false)
    expect(call('graphql.is_valid', { Operations: 1 }, schema)).toBe(false)
    expect(call('graphql.is_valid', { Operations: [{ Operation: 'query', SelectionSet: [{ Alias: 'a b', Name: 'x y' }] }] }, schema)).toBe(false)
  })
})

describe('graphql.parse', () => {
  it.each<[Value, Value, string]>([
    ['{ hero { id } }', schema, 'Field "hero" argument "id" of type "ID!" is required, but it was not provided in GraphQL string at location 1:3'],
    ['{\n  me {\n    nothing\n  }\n}', schema, 'Cannot query field "nothing" on type "Human" in GraphQL string at location 3:5'],
    ['mutation { a }', 'type Query { a: Int }', 'Schema does not support operation type "mutation" in GraphQL string at location 1:1'],
    [
      '{ me { x: name x: id } }',
      schema,
      'Fields "x" conflict because "name" and "id" are different fields. Use different aliases on the fields to fetch both if this was intentional in GraphQL string at location 1:8',
    ],
    [
      '{ me { x: name } me { x: id } }',
      schema,
      'Fields "me" conflict because subfields "x" conflict because "name" and "id" are different fields. Use different aliases on the fields to fetch both if this was intentional in GraphQL string at location 1:8',
    ],
    ['{', schema, 'Expected Name, found <EOF> in GraphQL string at location 1:2'],
    ['{ a }', 'type Query { a: Nothing }', 'Error in gqlparser SchemaDocument to Schema conversion: input:1:17: Undefined type Nothing.'],
    [1, schema, 'operand 0 must be one of {string, object} but got number'],
    ['{ a }', null, 'operand 1 must be one of {string, object} but got null'],
    [{ Operations: [{ Operation: 'x' }] }, schema, 'got unknown operation type "x"'],
    [{ Operations: 1 }, schema, 'json: cannot unmarshal number into an array of a GraphQL document'],
  ])('case %# is refused', (query, types, message) => {
    expect(refusal(() => call('graphql.parse', query, types))).toBe(message)
  })
})

describe('graphql.schema_is_valid', () => {
  it.each<[string, string | undefined]>([
    [schema, undefined],
    ['', undefined],
    ['type A { a: String @deprecated b(x: Int): Int } enum E { A @deprecated }', undefined],
    ['extend type A { a: Int } extend union U = A', undefined],
    ['directive @skip(if: Boolean!) on FIELD', undefined],
    ['interface I { a: Int } interface J implements I { a: Int } type T implements J & I { a: Int! }', undefined],
    ['type A { a: Int } type A { a: Int }', '1:24: Cannot redeclare type A.'],
    ['scalar String', '1:8: Cannot redeclare type String.'],
    ['extend input A { a: Int } type A { a: Int }', '1:14: Cannot extend type A because the base type is a OBJECT, not INPUT_OBJECT.'],
    ['directive @a on FIELD directive @a on FIELD', '1:34: Cannot redeclare directive a.'],
    ['schema { query: A } schema { query: A } type A { a: Int }', '1:28: Cannot have multiple schema entry points, consider schema extensions instead.'],
    ['schema { query: A }', '1:10: Schema root query refers to a type A that does not exist.'],
    ['type A { a: B }', '1:13: Undefined type B.'],
    ['type A', '1:6: OBJECT A: must define one or more fields.'],
    ['enum A', '1:6: ENUM A: must define one or more unique enum values.'],
    ['enum A { true }', '1:6: ENUM A: non-enum value true.'],
    ['input A', '1:7: INPUT_OBJECT A: must define one or more input fields.'],
    ['input A { a: T } type T { a: Int }', '1:11: OBJECT a: field must be one of SCALAR, ENUM, INPUT_OBJECT.'],
    ['type A { a: I } input I { a: Int }', '1:10: OBJECT A: field must be one of SCALAR, OBJECT, INTERFACE, UNION, ENUM.'],
    ['type A { a: Int a: Int }', '1:17: Field A.a can only be defined once.'],
    ['type A { __a: Int }', '1:10: Name "__a" must not begin with "__", which is reserved by GraphQL introspection.'],
    ['type __A { a: Int }', '1:6: Name "__A" must not begin with "__", which is reserved by GraphQL introspection.'],
    ['type A { a(b: A): Int }', '1:12: cannot use A as argument b because OBJECT is not a valid input type'],
    ['type A @b { a: Int }', '1:9: Undefined directive b.'],
    ['type A @skip { a: Int }', '1:9: Directive skip is not applicable on OBJECT.'],
    ['directive @a(b: Int @a) on ARGUMENT_DEFINITION', '1:22: Directive a cannot refer to itself.'],
    ['union A = B', '1:7: Undefined type "B".'],
    ['union A = Int', '1:7: UNION type "Int" must be OBJECT.'],
    ['type A implements B { a: Int }', '1:6: Undefined type "B".'],
    ['type A implements B { a: Int } type B { a: Int }', '1:6: "B" is a non interface type OBJECT.'],
    ['type A implements I { b: Int } interface I { a: Int }', '1:6: For A to implement I it must have a field called a.'],
    ['type A implements I { a: Int } interface I { a: String }', '1:23: For A to implement I the field a must have type String.'],
    ['type A implements I { a: Int } interface I { a: Int! }', '1:23: For A to implement I the field a must have type Int!.'],
    [
      'type A implements I { a: Int } interface I { a(b: Int): Int }',
      '1:23: For A to implement I the field a must have the same arguments but it is missing b.',
    ],
    [
      'type A implements I { a(b: String): Int } interface I { a(b: Int): Int }',
      '1:25: For A to implement I the field a must have the same arguments but b has the wrong type.',
    ],
    [
      'type A implements I { a(b: Int!): Int } interface I { a: Int }',
      '1:25: For A to implement I any additional arguments on a must be optional or have a default value but b is required.',
    ],
    [
      'interface I { a: Int } interface J implements I { a: Int } type T implements J { a: Int }',
      '1:65: Type T must implement I because it is implemented by J.',
    ],
    [
      'interface I implements J { a: Int } interface J implements I { a: Int }',
      '1:11: Type I cannot implement J because it would create a circular reference.',
    ],
  ])('case %#', (types, message) => {
    expect(call('graphql.schema_is_valid', types)).toBe(message === undefined)
    const told = refusal(() => call('graphql.parse', '', types))
    expect(told).toBe(message === undefined ? undefined : `Error in gqlparser SchemaDocument to Schema conversion: input:${message}`)
  })
})
