import { BuiltinError } from '../../errors.ts'
import type { Value } from '../../values/value.ts'
import type { Host } from '../builtin.ts'
import type {
  Argument,
  ArgumentDefinition,
  Definition,
  DefinitionKind,
  Directive,
  DirectiveDefinition,
  FieldDefinition,
  Literal,
  QueryDocument,
  SchemaDefinition,
  SchemaDocument,
  Selection,
  TypeRef,
  VariableDefinition,
} from './ast.ts'
import { JsonReader } from './json-reader.ts'

/** A query from the JSON that graphql.parse_query gives. */
export function queryFromJson(value: Value, host: Host): QueryDocument {
  const reader = new JsonReader(value, host)
  return {
    operations: reader.list('Operations', (operation) => ({
      operation: operation.text('Operation'),
      name: operation.text('Name'),
      variables: operation.list('VariableDefinitions', variableOf),
      directives: directivesOf(operation),
      selections: selectionsOf(operation),
    })),
    fragments: reader.list('Fragments', (fragment) => ({
      name: fragment.text('Name'),
      variables: fragment.list('VariableDefinition', variableOf),
      typeCondition: fragment.text('TypeCondition'),
      directives: directivesOf(fragment),
      selections: selectionsOf(fragment),
    })),
  }
}

/** A schema from the JSON that graphql.parse_schema gives. */
export function schemaFromJson(value: Value, host: Host): SchemaDocument {
  const reader = new JsonReader(value, host)
  return {
    schema: reader.list('Schema', schemaDefinitionOf),
    schemaExtensions: reader.list('SchemaExtension', schemaDefinitionOf),
    directives: reader.list('Directives', directiveDefinitionOf),
    definitions: reader.list('Definitions', definitionOf),
    extensions: reader.list('Extensions', definitionOf),
  }
}

function variableOf(reader: JsonReader): VariableDefinition {
  return { name: reader.text('Variable'), type: typeField(reader), defaultValue: reader.optional('DefaultValue', literalOf), directives: directivesOf(reader) }
}

function selectionsOf(reader: JsonReader): Selection[] {
  return reader.list('SelectionSet', selectionOf)
}

/** A field has an alias, a spread only a name. */
function selectionOf(reader: JsonReader): Selection {
  const directives = directivesOf(reader)
  const name = reader.text('Name')
  if (reader.has('Alias')) {
    return { kind: 'field', alias: reader.text('Alias'), name, arguments: argumentsOf(reader), directives, selections: selectionsOf(reader) }
  }
  return name === ''
    ? { kind: 'inline', typeCondition: reader.text('TypeCondition'), directives, selections: selectionsOf(reader) }
    : { kind: 'spread', name, directives }
}

function directivesOf(reader: JsonReader): Directive[] {
  return reader.list('Directives', (directive) => ({ name: directive.text('Name'), arguments: argumentsOf(directive) }))
}

function argumentsOf(reader: JsonReader): Argument[] {
  return reader.list('Arguments', (argument) => ({ name: argument.text('Name'), value: literalField(argument) }))
}

function literalField(reader: JsonReader): Literal {
  const literal = reader.optional('Value', literalOf)
  if (literal === undefined) throw new BuiltinError('GraphQL document has a name without a value')
  return literal
}

function literalOf(reader: JsonReader): Literal {
  return {
    kind: reader.number('Kind'),
    raw: reader.text('Raw'),
    children: reader.list('Children', (child) => ({ name: child.text('Name'), value: literalField(child) })),
  }
}

function typeField(reader: JsonReader): TypeRef {
  const type = reader.optional('Type', typeOf)
  if (type === undefined) throw new BuiltinError('GraphQL document has a name without a type')
  return type
}

function typeOf(reader: JsonReader): TypeRef {
  const name = reader.text('NamedType')
  const elem = name === '' ? reader.optional('Elem', typeOf) : undefined
  if (name === '' && elem === undefined) throw new BuiltinError('GraphQL document has a type without a name')
  return { name, elem, nonNull: reader.flag('NonNull') }
}

function schemaDefinitionOf(reader: JsonReader): SchemaDefinition {
  return {
    description: reader.text('Description'),
    directives: directivesOf(reader),
    operationTypes: reader.list('OperationTypes', (operation) => ({ operation: operation.text('Operation'), type: operation.text('Type') })),
  }
}

const kinds: ReadonlySet<string> = new Set<DefinitionKind>(['SCALAR', 'OBJECT', 'INTERFACE', 'UNION', 'ENUM', 'INPUT_OBJECT'])

function isKind(text: string): text is DefinitionKind {
  return kinds.has(text)
}

function definitionOf(reader: JsonReader): Definition {
  const kind = reader.text('Kind')
  if (!isKind(kind)) throw new BuiltinError(`GraphQL document has a definition of kind "${kind}"`)
  return {
    kind,
    description: reader.text('Description'),
    name: reader.text('Name'),
    directives: directivesOf(reader),
    interfaces: reader.texts('Interfaces'),
    fields: reader.list('Fields', fieldOf),
    types: reader.texts('Types'),
    enumValues: reader.list('EnumValues', (value) => ({ description: value.text('Description'), name: value.text('Name'), directives: directivesOf(value) })),
    builtIn: reader.flag('BuiltIn'),
  }
}

function fieldOf(reader: JsonReader): FieldDefinition {
  return { ...argumentDefinitionOf(reader), arguments: reader.list('Arguments', argumentDefinitionOf) }
}

function argumentDefinitionOf(reader: JsonReader): ArgumentDefinition {
  return {
    description: reader.text('Description'),
    name: reader.text('Name'),
    defaultValue: reader.optional('DefaultValue', literalOf),
    type: typeField(reader),
    directives: directivesOf(reader),
  }
}

function directiveDefinitionOf(reader: JsonReader): DirectiveDefinition {
  return {
    description: reader.text('Description'),
    name: reader.text('Name'),
    arguments: reader.list('Arguments', argumentDefinitionOf),
    locations: reader.texts('Locations'),
    repeatable: reader.flag('IsRepeatable'),
  }
}
