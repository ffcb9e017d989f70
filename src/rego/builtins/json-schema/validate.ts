import { BuiltinError } from '../../errors.ts'
import { jsonText } from '../../values/json.ts'
import { isNumber, isWhole } from '../../values/numbers.ts'
import { isArray } from '../../values/objects.ts'
import type { Value } from '../../values/value.ts'
import type { Host } from '../builtin.ts'
import { combine } from './combine.ts'
import { hasFormat } from './formats.ts'
import { fieldOf, type Path, Result } from './result.ts'
import type { Schema } from './schema.ts'
import { checkArray } from './validate-array.ts'
import { checkNumber } from './validate-number.ts'
import { checkObject, checkProperties } from './validate-object.ts'
import { checkString } from './validate-string.ts'

/** References may go round, so that it is not the document alone that bounds how deep this goes. */
const deepest = 1000
const mostReferences = 100

/** Compares a document with schemas, in the order of gojsonschema, which is the order of what it tells. */
export class Validator {
  readonly host: Host
  private depth = 0
  constructor(host: Host) {
    this.host = host
  }

  /** What one schema finds by itself. */
  alone(schema: Schema, value: Value, path: Path | undefined): Result {
    const result = new Result()
    this.check(schema, value, result, path)
    return result
  }

  check(referring: Schema, value: Value, result: Result, path: Path | undefined): void {
    this.host.spend(1)
    this.depth += 1
    if (this.depth > deepest) throw tooDeep()
    const schema = referred(referring)
    if (schema.pass === undefined) this.checkTyped(schema, value, result, path)
    else if (!schema.pass) result.fail('false', path, 'False always fails validation')
    this.depth -= 1
  }

  private checkTyped(schema: Schema, value: Value, result: Result, path: Path | undefined): void {
    const given = typeOf(value)
    const { types } = schema
    if (types !== undefined && types.length > 0 && !types.includes(given) && !(given === 'integer' && types.includes('number'))) {
      const expected = types.length > 1 ? `[${types.join(',')}]` : types[0]
      result.fail('invalid_type', path, `Invalid type. Expected: ${expected}, given: ${given}`)
      return
    }
    combine(this, schema, value, result, path)
    if (isArray(value)) checkArray(this, schema, value, result, path)
    else if (given === 'object') checkObject(this, schema, value, result, path)
    else if (isNumber(value)) checkNumber(schema, value, result, path)
    this.checkCommon(schema, value, result, path)
    if (given === 'object') checkProperties(this, schema, value, result, path)
    else if (typeof value === 'string') checkString(schema, value, result, path, this.host)
    result.score += 1
  }

  private checkCommon(schema: Schema, value: Value, result: Result, path: Path | undefined): void {
    const field = schema.const === undefined && schema.enum === undefined ? '' : fieldOf(path)
    if (schema.const !== undefined && jsonText(value) !== schema.const) result.fail('const', path, `${field} does not match: ${schema.const}`)
    if (schema.enum !== undefined && schema.enum.texts.size > 0 && !schema.enum.texts.has(jsonText(value))) {
      result.fail('enum', path, `${field} must be one of the following: ${schema.enum.all}`)
    }
    if (schema.format !== undefined && typeof value === 'string' && !hasFormat(value, schema.format, this.host)) {
      result.fail('format', path, `Does not match format '${schema.format}'`)
    }
    result.score += 1
  }
}

function typeOf(value: Value): string {
  if (value === null) return 'null'
  if (isNumber(value)) return isWhole(value) ? 'integer' : 'number'
  if (isArray(value)) return 'array'
  return typeof value
}

/** What references lead to. */
function referred(referring: Schema): Schema {
  let schema = referring
  for (let i = 0; schema.ref !== undefined; i += 1) {
    if (i === mostReferences) throw tooDeep()
    schema = schema.ref
  }
  return schema
}

function tooDeep(): BuiltinError {
  return new BuiltinError('schema and document nest too deeply')
}
