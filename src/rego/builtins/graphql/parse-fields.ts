import type { ArgumentDefinition, EnumValue, FieldDefinition } from './ast.ts'
import { parseDirectives, parseLiteral, parseType } from './parse-values.ts'
import type { TokenReader } from './token-reader.ts'

export function parseFields(reader: TokenReader): FieldDefinition[] {
  return reader.some('{', '}', () => {
    const { at } = reader.peek
    const description = parseDescription(reader)
    const name = reader.name()
    const given = parseArgumentDefinitions(reader)
    reader.expect(':')
    const type = parseType(reader)
    return { description, name, arguments: given, type, directives: parseDirectives(reader, true), at }
  })
}

export function parseInputFields(reader: TokenReader): FieldDefinition[] {
  return reader.some('{', '}', () => ({ ...parseArgumentDefinition(reader), arguments: [] }))
}

export function parseArgumentDefinitions(reader: TokenReader): ArgumentDefinition[] {
  return reader.some('(', ')', () => parseArgumentDefinition(reader))
}

function parseArgumentDefinition(reader: TokenReader): ArgumentDefinition {
  const { at } = reader.peek
  const description = parseDescription(reader)
  const name = reader.name()
  reader.expect(':')
  const type = parseType(reader)
  const defaultValue = reader.skip('=') ? parseLiteral(reader, true) : undefined
  return { description, name, type, defaultValue, directives: parseDirectives(reader, true), at }
}

export function parseEnumValues(reader: TokenReader): EnumValue[] {
  return reader.some('{', '}', () => {
    const { at } = reader.peek
    return { description: parseDescription(reader), name: reader.name(), directives: parseDirectives(reader, true), at }
  })
}

function parseDescription(reader: TokenReader): string {
  const { kind } = reader.peek
  return kind === 'BlockString' || kind === 'String' ? reader.next().value : ''
}
