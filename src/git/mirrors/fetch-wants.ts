import { type Oid, oid } from '../../model/ids.ts'

/** What a fetch is to bring, checked: ids on their own, and refspecs into our private namespace. */
export interface FetchWants {
  readonly oids: readonly Oid[]
  readonly refspecs: readonly string[]
}

export class BadRefspec extends Error {
  override name = 'BadRefspec'
}

const MAX_WANTS = 1000
const NAMESPACE = 'refs/maestro/'
/** Where commits fetched by id are kept from being collected. */
export const KEPT_OIDS = `${NAMESPACE}oid/`

/**
 * Checks what callers ask for: a full object id, or `+<ref>:refs/maestro/<name>`, where one `*` may stand on each
 * side and the ref may be `HEAD`, the default branch. Branch names come from pull requests, so every character that git gives a meaning is refused. Throws
 * BadRefspec.
 */
export function fetchWants(texts: readonly string[]): FetchWants {
  if (texts.length === 0 || texts.length > MAX_WANTS) throw new BadRefspec(`a fetch is for 1 to ${MAX_WANTS} refs or ids, not ${texts.length}`)
  const oids = new Set<Oid>()
  const refspecs = new Set<string>()
  for (const text of texts) {
    if (/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text)) oids.add(oid(text))
    else refspecs.add(checkedRefspec(text))
  }
  return { oids: [...oids].sort(), refspecs: [...refspecs].sort() }
}

/** The lines that `git fetch --stdin` reads. */
export function fetchLines({ oids, refspecs }: FetchWants): string {
  return [...refspecs, ...oids.map((id) => `+${id}:${KEPT_OIDS}${id}`)].map((line) => `${line}\n`).join('')
}

export function joinWants(a: FetchWants, b: FetchWants): FetchWants {
  return { oids: [...new Set([...a.oids, ...b.oids])].sort(), refspecs: [...new Set([...a.refspecs, ...b.refspecs])].sort() }
}

function checkedRefspec(text: string): string {
  const [source = '', target = '', ...rest] = (text.startsWith('+') ? text.slice(1) : text).split(':')
  const refused =
    rest.length > 0 || !(source === 'HEAD' || isRefPattern(source)) || !isRefPattern(target) || !target.startsWith(NAMESPACE) || stars(source) !== stars(target)
  if (refused) throw new BadRefspec(`not a refspec into ${NAMESPACE}: ${JSON.stringify(text.slice(0, 200))}`)
  return `+${source}:${target}`
}

/** git-check-ref-format(1), for full names. */
function isRefPattern(name: string): boolean {
  return name.startsWith('refs/') && name.length <= 1024 && stars(name) <= 1 && !/[\p{Cc} ~^:?[\\]|\.\.|@\{|\/\/|\/\.|\.lock(?:\/|$)|[/.]$/u.test(name)
}

function stars(name: string): number {
  return name.split('*').length - 1
}
