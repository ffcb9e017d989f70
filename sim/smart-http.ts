import { spawn } from 'node:child_process'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { basename, dirname } from 'node:path'
import { GIT_ENVIRONMENT } from './git.ts'
import type { Caller } from './tokens.ts'
import { fullName, type RepositoryRecord, type World } from './world.ts'

/** A request of git's: `/<owner>/<name>.git/info/refs` or `…/git-upload-pack`. */
export interface GitRequest {
  readonly name: string
  readonly what: 'info/refs' | 'git-upload-pack' | 'git-receive-pack'
}

export function gitRequest(path: string): GitRequest | undefined {
  const found = /^\/([\w.-]+\/[\w.-]+?)(?:\.git)?\/(info\/refs|git-upload-pack|git-receive-pack)$/.exec(path)
  const [, name, what] = found ?? []
  if (!name || (what !== 'info/refs' && what !== 'git-upload-pack' && what !== 'git-receive-pack')) return undefined
  return { name, what }
}

/**
 * Serves clones and fetches through `git http-backend` (gitprotocol-http(5)), streaming both ways. Pushing goes
 * to the bare repository on disk, so receive-pack is refused. Resolves with the status once all but the end is
 * sent: the caller ends the response, so that a client that has its answer finds the call in the log.
 */
export async function serveGit(
  world: World,
  caller: Caller | 'bad',
  wanted: GitRequest,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<number> {
  const found = world.find(wanted.name)
  const refusal = refuse(caller, found?.repository, wanted, url)
  if (refusal || !found) return plain(response, refusal?.status ?? 404, refusal?.message ?? 'Repository not found.', refusal?.headers)
  if (found.moved) return plain(response, 301, 'Moved', { location: `${world.url}/${fullName(found.repository)}.git/${wanted.what}${url.search}` })
  return runBackend(found.repository.gitDir, wanted.what, url, request, response)
}

interface Refusal {
  readonly status: number
  readonly message: string
  readonly headers?: Record<string, string>
}

/** Like GitHub: who shows nothing is asked for credentials, who shows the wrong ones is told that there is nothing. */
function refuse(caller: Caller | 'bad', repository: RepositoryRecord | undefined, wanted: GitRequest, url: URL): Refusal | undefined {
  const challenge = { status: 401, message: 'Repository not found.', headers: { 'www-authenticate': 'Basic realm="GitHub"' } }
  if (caller === 'bad') return { ...challenge, message: 'Invalid username or token.' }
  if (wanted.what === 'git-receive-pack' || url.searchParams.get('service') === 'git-receive-pack')
    return { status: 403, message: 'Write access to repository not granted.' }
  if (repository && !repository.private) return undefined
  if (caller.kind !== 'installation') return challenge
  if (!repository || !caller.repositories.has(repository) || caller.permissions['contents'] === undefined)
    return { status: 404, message: 'Repository not found.' }
  return caller.installation.suspendedAt ? { status: 403, message: 'This installation has been suspended.' } : undefined
}

function plain(response: ServerResponse, status: number, message: string, headers: Record<string, string> = {}): number {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', ...headers }).end(`${message}\n`)
  return status
}

function runBackend(gitDir: string, what: string, url: URL, request: IncomingMessage, response: ServerResponse): Promise<number> {
  const header = (name: string) => {
    const value = request.headers[name]
    return typeof value === 'string' ? value : ''
  }
  const child = spawn('git', ['http-backend'], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: {
      ...GIT_ENVIRONMENT,
      GIT_PROJECT_ROOT: dirname(gitDir),
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: `/${basename(gitDir)}/${what}`,
      REQUEST_METHOD: request.method ?? 'GET',
      QUERY_STRING: url.search.slice(1),
      CONTENT_TYPE: header('content-type'),
      ...(header('content-length') ? { CONTENT_LENGTH: header('content-length') } : {}),
      HTTP_CONTENT_ENCODING: header('content-encoding'),
      GIT_PROTOCOL: header('git-protocol'),
      REMOTE_ADDR: '127.0.0.1',
    },
  })
  child.stdin.on('error', () => undefined)
  request.pipe(child.stdin)
  response.on('close', () => child.kill())
  return new Promise((resolve) => {
    let head = Buffer.alloc(0)
    let status = 0
    const onHead = (chunk: Buffer) => {
      head = Buffer.concat([head, chunk])
      const end = head.indexOf('\r\n\r\n')
      if (end < 0) return
      child.stdout.off('data', onHead)
      child.stdout.pause()
      const parsed = parseHead(head.subarray(0, end).toString('latin1'))
      status = parsed.status
      response.writeHead(status, parsed.headers)
      response.write(head.subarray(end + 4))
      child.stdout.pipe(response, { end: false })
    }
    child.stdout.on('data', onHead)
    child.on('error', () => child.stdout.destroy())
    child.stdout.on('close', () => resolve(status === 0 ? plain(response, 500, 'git http-backend did not answer') : status))
  })
}

/** A CGI answer's head (RFC 3875): `Status:` is the status, everything else a header. */
function parseHead(text: string): { status: number; headers: Record<string, string> } {
  let status = 200
  const headers: Record<string, string> = {}
  for (const line of text.split('\r\n')) {
    const colon = line.indexOf(':')
    const name = line.slice(0, colon).toLowerCase()
    const value = line.slice(colon + 1).trim()
    if (name === 'status') status = Number.parseInt(value, 10)
    else if (colon > 0) headers[name] = value
  }
  return { status, headers }
}
