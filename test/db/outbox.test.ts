import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { abandon, claimOutbox, lastShown, post, pruneOutbox, published, retryLater } from '../../db/outbox.ts'
import { outbox } from '../../db/schema.ts'
import { instant, later, type TenantId } from '../../src/model/ids.ts'
import { eachDatabase, type Fresh } from './databases.ts'
import { newTenant, repo } from './samples.ts'

const now = instant('2026-11-21T08:00:00.000Z')

/** @spec SPEC-3 */
eachDatabase((_name, open) => {
  let fresh: Fresh
  beforeAll(async () => {
    fresh = await open()
  })
  afterAll(() => fresh[Symbol.asyncDispose]())

  function subjectOf(tenant: TenantId, number = 1) {
    return { tenant, repo, key: `pr:${number}` }
  }
  function put(tenant: TenantId, payload: string, number = 1) {
    return fresh.database.transaction((tx) => post(tx, subjectOf(tenant, number), 'publish', payload, undefined, now))
  }
  function claim(tenant: TenantId, at = now) {
    return claimOutbox(fresh.database, { subject: subjectOf(tenant), now: at, leaseMs: 1000 })
  }

  it('gives each row to one of ten workers', async () => {
    const tenant = newTenant()
    for (let number = 1; number <= 40; number += 1) await put(tenant, `card ${number}`, number)
    const second = await fresh.again()
    const claims = await Promise.all(Array.from({ length: 10 }, (_, index) => claimOutbox(index % 2 ? fresh.database : second, { limit: 4, now })))
    const keys = claims.flat().map((item) => item.key)
    expect(keys).toHaveLength(40)
    expect(new Set(keys).size).toBe(40)
  })

  it('lets only the newest of a subject through', async () => {
    const tenant = newTenant()
    for (const payload of ['old', 'newer', 'newest']) await put(tenant, payload)
    const [item, ...others] = await claim(tenant)
    expect(others).toEqual([])
    expect(item?.payload).toBe('newest')
    expect(await published(fresh.database.db, item!)).toBe(true)
    expect(await claim(tenant, later(now, 1_000_000))).toEqual([])
  })

  it('makes the newer wait while the older is being published, and takes it next', async () => {
    const tenant = newTenant()
    await put(tenant, 'older')
    const [older] = await claim(tenant)
    await put(tenant, 'newer')
    expect(await claim(tenant, later(now, 999))).toEqual([])
    await published(fresh.database.db, older!)
    expect((await claim(tenant)).map((item) => item.payload)).toEqual(['newer'])
  })

  it('never comes back to an older one that failed while the newer was posted', async () => {
    const tenant = newTenant()
    await put(tenant, 'older')
    const [older] = await claim(tenant)
    await put(tenant, 'newer')
    await retryLater(fresh.database.db, older!, 'HTTP 502', now, true)
    const [newer, ...others] = await claim(tenant)
    expect([newer?.payload, others]).toEqual(['newer', []])
    await published(fresh.database.db, newer!)
    expect(await claim(tenant, later(now, 1_000_000))).toEqual([])
  })

  it('passes what a dead worker held to another, and takes no word from the dead', async () => {
    const tenant = newTenant()
    await put(tenant, 'card')
    const [first] = await claim(tenant)
    const [second] = await claim(tenant, later(now, 1000))
    expect(second).toMatchObject({ id: first!.id, attempts: 2 })
    expect(await published(fresh.database.db, first!)).toBe(false)
    expect(await retryLater(fresh.database.db, first!, 'late', now, false)).toBe(false)
    expect(await published(fresh.database.db, second!)).toBe(true)
  })

  it('tries again when it is told to, and not before', async () => {
    const tenant = newTenant()
    await put(tenant, 'card')
    const [item] = await claim(tenant)
    await retryLater(fresh.database.db, item!, 'HTTP 502\0', later(now, 5000), false)
    expect(await claim(tenant, later(now, 4999))).toEqual([])
    const [again] = await claim(tenant, later(now, 5000))
    await abandon(fresh.database.db, again!, 'HTTP 422')
    expect(await claim(tenant, later(now, 1_000_000))).toEqual([])
  })

  it('keeps one row that waits for a subject, and one that is being published at most, however much is posted', async () => {
    const tenant = newTenant()
    const rows = async () =>
      (await fresh.database.db.select({ payload: outbox.payload }).from(outbox).where(eq(outbox.tenant, tenant)).orderBy(outbox.id)).map((row) =>
        JSON.parse(row.payload),
      )
    await put(tenant, 'first')
    const [held] = await claim(tenant)
    for (let index = 0; index < 10; index += 1) await put(tenant, `card ${index}`)
    await put(tenant, 'of another', 2)
    expect(await rows()).toEqual(['first', 'card 9', 'of another'])
    await retryLater(fresh.database.db, held!, 'HTTP 502', later(now, 5000), true)
    await put(tenant, 'newest')
    expect(await rows()).toEqual(['of another', 'newest'])
    expect((await claim(tenant)).map((item) => item.payload)).toEqual(['newest'])
  })

  it('posts in place of what a dead worker held', async () => {
    const tenant = newTenant()
    await put(tenant, 'card')
    await claim(tenant)
    await fresh.database.transaction((tx) => post(tx, subjectOf(tenant), 'publish', 'next', undefined, later(now, 1000)))
    expect(await fresh.database.db.select({ payload: outbox.payload }).from(outbox).where(eq(outbox.tenant, tenant))).toEqual([{ payload: '"next"' }])
    expect((await claim(tenant, later(now, 1000))).map((item) => item.payload)).toEqual(['next'])
  })

  it('counts no try that merely waited for trouble to pass', async () => {
    const tenant = newTenant()
    await put(tenant, 'card')
    const attempts: number[] = []
    for (const waits of [true, true, false, true, false]) {
      const [item] = await claim(tenant)
      attempts.push(item!.attempts)
      await retryLater(fresh.database.db, item!, 'HTTP 502', now, waits)
    }
    expect(attempts).toEqual([1, 1, 1, 2, 2])
  })

  it('remembers what was shown last, not what was posted', async () => {
    const tenant = newTenant()
    expect(await lastShown(fresh.database.db, subjectOf(tenant), 'publish')).toBeUndefined()
    for (const payload of ['one', 'two']) {
      await put(tenant, payload)
      const [item] = await claim(tenant)
      await published(fresh.database.db, item!)
    }
    await put(tenant, 'in other words')
    const [item] = await claim(tenant)
    await published(fresh.database.db, item!, now, 'two')
    await put(tenant, 'given up')
    const [given] = await claim(tenant)
    await abandon(fresh.database.db, given!, 'HTTP 422')
    await put(tenant, 'three')
    expect(await lastShown(fresh.database.db, subjectOf(tenant), 'publish')).toBe('two')
    expect(await lastShown(fresh.database.db, subjectOf(tenant), 'other')).toBeUndefined()
  })

  it('forgets what is done after a while', async () => {
    const tenant = newTenant()
    await put(tenant, 'card')
    const [item] = await claim(tenant)
    await published(fresh.database.db, item!, now)
    await pruneOutbox(fresh.database.db, now)
    expect(await published(fresh.database.db, item!)).toBe(false)
    expect(await pruneOutbox(fresh.database.db, later(now, 1))).toBeGreaterThan(0)
  })
})
