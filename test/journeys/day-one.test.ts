import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { getRepository } from '../../db/installations.ts'
import { repoId, tenantId } from '../../src/model/ids.ts'
import { BLOCKED, eachWorld, GREEN, SERVES, SERVES_NOTHING, SETTINGS, type World } from './a-world.ts'

/** Nothing governs there. */
const UNGOVERNED = { '.github/maestro.yml': null }

/** @spec SPEC-16 */
eachWorld((open) => {
  let world: World
  beforeAll(async () => {
    world = await open({ surveyAfterMs: 0 })
  })
  afterAll(async () => {
    const { violations } = world.github
    await world[Symbol.asyncDispose]()
    expect(violations).toEqual([])
  })

  describe('what was open before the App was installed', () => {
    it('is judged without an event, for one call more than if it had been opened then', async () => {
      const shop = await world.repository('day-one', {}, { installed: false })
      const serves = await shop.open(SERVES, { headRef: 'one' })
      const nothing = await shop.open(SERVES_NOTHING, { headRef: 'two' })
      const closed = await shop.open(SERVES, { headRef: 'three', head: await shop.commit({ 'src/latency/c.ts': 'c' }) })
      await shop.repo.close(closed.number, 'author')
      const calls = await world.apiCalls(() => shop.install())
      expect(shop.checks(serves.headSha)).toEqual(GREEN)
      expect(shop.checks(nothing.headSha)).toEqual(BLOCKED)
      expect(shop.checks(closed.headSha)).toEqual({})
      expect(calls.filter((call) => call === 'graphql:survey')).toHaveLength(1)
      expect(calls.length).toBeLessThanOrEqual(1 + 2 * 6)
    })

    it('is judged when a repository is added to an installation, and no other repository is looked at again', async () => {
      const first = await world.repository('added', {}, { owner: 'acme-added', repo: 'first' })
      await first.opened(SERVES)
      const second = await world.repository('added', {}, { owner: 'acme-added', repo: 'second', installed: false })
      const pull = await second.open(SERVES_NOTHING)
      const calls = await world.apiCalls(() => second.install())
      expect(second.checks(pull.headSha)).toEqual(BLOCKED)
      expect(calls.length).toBeLessThanOrEqual(1 + 6)
    })

    it('costs one call and nothing else where nothing governs, and is judged once settings come', async () => {
      const shop = await world.repository('ungoverned', UNGOVERNED, { installed: false })
      const pull = await shop.open(SERVES_NOTHING, { headRef: 'old' })
      expect(await world.apiCalls(() => shop.install())).toEqual(['graphql:survey'])
      expect(shop.checks(pull.headSha)).toEqual({})
      expect(await world.apiCalls(() => shop.pushMain({ 'README.md': 'another\n' }))).toEqual([])

      const settling = await shop.open({ '.github/maestro.yml': SETTINGS, ...SERVES }, { headRef: 'settings' })
      await world.settled()
      await shop.repo.merge(settling.number, 'reviewer')
      await world.settled()
      expect(shop.checks(pull.headSha)).toEqual(BLOCKED)
    })

    it("is judged in every repository once the organisation's settings come", async () => {
      const shop = await world.repository('org', UNGOVERNED, { owner: 'acme-org', repo: 'shop', installed: false })
      const pull = await shop.open(SERVES)
      shop.install()
      const holder = await world.repository('org', UNGOVERNED, { owner: 'acme-org', repo: '.github' })
      await world.settled()
      expect(shop.checks(pull.headSha)).toEqual({})
      await holder.pushMain({ 'maestro.yml': 'version: 1\nmode: observe\n' })
      await world.settled()
      expect(shop.checks(pull.headSha)).toEqual(GREEN)
    })

    it('and what came while the installation was suspended is judged when it no longer is', async () => {
      const shop = await world.repository('suspended')
      await world.settled()
      world.github.suspend(shop.installation)
      await world.settled()
      const pull = await shop.open(SERVES_NOTHING)
      await world.settled()
      expect(shop.checks(pull.headSha)).toEqual({})
      world.github.unsuspend(shop.installation)
      await world.settled()
      expect(shop.checks(pull.headSha)).toEqual(BLOCKED)
    })
  })

  it('hears within the hour what deliveries that were lost would have told', async () => {
    const shop = await world.repository('lost')
    const pushed = await shop.opened(SERVES, { headRef: 'pushed' })
    const closed = await shop.opened(SERVES_NOTHING, { headRef: 'closed' })
    // Nobody listens for a while, and GitHub does not send again by itself.
    world.github.connect('http://127.0.0.1:9/nobody')
    const next = await shop.commit(SERVES_NOTHING)
    await shop.repo.pushTo(pushed.number, next)
    const opened = await shop.open({ 'src/latency/new.ts': 'x' }, { headRef: 'opened' })
    await shop.repo.close(closed.number, 'author')
    await world.github.idle()
    world.github.connect(world.hookUrl)
    expect(shop.checks(opened.headSha)).toEqual({})

    await world.database.db.execute(sql`update repositories set surveyed_at = surveyed_at - interval '61 minutes'`)
    await world.restart({ surveyAfterMs: 0 })
    await world.until('the survey is done', () => shop.checks(opened.headSha)['Maestro decision'] !== undefined)
    await world.settled()
    expect(shop.checks(opened.headSha)).toEqual(GREEN)
    expect(shop.checks(next)).toEqual(BLOCKED)
    expect((await shop.decisions(pushed.number))[0]).toMatchObject({ headSha: next, verdict: 'block' })
  })

  it('takes an installation on more repositories than fit into one row, each of them', async () => {
    const count = 12_000
    const name = (index: number) => `repository-with-a-name-of-the-usual-length-${index}`
    const repositories = Array.from({ length: count }, (_, index) => ({ id: 9_000_000 + index, full_name: `umbrella/${name(index)}`, private: true }))
    const installation = { id: 8_000_001, account: { login: 'umbrella', id: 8_000_000 } }
    const payload = { action: 'created', installation, repositories, sender: { id: 1, login: 'admin', type: 'User' } }
    const { status, guid } = await world.github.deliver('installation', payload)
    expect(status).toBe(202)
    await world.until('the inbox is drained', async () => (await world.waiting()) === 0)
    expect(await world.parkedErrors()).toEqual([])
    const { db } = world.database
    const found: unknown = await db.execute(sql`select count(*)::int as n from repositories where tenant = ${installation.id} and not removed`)
    expect((found as { rows: { n: number }[] }).rows[0]?.n).toBe(count)
    for (const index of [0, count - 1]) {
      expect(await getRepository(db, tenantId(installation.id), repoId(9_000_000 + index))).toMatchObject({ fullName: `umbrella/${name(index)}` })
    }
    // The same again is a duplicate, whole.
    expect((await world.github.deliver('installation', payload, { guid })).status).toBe(202)
    expect(await world.waiting()).toBe(0)
    await world.github.deliver('installation', { ...payload, action: 'deleted' })
    await world.settled()
  })
})
