import type { Field, Fragment, Operation, QueryDocument, Selection, VariableDefinition } from './ast.ts'
import { parseArguments, parseDirectives, parseLiteral, parseType, parseVariable } from './parse-values.ts'
import { GraphqlError, TokenReader } from './token-reader.ts'

/** Reads a query as gqlparser does. Throws a GraphqlError. */
export function parseQueryText(text: string): QueryDocument {
  const reader = new TokenReader(text)
  const operations: Operation[] = []
  const fragments: Fragment[] = []
  while (reader.peek.kind !== '<EOF>') {
    const { kind, value } = reader.peek
    if (kind === '{' || (kind === 'Name' && ['query', 'mutation', 'subscription'].includes(value))) operations.push(parseOperation(reader))
    else if (kind === 'Name' && value === 'fragment') fragments.push(parseFragment(reader))
    else throw reader.unexpected()
  }
  return { operations, fragments }
}

function parseOperation(reader: TokenReader): Operation {
  const { kind, at } = reader.peek
  if (kind === '{') return { operation: 'query', name: '', variables: [], directives: [], selections: requiredSelections(reader), at }
  const operation = reader.next().value
  const name = reader.peek.kind === 'Name' ? reader.next().value : ''
  const variables = parseVariables(reader)
  return { operation, name, variables, directives: parseDirectives(reader, false), selections: requiredSelections(reader), at }
}

function parseVariables(reader: TokenReader): VariableDefinition[] {
  return reader.many('(', ')', () => {
    const { at } = reader.peek
    const name = parseVariable(reader)
    reader.expect(':')
    const type = parseType(reader)
    const defaultValue = reader.skip('=') ? parseLiteral(reader, true) : undefined
    return { name, type, defaultValue, directives: parseDirectives(reader, false), at }
  })
}

function requiredSelections(reader: TokenReader): Selection[] {
  if (reader.peek.kind !== '{') throw new GraphqlError(`Expected {, found ${reader.peek.kind}`, reader.peek.at)
  return selections(reader)
}

function selections(reader: TokenReader): Selection[] {
  return reader.some('{', '}', () => (reader.peek.kind === '...' ? parseSpread(reader) : parseField(reader)))
}

function parseField(reader: TokenReader): Field {
  const { at } = reader.peek
  const alias = reader.name()
  const name = reader.skip(':') ? reader.name() : alias
  const given = parseArguments(reader, false)
  return { kind: 'field', alias, name, arguments: given, directives: parseDirectives(reader, false), selections: selections(reader), at }
}

function parseSpread(reader: TokenReader): Selection {
  reader.expect('...')
  const { kind, value, at } = reader.peek
  if (kind === 'Name' && value !== 'on') return { kind: 'spread', name: fragmentName(reader), directives: parseDirectives(reader, false), at }
  let typeCondition = ''
  if (value === 'on') {
    reader.next()
    typeCondition = reader.name()
  }
  return { kind: 'inline', typeCondition, directives: parseDirectives(reader, false), selections: requiredSelections(reader), at }
}

function parseFragment(reader: TokenReader): Fragment {
  const { at } = reader.peek
  reader.keyword('fragment')
  const name = fragmentName(reader)
  const variables = parseVariables(reader)
  reader.keyword('on')
  const typeCondition = reader.name()
  return { name, variables, typeCondition, directives: parseDirectives(reader, false), selections: requiredSelections(reader), at }
}

function fragmentName(reader: TokenReader): string {
  if (reader.peek.value === 'on') throw reader.unexpected()
  return reader.name()
}
