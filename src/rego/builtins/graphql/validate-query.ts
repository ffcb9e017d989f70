import {
  type ASTVisitor,
  ExecutableDefinitionsRule,
  GraphQLError,
  OverlappingFieldsCanBeMergedRule,
  specifiedRules,
  type ValidationContext,
  validate,
} from 'graphql'
import { BuiltinError } from '../../errors.ts'
import type { Host } from '../builtin.ts'
import type { QueryDocument, Selection } from './ast.ts'
import { placeOf } from './nodes.ts'
import { checkOverlappingFields } from './overlapping-fields.ts'
import { queryNode } from './query-nodes.ts'
import type { Schema } from './schema.ts'
import { graphqlSchema } from './schema-nodes.ts'
import { GraphqlError } from './token-reader.ts'

/** An operation that the schema has no root for. */
function KnownRootTypeRule(context: ValidationContext): ASTVisitor {
  return {
    OperationDefinition(node) {
      if (context.getSchema().getRootType(node.operation) == null) {
        context.reportError(new GraphQLError(`Schema does not support operation type "${node.operation}"`, { nodes: node }))
      }
    },
  }
}

const left = new Set([ExecutableDefinitionsRule, OverlappingFieldsCanBeMergedRule])
/** The library's own rule for overlapping fields takes too long for some queries: overlapping-fields.ts. */
const rules = [KnownRootTypeRule, ...specifiedRules.filter((rule) => !left.has(rule))]

/** Throws a GraphqlError for the first thing that is wrong with a query. The schema must be valid. */
export function validateQuery(query: QueryDocument, schema: Schema, host: Host): void {
  host.spend(workOf(query, schema))
  const [error] = errorsOf(query, schema)
  if (error !== undefined) throw new GraphqlError(error.message.replace(/\.$/, ''), placeOf(error.nodes?.[0]))
  checkOverlappingFields(query, schema, host)
}

function errorsOf(query: QueryDocument, schema: Schema): readonly GraphQLError[] {
  try {
    return validate(graphqlSchema(schema), queryNode(query), rules, { maxErrors: 1 })
  } catch (error) {
    // Names that no text can have: the document was given as JSON.
    if (error instanceof GraphQLError) throw new BuiltinError(error.message)
    throw error
  }
}

/** The library goes through the fragments of each operation, and through the types that each spread may be of. */
function workOf({ operations, fragments }: QueryDocument, { types }: Schema): number {
  let selections = 0
  let spreads = 0
  const open: (readonly Selection[])[] = [...operations, ...fragments].map((one) => one.selections)
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    selections += next.length
    for (const selection of next) {
      if (selection.kind !== 'field') spreads += 1
      if (selection.kind !== 'spread') open.push(selection.selections)
    }
  }
  return types.size + 10 * selections + (operations.length * selections) / 10 + (spreads * types.size) / 10
}
