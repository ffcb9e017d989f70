import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { acquire, blockUntil, CREATE, QUERY, READ, UPDATE } from '../../db/write-budget.ts'
import { instant, later, repoId } from '../../src/model/ids.ts'
import { eachDatabase, type Fresh } from './databases.ts'
import { newTenant, repo } from './samples.ts'

const start = instant('2026-11-21T08:00:00.000Z')

/** @spec SPEC-10 */
eachDatabase((_name, open) => {
  let fresh: Fresh
  beforeAll(async () => {
    fresh = await open()
  })
  afterAll(() => fresh[Symbol.asyncDispose]())

  it('grants no more than a burst to many who ask at the same instant', async () => {
    const tenant = newTenant()
    const askers = [fresh.database, await fresh.again()]
    const grants = await Promise.all(Array.from({ length: 60 }, (_, index) => acquire(askers[index % 2]!.db, { tenant }, CREATE, start)))
    expect(grants.filter((grant) => grant.granted)).toHaveLength(30)
  })

  it('names the instant at which the same request is granted, and not one millisecond later than need be', async () => {
    const tenant = newTenant()
    for (let index = 0; index < 30; index += 1) await acquire(fresh.database.db, { tenant }, CREATE, start)
    const refused = await acquire(fresh.database.db, { tenant }, CREATE, start)
    if (refused.granted) throw new Error('expected a refusal')
    expect(refused.retryAt).toBe(later(start, 1200))
    expect(await acquire(fresh.database.db, { tenant }, CREATE, later(refused.retryAt, -2))).toMatchObject({ granted: false })
    expect(await acquire(fresh.database.db, { tenant }, CREATE, refused.retryAt)).toEqual({ granted: true })
  })

  it('stays within 80 creations a minute, 500 an hour and 900 points a minute, whenever it is asked', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.integer({ min: 0, max: 4000 }), fc.boolean()), { minLength: 150, maxLength: 200 }), async (asks) => {
        const tenant = newTenant()
        const granted: { at: number; content: number; points: number }[] = []
        let now = 0
        for (const [pause, create] of asks) {
          now += pause
          const cost = create ? CREATE : { content: 0, points: 25, graphql: 0 }
          const grant = await acquire(fresh.database.db, { tenant }, cost, later(start, now))
          if (grant.granted) granted.push({ at: now, ...cost })
        }
        for (const { at } of granted) {
          const minute = granted.filter((each) => each.at >= at && each.at < at + 60_000)
          expect(minute.reduce((sum, each) => sum + each.content, 0)).toBeLessThanOrEqual(80)
          expect(minute.reduce((sum, each) => sum + each.points, 0)).toBeLessThanOrEqual(900)
        }
      }),
      { seed: 7, numRuns: 3 },
    )
  })

  it('grants 500 creations in an hour of asking all the time, and no more', async () => {
    const tenant = newTenant()
    const five = { content: 5, points: 25, graphql: 0 }
    let granted = 0
    for (let now = start; now < later(start, 3_600_000); ) {
      const grant = await acquire(fresh.database.db, { tenant }, five, now)
      if (grant.granted) granted += 5
      else now = grant.retryAt
    }
    expect(granted).toBeGreaterThan(490)
    expect(granted).toBeLessThanOrEqual(500)
  })

  it('sends nothing while GitHub asked for quiet, and a shorter block does not end a longer one', async () => {
    const tenant = newTenant()
    await blockUntil(fresh.database.db, tenant, later(start, 60_000), start)
    await blockUntil(fresh.database.db, tenant, later(start, 1000), start)
    expect(await acquire(fresh.database.db, { tenant }, UPDATE, later(start, 30_000))).toEqual({ granted: false, retryAt: later(start, 60_000), by: 'github' })
    expect(await acquire(fresh.database.db, { tenant }, UPDATE, later(start, 60_000))).toEqual({ granted: true })
    expect(await acquire(fresh.database.db, { tenant: newTenant() }, UPDATE, start)).toEqual({ granted: true })
  })

  /** Asks again and again at one instant until it is refused; how often it was granted. */
  async function drain(asker: { tenant: ReturnType<typeof newTenant>; repo: typeof repo }, cost: Parameters<typeof acquire>[2], now = start): Promise<number> {
    for (let granted = 0; ; granted += 1) if (!(await acquire(fresh.database.db, asker, cost, now)).granted) return granted
  }
  const other = repoId(12)

  it('lets the burst of one repository leave to the others what they need to be heard at once', async () => {
    const tenant = newTenant()
    // All but a third of 300 points go to the one that asks for everything, and of 30 comments in a minute.
    expect(await drain({ tenant, repo }, UPDATE)).toBe(40)
    expect(await acquire(fresh.database.db, { tenant, repo }, UPDATE, start)).toMatchObject({ granted: false, by: 'budget' })
    expect(await drain({ tenant, repo: other }, UPDATE)).toBe(20)
    const talkative = newTenant()
    expect(await drain({ tenant: talkative, repo }, CREATE)).toBe(20)
    expect(await acquire(fresh.database.db, { tenant: talkative, repo: other }, CREATE, start)).toEqual({ granted: true })
  })

  it('lets a repository that is alone use the whole refill, and names the instant at which it may go on', async () => {
    const tenant = newTenant()
    await drain({ tenant, repo }, UPDATE)
    const refused = await acquire(fresh.database.db, { tenant, repo }, UPDATE, start)
    if (refused.granted) throw new Error('expected a refusal')
    expect(refused.retryAt).toBe(later(start, 500))
    expect(await acquire(fresh.database.db, { tenant, repo }, UPDATE, later(refused.retryAt, -2))).toMatchObject({ granted: false })
    let granted = 0
    for (let now = start; now < later(start, 60_000); ) {
      const grant = await acquire(fresh.database.db, { tenant, repo }, UPDATE, now)
      if (grant.granted) granted += 1
      else now = grant.retryAt
    }
    expect(granted).toBe(119)
  })

  it('lets a repository that was quiet for a while have its share again', async () => {
    const tenant = newTenant()
    await drain({ tenant, repo }, UPDATE)
    // Somebody else keeps the budget at the reserve meanwhile.
    await drain({ tenant, repo: other }, UPDATE)
    for (let second = 1; second <= 30; second += 1) await drain({ tenant, repo: repoId(13) }, UPDATE, later(start, second * 1000))
    expect(await acquire(fresh.database.db, { tenant, repo }, UPDATE, later(start, 30_000))).toEqual({ granted: true })
  })

  it('counts reads and queries too, by what they cost, and lets no burst of writes keep a query waiting', async () => {
    const tenant = newTenant()
    expect(await drain({ tenant, repo }, UPDATE)).toBe(40)
    expect(await drain({ tenant, repo }, QUERY)).toBeGreaterThan(300)
    expect(await drain({ tenant, repo: other }, READ)).toBe(100)
    // Nothing is left of what writes cost, and a query costs none of it.
    const spent = newTenant()
    await drain({ tenant: spent, repo }, UPDATE)
    await drain({ tenant: spent, repo: other }, UPDATE)
    expect(await acquire(fresh.database.db, { tenant: spent, repo }, QUERY, start)).toEqual({ granted: true })
  })

  it('shares out queries as it does writes', async () => {
    const tenant = newTenant()
    expect(await drain({ tenant, repo }, QUERY)).toBe(333)
    expect(await drain({ tenant, repo: other }, QUERY)).toBeGreaterThanOrEqual(100)
  })

  it('refills nothing when the clock of another process is behind', async () => {
    const tenant = newTenant()
    for (let index = 0; index < 30; index += 1) await acquire(fresh.database.db, { tenant }, CREATE, start)
    expect(await acquire(fresh.database.db, { tenant }, CREATE, later(start, -600_000))).toMatchObject({ granted: false })
    expect(await acquire(fresh.database.db, { tenant }, CREATE, start)).toMatchObject({ granted: false })
  })

  it('goes by the clock of the database when it is given none', async () => {
    const tenant = newTenant()
    expect(await acquire(fresh.database.db, { tenant }, UPDATE)).toEqual({ granted: true })
    await blockUntil(fresh.database.db, tenant, later(instant(new Date()), 3_600_000))
    expect(await acquire(fresh.database.db, { tenant }, UPDATE)).toMatchObject({ granted: false })
  })
})
