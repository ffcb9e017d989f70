import type { PlainObject, Value } from '../../values/value.ts'
import type {
  Argument,
  ArgumentDefinition,
  Definition,
  Directive,
  DirectiveDefinition,
  FieldDefinition,
  Fragment,
  Literal,
  Operation,
  QueryDocument,
  SchemaDefinition,
  SchemaDocument,
  Selection,
  TypeRef,
  VariableDefinition,
} from './ast.ts'

/* OPA's JSON of gqlparser's documents: without positions, and without lists that are empty and parts that are missing. */

export function queryJson({ operations, fragments }: QueryDocument): PlainObject {
  return { ...list('Operations', operations, operationJson), ...list('Fragments', fragments, fragmentJson) }
}

export function schemaJson(document: SchemaDocument): PlainObject {
  return {
    ...list('Schema', document.schema, schemaDefinitionJson),
    ...list('SchemaExtension', document.schemaExtensions, schemaDefinitionJson),
    ...list('Directives', document.directives, directiveDefinitionJson),
    ...list('Definitions', document.definitions, definitionJson),
    ...list('Extensions', document.extensions, definitionJson),
  }
}

function list<T>(name: string, items: readonly T[], json: (item: T) => Value): PlainObject {
  return items.length === 0 ? {} : { [name]: items.map(json) }
}

function operationJson({ operation, name, variables, directives, selections }: Operation): Value {
  return {
    Operation: operation,
    Name: name,
    ...list('VariableDefinitions', variables, variableJson),
    ...list('Directives', directives, directiveJson),
    ...list('SelectionSet', selections, selectionJson),
  }
}

function variableJson({ name, type, defaultValue, directives }: VariableDefinition): Value {
  return { Variable: name, Type: typeJson(type), ...literal('DefaultValue', defaultValue), ...list('Directives', directives, directiveJson), Used: false }
}

function fragmentJson({ name, variables, typeCondition, directives, selections }: Fragment): Value {
  return {
    Name: name,
    ...list('VariableDefinition', variables, variableJson),
    TypeCondition: typeCondition,
    ...list('Directives', directives, directiveJson),
    ...list('SelectionSet', selections, selectionJson),
  }
}

function selectionJson(selection: Selection): Value {
  const directives = list('Directives', selection.directives, directiveJson)
  if (selection.kind === 'spread') return { Name: selection.name, ...directives }
  const selections = list('SelectionSet', selection.selections, selectionJson)
  if (selection.kind === 'inline') return { TypeCondition: selection.typeCondition, ...directives, ...selections }
  return { Alias: selection.alias, Name: selection.name, ...list('Arguments', selection.arguments, argumentJson), ...directives, ...selections }
}

function directiveJson({ name, arguments: given }: Directive): Value {
  return { Name: name, ...list('Arguments', given, argumentJson), Location: '' }
}

function argumentJson({ name, value }: Argument): Value {
  return { Name: name, Value: literalJson(value) }
}

function literalJson({ kind, raw, children }: Literal): Value {
  return {
    Raw: raw,
    Kind: kind,
    ...list('Children', children, (child) => ({ Name: child.name, Value: literalJson(child.value) })),
    ExpectedTypeHasDefault: false,
  }
}

function literal(name: string, value: Literal | undefined): PlainObject {
  return value === undefined ? {} : { [name]: literalJson(value) }
}

function typeJson({ name, elem, nonNull }: TypeRef): Value {
  return { NamedType: name, ...(elem === undefined ? {} : { Elem: typeJson(elem) }), NonNull: nonNull }
}

function schemaDefinitionJson({ description, directives, operationTypes }: SchemaDefinition): Value {
  return {
    Description: description,
    ...list('Directives', directives, directiveJson),
    ...list('OperationTypes', operationTypes, ({ operation, type }) => ({ Operation: operation, Type: type })),
  }
}

function definitionJson(definition: Definition): Value {
  return {
    Kind: definition.kind,
    Description: definition.description,
    Name: definition.name,
    ...list('Directives', definition.directives, directiveJson),
    ...list('Interfaces', definition.interfaces, (name) => name),
    ...list('Fields', definition.fields, fieldJson),
    ...list('Types', definition.types, (name) => name),
    ...list('EnumValues', definition.enumValues, ({ description, name, directives }) => ({
      Description: description,
      Name: name,
      ...list('Directives', directives, directiveJson),
    })),
    BuiltIn: definition.builtIn,
  }
}

function fieldJson(field: FieldDefinition): PlainObject {
  return { ...argumentDefinitionJson(field), ...list('Arguments', field.arguments, argumentDefinitionJson) }
}

function argumentDefinitionJson({ description, name, defaultValue, type, directives }: ArgumentDefinition): PlainObject {
  return {
    Description: description,
    Name: name,
    ...literal('DefaultValue', defaultValue),
    Type: typeJson(type),
    ...list('Directives', directives, directiveJson),
  }
}

function directiveDefinitionJson({ description, name, arguments: given, locations, repeatable }: DirectiveDefinition): Value {
  return {
    Description: description,
    Name: name,
    ...list('Arguments', given, argumentDefinitionJson),
    ...list('Locations', locations, (location) => location),
    IsRepeatable: repeatable,
  }
}
