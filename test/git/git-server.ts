import { spawn } from 'node:child_process'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { devNull } from 'node:os'

/** A smart HTTP server for the repositories in a folder, as GitHub's would behave towards git. */
export interface GitServer {
  readonly url: string
  /** The requests so far, `GET /repo.git/info/refs?…`. */
  readonly requests: string[]
  /** The Basic credentials that are let in; anybody without. */
  credentials: string | undefined
  /** When set, every request gets this status. */
  fault: number | undefined
  /** Runs before each request is served. */
  before: () => Promise<void> | void
  close(): Promise<void>
}

export async function serveGit(root: string): Promise<GitServer> {
  const http = createServer(async (request, response) => {
    state.requests.push(`${request.method} ${request.url}`)
    await state.before()
    const expected = state.credentials && `Basic ${Buffer.from(state.credentials).toString('base64')}`
    if (state.fault) response.writeHead(state.fault).end()
    else if (expected && request.headers.authorization !== expected) response.writeHead(401, { 'www-authenticate': 'Basic' }).end()
    else backend(root, request, response)
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const { port } = http.address() as AddressInfo
  const state: GitServer = {
    url: `http://127.0.0.1:${port}`,
    requests: [],
    credentials: undefined,
    fault: undefined,
    before: () => {},
    close: () =>
      new Promise((resolve) => {
        http.close(() => resolve())
        http.closeAllConnections()
      }),
  }
  return state
}

/** CGI (RFC 3875), as much of it as git-http-backend(1) needs. */
function backend(root: string, request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? '/', 'http://localhost')
  const child = spawn('git', ['http-backend'], {
    env: {
      PATH: process.env['PATH'],
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: devNull,
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: url.pathname,
      QUERY_STRING: url.search.slice(1),
      REQUEST_METHOD: request.method ?? 'GET',
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
      GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
    },
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  request.pipe(child.stdin)
  child.stdin.on('error', () => {})
  const chunks: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
  child.on('close', () => {
    const output = Buffer.concat(chunks)
    const end = output.indexOf('\r\n\r\n')
    const headers = Object.fromEntries(
      output
        .toString('latin1', 0, end)
        .split('\r\n')
        .map((line) => line.split(': ')),
    ) as Record<string, string>
    const { Status: status = '200', ...rest } = headers
    response.writeHead(Number.parseInt(status, 10), rest).end(output.subarray(end + 4))
  })
}
