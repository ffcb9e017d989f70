import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Logger } from 'pino'
import { healthAnswer, type NotReady, pathOf } from './health.ts'
import type { Metrics } from './metrics.ts'
import { reasonsPage } from './reasons-page.ts'
import { type Answer, WEBHOOK_PATH } from './webhooks.ts'

export interface ServerParts {
  receive(request: IncomingMessage): Promise<Answer>
  readonly notReady: NotReady
  readonly metrics: Metrics
  readonly log: Logger
}

export interface RunningServer {
  readonly port: number
  /** Stops listening, lets requests under way end (10 s at most), then closes. */
  close(): Promise<void>
}

const DRAIN_MS = 10_000

/** The one HTTP server: webhooks, health, metrics. */
export async function startServer(parts: ServerParts, options: { readonly port: number; readonly host: string }): Promise<RunningServer> {
  const server = createServer({ requestTimeout: 60_000, headersTimeout: 15_000 }, (request, response) => {
    route(parts, request, response).catch((error: unknown) => {
      parts.log.error({ err: error, path: request.url }, 'a request failed')
      send(response, { status: 500, body: 'internal error' })
    })
  })
  await listening(server, options.port, options.host)
  return { port: (server.address() as AddressInfo).port, close: () => closed(server) }
}

async function route(parts: ServerParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = pathOf(request.url)
  if (path === WEBHOOK_PATH) {
    if (request.method !== 'POST') return send(response, { status: 405, body: 'POST only' })
    const answer = await parts.receive(request)
    // What was refused before it was read has to be cut off, or the sender goes on sending.
    if (!request.complete) response.setHeader('connection', 'close')
    return send(response, answer)
  }
  // Of an answer to HEAD, node sends everything but the body.
  if (request.method !== 'GET' && request.method !== 'HEAD') return send(response, { status: 405, body: 'GET and HEAD only' })
  const health = await healthAnswer(path, parts.notReady)
  if (health) return send(response, health)
  if (path === '/metrics') {
    response.setHeader('content-type', parts.metrics.registry.contentType)
    response.end(await parts.metrics.registry.metrics())
    return
  }
  const page = await reasonsPage(path)
  if (page !== undefined) {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'" })
    response.end(page)
    return
  }
  send(response, { status: 404, body: 'nothing here' })
}

/** Answers in plain text. */
export function send(response: ServerResponse, answer: Answer): void {
  if (response.headersSent) return
  response.writeHead(answer.status, { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' })
  response.end(`${answer.body}\n`)
}

function listening(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    const cut = setTimeout(() => server.closeAllConnections(), DRAIN_MS)
    server.close((error) => {
      clearTimeout(cut)
      if (error) reject(error)
      else resolve()
    })
    server.closeIdleConnections()
  })
}
