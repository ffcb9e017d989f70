import { Decimal } from '../values/decimal.ts'
import { fromPlain } from '../values/plain.ts'
import { RegoMap } from '../values/rego-map.ts'
import { RegoSet } from '../values/rego-set.ts'
import type { Value } from '../values/value.ts'

/** Deeper inputs are left to `fromPlain`, which refuses them. */
const MAX_DEPTH = 900

/** An input as a value. Most inputs come from JSON and are one already, which takes only a look. */
export function inputValue(raw: unknown): Value | undefined {
  if (raw === undefined) return undefined
  return isValue(raw, 0) ? raw : fromPlain(raw)
}

function isValue(raw: unknown, depth: number): raw is Value {
  switch (typeof raw) {
    case 'string':
    case 'boolean':
      return true
    case 'number':
      return isNumber(raw)
    case 'object':
      return raw === null || (depth < MAX_DEPTH && isCollection(raw, depth))
    default:
      return false
  }
}

/** Not a whole number that a bigint should be, and not -0. */
function isNumber(raw: number): boolean {
  return Number.isInteger(raw) ? Number.isSafeInteger(raw) && !(raw === 0 && 1 / raw < 0) : Number.isFinite(raw)
}

function isCollection(raw: object, depth: number): boolean {
  if (Array.isArray(raw)) {
    for (let index = 0; index < raw.length; index++) if (!isValue(raw[index], depth + 1)) return false
    return true
  }
  const prototype: unknown = Object.getPrototypeOf(raw)
  if (prototype !== Object.prototype && prototype !== null) return raw instanceof RegoSet || raw instanceof RegoMap || raw instanceof Decimal
  const fields = raw as Readonly<Record<string, unknown>>
  for (const key in fields) if (!isValue(fields[key], depth + 1)) return false
  return !('toJSON' in fields)
}
