import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { compile, fromPlain, jsonText, parseJson, RegoError, RegoErrors, type Value } from '../../src/rego/index.ts'

/**
 * Stands in for an OPA server where there is none: policies and data by OPA's documented REST API, with its error bodies.
 * It evaluates with our own engine, so it proves the adapter and the wire, and nothing about OPA.
 */
export interface StandIn {
  readonly url: string
  /** `PUT v1/policies/a`, in order. */
  readonly requests: string[]
  readonly authorizations: Set<string | undefined>
  /** What is on the server now. */
  readonly policies: Map<string, string>
  readonly data: Record<string, unknown>
  /** As a restart does. */
  forget(): void
  /** Answers the next requests instead; `undefined` is no instead. */
  instead: ((request: IncomingMessage, response: ServerResponse) => boolean) | undefined
  close(): Promise<void>
}

export async function startStandIn(): Promise<StandIn> {
  const policies = new Map<string, string>()
  const data: Record<string, unknown> = {}
  const requests: string[] = []
  const authorizations = new Set<string | undefined>()
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      requests.push(`${request.method} ${request.url?.slice(1)}`)
      authorizations.add(request.headers.authorization)
      if (standIn.instead?.(request, response)) return
      const { status, body } = answer(request, Buffer.concat(chunks).toString('utf8'))
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(body)
    })
  })

  function answer(request: IncomingMessage, body: string): { status: number; body: string } {
    const url = new URL(request.url ?? '/', 'http://localhost')
    const [version, kind, ...path] = url.pathname.slice(1).split('/').map(decodeURIComponent)
    if (version !== 'v1') return problem(404, 'resource_not_found', 'no such API')
    if (kind === 'policies') return onPolicy(request.method, path.join('/'), body)
    if (kind !== 'data') return problem(404, 'resource_not_found', 'no such API')
    if (request.method === 'POST' || request.method === 'GET') return evaluated(path, body, url.searchParams.get('strict-builtin-errors') === 'true')
    return onData(request.method, path, body)
  }

  function onPolicy(method: string | undefined, id: string, text: string) {
    const next = new Map(policies)
    if (method === 'PUT') next.set(id, text)
    else if (!next.delete(id)) return problem(404, 'resource_not_found', `storage_not_found_error: policy id "${id}"`)
    try {
      compiled(next)
    } catch (error) {
      if (!(error instanceof RegoErrors)) throw error
      return problem(400, 'invalid_parameter', 'error(s) occurred while compiling module(s)', error.errors)
    }
    if (method === 'PUT') policies.set(id, text)
    else policies.delete(id)
    return { status: 200, body: '{}' }
  }

  function onData(method: string | undefined, path: readonly string[], body: string) {
    let at = data
    for (const part of path.slice(0, -1)) {
      at[part] ??= {}
      at = at[part] as Record<string, unknown>
    }
    const last = path.at(-1) ?? ''
    if (method === 'DELETE' && !Object.hasOwn(at, last)) return problem(404, 'resource_not_found', `storage_not_found_error: document does not exist`)
    if (method === 'DELETE') delete at[last]
    else at[last] = parseJson(body)
    return { status: 204, body: '' }
  }

  function evaluated(path: readonly string[], body: string, strictBuiltinErrors: boolean) {
    const asked = body === '' ? {} : (parseJson(body) as { readonly input?: Value })
    const query = `x = data${path.map((part) => `[${JSON.stringify(part)}]`).join('')}`
    try {
      const [row] = compiled(policies).prepare(query).rows(asked.input, { strictBuiltinErrors })
      const value = row?.bindings.get('x')
      return { status: 200, body: value === undefined ? '{}' : `{"result":${jsonText(value)}}` }
    } catch (error) {
      if (!(error instanceof RegoError)) throw error
      return problem(500, 'internal_error', 'error(s) occurred while evaluating query', [error])
    }
  }

  function compiled(texts: ReadonlyMap<string, string>) {
    return compile(
      [...texts].map(([name, text]) => ({ name, text })),
      { data: fromPlain(data), refuseOverlap: true },
    )
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const standIn: StandIn = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    authorizations,
    policies,
    data,
    instead: undefined,
    forget: () => {
      policies.clear()
      for (const key of Object.keys(data)) delete data[key]
    },
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return standIn
}

function problem(status: number, code: string, message: string, errors: readonly RegoError[] = []) {
  const told = errors.map(({ code, message, file, row, col }) => ({ code, message, ...(file !== undefined && { location: { file, row, col } }) }))
  return { status, body: JSON.stringify({ code, message, ...(told.length > 0 && { errors: told }) }) }
}
