import {
  buildASTSchema,
  type DefinitionNode,
  type FieldDefinitionNode,
  type GraphQLSchema,
  type InputValueDefinitionNode,
  Kind,
  OperationTypeNode,
  type TypeDefinitionNode,
} from 'graphql'
import type { ArgumentDefinition, Definition, DirectiveDefinition, FieldDefinition } from './ast.ts'
import { constDirectiveNode, constValueNode, namedTypeNode, nameNode, typeNode } from './nodes.ts'
import type { Schema } from './schema.ts'

/** A schema, which must be valid, as the library `graphql` has it. */
export function graphqlSchema(schema: Schema): GraphQLSchema {
  const definitions: DefinitionNode[] = []
  // The library has the specification's own types.
  for (const definition of schema.types.values()) if (!definition.builtIn) definitions.push(definitionNode(definition))
  for (const directive of schema.directives.values()) definitions.push(directiveNode(directive))
  const operationTypes = Object.values(OperationTypeNode).flatMap((operation) => {
    const type = schema.roots.get(operation)
    return type === undefined ? [] : [{ kind: Kind.OPERATION_TYPE_DEFINITION as const, operation, type: namedTypeNode(type) }]
  })
  if (operationTypes.length > 0) definitions.push({ kind: Kind.SCHEMA_DEFINITION, operationTypes })
  return buildASTSchema({ kind: Kind.DOCUMENT, definitions }, { assumeValid: true, assumeValidSDL: true })
}

function definitionNode(definition: Definition): TypeDefinitionNode {
  const name = nameNode(definition.name)
  const directives = definition.directives.map(constDirectiveNode)
  const interfaces = definition.interfaces.map((one) => namedTypeNode(one))
  switch (definition.kind) {
    case 'SCALAR':
      return { kind: Kind.SCALAR_TYPE_DEFINITION, name, directives }
    case 'OBJECT':
      return { kind: Kind.OBJECT_TYPE_DEFINITION, name, directives, interfaces, fields: definition.fields.map(fieldNode) }
    case 'INTERFACE':
      return { kind: Kind.INTERFACE_TYPE_DEFINITION, name, directives, interfaces, fields: definition.fields.map(fieldNode) }
    case 'UNION':
      return { kind: Kind.UNION_TYPE_DEFINITION, name, directives, types: definition.types.map((one) => namedTypeNode(one)) }
    case 'ENUM': {
      const values = definition.enumValues.map((value) => ({
        kind: Kind.ENUM_VALUE_DEFINITION as const,
        name: nameNode(value.name),
        directives: value.directives.map(constDirectiveNode),
      }))
      return { kind: Kind.ENUM_TYPE_DEFINITION, name, directives, values }
    }
    case 'INPUT_OBJECT':
      return { kind: Kind.INPUT_OBJECT_TYPE_DEFINITION, name, directives, fields: definition.fields.map(inputNode) }
  }
}

function fieldNode({ name, arguments: given, type, directives }: FieldDefinition): FieldDefinitionNode {
  return {
    kind: Kind.FIELD_DEFINITION,
    name: nameNode(name),
    arguments: given.map(inputNode),
    type: typeNode(type),
    directives: directives.map(constDirectiveNode),
  }
}

function inputNode({ name, type, defaultValue, directives }: ArgumentDefinition): InputValueDefinitionNode {
  return {
    kind: Kind.INPUT_VALUE_DEFINITION,
    name: nameNode(name),
    type: typeNode(type),
    ...(defaultValue === undefined ? {} : { defaultValue: constValueNode(defaultValue) }),
    directives: directives.map(constDirectiveNode),
  }
}

function directiveNode({ name, arguments: given, locations, repeatable }: DirectiveDefinition): DefinitionNode {
  return {
    kind: Kind.DIRECTIVE_DEFINITION,
    name: nameNode(name),
    arguments: given.map(inputNode),
    repeatable,
    locations: locations.map((location) => nameNode(location)),
  }
}
