import type { Events } from '../events.ts'
import type { Caller, Tokens } from '../tokens.ts'
import type { Installation, RepositoryRecord, World } from '../world.ts'
import { type Answer, Rejected } from './answer.ts'
import type { Fields } from './fields.ts'

/** One REST call whose operation, caller and access have been settled. */
export interface RestCall {
  readonly world: World
  readonly events: Events
  readonly tokens: Tokens
  readonly caller: Caller
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly body: Fields
  /** The whole URL that was asked for, for links to other pages. */
  readonly url: URL
}

/** Who may call an operation: the App itself, any installation, or one with a permission on the repository in the path. */
export type Access = 'app' | 'installation' | { readonly anyOf: readonly string[]; readonly level: 'read' | 'write' }

export interface Implementation {
  readonly access: Access
  run(call: RestCall, repository: RepositoryRecord): Answer | Promise<Answer>
}

/** An operation of the App or of an installation, with no repository in its path. */
export interface GlobalImplementation {
  readonly access: 'app' | 'installation' | 'anyone'
  runGlobal(call: RestCall): Answer | Promise<Answer>
}

export function ok(body: unknown): Answer {
  return { status: 200, body }
}

/** A path parameter that is a number; what is none names nothing. */
export function numberIn(call: RestCall, name: string): number {
  const value = call.params[name] ?? ''
  if (!/^\d{1,15}$/.test(value)) throw new Rejected(404, 'Not Found')
  return Number(value)
}

export function installationIn(call: RestCall): Installation {
  if (call.caller.kind !== 'installation') throw new Rejected(403, 'Resource not accessible by integration')
  return call.caller.installation
}

/** One page of a list and the Link header (RFC 8288) to its neighbours. `per_page` is 30, at most 100. */
export function page<T>(call: RestCall, items: readonly T[]): { items: readonly T[]; headers: Record<string, string> } {
  const perPage = Math.min(100, Math.max(1, Number(call.query.get('per_page') ?? 30)))
  const number = Math.max(1, Number(call.query.get('page') ?? 1))
  const last = Math.max(1, Math.ceil(items.length / perPage))
  const link = (to: number, rel: string) => {
    const url = new URL(call.url)
    url.searchParams.set('page', String(to))
    return `<${url}>; rel="${rel}"`
  }
  const links = [
    ...(number > 1 ? [link(number - 1, 'prev')] : []),
    ...(number < last ? [link(number + 1, 'next'), link(last, 'last')] : []),
    ...(number > 1 ? [link(1, 'first')] : []),
  ]
  return { items: items.slice((number - 1) * perPage, number * perPage), headers: links.length > 0 ? { link: links.join(', ') } : {} }
}
