import { OPAClient } from '@open-policy-agent/opa'
import { HTTPClient } from '@open-policy-agent/opa/lib/http.js'
import { Trouble } from '../model/trouble.ts'
import { fromPlain, jsonText } from '../rego/index.ts'

export interface OpaOptions {
  /** `http://localhost:8181`. */
  readonly url: string
  /** For OPA's token authentication. */
  readonly token?: string
  /** For each request. 10 seconds when not given. */
  readonly timeoutMs?: number
  /** Of each answer. 16 MiB when not given. */
  readonly maxBytes?: number
}

export interface Answer {
  readonly status: number
  readonly text: string
}

export interface Asked {
  readonly signal?: AbortSignal | undefined
  readonly strictBuiltinErrors?: boolean | undefined
}

const TIMEOUT_MS = 10_000
const MAX_BYTES = 16 * 1024 * 1024

/** Requests to an OPA server, bounded in time and in what is read. Throws Trouble where no whole answer comes. */
export class OpaConnection {
  readonly #url: string
  readonly #token: string | undefined
  readonly #timeoutMs: number
  readonly #maxBytes: number

  constructor({ url, token, timeoutMs = TIMEOUT_MS, maxBytes = MAX_BYTES }: OpaOptions) {
    this.#url = url.replace(/\/+$/, '')
    this.#token = token
    this.#timeoutMs = timeoutMs
    this.#maxBytes = maxBytes
  }

  /** `path` begins below `/v1/`. A string is sent as text, anything else as JSON. */
  async send(method: 'PUT' | 'DELETE', path: string, body?: unknown): Promise<Answer> {
    const isText = typeof body === 'string'
    const headers = { ...this.#authorization(), ...(body !== undefined && { 'Content-Type': isText ? 'text/plain' : 'application/json' }) }
    const text = body === undefined || isText ? body : jsonText(fromPlain(body))
    return this.#fetched(new Request(`${this.#url}/v1/${path}`, { method, headers, ...(text !== undefined && { body: text }) }))
  }

  /**
   * The document at a path. The client makes the request; its own reading and writing of JSON is passed by, as it knows no
   * null, no `__proto__` and no whole numbers beyond 2^53.
   */
  async evaluate(path: string, input: unknown, { signal, strictBuiltinErrors }: Asked): Promise<Answer> {
    const body = input === undefined ? undefined : `{"input":${jsonText(fromPlain(input))}}`
    let answer: Answer | undefined
    let failure: unknown
    const fetcher = async (asked: string | URL | Request): Promise<Response> => {
      try {
        answer = await this.#fetched(completed(new Request(asked), body, strictBuiltinErrors === true), signal)
      } catch (error) {
        failure = error
        throw error
      }
      return new Response('{}', { headers: { 'Content-Type': 'application/json' } })
    }
    const client = new OPAClient(this.#url, { headers: this.#authorization(), sdk: { httpClient: new HTTPClient({ fetcher }) } })
    try {
      await client.evaluate(path, body === undefined ? undefined : {})
    } catch (error) {
      throw failure ?? error
    }
    if (answer === undefined) throw new Trouble('ours', 'the OPA server was not asked')
    return answer
  }

  #authorization(): Record<string, string> {
    return this.#token === undefined ? {} : { Authorization: `Bearer ${this.#token}` }
  }

  async #fetched(request: Request, signal?: AbortSignal): Promise<Answer> {
    const late = AbortSignal.timeout(this.#timeoutMs)
    try {
      const response = await fetch(request, { redirect: 'error', signal: signal === undefined ? late : AbortSignal.any([late, signal]) })
      return { status: response.status, text: await this.#textOf(response) }
    } catch (error) {
      if (signal?.aborted) throw signal.reason
      if (error instanceof Trouble) throw error
      throw new Trouble('ours', late.aborted ? `the OPA server did not answer within ${this.#timeoutMs} ms` : 'the OPA server cannot be reached', {
        cause: error,
      })
    }
  }

  async #textOf(response: Response): Promise<string> {
    const parts: Uint8Array[] = []
    let size = 0
    for await (const part of response.body ?? []) {
      size += part.length
      if (size > this.#maxBytes) throw new Trouble('ours', `the OPA server answered with more than ${this.#maxBytes} bytes`)
      parts.push(part)
    }
    return new TextDecoder().decode(Buffer.concat(parts))
  }
}

function completed(request: Request, body: string | undefined, isStrict: boolean): Request {
  const url = new URL(request.url)
  if (isStrict) url.searchParams.set('strict-builtin-errors', 'true')
  const { method, headers } = request
  return new Request(url, { method, headers, ...(body !== undefined && { body }) })
}
