import { BuiltinError } from '../../errors.ts'
import { T } from '../../types/type.ts'
import { isObject } from '../../values/objects.ts'
import type { PlainObject, Value } from '../../values/value.ts'
import type { Builtin, Host } from '../builtin.ts'
import { binary, unary } from '../define.ts'
import { stringOperand, typeError } from '../operands.ts'
import type { QueryDocument, SchemaDocument } from './ast.ts'
import { queryFromJson, schemaFromJson } from './from-json.ts'
import { parseQueryText } from './parse-query.ts'
import { parseSchemaText } from './parse-schema.ts'
import { mergedSchema, type Schema } from './schema.ts'
import { queryJson, schemaJson } from './to-json.ts'
import { GraphqlError } from './token-reader.ts'
import { validateQuery } from './validate-query.ts'
import { validateSchema } from './validate-schema.ts'

const document = T.oneOf(T.string, T.object())

/** Runs what throws GraphqlErrors, and throws them as OPA words them. */
function refusing<T>(run: () => T): T {
  try {
    return run()
  } catch (error) {
    if (error instanceof GraphqlError) throw error.toBuiltinError()
    throw error
  }
}

function queryText(text: string, host: Host): QueryDocument {
  host.spend(1 + text.length / 4)
  return refusing(() => parseQueryText(text))
}

function schemaText(text: string, host: Host): SchemaDocument {
  host.spend(1 + text.length / 4)
  return refusing(() => parseSchemaText(text))
}

function queryOperand(value: Value, host: Host): QueryDocument {
  if (typeof value === 'string') return queryText(value, host)
  // OPA counts these operands from 0.
  if (!isObject(value)) throw typeError(0, value, 'string', 'object')
  return queryFromJson(value, host)
}

function schemaOperand(value: Value, position: number, host: Host): SchemaDocument {
  if (typeof value === 'string') return schemaText(value, host)
  if (!isObject(value)) throw typeError(position, value, 'string', 'object')
  return schemaFromJson(value, host)
}

function validSchema(parsed: SchemaDocument, host: Host): Schema {
  try {
    const schema = mergedSchema(parsed, host)
    validateSchema(schema, host)
    return schema
  } catch (error) {
    if (!(error instanceof GraphqlError)) throw error
    const at = error.at === undefined ? '' : `${error.at.line}:${error.at.column}: `
    throw new BuiltinError(`Error in gqlparser SchemaDocument to Schema conversion: input:${at === '' ? ' ' : at}${error.message}`)
  }
}

function parse(query: Value, schema: Value, host: Host): readonly [PlainObject, PlainObject] {
  const parsedQuery = queryOperand(query, host)
  const parsedSchema = schemaOperand(schema, 1, host)
  const valid = validSchema(parsedSchema, host)
  refusing(() => validateQuery(parsedQuery, valid, host))
  return [queryJson(parsedQuery), schemaJson(parsedSchema)]
}

/** Nothing but a budget that is used up goes past it. */
function orElse<T>(otherwise: T, run: () => T): T {
  try {
    return run()
  } catch (error) {
    if (error instanceof BuiltinError) return otherwise
    throw error
  }
}

function parseAndVerify(query: Value, schema: Value, host: Host): Value {
  return orElse<Value>([false, {}, {}], () => [true, ...parse(query, schema, host)])
}

function isValid(query: Value, schema: Value, host: Host): boolean {
  return orElse(false, () => parse(query, schema, host).length > 0)
}

function schemaIsValid(schema: Value, host: Host): boolean {
  return orElse(false, () => validSchema(schemaOperand(schema, 0, host), host).types.size > 0)
}

export const family: readonly Builtin[] = [
  unary('graphql.parse_query', [T.string], T.object(), (query, host) => queryJson(queryText(stringOperand(query, 1), host))),
  unary('graphql.parse_schema', [T.string], T.object(), (schema, host) => schemaJson(schemaText(stringOperand(schema, 1), host))),
  binary('graphql.parse', [document, document], T.tuple(T.object(), T.object()), parse),
  binary('graphql.parse_and_verify', [document, document], T.tuple(T.boolean, T.object(), T.object()), parseAndVerify),
  binary('graphql.is_valid', [document, document], T.boolean, isValid),
  unary('graphql.schema_is_valid', [document], T.boolean, schemaIsValid),
]
