import { type DocumentNode, Kind, OperationTypeNode, type SelectionNode, type SelectionSetNode, type VariableDefinitionNode } from 'graphql'
import { BuiltinError } from '../../errors.ts'
import type { QueryDocument, Selection, VariableDefinition } from './ast.ts'
import { argumentNode, constDirectiveNode, constValueNode, directiveNode, namedTypeNode, nameNode, placed, typeNode } from './nodes.ts'

/** A query as the library `graphql` has it. */
export function queryNode({ operations, fragments }: QueryDocument): DocumentNode {
  return {
    kind: Kind.DOCUMENT,
    definitions: [
      ...operations.map(({ operation, name, variables, directives, selections, at }) =>
        placed(
          {
            kind: Kind.OPERATION_DEFINITION as const,
            operation: operationType(operation),
            ...(name === '' ? {} : { name: nameNode(name, at) }),
            variableDefinitions: variables.map(variableNode),
            directives: directives.map(directiveNode),
            selectionSet: selectionSet(selections),
          },
          at,
        ),
      ),
      ...fragments.map(({ name, typeCondition, directives, selections, at }) =>
        placed(
          {
            kind: Kind.FRAGMENT_DEFINITION as const,
            name: nameNode(name, at),
            typeCondition: namedTypeNode(typeCondition, at),
            directives: directives.map(directiveNode),
            selectionSet: selectionSet(selections),
          },
          at,
        ),
      ),
    ],
  }
}

function operationType(operation: string): OperationTypeNode {
  const type = Object.values(OperationTypeNode).find((one) => one === operation)
  if (type === undefined) throw new BuiltinError(`got unknown operation type "${operation}"`)
  return type
}

function variableNode({ name, type, defaultValue, directives, at }: VariableDefinition): VariableDefinitionNode {
  return placed(
    {
      kind: Kind.VARIABLE_DEFINITION,
      variable: placed({ kind: Kind.VARIABLE, name: nameNode(name, at) }, at),
      type: typeNode(type),
      ...(defaultValue === undefined ? {} : { defaultValue: constValueNode(defaultValue) }),
      directives: directives.map(constDirectiveNode),
    },
    at,
  )
}

function selectionSet(selections: readonly Selection[]): SelectionSetNode {
  return { kind: Kind.SELECTION_SET, selections: selections.map(selectionNode) }
}

function selectionNode(selection: Selection): SelectionNode {
  const { at } = selection
  const directives = selection.directives.map(directiveNode)
  if (selection.kind === 'spread') return placed({ kind: Kind.FRAGMENT_SPREAD, name: nameNode(selection.name, at), directives }, at)
  if (selection.kind === 'inline') {
    const condition = selection.typeCondition === '' ? {} : { typeCondition: namedTypeNode(selection.typeCondition, at) }
    return placed({ kind: Kind.INLINE_FRAGMENT, ...condition, directives, selectionSet: selectionSet(selection.selections) }, at)
  }
  return placed(
    {
      kind: Kind.FIELD,
      ...(selection.alias === selection.name ? {} : { alias: nameNode(selection.alias, at) }),
      name: nameNode(selection.name, at),
      arguments: selection.arguments.map(argumentNode),
      directives,
      ...(selection.selections.length === 0 ? {} : { selectionSet: selectionSet(selection.selections) }),
    },
    at,
  )
}
