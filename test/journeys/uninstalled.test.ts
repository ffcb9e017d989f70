import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { queueDepth } from '../../db/queue.ts'
import { BLOCKED, eachWorld, GREEN, type JourneyRepository, SERVES_NOTHING, type World } from './a-world.ts'
import { brittle } from './brittle.ts'

/** @spec SPEC-17 */
describe('an uninstallation', () => {
  eachWorld((open) => {
    let world: World
    beforeAll(async () => {
      world = await open()
    })
    afterAll(async () => {
      const { violations } = world.github
      await world[Symbol.asyncDispose]()
      expect(violations).toEqual([])
    })

    const mirror = (of: JourneyRepository): string => join(world.folder, 'cache', String(of.installation), `${of.repo.id}.git`)
    /** As if so many days had passed since an installation was deleted; then the app starts, and keeps house. */
    async function days(count: number): Promise<void> {
      await world.database.db.execute(sql`update installations set updated_at = updated_at - ${`${count} days`}::interval where state = 'deleted'`)
      await world.restart({})
    }

    it('stops everything at once, keeps the record, and leaves no source behind', async () => {
      const shop = await world.repository('gone')
      const pull = await shop.opened(SERVES_NOTHING)
      expect(existsSync(mirror(shop))).toBe(true)
      const held = world.hold('gathered')
      await shop.repo.edit(pull.number, { body: 'OKR: OKR-Q3-LATENCY' }, 'author')
      await held.reached
      world.github.uninstall(shop.installation)
      await world.until('it is heard', async () => (await world.installationState(shop)) === 'deleted')
      const mark = world.github.calls.mark()
      held.go()
      await world.settled()
      // The job that was under way may have asked for what it held already; nobody asks again.
      const refused = world.github.calls.since(mark).filter(({ method, kind }) => kind === 'rest' && method !== 'GET')
      expect(refused.filter(({ status }) => status !== undefined && status < 400)).toEqual([])
      expect(shop.checks(pull.headSha)).toEqual(BLOCKED)
      expect(await world.unpublished()).toBe(0)
      expect(await queueDepth(world.database.db)).toEqual({ queued: 0, troubled: 0, dead: 0 })

      await days(29)
      await world.until('the mirror is gone', () => !existsSync(mirror(shop)))
      expect((await shop.decisions(pull.number)).length).toBeGreaterThan(0)
      expect(await world.apiCalls(() => days(0))).toEqual([])
      await days(2)
      await world.until('the record is gone', async () => (await world.installationState(shop)) === undefined)
      expect(await shop.decisions(pull.number)).toEqual([])
    })

    it('leaves nothing behind that a person would have to look at', async () => {
      await using other = await open({ gates: brittle() })
      const shop = await other.repository('dead')
      await shop.open(SERVES_NOTHING, { title: 'Throw' })
      await other.until('the job is given up', async () => (await queueDepth(other.database.db)).dead === 1)
      other.github.uninstall(shop.installation)
      await other.settled()
      expect(await queueDepth(other.database.db)).toEqual({ queued: 0, troubled: 0, dead: 0 })
    })

    it('that was a mistake loses nothing: the record stays as long as the account has the App again, and no pull request gets a second comment', async () => {
      const shop = await world.repository('mistaken')
      const pull = await shop.opened(SERVES_NOTHING)
      const first = shop.installation
      world.github.uninstall(first)
      await world.settled()
      shop.installation = world.github.install({ account: shop.repo.fullName.split('/')[0] ?? '', repositories: [shop.repo] })
      await world.settled()
      await shop.repo.edit(pull.number, { body: 'OKR: OKR-Q3-LATENCY' }, 'author')
      await world.settled()
      expect(shop.checks(pull.headSha)).toEqual(GREEN)
      expect(shop.comments(pull.number)).toEqual([expect.stringContaining('ready')])

      await days(100)
      const second = shop.installation
      shop.installation = first
      await world.until('the mirror is gone', () => !existsSync(mirror(shop)))
      expect(await shop.decisions(pull.number)).toHaveLength(1)
      shop.installation = second
      expect(await shop.decisions(pull.number)).toHaveLength(1)
    })
  })
})
