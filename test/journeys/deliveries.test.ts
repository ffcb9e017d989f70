import { request } from 'node:http'
import examples from '@octokit/webhooks-examples' with { type: 'json' }
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { events } from '../../src/app.ts'
import { eachWorld, GREEN, type JourneyRepository, SERVES, type World } from './a-world.ts'

/** GitHub's own documented payloads. */
const documented = (examples as unknown as readonly { readonly name: string; readonly examples: readonly object[] }[]).flatMap(
  ({ name, examples: payloads }) => (Object.hasOwn(events, name) ? payloads.map((payload) => ({ name, payload })) : []),
)

type Mutable = Record<string, unknown>

/** Every path to a field of a value, as keys. */
function paths(value: unknown, prefix: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => [[...prefix, key], ...paths(inner, [...prefix, key])])
}

function replaced(payload: object, path: readonly string[], by: unknown): unknown {
  const copy: unknown = structuredClone(payload)
  let place = copy as Mutable
  for (const key of path.slice(0, -1)) place = place[key] as Mutable
  const last = path.at(-1)
  if (last === undefined) return by
  if (by === undefined) delete place[last]
  else place[last] = by
  return copy
}

eachWorld((open) => {
  let world: World
  let shop: JourneyRepository
  beforeAll(async () => {
    world = await open()
    shop = await world.repository('hostile')
  })
  afterAll(async () => {
    const { violations } = world.github
    await world[Symbol.asyncDispose]()
    expect(violations).toEqual([])
  })

  const send = (event: string, payload: unknown, options: Parameters<World['github']['deliver']>[2] = {}) => world.github.deliver(event, payload, options)

  it.each([
    ['no signature', { signature: undefined }, 401],
    ['a wrong signature', { signature: `sha256=${'0'.repeat(64)}` }, 401],
    ['a signature of another kind', { signature: 'sha1=00' }, 401],
    ['no JSON', { body: '{"action":' }, 400],
    ['a list for a payload', { body: '[]' }, 400],
    ['nothing', { body: '' }, 400],
    ['no GUID', { headers: { 'x-github-delivery': '' } }, 400],
    ['a GUID that is none', { headers: { 'x-github-delivery': "'; drop table" } }, 400],
  ])('a delivery with %s is refused', async (_what, options, status) => {
    expect((await send('pull_request', { action: 'opened' }, options)).status).toBe(status)
  })

  it.each([
    ['an event that we do not know', 'star', { action: 'created', installation: { id: 1 } }],
    ['an action that we do not know', 'installation', { action: 'levitated', installation: { id: 1, account: { login: 'acme' } } }],
    ['the name of something every object has', 'constructor', { action: 'opened' }],
    [
      'keys that would reach into prototypes',
      'installation',
      JSON.parse('{"action":"x","__proto__":{"action":"created"},"constructor":{"prototype":{"polluted":1}},"installation":{"id":1}}'),
    ],
  ])('%s is acknowledged and has no effect', async (_what, event, payload) => {
    expect((await send(event, payload)).status).toBe(202)
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
  })

  it('is never answered with our own fault, whatever is missing or of another shape in it', async () => {
    const strange = fc.constantFrom<unknown>(undefined, null, 0, -1, 1e21, '', 'x', '\0', '\ud800', 'x'.repeat(101), 'x'.repeat(70_001), [], {}, [null], true)
    const odd = fc
      .constantFrom(...documented)
      .chain(({ name, payload }) =>
        fc.tuple(fc.constant(name), fc.array(fc.tuple(fc.constantFrom(...paths(payload)), strange), { minLength: 1, maxLength: 3 }), fc.constant(payload)),
      )
    await fc.assert(
      fc.asyncProperty(odd, async ([name, changes, payload]) => {
        let changed: unknown = { ...payload, installation: { id: 99, account: { login: 'acme' }, ...(payload as { installation?: object }).installation } }
        for (const [path, by] of changes) {
          try {
            changed = replaced(changed as object, path, by)
          } catch {
            // An earlier change took the place of what this one is about.
          }
        }
        const { status } = await send(name, changed)
        expect([202, 400]).toContain(status)
      }),
      { seed: 20_261_121, numRuns: 150 },
    )
    await world.until('the inbox is drained', async () => (await world.waiting()) === 0)
    expect(await world.parkedErrors()).toEqual([])
  }, 60_000)

  it('is stored once and judged once, however often it comes', async () => {
    const pull = await shop.opened(SERVES)
    const delivery = world.github.deliveries.findLast(({ event, action }) => event === 'pull_request' && action === 'opened')!
    const calls = await world.apiCalls(async () => {
      for (let time = 0; time < 3; time += 1) expect((await world.github.redeliver(delivery.guid))?.status).toBe(202)
    })
    expect(calls).toEqual([])
    expect(await shop.decisions(pull.number)).toHaveLength(1)
  })

  it('of a title that databases refuse is judged', async () => {
    const head = await shop.commit(SERVES)
    const pull = await shop.opened({}, { head, title: 'NUL \0 and a lone \ud800 surrogate', body: '\0' })
    expect(shop.checks(head)).toEqual(GREEN)
    expect(await shop.decisions(pull.number)).toHaveLength(1)
  })

  it('of an older head, replayed under another GUID, does not bring that head back', async () => {
    const pull = await shop.opened(SERVES)
    const old = pull.headSha
    const next = await shop.commit({ 'src/latency/b.ts': 'b' }, old)
    await shop.repo.pushTo(pull.number, next)
    await world.settled()
    const payload = {
      action: 'synchronize',
      installation: { id: shop.installation },
      repository: { id: shop.repo.id, full_name: shop.repo.fullName },
      pull_request: { number: pull.number, state: 'open', draft: false, head: { sha: old, ref: pull.headRef }, base: { ref: 'main' } },
    }
    expect((await send('pull_request', payload)).status).toBe(202)
    await world.settled()
    expect((await shop.decisions(pull.number))[0]?.headSha).toBe(next)
  })

  describe('a body', () => {
    it('of 25 MB is taken, and a longer one refused', async () => {
      const padded = (bytes: number) => `{"action":"none","installation":{"id":1},"padding":"${'x'.repeat(bytes)}"}`
      expect((await send('pull_request', {}, { body: padded(25 * 1024 * 1024 - 100) })).status).toBe(202)
      const longer = await send('pull_request', {}, { body: padded(25 * 1024 * 1024) })
      expect(longer.status === 413 || longer.error !== undefined).toBe(true)
    })

    it('that comes slowly keeps nobody else waiting, and leaves nothing when it breaks off', async () => {
      const slow = request(world.hookUrl, {
        method: 'POST',
        headers: {
          'x-github-event': 'pull_request',
          'x-github-delivery': 'aaaaaaaa-0000',
          'x-hub-signature-256': `sha256=${'0'.repeat(64)}`,
          'content-length': '1000',
        },
      })
      slow.on('error', () => undefined)
      slow.write('{"action":')
      expect((await send('star', { action: 'created' })).status).toBe(202)
      slow.destroy()
      expect((await send('star', { action: 'created' })).status).toBe(202)
    })
  })

  it('is received by a server whose health HEAD asks for as GET does, without a body', async () => {
    for (const [path, status] of [
      ['/healthz', 200],
      ['/readyz', 200],
      ['/metrics', 200],
      ['/nowhere', 404],
    ] as const) {
      const url = new URL(path, world.hookUrl)
      const [head, get] = [await fetch(url, { method: 'HEAD' }), await fetch(url)]
      expect([head.status, await head.text(), head.headers.get('content-type')]).toEqual([status, '', get.headers.get('content-type')])
      expect(get.status).toBe(status)
      expect(await get.text()).not.toBe('')
    }
    expect((await fetch(new URL('/healthz', world.hookUrl), { method: 'POST' })).status).toBe(405)
  })

  it.each(['GET', 'PUT', 'DELETE'])('by %s is refused', async (method) => {
    expect((await fetch(world.hookUrl, { method })).status).toBe(405)
  })
})
