import type { IncomingMessage } from 'node:http'
import type { Logger } from 'pino'
import { DeliveryRefused } from '../db/inbox.ts'
import { MalformedPayload, Payload } from './handlers/payload.ts'
import type { Handler, Signal } from './handlers/signal.ts'
import type { Metrics } from './metrics.ts'

/** Where GitHub sends events to; app.yml says the same. */
export const WEBHOOK_PATH = '/api/github/webhooks'

/** GitHub sends at most 25 MB; anything longer is not GitHub's. */
const MAX_BODY = 25 * 1024 * 1024
/** Bodies being read at once, in bytes: what strangers can make us hold before a signature is checked. */
const MAX_IN_FLIGHT = 8 * MAX_BODY

interface Delivery {
  readonly guid: string
  readonly event: string
  readonly action: string | undefined
  readonly tenant: number
  readonly signals: readonly Signal[]
}

export interface WebhookParts {
  readonly events: Readonly<Record<string, Handler>>
  verify(body: string, signature: string): Promise<boolean>
  /** Stores a delivery; resolved when that is durable. */
  accept(delivery: Delivery): Promise<'stored' | 'duplicate'>
  readonly metrics: Metrics
  readonly log: Logger
}

export interface Answer {
  readonly status: number
  readonly body: string
}

/**
 * Answers one webhook delivery: signature, shape, durable, answered. Nothing is judged here and GitHub is not
 * called. 202 stored, duplicate or ignored; 400 malformed; 401 unsigned or wrongly signed; 413 too long; 503 when it
 * could not be stored, so that GitHub shows the delivery as failed and it can be sent again.
 */
export function webhookReceiver(parts: WebhookParts): (request: IncomingMessage) => Promise<Answer> {
  let inFlight = 0
  return async (request) => {
    const event = oneHeader(request, 'x-github-event') ?? ''
    const known = Object.hasOwn(parts.events, event)
    const refuse = (status: number, body: string): Answer => {
      parts.metrics.delivery(known ? event : 'other', status >= 500 ? 'failed' : 'refused')
      return { status, body }
    }
    const guid = oneHeader(request, 'x-github-delivery') ?? ''
    const signature = oneHeader(request, 'x-hub-signature-256') ?? ''
    if (!/^[0-9A-Za-z-]{8,64}$/.test(guid)) return refuse(400, 'no delivery id')
    if (!/^sha256=[0-9a-f]{64}$/.test(signature)) return refuse(401, 'not signed')
    if (Number(request.headers['content-length'] ?? 0) > MAX_BODY) return refuse(413, 'too long')
    if (inFlight >= MAX_IN_FLIGHT) return refuse(503, 'busy')

    let held = 0
    try {
      const body = await readBody(request, (bytes) => {
        held += bytes
        inFlight += bytes
      })
      if (body === undefined) return refuse(413, 'too long')
      if (body === '') return refuse(400, 'no body')
      if (!(await parts.verify(body, signature))) return refuse(401, 'wrongly signed')
      if (!known) {
        parts.metrics.delivery('other', 'ignored')
        return { status: 202, body: 'ignored' }
      }
      const delivery = understand(guid, event, body, parts.events)
      if (typeof delivery === 'string') {
        parts.log.warn({ guid, event, problem: delivery }, 'a signed delivery that cannot be understood')
        return refuse(400, delivery)
      }
      const result = await parts.accept(delivery)
      parts.metrics.delivery(event, result)
      return { status: 202, body: result }
    } catch (error) {
      if (error instanceof DeliveryRefused) return refuse(400, error.message)
      parts.log.error({ guid, event, err: error }, 'a delivery could not be stored')
      return refuse(503, 'not stored')
    } finally {
      inFlight -= held
    }
  }
}

/** The delivery in our own terms, or what is wrong with it in words. */
function understand(guid: string, event: string, body: string, events: WebhookParts['events']): Delivery | string {
  let json: unknown
  try {
    json = JSON.parse(body)
  } catch {
    return 'not JSON'
  }
  try {
    const payload = new Payload(json)
    const tenant = payload.maybe('installation')?.id('id') ?? 0
    const handler = events[event]
    // Without an installation it is the App's own hook (a ping, a test): nothing of ours is the subject.
    const signals = tenant === 0 || !handler ? [] : handler(payload)
    return { guid, event, action: payload.maybeText('action'), tenant, signals }
  } catch (error) {
    if (error instanceof MalformedPayload) return error.message
    throw error
  }
}

function oneHeader(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name]
  return typeof value === 'string' ? value : undefined
}

/** The whole body as text; undefined as soon as it is too long. */
async function readBody(request: IncomingMessage, count: (bytes: number) => void): Promise<string | undefined> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) throw new TypeError('the request stream gives no bytes')
    length += chunk.length
    count(chunk.length)
    if (length > MAX_BODY) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
