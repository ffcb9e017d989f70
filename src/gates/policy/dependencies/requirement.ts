import type { Dependency } from './dependency.ts'
import { hostOf, originOfAddress } from './origin.ts'

/** Names that differ in case, `-`, `_` and `.` only are one project (PEP 503). */
export function pythonName(name: string): string {
  return name.toLowerCase().replace(/[-_.]{1,200}/g, '-')
}

/**
 * A requirement of Python (PEP 508): `name[extra] >=1,<2 ; marker` or `name @ address`. Undefined for what is none.
 * A version that is asked for with `==` or `===` is the one that it is.
 */
export function requirement(text: string): Omit<Dependency, 'line'> | undefined {
  const found = /^([A-Za-z0-9][\w.-]{0,199})\s{0,20}(?:\[[^\]]{0,1000}\])?\s{0,20}(@)?(.*)$/s.exec(text.trim())
  if (found === null) return undefined
  const [, name = '', isAddress, rest = ''] = found
  if (isAddress !== undefined) {
    const address = rest.trim().split(/\s/, 1)[0] ?? ''
    return { name: pythonName(name), range: address, origin: originOfAddress(address) ?? { source: 'url', host: hostOf(address) } }
  }
  const range = (rest.split(';', 1)[0] ?? '').trim().replace(/^\((.*)\)$/s, '$1')
  if (!/^(?:$|[<>=!~])/.test(range)) return undefined
  return { name: pythonName(name), ...(range === '' ? {} : { range }), version: pinned(range), origin: { source: 'registry' } }
}

/** The version that a range of Python leaves: `==1.2`, without a `*`. */
export function pinned(range: string): string | undefined {
  return /^={2,3}\s{0,20}([\w.!+-]{1,200})$/.exec(range)?.[1]
}
