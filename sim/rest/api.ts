import { describedOperations, type Operation } from '../describe.ts'
import type { Events } from '../events.ts'
import type { Caller, Tokens } from '../tokens.ts'
import type { Violations } from '../violations.ts'
import { fullName, type RepositoryRecord, type World } from '../world.ts'
import { type Answer, errorAnswer, notFound, Rejected } from './answer.ts'
import { appOperations } from './apps.ts'
import type { Access, GlobalImplementation, Implementation, RestCall } from './call.ts'
import { checkOperations } from './checks.ts'
import { commentOperations } from './comments.ts'
import { Fields } from './fields.ts'
import { repositoryOperations } from './repositories.ts'

const IMPLEMENTATIONS: Readonly<Record<string, Implementation | GlobalImplementation>> = {
  ...appOperations,
  ...checkOperations,
  ...commentOperations,
  ...repositoryOperations,
}

interface Route {
  readonly operation: Operation
  readonly pattern: RegExp
  readonly names: readonly string[]
}

export interface Match {
  readonly operation: Operation
  readonly params: Readonly<Record<string, string>>
}

export interface RestRequest {
  readonly method: string
  readonly url: URL
  readonly caller: Caller
  /** Parsed JSON; undefined when there was no body. */
  readonly body: unknown
}

/** The operations of GitHub's REST API that are described, each request and answer checked against the description. */
export class RestApi {
  readonly #world: World
  readonly #events: Events
  readonly #tokens: Tokens
  readonly #violations: Violations
  readonly #routes: readonly Route[]

  constructor(world: World, events: Events, tokens: Tokens, violations: Violations) {
    this.#world = world
    this.#events = events
    this.#tokens = tokens
    this.#violations = violations
    this.#routes = describedOperations().map(route)
  }

  /** The operation behind a method and a path below /api/v3, or undefined when none is described. */
  match(method: string, path: string): Match | undefined {
    for (const { operation, pattern, names } of this.#routes) {
      const found = operation.method === method ? pattern.exec(path) : null
      if (found) return { operation, params: Object.fromEntries(names.map((name, index) => [name, decode(found[index + 1] ?? '')])) }
    }
    return undefined
  }

  async answer(match: Match | undefined, request: RestRequest): Promise<Answer> {
    const what = match?.operation.id ?? `${request.method} ${request.url.pathname}`
    if (!match) {
      this.#violations.add('request', what, 'no such operation in the description')
      return errorAnswer(501, 'This local GitHub does not have that operation')
    }
    const answer = await this.#run(match, request)
    const problem = match.operation.checkResponse(answer.status, answer.body)
    if (problem && answer.status !== 301 && answer.status !== 307) this.#violations.add('response', what, problem)
    return answer
  }

  async #run(match: Match, request: RestRequest): Promise<Answer> {
    try {
      return await this.#attempt(match, request)
    } catch (error) {
      if (error instanceof Rejected) return errorAnswer(error.status, error.message, error.errors)
      this.#violations.add('response', match.operation.id, error instanceof Error ? (error.stack ?? error.message) : String(error))
      return errorAnswer(500, 'Server Error')
    }
  }

  async #attempt({ operation, params }: Match, request: RestRequest): Promise<Answer> {
    const { caller, url } = request
    const implementation = IMPLEMENTATIONS[operation.id]
    if (!implementation) throw new Error(`${operation.id} is described and not implemented`)
    const call: RestCall = {
      world: this.#world,
      events: this.#events,
      tokens: this.#tokens,
      caller,
      params,
      query: url.searchParams,
      body: new Fields(request.body),
      url,
    }
    if ('runGlobal' in implementation) {
      requireCaller(caller, implementation.access)
      this.#checkRequest(operation, request)
      return implementation.runGlobal(call)
    }
    requireCaller(caller, implementation.access)
    const found = this.#world.find(`${params['owner']}/${params['repo']}`)
    if (!found) throw notFound()
    requireAccess(caller, found.repository, implementation.access)
    if (found.moved) return moved(this.#world, found.repository, request)
    this.#checkRequest(operation, request)
    return implementation.run(call, found.repository)
  }

  #checkRequest(operation: Operation, request: RestRequest): void {
    const problem = operation.checkQuery(request.url.searchParams) ?? operation.checkRequest(request.body)
    if (!problem) return
    this.#violations.add('request', operation.id, problem)
    throw new Rejected(422, `Invalid request.\n\n${problem}`)
  }
}

function route(operation: Operation): Route {
  const names = [...operation.path.matchAll(/\{([a-z_]+)\}/g)].map((found) => found[1] ?? '')
  const source = operation.path.replaceAll(/[.+]/g, '\\$&').replaceAll(/\{([a-z_]+)\}/g, (_, name) => (name === 'ref' ? '(.+)' : '([^/]+)'))
  return { operation, names, pattern: new RegExp(`^${source}$`) }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function requireCaller(caller: Caller, access: Access | 'anyone'): void {
  if (access === 'anyone') return
  if (caller.kind === 'anonymous') throw new Rejected(401, 'Requires authentication')
  if (access === 'app' && caller.kind !== 'app') throw new Rejected(401, 'A JSON web token could not be decoded')
  if (access !== 'app' && caller.kind !== 'installation') throw new Rejected(403, 'Resource not accessible by integration')
  if (caller.kind === 'installation' && caller.installation.suspendedAt) throw new Rejected(403, 'This installation has been suspended')
}

/** GitHub hides a private repository that a token may not see, and refuses what the token may see and not do. */
function requireAccess(caller: Caller, repository: RepositoryRecord, access: Access): void {
  if (typeof access === 'string' || caller.kind !== 'installation') return
  const mayRead = caller.repositories.has(repository)
  if (!mayRead && repository.private) throw notFound()
  if (!mayRead && access.level === 'read') return
  const granted = access.anyOf.some((permission) => permits(caller.permissions[permission], access.level))
  if (!mayRead || !granted) throw new Rejected(403, 'Resource not accessible by integration')
}

function permits(granted: string | undefined, level: 'read' | 'write'): boolean {
  return granted === 'write' || granted === 'admin' || (granted === 'read' && level === 'read')
}

/** A renamed repository answers under its old name with the way to the new one. */
function moved(world: World, repository: RepositoryRecord, request: RestRequest): Answer {
  const path = request.url.pathname.replace(/^\/api\/v3\/repos\/[^/]+\/[^/]+/, `/api/v3/repos/${fullName(repository)}`)
  const location = `${world.url}${path}${request.url.search}`
  const status = request.method === 'GET' ? 301 : 307
  return { status, body: { message: 'Moved Permanently', url: location, documentation_url: 'https://docs.github.com/rest' }, headers: { location } }
}
