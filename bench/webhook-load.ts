import { createHmac, randomUUID } from 'node:crypto'
import { Agent, request } from 'node:http'
import examples from '@octokit/webhooks-examples' with { type: 'json' }
import { percentile } from './table.ts'

/** What the generator is asked for, over the channel to its parent. */
export interface Load {
  readonly seconds: number
  /** Deliveries a second; as many as go when undefined. */
  readonly rate: number | undefined
  readonly inFlight: number
}

export interface Loaded {
  readonly seconds: number
  readonly accepted: number
  readonly failed: number
  /** Milliseconds from the first byte sent to the answer. */
  readonly p50: number
  readonly p99: number
}

const BODY_BYTES = 20 * 1024
const PULLS = 400

const url = new URL(process.env['LOAD_URL'] ?? 'http://127.0.0.1:3000/')
const secret = process.env['LOAD_SECRET'] ?? ''
const agent = new Agent({ keepAlive: true, maxSockets: 64 })
const bodies = Array.from({ length: PULLS }, (_, index) => bodyOf(index))

/** GitHub's own example of a pushed pull request, for many numbers, brought to 20 KB by its description. */
function bodyOf(index: number): { readonly body: Buffer; readonly signature: string } {
  const all = examples as unknown as { name: string; examples: { action?: string; pull_request?: { number: number; body: string } }[] }[]
  const example = structuredClone(all.find((entry) => entry.name === 'pull_request')!.examples.find((payload) => payload.action === 'opened')!)
  const payload = { ...example, installation: { id: 7 }, number: index + 1, pull_request: { ...example.pull_request, number: index + 1, body: '' } }
  payload.pull_request.body = 'x'.repeat(Math.max(0, BODY_BYTES - JSON.stringify(payload).length))
  const body = Buffer.from(JSON.stringify(payload))
  return { body, signature: `sha256=${createHmac('sha256', secret).update(body).digest('hex')}` }
}

function deliver(index: number): Promise<number> {
  const { body, signature } = bodies[index % bodies.length]!
  return new Promise((resolve) => {
    const sent = request(
      url,
      {
        agent,
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'content-length': body.length,
          'x-github-event': 'pull_request',
          'x-github-delivery': randomUUID(),
          'x-hub-signature-256': signature,
        },
      },
      (response) => {
        response.resume()
        response.on('end', () => resolve(response.statusCode ?? 0))
      },
    )
    sent.on('error', () => resolve(0))
    sent.end(body)
  })
}

async function run({ seconds, rate, inFlight }: Load): Promise<Loaded> {
  const started = performance.now()
  const end = started + seconds * 1000
  const times: number[] = []
  let next = 0
  let failed = 0
  const worker = async (): Promise<void> => {
    while (performance.now() < end) {
      const index = next
      next += 1
      if (rate !== undefined) {
        const due = started + (index * 1000) / rate
        if (due >= end) return
        const wait = due - performance.now()
        if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
      }
      const from = performance.now()
      if ((await deliver(index)) === 202) times.push(performance.now() - from)
      else failed += 1
    }
  }
  await Promise.all(Array.from({ length: inFlight }, worker))
  return { seconds: (performance.now() - started) / 1000, accepted: times.length, failed, p50: percentile(times, 0.5), p99: percentile(times, 0.99) }
}

process.on('message', (load: Load) => {
  void run(load).then((loaded) => process.send?.(loaded))
})
