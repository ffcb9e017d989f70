import { LRUCache } from 'lru-cache'
import { BuiltinError } from '../../errors.ts'
import { T } from '../../types/type.ts'
import type { Value } from '../../values/value.ts'
import { charge } from '../../values/work.ts'
import type { Builtin, Host } from '../builtin.ts'
import { binary, unary } from '../define.ts'
import { compileSchema } from './compile.ts'
import { documentOf } from './documents.ts'
import { fieldOf } from './result.ts'
import { type Schema, SchemaError } from './schema.ts'
import { Validator } from './validate.ts'

const document = T.oneOf(T.string, T.object())
const longestKept = 100_000

/** Schemas by their text, and by the objects that a policy hands in again and again. */
const byText = new LRUCache<string, Schema>({ max: 50 })
const byObject = new WeakMap<object, Schema>()

function schemaOf(value: Value, host: Host): Schema {
  const known = typeof value === 'string' ? byText.get(value) : typeof value === 'object' && value !== null ? byObject.get(value) : undefined
  if (known !== undefined) return known
  const schema = compileSchema(documentOf(value, host), host)
  if (typeof value === 'object' && value !== null) byObject.set(value, schema)
  else if (typeof value === 'string' && value.length <= longestKept) byText.set(value, schema)
  return schema
}

function verifySchema(schema: Value, host: Host): Value {
  try {
    schemaOf(schema, host)
    return [true, null]
  } catch (error) {
    if (error instanceof SchemaError) return [false, `jsonschema: ${error.message}`]
    throw error
  }
}

function matchSchema(value: Value, schema: Value, host: Host): Value {
  try {
    const instance = documentOf(value, host)
    const { failures } = new Validator(host).alone(schemaOf(schema, host), instance, undefined)
    const errors = failures.map(({ type, path, description }) => {
      const field = fieldOf(path)
      charge((field.length + description.length) / 100)
      return { error: `${field}: ${description}`, type, field, desc: description }
    })
    return [errors.length === 0, errors]
  } catch (error) {
    if (error instanceof SchemaError) throw new BuiltinError(error.message)
    throw error
  }
}

const failure = T.record([
  ['desc', T.string],
  ['error', T.string],
  ['field', T.string],
  ['type', T.string],
])

export const family: readonly Builtin[] = [
  unary('json.verify_schema', [document], T.tuple(T.boolean, T.oneOf(T.null, T.string)), verifySchema),
  binary('json.match_schema', [document, document], T.tuple(T.boolean, T.array(failure)), matchSchema),
]
