import { BuiltinError } from '../../errors.ts'
import { entriesOf, isArray } from '../../values/objects.ts'
import type { ObjectValue, Value } from '../../values/value.ts'

/** What a token's header says (RFC 7515, section 4.1). Empty where it says nothing. */
export interface Header {
  readonly alg: string
  readonly kid: string
  readonly cty: string
  /** What must be understood, and what is there that is not. */
  readonly critical: readonly string[]
  readonly unknown: readonly string[]
}

/** Throws where a known parameter is no string, or `crit` no list of some. */
export function readHeader(object: ObjectValue): Header {
  const known = { alg: '', kid: '', typ: '', cty: '' }
  const unknown: string[] = []
  let critical: readonly string[] = []
  for (const [key, value] of entriesOf(object)) {
    if (key === 'crit') critical = criticalOf(value)
    else if (key === 'alg' || key === 'kid' || key === 'typ' || key === 'cty') known[key] = stringOf(key, value)
    else unknown.push(String(key))
  }
  return { ...known, critical, unknown }
}

function stringOf(name: string, value: Value): string {
  if (typeof value === 'string') return value
  throw new BuiltinError(`${name}: must be a string`)
}

function criticalOf(value: Value): readonly string[] {
  if (!isArray(value)) throw new BuiltinError('crit: must be a list')
  // What comes before the first item that is no string counts.
  const end = value.findIndex((item) => typeof item !== 'string')
  const names = (end < 0 ? value : value.slice(0, end)).map(String)
  if (names.length === 0) throw new BuiltinError('crit: must be a nonempty list')
  return names
}

export function isValidHeader({ alg, critical, unknown }: Header): boolean {
  return alg !== '' && !unknown.some((name) => critical.includes(name))
}
