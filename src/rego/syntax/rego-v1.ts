import { RegoError } from '../errors.ts'
import type { Head, Location } from './ast.ts'
import type { Cursor } from './cursor.ts'
import { keywordsV1 } from './tokens.ts'

/**
 * What Rego v1 asks of rules beside its grammar. Whether v1 counts is known at the end of a module, where `import
 * rego.v1` was seen or not; until then a breach is only noted.
 */
export function checkHeadV1(p: Cursor, head: Head, contains: boolean, location: Location, bodyless = false): void {
  const [name] = head.ref
  const kind = head.args !== undefined && head.args.length > 0 ? 'function' : 'rule'
  if (head.ref.length === 1 && name.type === 'var' && keywordsV1.has(name.name)) breach(p, `${name.name} keyword cannot be used for rule name`, location)
  if (bodyless && head.value === undefined && head.key === undefined && kind === 'rule')
    breach(p, 'rule must have value assignment and/or body declaration', location)
  if (head.key !== undefined && !contains) breach(p, '`contains` keyword is required for partial set rules', location)
}

export function checkIf(p: Cursor, hasIf: boolean, isFunction: boolean, location: Location): void {
  if (!hasIf) breach(p, `\`if\` keyword is required before ${isFunction ? 'function' : 'rule'} body`, location)
}

function breach(p: Cursor, message: string, location: Location): void {
  if (p.breachesOfV1.length < 20) p.breachesOfV1.push(new RegoError('rego_parse_error', message, location))
}
