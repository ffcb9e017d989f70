import { randomUUID } from 'node:crypto'
import { and, eq, isNotNull, lte, sql } from 'drizzle-orm'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { work } from '../../db/schema.ts'
import {
  bury,
  claim,
  declareDead,
  type Ended,
  finish,
  type Holder,
  holds,
  MAX_REASONS,
  postpone,
  releaseAllClaims,
  type SubjectRef,
  troubleOf,
  want,
  wantLater,
} from '../../db/work.ts'
import { instant, type TenantId } from '../../src/model/ids.ts'
import { eachDatabase, type Fresh } from './databases.ts'
import { newTenant, repo } from './samples.ts'

/** One thing that happens; `bell` chooses among the bells that wait, or among the holders. */
const step = fc.oneof(
  fc.record({ kind: fc.constant('event' as const), key: fc.integer({ min: 0, max: 1 }) }),
  fc.record({ kind: fc.constantFrom('hear' as const, 'finish' as const, 'fail' as const, 'crash' as const, 'lose' as const), pick: fc.nat(20) }),
)

interface Bell {
  readonly subject: SubjectRef
  readonly job: string
  readonly attempt: number
}
interface Running extends Bell {
  /** Events before it started. */
  readonly covers: number
}

/** @spec SPEC-2 */
eachDatabase((_name, open) => {
  let fresh: Fresh
  beforeAll(async () => {
    fresh = await open()
  })
  afterAll(() => fresh[Symbol.asyncDispose]())

  /** What the sweep would ring for once every wait is over. */
  function muchLater(tenant: TenantId): Promise<SubjectRef[]> {
    const long = instant('2020-01-01')
    return fresh.database.db
      .update(work)
      .set({ notBefore: null, claimUntil: long })
      .where(and(eq(work.tenant, tenant), isNotNull(work.ringAt)))
      .returning({ tenant: work.tenant, repo: work.repo, key: work.key })
  }

  it('follows every event by an evaluation that started after it, one at a time, whatever crashes and whichever bells are lost', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
        const tenant = newTenant()
        const subjects = [0, 1].map((number) => ({ tenant, repo, key: `pr:${number}` }))
        const events = new Map<string, number>()
        const covered = new Map<string, number>()
        let bells: Bell[] = []
        let running: Running[] = []

        function ring(subject: SubjectRef): void {
          bells.push({ subject, job: randomUUID(), attempt: 0 })
        }
        async function hear(bell: Bell): Promise<void> {
          bells = bells.filter((each) => each !== bell)
          const claimed = await claim(fresh.database.db, bell.subject, bell, 3_600_000)
          if (claimed === undefined) return
          expect(running.some((each) => each.subject.key === bell.subject.key)).toBe(false)
          running.push({ ...bell, covers: events.get(bell.subject.key) ?? 0 })
        }
        async function stop(run: Running, end: (holder: Holder) => Promise<Ended>): Promise<void> {
          running = running.filter((each) => each !== run)
          if ((await end(run)) === 'again') ring(run.subject)
        }
        async function succeed(run: Running): Promise<void> {
          await stop(run, (holder) => fresh.database.transaction((tx) => finish(tx, run.subject, holder)))
          covered.set(run.subject.key, Math.max(covered.get(run.subject.key) ?? 0, run.covers))
        }

        for (const each of steps) {
          if (each.kind === 'event') {
            const subject = subjects[each.key]!
            await fresh.database.transaction((tx) => want(tx, [{ ...subject, reasons: ['event'], priority: 0 }]))
            events.set(subject.key, (events.get(subject.key) ?? 0) + 1)
            ring(subject)
            continue
          }
          const bell = bells[each.pick % Math.max(1, bells.length)]
          const run = running[each.pick % Math.max(1, running.length)]
          if (each.kind === 'hear' && bell) await hear(bell)
          if (each.kind === 'lose' && bell) bells = bells.filter((other) => other !== bell)
          if (each.kind === 'finish' && run) await succeed(run)
          if (each.kind === 'fail' && run) {
            await stop(run, (holder) =>
              fresh.database.transaction((tx) => postpone(tx, run.subject, holder, 'failed', instant('2100-01-01'), each.pick % 2 === 0)),
            )
          }
          // The worker is gone without a word; the queue gives its job to another one.
          if (each.kind === 'crash' && run) {
            running = running.filter((other) => other !== run)
            bells.push({ ...run, attempt: run.attempt + 1 })
          }
        }

        // In the end everything works: what runs ends, bells are heard, and when a claim's time is over (its worker is
        // dead, and the bell for its job was lost too) the sweep rings for what is still wanted.
        for (let round = 0; round < 5; round += 1) {
          for (const run of [...running]) await succeed(run)
          for (const bell of [...bells]) {
            await hear(bell)
            for (const run of [...running]) await succeed(run)
          }
          for (const row of await muchLater(tenant)) ring(row)
        }
        expect(covered).toEqual(events)
        expect(bells).toEqual([])
      }),
      { seed: 7, numRuns: 25 },
    )
  })

  it('takes no word from a holder that was overtaken', async () => {
    const subject = { tenant: newTenant(), repo, key: 'pr:1' }
    const first = { job: randomUUID(), attempt: 0 }
    const second = { ...first, attempt: 1 }
    await fresh.database.transaction((tx) => want(tx, [{ ...subject, reasons: ['opened'], priority: 0 }]))
    expect(await claim(fresh.database.db, subject, first, 1000)).toMatchObject({ reasons: ['opened'], attempt: 1 })
    expect(await claim(fresh.database.db, subject, { job: randomUUID(), attempt: 0 }, 1000)).toBeUndefined()
    expect(await claim(fresh.database.db, subject, second, 1000)).toMatchObject({ reasons: ['opened'], attempt: 2 })
    await fresh.database.transaction(async (tx) => {
      expect(await holds(tx, subject, first)).toBe(false)
      expect(await finish(tx, subject, first)).toBe('lost')
      expect(await postpone(tx, subject, first, 'x', instant('2100-01-01'), false)).toBe('lost')
      expect(await bury(tx, subject, first, 'x', 'v1')).toBe('lost')
      expect(await finish(tx, subject, second)).toBe('done')
    })
  })

  /** Takes the work anew, as the next bell would. */
  function next(subject: SubjectRef, holder: Holder) {
    return claim(fresh.database.db, subject, holder, 60_000)
  }
  const past = instant('2020-01-01')

  it('counts a try that waits for trouble to pass by itself, so that it costs none of those that are ours to fail', async () => {
    const subject = { tenant: newTenant(), repo, key: 'pr:1' }
    const holder = { job: randomUUID(), attempt: 0 }
    await fresh.database.transaction((tx) => want(tx, [{ ...subject, reasons: ['opened'], priority: 0 }]))
    expect(await next(subject, holder)).toMatchObject({ attempt: 1, strikes: 1, waits: 0, troubleSince: undefined })
    await fresh.database.transaction((tx) => postpone(tx, subject, holder, '502', past, true))
    const second = await next(subject, holder)
    expect(second).toMatchObject({ attempt: 2, strikes: 1, waits: 1, troubleSince: expect.any(String) })
    await fresh.database.transaction((tx) => postpone(tx, subject, holder, 'a bug', past, false))
    expect(await next(subject, holder)).toMatchObject({ attempt: 3, strikes: 2, waits: 1, troubleSince: second?.troubleSince })
    // An event starts the counting anew, and the trouble it meets is the same one.
    await fresh.database.transaction((tx) => want(tx, [{ ...subject, reasons: ['labeled'], priority: 0 }]))
    await fresh.database.transaction((tx) => postpone(tx, subject, holder, '502', past, true))
    expect(await next(subject, holder)).toMatchObject({ strikes: 1, waits: 1, troubleSince: second?.troubleSince })
    await fresh.database.transaction((tx) => finish(tx, subject, holder))
    await fresh.database.transaction((tx) => want(tx, [{ ...subject, reasons: ['labeled'], priority: 0 }]))
    expect(await next(subject, holder)).toMatchObject({ attempt: 1, troubleSince: undefined })
  })

  const future = instant('2100-01-01')
  function wantIt(subject: SubjectRef, reason = 'opened', priority = 0) {
    return fresh.database.transaction((tx) => want(tx, [{ ...subject, reasons: [reason], priority }]))
  }

  it('gives nobody what is put off, nor the same try of a job twice, whatever bells ring', async () => {
    const subject = { tenant: newTenant(), repo, key: 'pr:1' }
    const holder = { job: randomUUID(), attempt: 0 }
    await wantIt(subject)
    expect(await next(subject, holder)).toBeDefined()
    expect(await next(subject, holder)).toBeUndefined()
    await fresh.database.transaction((tx) => postpone(tx, subject, holder, '502', future, true))
    expect(await next(subject, { job: randomUUID(), attempt: 0 })).toBeUndefined()
    expect(await next(subject, { ...holder, attempt: 1 })).toBeUndefined()
    // An event does not wait for what was put off.
    await wantIt(subject, 'synchronize')
    expect(await next(subject, holder)).toMatchObject({ reasons: ['opened', 'synchronize'] })
  })

  it('puts off nothing that was wanted again while it failed', async () => {
    const subject = { tenant: newTenant(), repo, key: 'pr:1' }
    const holder = { job: randomUUID(), attempt: 0 }
    await wantIt(subject)
    await next(subject, holder)
    await wantIt(subject, 'synchronize')
    expect(await fresh.database.transaction((tx) => postpone(tx, subject, holder, '502', future, true))).toBe('again')
    const [row] = await fresh.database.db.select().from(work).where(eq(work.tenant, subject.tenant))
    expect(row?.ringAt && row.ringAt < future).toBe(true)
    expect(await next(subject, holder)).toMatchObject({ reasons: ['opened', 'synchronize'] })
  })

  it('keeps the highest priority that was asked for until it is worked on, and the earliest time', async () => {
    const subject = { tenant: newTenant(), repo, key: 'pr:1' }
    const row = async () => (await fresh.database.db.select().from(work).where(eq(work.tenant, subject.tenant)))[0]
    await wantIt(subject, 'rerun', 5)
    await wantIt(subject, 'labeled', -1)
    expect((await row())?.priority).toBe(5)
    for (const day of ['2100-01-02', '2100-01-01', '2100-01-03']) await fresh.database.transaction((tx) => wantLater(tx, subject, instant(day)))
    expect((await row())?.wakeAt).toBe(instant('2100-01-01'))
    await next(subject, { job: randomUUID(), attempt: 0 })
    await wantIt(subject, 'labeled', -1)
    expect((await row())?.priority).toBe(0)
  })

  it('holds nothing for dead that is tried again', async () => {
    const subject = { tenant: newTenant(), repo, key: 'pr:1' }
    const holder = { job: randomUUID(), attempt: 0 }
    await wantIt(subject)
    await next(subject, holder)
    await fresh.database.transaction((tx) => declareDead(tx, subject, 'HTTP 422', 'v1'))
    await fresh.database.transaction((tx) => postpone(tx, subject, holder, 'a bug', past, false))
    expect(await troubleOf(fresh.database.db, subject)).toBe('dead')
    await next(subject, holder)
    expect(await troubleOf(fresh.database.db, subject)).toBe('waiting')
    await fresh.database.transaction((tx) => finish(tx, subject, holder))
    expect(await troubleOf(fresh.database.db, subject)).toBe('none')
  })

  it('buries nothing that was wanted again while it died', async () => {
    const subject = { tenant: newTenant(), repo, key: 'pr:1' }
    const holder = { job: randomUUID(), attempt: 0 }
    await fresh.database.transaction((tx) => want(tx, [{ ...subject, reasons: ['opened'], priority: 0 }]))
    await next(subject, holder)
    await fresh.database.transaction((tx) => want(tx, [{ ...subject, reasons: ['synchronize'], priority: 0 }]))
    expect(await fresh.database.transaction((tx) => bury(tx, subject, holder, 'a bug', 'v1'))).toBe('again')
    expect(await troubleOf(fresh.database.db, subject)).toBe('waiting')
    expect(await next(subject, holder)).toMatchObject({ strikes: 1, reasons: ['synchronize'] })
    expect(await fresh.database.transaction((tx) => bury(tx, subject, holder, 'a bug', 'v1'))).toBe('done')
    expect(await troubleOf(fresh.database.db, subject)).toBe('dead')
    // What it died of is over when it is wanted again.
    await fresh.database.transaction((tx) => want(tx, [{ ...subject, reasons: ['labeled'], priority: 0 }]))
    expect(await troubleOf(fresh.database.db, subject)).toBe('none')
  })

  it('counts as dead what is done, or about to be, and could not be told; nothing that is wanted again', async () => {
    const [done, wanted, worked] = [1, 2, 3].map((number) => ({ tenant: newTenant(), repo, key: `pr:${number}` }))
    const holder = { job: randomUUID(), attempt: 0 }
    for (const subject of [done!, wanted!, worked!]) await fresh.database.transaction((tx) => want(tx, [{ ...subject, reasons: ['opened'], priority: 0 }]))
    await next(done!, holder)
    await fresh.database.transaction((tx) => finish(tx, done!, holder))
    await next(worked!, holder)
    for (const subject of [done!, wanted!, worked!]) await fresh.database.transaction((tx) => declareDead(tx, subject, 'HTTP 422', 'v1'))
    expect(await Promise.all([done!, wanted!, worked!].map((subject) => troubleOf(fresh.database.db, subject)))).toEqual(['dead', 'none', 'dead'])
    await fresh.database.transaction((tx) => finish(tx, worked!, holder))
    expect(await troubleOf(fresh.database.db, worked!)).toBe('dead')
  })

  it('passes a claim on when its time is over', async () => {
    const subject = { tenant: newTenant(), repo, key: 'pr:1' }
    await fresh.database.transaction((tx) => want(tx, [{ ...subject, reasons: ['opened'], priority: 0 }]))
    expect(await claim(fresh.database.db, subject, { job: randomUUID(), attempt: 0 }, 0)).toBeDefined()
    expect(await claim(fresh.database.db, subject, { job: randomUUID(), attempt: 0 }, 1000)).toMatchObject({ attempt: 2 })
  })

  it('rings at once for what nobody can hold any more', async () => {
    const [held, waiting] = [1, 2].map((number) => ({ tenant: newTenant(), repo, key: `pr:${number}` }))
    for (const subject of [held!, waiting!]) await wantIt(subject)
    await next(held!, { job: randomUUID(), attempt: 0 })
    await fresh.database.transaction((tx) => releaseAllClaims(tx))
    const due = await fresh.database.db.select({ tenant: work.tenant }).from(work).where(lte(work.ringAt, sql`clock_timestamp()`))
    expect(due.map(({ tenant }) => tenant)).toContain(held!.tenant)
    expect(due.map(({ tenant }) => tenant)).not.toContain(waiting!.tenant)
    expect(await next(held!, { job: randomUUID(), attempt: 0 })).toBeDefined()
  })

  it('keeps a bounded number of reasons', async () => {
    const subject = { tenant: newTenant(), repo, key: 'pr:1' }
    for (let index = 0; index < 50; index += 1) {
      await fresh.database.transaction((tx) => want(tx, [{ ...subject, reasons: [`reason ${index}`], priority: 0 }]))
    }
    const claimed = await claim(fresh.database.db, subject, { job: randomUUID(), attempt: 0 }, 1000)
    expect(claimed?.reasons).toHaveLength(MAX_REASONS)
    expect(claimed?.reasons[0]).toBe('reason 0')
  })
})
