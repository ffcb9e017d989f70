import { getKey, isObject } from '../../values/objects.ts'
import type { Value } from '../../values/value.ts'
import type { Path, Result } from './result.ts'
import type { Schema } from './schema.ts'
import type { Validator } from './validate.ts'

/** Schemas inside of a schema that look at the same value. */
export function combine(validator: Validator, schema: Schema, value: Value, result: Result, path: Path | undefined): void {
  anyOf(validator, schema.anyOf ?? [], value, result, path)
  oneOf(validator, schema.oneOf ?? [], value, result, path)
  allOf(validator, schema.allOf ?? [], value, result, path)
  if (schema.not !== undefined && validator.alone(schema.not, value, path).isValid) result.fail('number_not', path, 'Must not validate the schema (not)')
  dependencies(validator, schema, value, result, path)
  conditions(validator, schema, value, result, path)
  result.score += 1
}

function anyOf(validator: Validator, schemas: readonly Schema[], value: Value, result: Result, path: Path | undefined): void {
  let best: Result | undefined
  for (const schema of schemas) {
    const found = validator.alone(schema, value, path)
    if (found.isValid) return
    if (best === undefined || found.score > best.score) best = found
  }
  if (best === undefined) return
  result.fail('number_any_of', path, 'Must validate at least one schema (anyOf)')
  result.merge(best)
}

function oneOf(validator: Validator, schemas: readonly Schema[], value: Value, result: Result, path: Path | undefined): void {
  let valid = 0
  let best: Result | undefined
  for (const schema of schemas) {
    const found = validator.alone(schema, value, path)
    if (found.isValid) valid += 1
    else if (valid === 0 && (best === undefined || found.score > best.score)) best = found
  }
  if (schemas.length === 0 || valid === 1) return
  result.fail('number_one_of', path, 'Must validate one and only one schema (oneOf)')
  if (valid === 0 && best !== undefined) result.merge(best)
}

function allOf(validator: Validator, schemas: readonly Schema[], value: Value, result: Result, path: Path | undefined): void {
  let valid = 0
  for (const schema of schemas) {
    const found = validator.alone(schema, value, path)
    if (found.isValid) valid += 1
    result.merge(found)
  }
  if (valid < schemas.length) result.fail('number_all_of', path, 'Must validate all the schemas (allOf)')
}

function dependencies(validator: Validator, schema: Schema, value: Value, result: Result, path: Path | undefined): void {
  if (schema.dependencies === undefined || !isObject(value)) return
  for (const [name, dependency] of schema.dependencies) {
    if (getKey(value, name) === undefined) continue
    if (!isNames(dependency)) validator.check(dependency, value, result, path)
    else for (const needed of dependency) if (getKey(value, needed) === undefined) result.fail('missing_dependency', path, `Has a dependency on ${needed}`)
  }
}

function isNames(dependency: readonly string[] | Schema): dependency is readonly string[] {
  return Array.isArray(dependency)
}

function conditions(validator: Validator, schema: Schema, value: Value, result: Result, path: Path | undefined): void {
  if (schema.if === undefined) return
  const holds = validator.alone(schema.if, value, path).isValid
  const then = holds ? schema.then : schema.else
  const found = then === undefined ? undefined : validator.alone(then, value, path)
  if (found === undefined || found.isValid) return
  if (holds) result.fail('condition_then', path, 'Must validate "then" as "if" was valid')
  else result.fail('condition_else', path, 'Must validate "else" as "if" was not valid')
  result.merge(found)
}
