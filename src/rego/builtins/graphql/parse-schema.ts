import type { Definition, DefinitionKind, DirectiveDefinition, SchemaDefinition, SchemaDocument } from './ast.ts'
import { parseArgumentDefinitions, parseEnumValues, parseFields, parseInputFields } from './parse-fields.ts'
import { parseDirectives } from './parse-values.ts'
import { TokenReader } from './token-reader.ts'

const kinds: ReadonlyMap<string, DefinitionKind> = new Map([
  ['scalar', 'SCALAR'],
  ['type', 'OBJECT'],
  ['interface', 'INTERFACE'],
  ['union', 'UNION'],
  ['enum', 'ENUM'],
  ['input', 'INPUT_OBJECT'],
])

const locations: ReadonlySet<string> = new Set([
  ...['QUERY', 'MUTATION', 'SUBSCRIPTION', 'FIELD', 'FRAGMENT_DEFINITION', 'FRAGMENT_SPREAD', 'INLINE_FRAGMENT', 'VARIABLE_DEFINITION'],
  ...[
    'SCHEMA',
    'SCALAR',
    'OBJECT',
    'FIELD_DEFINITION',
    'ARGUMENT_DEFINITION',
    'INTERFACE',
    'UNION',
    'ENUM',
    'ENUM_VALUE',
    'INPUT_OBJECT',
    'INPUT_FIELD_DEFINITION',
  ],
])

/** Reads a schema as gqlparser does. Throws a GraphqlError. */
export function parseSchemaText(text: string, builtIn = false): SchemaDocument {
  const reader = new TokenReader(text)
  const document = {
    schema: [] as SchemaDefinition[],
    schemaExtensions: [] as SchemaDefinition[],
    directives: [] as DirectiveDefinition[],
    definitions: [] as Definition[],
    extensions: [] as Definition[],
  }
  while (reader.peek.kind !== '<EOF>') {
    const isDescribed = reader.peek.kind === 'BlockString' || reader.peek.kind === 'String'
    const description = isDescribed ? reader.next().value : ''
    if (reader.peek.kind !== 'Name') throw reader.unexpected()
    const { value } = reader.peek
    const kind = kinds.get(value)
    if (kind !== undefined) document.definitions.push(parseDefinition(reader, value, kind, { description, builtIn, extends: false }))
    else if (value === 'schema') document.schema.push(parseSchemaDefinition(reader, description))
    else if (value === 'directive') document.directives.push(parseDirectiveDefinition(reader, description))
    else if (value === 'extend') {
      if (description !== '') throw reader.unexpected(reader.previous)
      reader.keyword('extend')
      const what = reader.peek.value
      const extended = kinds.get(what)
      if (what === 'schema') document.schemaExtensions.push(parseSchemaExtension(reader))
      else if (extended === undefined) throw reader.unexpected()
      else document.extensions.push(parseDefinition(reader, what, extended, { description: '', builtIn, extends: true }))
    } else throw reader.unexpected()
  }
  return document
}

interface Manner {
  readonly description: string
  readonly builtIn: boolean
  /** An extension must add something. */
  readonly extends: boolean
}

function parseDefinition(reader: TokenReader, keyword: string, kind: DefinitionKind, { description, builtIn, extends: isExtension }: Manner): Definition {
  reader.keyword(keyword)
  const { at } = reader.peek
  const name = reader.name()
  const canImplement = kind === 'OBJECT' || (kind === 'INTERFACE' && !isExtension)
  const interfaces = canImplement ? parseInterfaces(reader) : []
  const directives = parseDirectives(reader, !(isExtension && kind === 'INPUT_OBJECT'))
  const hasFields = kind === 'OBJECT' || kind === 'INTERFACE'
  const fields = hasFields ? parseFields(reader) : kind === 'INPUT_OBJECT' ? parseInputFields(reader) : []
  const types = kind === 'UNION' ? parseMembers(reader) : []
  const enumValues = kind === 'ENUM' ? parseEnumValues(reader) : []
  if (isExtension && interfaces.length + directives.length + fields.length + types.length + enumValues.length === 0) throw reader.unexpected()
  return { kind, description, name, directives, interfaces, fields, types, enumValues, builtIn, at }
}

function parseInterfaces(reader: TokenReader): string[] {
  if (reader.peek.value !== 'implements') return []
  reader.next()
  return separated(reader, '&')
}

function parseMembers(reader: TokenReader): string[] {
  return reader.skip('=') ? separated(reader, '|') : []
}

/** Names with a sign between them, which may also stand before the first. */
function separated(reader: TokenReader, sign: '&' | '|'): string[] {
  reader.skip(sign)
  const names = [reader.name()]
  while (reader.skip(sign)) names.push(reader.name())
  return names
}

function parseSchemaDefinition(reader: TokenReader, description: string): SchemaDefinition {
  reader.keyword('schema')
  const { at } = reader.peek
  return { description, directives: parseDirectives(reader, true), operationTypes: parseOperationTypes(reader), at }
}

function parseSchemaExtension(reader: TokenReader): SchemaDefinition {
  const extension = parseSchemaDefinition(reader, '')
  if (extension.directives.length + extension.operationTypes.length === 0) throw reader.unexpected()
  return extension
}

function parseOperationTypes(reader: TokenReader): SchemaDefinition['operationTypes'] {
  return reader.some('{', '}', () => {
    const token = reader.next()
    if (!['query', 'mutation', 'subscription'].includes(token.value)) throw reader.unexpected(token)
    reader.expect(':')
    return { operation: token.value, type: reader.name(), at: token.at }
  })
}

function parseDirectiveDefinition(reader: TokenReader, description: string): DirectiveDefinition {
  reader.keyword('directive')
  reader.expect('@')
  const { at } = reader.peek
  const name = reader.name()
  const given = parseArgumentDefinitions(reader)
  const repeatable = reader.peek.kind === 'Name' && reader.peek.value === 'repeatable'
  if (repeatable) reader.next()
  reader.keyword('on')
  reader.skip('|')
  const places = [parseLocation(reader)]
  while (reader.skip('|')) places.push(parseLocation(reader))
  return { description, name, arguments: given, locations: places, repeatable, at }
}

function parseLocation(reader: TokenReader): string {
  const token = reader.expect('Name')
  if (!locations.has(token.value)) throw reader.unexpected(token)
  return token.value
}
