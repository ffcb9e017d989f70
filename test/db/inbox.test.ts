import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { drainInbox, unpark } from '../../db/drain.ts'
import { DeliveryRefused, InboxFull, inboxDepth, openInbox, pruneInbox } from '../../db/inbox.ts'
import { instant } from '../../src/model/ids.ts'
import { eachDatabase, type Fresh } from './databases.ts'

function delivery(guid: string, signals: readonly unknown[] = []) {
  return { guid, tenant: 7, event: 'pull_request', action: 'opened', signals }
}

/** @spec SPEC-1 */
eachDatabase((_name, open) => {
  let fresh: Fresh
  beforeAll(async () => {
    fresh = await open()
  })
  afterAll(() => fresh[Symbol.asyncDispose]())

  async function drainAll(): Promise<{ guid: string; signals: readonly unknown[] }[]> {
    const all: { guid: string; signals: readonly unknown[] }[] = []
    await drainInbox(fresh.database, async (_tx, batch) => {
      all.push(...batch)
    })
    return all
  }

  it('stores a delivery once, whoever accepts it and however often', async () => {
    const inboxes = [openInbox(fresh.database), openInbox(await fresh.again())]
    const outcomes = await Promise.all(inboxes.flatMap((inbox) => [inbox.accept(delivery('once')), inbox.accept(delivery('once'))]))
    expect(outcomes.filter((outcome) => outcome === 'stored')).toHaveLength(1)
    expect(await openInbox(fresh.database).accept(delivery('once'))).toBe('duplicate')
    expect((await drainAll()).map((each) => each.guid)).toEqual(['once'])
    expect(await openInbox(fresh.database).accept(delivery('once'))).toBe('duplicate')
    expect(await drainAll()).toEqual([])
  })

  it('shares one statement among the deliveries of a few milliseconds', async () => {
    const insert = vi.spyOn(fresh.database.db, 'insert')
    const inbox = openInbox(fresh.database)
    const outcomes = await Promise.all(Array.from({ length: 300 }, (_, index) => inbox.accept(delivery(`shared-${index}`))))
    expect(outcomes.every((outcome) => outcome === 'stored')).toBe(true)
    expect(insert.mock.calls.length).toBeLessThanOrEqual(2)
    insert.mockRestore()
    expect(await drainAll()).toHaveLength(300)
  })

  it('gives back signals to the character, NUL and lone surrogates too', async () => {
    const signals = [{ body: 'a\u0000b \ud800 "quoted" \u{1f600}' }]
    await openInbox(fresh.database).accept(delivery('hostile', signals))
    expect((await drainAll())[0]?.signals).toEqual(signals)
  })

  it('refuses by itself what would fail the others of its batch', async () => {
    const inbox = openInbox(fresh.database)
    const good = inbox.accept(delivery('good'))
    await expect(inbox.accept(delivery('bad\0guid'))).rejects.toThrow(DeliveryRefused)
    await expect(inbox.accept({ ...delivery('bad-event'), event: 'x'.repeat(101) })).rejects.toThrow(DeliveryRefused)
    expect(await good).toBe('stored')
    await drainAll()
  })

  it('keeps a delivery that is too long for one row in several, in order, and once', async () => {
    const inbox = openInbox(fresh.database)
    const signals = Array.from({ length: 9 }, (_, index) => ({ index, padding: 'x'.repeat(300_000) }))
    const together = await Promise.all([inbox.accept(delivery('long', signals)), inbox.accept(delivery('short', [{ index: 99 }]))])
    expect(together).toEqual(['stored', 'stored'])
    expect(await inbox.accept(delivery('long', signals))).toBe('duplicate')
    const rows = await drainAll()
    expect(rows.map((row) => [row.guid, row.signals.length])).toEqual([
      ['long', 3],
      ['long+1', 3],
      ['long+2', 3],
      ['short', 1],
    ])
    expect(rows.flatMap((row) => row.signals).map((signal) => (signal as { index: number }).index)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 99])
    await expect(inbox.accept(delivery('too-long', [{ padding: 'x'.repeat(1_000_001) }]))).rejects.toThrow(DeliveryRefused)
    await expect(inbox.accept(delivery('endless', Array(101).fill({ padding: 'x'.repeat(600_000) })))).rejects.toThrow(DeliveryRefused)
    expect(await drainAll()).toEqual([])
  })

  it('says that it is full instead of growing without bound', async () => {
    const inbox = openInbox(fresh.database, { maxWaiting: 2 })
    const first = [inbox.accept(delivery('full-1')), inbox.accept(delivery('full-2'))]
    await expect(inbox.accept(delivery('full-3'))).rejects.toThrow(InboxFull)
    expect(await Promise.all(first)).toEqual(['stored', 'stored'])
    await drainAll()
  })

  it('hands deliveries out in the order of arrival and marks them in the transaction of the handler', async () => {
    const inbox = openInbox(fresh.database)
    for (const guid of ['first', 'second', 'third']) await inbox.accept(delivery(guid))
    const failing = drainInbox(fresh.database, () => Promise.reject(new Error('crash')), { maxAttempts: 100 })
    await expect(failing).rejects.toThrow('crash')
    expect((await drainAll()).map((each) => each.guid)).toEqual(['first', 'second', 'third'])
  })

  it('parks a delivery that always fails, after the others have passed it', async () => {
    const inbox = openInbox(fresh.database)
    for (const guid of ['before', 'poison', 'after']) await inbox.accept(delivery(guid))
    const passed: string[] = []
    async function drain() {
      return drainInbox(
        fresh.database,
        async (_tx, batch) => {
          if (batch.some((each) => each.guid === 'poison')) throw new Error('cannot')
          passed.push(...batch.map((each) => each.guid))
        },
        { maxAttempts: 2 },
      )
    }
    expect(await drain()).toBe(2)
    expect(passed).toEqual(['before', 'after'])
    expect(await drain()).toBe(1)
    expect(await inboxDepth(fresh.database.db)).toEqual({ waiting: 0, parked: 1 })
    expect(await drain()).toBe(0)
    // The next process may know better, and gives it as many tries.
    expect(await unpark(fresh.database.db)).toBe(1)
    expect([await drain().catch(String), await drain()]).toEqual(['Error: cannot', 1])
    expect(await unpark(fresh.database.db)).toBe(1)
    expect(await inboxDepth(fresh.database.db)).toEqual({ waiting: 1, parked: 0 })
    expect((await drainAll()).map((each) => each.guid)).toEqual(['poison'])
    expect(await unpark(fresh.database.db)).toBe(0)
  })

  it('forgets drained deliveries after a while and keeps the others', async () => {
    const inbox = openInbox(fresh.database)
    await inbox.accept(delivery('old'))
    await drainAll()
    await inbox.accept(delivery('waiting'))
    expect(await pruneInbox(fresh.database.db, instant('2020-01-01'))).toBe(0)
    expect(await pruneInbox(fresh.database.db, instant('2100-01-01'))).toBeGreaterThan(0)
    expect(await inbox.accept(delivery('old'))).toBe('stored')
    expect((await drainAll()).map((each) => each.guid)).toEqual(['waiting', 'old'])
  })

  it('tells every waiter of a batch that could not be stored', async () => {
    const gone = await open()
    const inbox = openInbox(gone.database)
    await gone[Symbol.asyncDispose]()
    const outcomes = await Promise.allSettled([inbox.accept(delivery('a')), inbox.accept(delivery('b'))])
    expect(outcomes.map((outcome) => outcome.status)).toEqual(['rejected', 'rejected'])
  })
})
