import { entriesOf, getKey, isObject, sizeOf } from '../../values/objects.ts'
import type { Value } from '../../values/value.ts'
import type { Path, Result } from './result.ts'
import type { Schema } from './schema.ts'
import type { Validator } from './validate.ts'

export function checkObject(validator: Validator, schema: Schema, value: Value, result: Result, path: Path | undefined): void {
  if (!isObject(value)) return
  const { minProperties, maxProperties } = schema
  const size = sizeOf(value)
  if (minProperties !== undefined && size < minProperties) result.fail('array_min_properties', path, `Must have at least ${minProperties} properties`)
  if (maxProperties !== undefined && size > maxProperties) result.fail('array_max_properties', path, `Must have at most ${maxProperties} properties`)
  for (const name of schema.required ?? []) {
    if (getKey(value, name) === undefined) result.fail('required', path, `${name} is required`)
    else result.score += 1
  }
  if (schema.additionalProperties !== undefined || schema.patternProperties !== undefined) {
    for (const [name, item] of entriesOf(value)) checkAdditional(validator, schema, String(name), item, result, path)
  }
  if (schema.propertyNames !== undefined) for (const [name] of entriesOf(value)) checkName(validator, schema.propertyNames, String(name), result, path)
  result.score += 1
}

/** What no name and no pattern describes. */
function checkAdditional(validator: Validator, schema: Schema, name: string, item: Value, result: Result, path: Path | undefined): void {
  const inside = { name, outside: path }
  let isDescribed = schema.properties?.has(name) === true
  let isMatched = false
  for (const [regex, one] of schema.patternProperties ?? []) {
    validator.host.spend(1 + name.length / 100)
    if (!regex.test(name)) continue
    isMatched = true
    result.merge(validator.alone(one, item, inside))
  }
  if (isMatched) result.score += 1
  isDescribed ||= isMatched
  const { additionalProperties } = schema
  if (isDescribed || additionalProperties === undefined || additionalProperties === true) return
  if (additionalProperties === false) result.fail('additional_property_not_allowed', path, `Additional property ${name} is not allowed`)
  else result.merge(validator.alone(additionalProperties, item, inside))
}

function checkName(validator: Validator, schema: Schema, name: string, result: Result, path: Path | undefined): void {
  const found = validator.alone(schema, name, path)
  if (found.isValid) return
  result.fail('invalid_property_name', path, `Property name of "${name}" does not match`)
  result.merge(found)
}

export function checkProperties(validator: Validator, { properties }: Schema, value: Value, result: Result, path: Path | undefined): void {
  if (properties === undefined || !isObject(value)) return
  for (const [name, schema] of properties) {
    const item = getKey(value, name)
    if (item !== undefined) validator.check(schema, item, result, { name, outside: path })
  }
}
