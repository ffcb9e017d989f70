import { entriesOf, isArray, isObject, isSet } from '../../values/objects.ts'
import type { Value } from '../../values/value.ts'
import { refuseDepth } from '../../values/work.ts'
import type { Host } from '../builtin.ts'

/** Every value inside of a value, itself first, as `[path, value]`. */
export function walk(value: Value, host: Host): readonly Value[] {
  const found: Value[] = []
  visit(value, [], found, host)
  return found
}

function visit(value: Value, path: readonly Value[], found: Value[], host: Host): void {
  refuseDepth(path.length)
  host.spend(3 + path.length / 4)
  found.push([path, value])
  if (isArray(value)) for (const [index, item] of value.entries()) visit(item, [...path, index], found, host)
  else if (isSet(value)) for (const item of value) visit(item, [...path, item], found, host)
  else if (isObject(value)) for (const [key, item] of entriesOf(value)) visit(item, [...path, key], found, host)
}
