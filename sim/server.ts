import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { CallKind, CallLog } from './calls.ts'
import type { Fault, Faults } from './faults.ts'
import type { GraphQLApi } from './graphql/api.ts'
import { limitHeaders, useLimit } from './limits.ts'
import { servePage } from './pages/serve.ts'
import { type Answer, errorAnswer } from './rest/answer.ts'
import type { Match, RestApi } from './rest/api.ts'
import { gitRequest, serveGit } from './smart-http.ts'
import { BadCredentials, type Caller, type Tokens } from './tokens.ts'
import { newGuid, type World } from './world.ts'

export interface Parts {
  readonly world: World
  readonly rest: RestApi
  readonly graphql: GraphQLApi
  readonly tokens: Tokens
  readonly calls: CallLog
  readonly faults: Faults
  /** Calls an hour that each installation may make, REST and GraphQL each. */
  readonly hourlyLimit: number
}

/** Longer than clients keep idle connections, so that none is closed just as a request goes out on it. */
const KEEP_ALIVE_MS = 120_000
const MAX_BODY = 32 * 1024 * 1024

/** One HTTP server for the REST API, GraphQL, git and the pages that people look at. */
export function createGitHubServer(parts: Parts): Server {
  return createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
    response.on('error', () => undefined)
    serve(parts, request, response).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' })
      response.end(error instanceof Error ? error.message : 'failed')
    })
  })
}

async function serve(parts: Parts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = URL.canParse(request.url ?? '', parts.world.url) ? new URL(request.url ?? '', parts.world.url) : undefined
  if (!url) {
    response.writeHead(400).end()
    return
  }
  if (url.pathname.startsWith('/api/')) return serveApi(parts, url, request, response)
  const git = gitRequest(url.pathname)
  if (!git) return servePage(parts.world, url, request, response)
  const operationId = git.what === 'info/refs' ? 'git:info/refs' : `git:${git.what.slice('git-'.length)}`
  const record = startCall(parts, 'git', operationId, request, url)
  const { delayMs, fault } = parts.faults.take({ kind: 'git', operationId, method: request.method ?? 'GET', path: url.pathname + url.search })
  if (delayMs > 0) await sleep(delayMs)
  const caller = identify(parts.tokens, request.headers.authorization)
  const installation = caller !== 'bad' && caller.kind === 'installation' ? caller.installation.id : undefined
  if (fault) {
    const status = dropOr(fault, response, () => faultAnswer(parts, fault, 'git'))
    record({ status, installation, fault: fault.kind })
    return
  }
  record({ status: await serveGit(parts.world, caller, git, url, request, response), installation })
  response.end()
}

async function serveApi(parts: Parts, url: URL, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const method = request.method ?? 'GET'
  const text = await readBody(request)
  const body = text === undefined ? undefined : parseJson(text)
  const isGraphQL = url.pathname === '/api/graphql'
  const match = isGraphQL ? undefined : parts.rest.match(method, url.pathname.replace(/^\/api\/v3/, ''))
  const operationId = isGraphQL ? parts.graphql.nameOf(body) : match?.operation.id
  const kind: CallKind = isGraphQL ? 'graphql' : operationId === 'apps/create-installation-access-token' ? 'token' : 'rest'
  const record = startCall(parts, kind, operationId, request, url)
  const { delayMs, fault } = parts.faults.take({ kind, operationId, method, path: url.pathname + url.search })
  if (delayMs > 0) await sleep(delayMs)
  if (fault && fault.kind !== 'drop-after-effect') {
    const status = dropOr(fault, response, () => faultAnswer(parts, fault, kind))
    record({ status, installation: undefined, fault: fault.kind, requestBody: body })
    return
  }
  const caller = identify(parts.tokens, request.headers.authorization)
  const installation = caller !== 'bad' && caller.kind === 'installation' ? caller.installation : undefined
  const limit = useLimit(parts.world, installation, isGraphQL ? 'graphql' : 'core', parts.hourlyLimit)
  const answer = await answerApi(parts, { caller, match, method, url, body, isGraphQL, exceeded: limit.exceeded, userAgent: request.headers['user-agent'] })
  const done = { installation: installation?.id, requestBody: body, responseBody: answer.body }
  if (fault) {
    response.destroy()
    record({ ...done, status: undefined, fault: fault.kind })
    return
  }
  send(response, { ...answer, headers: { ...limit.headers, ...answer.headers } })
  record({ ...done, status: answer.status })
}

interface ApiCall {
  readonly caller: Caller | 'bad'
  readonly match: Match | undefined
  readonly method: string
  readonly url: URL
  readonly body: unknown
  readonly isGraphQL: boolean
  readonly exceeded: boolean
  readonly userAgent: string | undefined
}

async function answerApi(parts: Parts, call: ApiCall): Promise<Answer> {
  if (!call.userAgent) return errorAnswer(403, 'Request forbidden by administrative rules. Please make sure your request has a User-Agent header')
  if (call.caller === 'bad') return errorAnswer(401, 'Bad credentials')
  if (call.body instanceof NotJson) return errorAnswer(400, 'Problems parsing JSON')
  if (call.exceeded) return limited(parts.world, call.isGraphQL ? 'graphql' : 'rest')
  if (call.isGraphQL) return parts.graphql.answer(call.caller, call.body)
  return parts.rest.answer(call.match, { method: call.method, url: call.url, caller: call.caller, body: call.body })
}

function limited(world: World, kind: CallKind): Answer {
  const message = 'API rate limit exceeded for installation. If you reach out to GitHub Support for help, please include the request ID.'
  if (kind === 'graphql') return { status: 200, body: { errors: [{ type: 'RATE_LIMITED', message }] } }
  return errorAnswer(403, message, undefined, { date: new Date(world.now()).toUTCString() })
}

/** Closes the connection for a drop, answers otherwise; the status that went out. */
function dropOr(fault: Fault, response: ServerResponse, answer: () => Answer): number | undefined {
  if (fault.kind === 'drop' || fault.kind === 'drop-after-effect') {
    response.destroy()
    return undefined
  }
  const made = answer()
  send(response, made)
  return made.status
}

function faultAnswer({ world, hourlyLimit }: Parts, fault: Fault, kind: CallKind): Answer {
  const resource = kind === 'graphql' ? 'graphql' : 'core'
  if (fault.kind === 'status') return { status: fault.status, body: { message: 'Server Error' } }
  if (fault.kind === 'unauthorized') return errorAnswer(401, 'Bad credentials')
  if (fault.kind === 'rate-limit') {
    const reset = Math.ceil(world.now() / 1000) + (fault.resetIn ?? 60)
    const answer = limited(world, kind)
    return { ...answer, headers: { ...answer.headers, ...limitHeaders(hourlyLimit, hourlyLimit, reset, resource) } }
  }
  const retryAfter = fault.kind === 'secondary-limit' ? (fault.retryAfter ?? 60) : 60
  const message = 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.'
  return errorAnswer(403, message, undefined, {
    'retry-after': String(retryAfter),
    ...limitHeaders(hourlyLimit, 1, Math.ceil(world.now() / 1000) + 3600, resource),
  })
}

function send(response: ServerResponse, answer: Answer): void {
  const headers = { 'x-github-media-type': 'github.v3; format=json', 'x-github-request-id': newGuid(), ...answer.headers }
  if (answer.body === undefined) response.writeHead(answer.status, headers).end()
  else response.writeHead(answer.status, { 'content-type': 'application/json; charset=utf-8', ...headers }).end(JSON.stringify(answer.body))
}

type Outcome = { status: number | undefined; installation: number | undefined; fault?: string; requestBody?: unknown; responseBody?: unknown }

function startCall(parts: Parts, kind: CallKind, operationId: string | undefined, request: IncomingMessage, url: URL): (outcome: Outcome) => void {
  const started = performance.now()
  const at = parts.world.now()
  return (outcome) =>
    parts.calls.add({ at, kind, method: request.method ?? 'GET', path: url.pathname + url.search, operationId, ms: performance.now() - started, ...outcome })
}

function identify(tokens: Tokens, header: string | undefined): Caller | 'bad' {
  try {
    return tokens.identify(header)
  } catch (error) {
    if (error instanceof BadCredentials) return 'bad'
    throw error
  }
}

class NotJson {}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return new NotJson()
  }
}

/** The body as text; undefined when there is none. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) continue
    size += chunk.length
    if (size > MAX_BODY) throw new RangeError('the request is too large')
    chunks.push(chunk)
  }
  return size === 0 ? undefined : Buffer.concat(chunks).toString('utf8')
}
