import { createHmac } from 'node:crypto'
import { checkWebhook } from './describe.ts'
import type { Violations } from './violations.ts'
import { newGuid, type World } from './world.ts'

/** Where the App hears of events. */
export interface Hook {
  readonly url: string
  readonly secret: string
}

export interface Delivery {
  readonly guid: string
  readonly event: string
  readonly action: string | undefined
  readonly at: number
  ms: number
  /** What the App answered; undefined while on the way and when it did not answer. */
  status: number | undefined
  error: string | undefined
  readonly redelivery: boolean
}

export interface DeliveryOptions {
  readonly guid?: string
  /** In place of the right one: a wrong signature, or undefined for none. Set the key to use it. */
  readonly signature?: string | undefined
  /** The body as it is sent, in place of the payload's JSON. */
  readonly body?: string | Uint8Array
  readonly headers?: Readonly<Record<string, string>>
}

const TIMEOUT_MS = 10_000
const MAX_BODIES = 2000
const MAX_DELIVERIES = 20_000

interface Parcel {
  readonly delivery: Delivery
  readonly headers: Record<string, string>
  readonly body: string | Uint8Array
  readonly done: (delivery: Delivery) => void
}

/** Sends events to the App's hook, as GitHub does: signed, ten seconds' patience, no second try unless asked. In order while `concurrency` is 1. */
export class Hooks {
  hook: Hook | undefined
  readonly #world: World
  readonly #violations: Violations
  readonly #concurrency: number
  readonly #hookId: number
  #deliveries: Delivery[] = []
  readonly #parcels = new Map<string, Parcel>()
  readonly #queue: Parcel[] = []
  #active = 0
  #waiting: (() => void)[] = []

  constructor(world: World, violations: Violations, concurrency: number) {
    this.#world = world
    this.#violations = violations
    this.#concurrency = concurrency
    this.#hookId = world.id('hook')
  }

  get deliveries(): readonly Delivery[] {
    return this.#deliveries
  }

  /** Queues an event of ours, after checking that it looks as GitHub describes it. Nothing happens without a hook. */
  send(event: string, payload: { readonly [key: string]: unknown }): void {
    const action = actionOf(payload)
    const { problem } = checkWebhook(event, action, payload)
    if (problem) this.#violations.add('webhook', action ? `${event}.${action}` : event, problem)
    if (this.hook) void this.deliver(event, payload)
  }

  /** Queues any payload, checked by nobody. Resolves when the App has answered or failed to; never rejects. */
  deliver(event: string, payload: unknown, options: DeliveryOptions = {}): Promise<Delivery> {
    const body = options.body ?? JSON.stringify(payload)
    const guid = options.guid ?? newGuid()
    return this.#enqueue(guid, event, actionOf(payload), body, { ...this.#headers(event, guid, body, options), ...options.headers }, false)
  }

  /** Sends an earlier delivery again with the same GUID and body. Undefined when it is not known any more. */
  redeliver(guid: string): Promise<Delivery> | undefined {
    const parcel = this.#parcels.get(guid)
    return parcel && this.#enqueue(guid, parcel.delivery.event, parcel.delivery.action, parcel.body, parcel.headers, true)
  }

  /** Resolves when nothing is queued or on its way. */
  idle(): Promise<void> {
    if (this.#active === 0 && this.#queue.length === 0) return Promise.resolve()
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  /** Gives up what is queued and sends nothing more. */
  close(): void {
    this.hook = undefined
    for (const parcel of this.#queue.splice(0)) parcel.done(parcel.delivery)
  }

  #enqueue(
    guid: string,
    event: string,
    action: string | undefined,
    body: string | Uint8Array,
    headers: Record<string, string>,
    redelivery: boolean,
  ): Promise<Delivery> {
    const delivery: Delivery = { guid, event, action, at: this.#world.now(), ms: 0, status: undefined, error: undefined, redelivery }
    if (this.#deliveries.length >= MAX_DELIVERIES) this.#deliveries = this.#deliveries.slice(-MAX_DELIVERIES / 2)
    this.#deliveries.push(delivery)
    return new Promise((done) => {
      const parcel: Parcel = { delivery, headers, body, done }
      this.#parcels.set(guid, parcel)
      const oldest = this.#parcels.keys().next().value
      if (this.#parcels.size > MAX_BODIES && oldest !== undefined) this.#parcels.delete(oldest)
      this.#queue.push(parcel)
      void this.#pump()
    })
  }

  async #pump(): Promise<void> {
    if (this.#active >= this.#concurrency) return
    this.#active += 1
    for (let parcel = this.#queue.shift(); parcel; parcel = this.#queue.shift()) {
      await this.#post(parcel)
      parcel.done(parcel.delivery)
    }
    this.#active -= 1
    if (this.#active === 0) for (const resolve of this.#waiting.splice(0)) resolve()
  }

  async #post({ delivery, headers, body }: Parcel): Promise<void> {
    const started = performance.now()
    try {
      if (!this.hook) throw new Error('no hook is set')
      const response = await fetch(this.hook.url, { method: 'POST', headers, body: toBody(body), redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS) })
      await response.arrayBuffer()
      delivery.status = response.status
    } catch (error) {
      delivery.error = error instanceof Error ? (error.cause instanceof Error ? error.cause.message : error.message) : String(error)
    }
    delivery.ms = performance.now() - started
  }

  #headers(event: string, guid: string, body: string | Uint8Array, options: DeliveryOptions): Record<string, string> {
    const secret = this.hook?.secret ?? ''
    const signed = (algorithm: string) => `${algorithm}=${createHmac(algorithm, secret).update(body).digest('hex')}`
    const signature = 'signature' in options ? options.signature : signed('sha256')
    return {
      accept: '*/*',
      'content-type': 'application/json',
      'user-agent': 'GitHub-Hookshot/5a1b2c3',
      'x-github-delivery': guid,
      'x-github-event': event,
      'x-github-hook-id': String(this.#hookId),
      'x-github-hook-installation-target-id': String(this.#world.app.id),
      'x-github-hook-installation-target-type': 'integration',
      ...(signature === undefined ? {} : { 'x-hub-signature-256': signature }),
      ...('signature' in options ? {} : { 'x-hub-signature': signed('sha1') }),
    }
  }
}

/** A copy where it is bytes: fetch wants memory that nobody shares. */
function toBody(body: string | Uint8Array): string | Uint8Array<ArrayBuffer> {
  return typeof body === 'string' ? body : Uint8Array.from(body)
}

function actionOf(payload: unknown): string | undefined {
  if (typeof payload !== 'object' || payload === null || !('action' in payload)) return undefined
  return typeof payload.action === 'string' ? payload.action : undefined
}
