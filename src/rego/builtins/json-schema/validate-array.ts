import { type HashKey, hashKey } from '../../values/hash-key.ts'
import type { Value } from '../../values/value.ts'
import type { Path, Result } from './result.ts'
import type { Schema } from './schema.ts'
import type { Validator } from './validate.ts'

export function checkArray(validator: Validator, schema: Schema, items: readonly Value[], result: Result, path: Path | undefined): void {
  checkItems(validator, schema, items, result, path)
  const { minItems, maxItems } = schema
  if (minItems !== undefined && items.length < minItems) result.fail('array_min_items', path, `Array must have at least ${minItems} items`)
  if (maxItems !== undefined && items.length > maxItems) result.fail('array_max_items', path, `Array must have at most ${maxItems} items`)
  if (schema.uniqueItems === true) checkUnique(items, result, path)
  if (schema.contains !== undefined) checkContains(validator, schema.contains, items, result, path)
  result.score += 1
}

function checkItems(validator: Validator, { items: schemas, additionalItems }: Schema, items: readonly Value[], result: Result, path: Path | undefined): void {
  if (schemas === undefined) return
  const isList = Array.isArray(schemas)
  for (const [i, item] of items.entries()) {
    const schema = isList ? (schemas[i] ?? (schemas.length === 0 ? undefined : additionalItems)) : schemas
    if (typeof schema === 'object') result.merge(validator.alone(schema, item, { name: String(i), outside: path }))
  }
  if (isList && schemas.length > 0 && schemas.length < items.length && additionalItems === false) {
    result.fail('array_no_additional_items', path, 'No additional items allowed on array')
  }
}

function checkUnique(items: readonly Value[], result: Result, path: Path | undefined): void {
  const seen = new Map<HashKey, number>()
  for (const [j, item] of items.entries()) {
    const key = hashKey(item)
    const i = seen.get(key)
    if (i !== undefined) result.fail('unique', path, `array items[${i},${j}] must be unique`)
    seen.set(key, j)
  }
}

function checkContains(validator: Validator, schema: Schema, items: readonly Value[], result: Result, path: Path | undefined): void {
  let best: Result | undefined
  for (const [i, item] of items.entries()) {
    const found = validator.alone(schema, item, { name: String(i), outside: path })
    if (found.isValid) return
    if (best === undefined || found.score > best.score) best = found
  }
  result.fail('contains', path, 'At least one of the items must match')
  if (best !== undefined) result.merge(best)
}
