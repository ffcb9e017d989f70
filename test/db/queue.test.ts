import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { sql } from 'drizzle-orm'
import { afterEach, expect, it, vi } from 'vitest'
import { removeRepositories, saveInstallation, saveRepository } from '../../db/installations.ts'
import { claimOutbox, post } from '../../db/outbox.ts'
import { deadSubjects, type Job, openQueue, type Queue, type QueueOptions, queueDepth } from '../../db/queue.ts'
import { subjects, work } from '../../db/schema.ts'
import { markEvaluated, observe } from '../../db/subjects.ts'
import { claim } from '../../db/work.ts'
import { instant, later, tenantId } from '../../src/model/ids.ts'
import { Trouble } from '../../src/model/trouble.ts'
import { eachDatabase, type Fresh } from './databases.ts'
import { pull, repo, seen, sha } from './samples.ts'

const tenant = tenantId(7)
const soon = { timeout: 15_000, interval: 10 }

/** @spec SPEC-2 */
eachDatabase((name, open) => {
  const closing: (() => Promise<unknown>)[] = []
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close()
  })

  async function setUp(options: QueueOptions = {}): Promise<{ fresh: Fresh; queue: Queue }> {
    const fresh = await open()
    closing.push(async () => fresh[Symbol.asyncDispose]())
    const queue = await openQueue(fresh.database, { retry: { baseMs: 1, maxMs: 5, limit: 3 }, ...options })
    closing.push(() => queue.stop(1000))
    return { fresh, queue }
  }
  function ask({ fresh, queue }: { fresh: Fresh; queue: Queue }, number: number, reason: string, priority = 0) {
    return fresh.database.transaction((tx) => queue.enqueue(tx, { tenant, repo, key: `pr:${number}`, reason, priority }))
  }
  /** A handler that waits to be let go, job by job. */
  function gate() {
    const started: Job[] = []
    const open: (() => void)[] = []
    const handler = (job: Job) =>
      new Promise<void>((resolve) => {
        started.push(job)
        open.push(resolve)
      })
    return { started, handler, release: (index: number) => open[index]?.() }
  }

  it('makes one job of many events of a subject, with the reasons of all', async () => {
    const parts = await setUp()
    for (const reason of ['opened', 'labeled', 'opened']) await ask(parts, 1, reason)
    const { started, handler, release } = gate()
    await parts.queue.work(handler)
    await vi.waitFor(() => expect(started).toHaveLength(1), soon)
    expect(started[0]).toMatchObject({ key: 'pr:1', reasons: ['opened', 'labeled'], attempt: 1 })
    release(0)
    await vi.waitFor(async () => expect(await queueDepth(parts.fresh.database.db)).toEqual({ queued: 0, troubled: 0, dead: 0 }), soon)
    expect(started).toHaveLength(1)
  })

  it('starts the first event at once, holds what comes meanwhile until it ends, and then runs it once', async () => {
    const parts = await setUp()
    const { started, handler, release } = gate()
    await parts.queue.work(handler)
    const asked = performance.now()
    await ask(parts, 1, 'opened')
    await vi.waitFor(() => expect(started).toHaveLength(1), soon)
    expect(performance.now() - asked).toBeLessThan(900)
    await ask(parts, 1, 'synchronize')
    await ask(parts, 1, 'labeled')
    // Another subject's job runs to its end meanwhile: the bells of the first have been heard by then, and sent away.
    await ask(parts, 2, 'opened')
    await vi.waitFor(() => expect(started.map((job) => job.key)).toEqual(['pr:1', 'pr:2']), soon)
    release(1)
    release(0)
    await vi.waitFor(() => expect(started).toHaveLength(3), soon)
    expect(started[2]).toMatchObject({ key: 'pr:1', reasons: ['synchronize', 'labeled'] })
    expect(started[2]!.wantedAt > started[0]!.wantedAt).toBe(true)
    release(2)
  })

  it('enqueues nothing when the transaction that asks for it fails', async () => {
    const parts = await setUp()
    const failing = parts.fresh.database.transaction(async (tx) => {
      await parts.queue.enqueue(tx, { tenant, repo, key: 'pr:1', reason: 'opened' })
      throw new Error('crash')
    })
    await expect(failing).rejects.toThrow('crash')
    expect(await queueDepth(parts.fresh.database.db)).toEqual({ queued: 0, troubled: 0, dead: 0 })
    expect(await parts.queue.wake(later(instant(new Date()), 3_600_000))).toBe(0)
  })

  it('works on different subjects at once, also while one of them hangs', async () => {
    const parts = await setUp()
    const { started, handler, release } = gate()
    await parts.fresh.database.transaction((tx) =>
      parts.queue.enqueue(
        tx,
        Array.from({ length: 12 }, (_, index) => ({ tenant, repo, key: `pr:${index}`, reason: 'opened' })),
      ),
    )
    await parts.queue.work(handler, { concurrency: 4 })
    await vi.waitFor(() => expect(started).toHaveLength(4), soon)
    // The first hangs; the three others, and whoever follows them, go on.
    for (let index = 1; index < 12; index += 1) {
      await vi.waitFor(() => expect(started.length).toBeGreaterThan(index), soon)
      release(index)
    }
    await vi.waitFor(() => expect(new Set(started.map((job) => job.key)).size).toBe(12), soon)
    release(0)
  })

  it('takes what is more urgent first, also when it was waiting already', async () => {
    const parts = await setUp()
    for (const number of [1, 2, 3]) await ask(parts, number, 'opened')
    await ask(parts, 3, 'rerun', 5)
    const order: string[] = []
    await parts.queue.work(
      async (job) => {
        order.push(job.key)
      },
      { concurrency: 1 },
    )
    await vi.waitFor(() => expect(order).toHaveLength(3), soon)
    expect(order.slice(0, 2)).toContain('pr:3')
  })

  it('tries again what failed, and gives the reasons again', async () => {
    const parts = await setUp()
    const tries: Job[] = []
    await ask(parts, 1, 'opened')
    await parts.queue.work(
      async (job) => {
        tries.push(job)
        if (job.attempt < 3) throw new Error('not yet')
      },
      { sweepMs: 20 },
    )
    await vi.waitFor(() => expect(tries).toHaveLength(3), soon)
    expect(tries.map((job) => [job.attempt, job.reasons])).toEqual([
      [1, ['opened']],
      [2, ['opened']],
      [3, ['opened']],
    ])
    expect(tries[0]?.troubleSince).toBeUndefined()
    expect(tries[2]?.troubleSince).toBeDefined()
    expect(tries[2]?.wantedAt).toBe(tries[0]?.wantedAt)
    await vi.waitFor(async () => expect(await queueDepth(parts.fresh.database.db)).toEqual({ queued: 0, troubled: 0, dead: 0 }), soon)
  })

  it('does not try again before GitHub said to', async () => {
    const parts = await setUp()
    const tries: Job[] = []
    await ask(parts, 1, 'opened')
    const retryAt = later(instant(new Date()), 3_600_000)
    await parts.queue.work(
      async (job) => {
        tries.push(job)
        if (tries.length === 1) throw new Trouble('github', 'secondary limit', { retryAt })
      },
      { sweepMs: 3_600_000 },
    )
    await vi.waitFor(() => expect(tries).toHaveLength(1), soon)
    await vi.waitFor(async () => expect(await parts.queue.wake(later(retryAt, 1))).toBe(1), soon)
    await vi.waitFor(() => expect(tries).toHaveLength(2), soon)
  })

  it('hands over as a dead letter what always fails, without holding up others, and starts anew with the next event', async () => {
    const parts = await setUp()
    const letters: unknown[] = []
    const passed: string[] = []
    let poisoned = true
    await parts.queue.failed(async (letter) => {
      letters.push(letter)
    })
    await parts.queue.work(
      async (job) => {
        if (job.key === 'pr:1' && poisoned) throw new Error('poison \0 \ud800')
        passed.push(job.key)
      },
      { sweepMs: 20 },
    )
    for (const number of [1, 2, 3]) await ask(parts, number, 'opened')
    await vi.waitFor(() => expect(letters).toHaveLength(1), soon)
    expect(letters[0]).toEqual({ tenant, repo, key: 'pr:1', attempts: 3, error: 'Error: poison \ufffd \ufffd', troubleSince: expect.stringMatching(/Z$/) })
    expect(passed.toSorted()).toEqual(['pr:2', 'pr:3'])
    expect(await queueDepth(parts.fresh.database.db)).toEqual({ queued: 0, troubled: 0, dead: 1 })
    poisoned = false
    await ask(parts, 1, 'synchronize')
    await vi.waitFor(() => expect(passed).toContain('pr:1'), soon)
    await vi.waitFor(async () => expect(await queueDepth(parts.fresh.database.db)).toEqual({ queued: 0, troubled: 0, dead: 0 }), soon)
  })

  it('waits out trouble that is not its own for as long as it is told, however many tries that takes, and says when the next one is', async () => {
    const parts = await setUp({ retry: { baseMs: 1, maxMs: 5, troubleMaxMs: 5, limit: 3, patienceMs: 3_600_000 } })
    const letters: unknown[] = []
    let announced: string | undefined
    let away = true
    let tries = 0
    await parts.queue.failed(async (letter) => void letters.push(letter))
    await ask(parts, 1, 'opened')
    await parts.queue.work(
      async (job) => {
        tries += 1
        if (announced !== undefined) expect(instant(new Date()) >= announced).toBe(true)
        const error = new Trouble('github', 'GitHub answers 502')
        announced = job.nextTry(error)
        if (away) throw error
      },
      { sweepMs: 10 },
    )
    await vi.waitFor(() => expect(tries).toBeGreaterThan(8), soon)
    expect(await queueDepth(parts.fresh.database.db)).toMatchObject({ dead: 0 })
    away = false
    await vi.waitFor(async () => expect(await queueDepth(parts.fresh.database.db)).toEqual({ queued: 0, troubled: 0, dead: 0 }), soon)
    expect(letters).toEqual([])
  })

  it('does what it said it would: the next try is at the time that was told', async () => {
    const parts = await setUp({ retry: { baseMs: 60_000 } })
    const told: (string | undefined)[] = []
    await ask(parts, 1, 'opened')
    await parts.queue.work(async (job) => {
      const error = new Error('a bug')
      told.push(job.nextTry(error))
      // Telling somebody takes its time.
      await parts.fresh.database.db.execute(sql`select pg_sleep(0.05)`)
      told.push(job.nextTry(error))
      throw error
    })
    await vi.waitFor(async () => expect((await parts.fresh.database.db.select().from(work))[0]?.notBefore).toBe(told[0]), soon)
    expect(told).toEqual([told[0], told[0]])
  })

  it('does not try once more what killed its worker each time', async () => {
    const parts = await setUp()
    const letters: { error: string }[] = []
    let tries = 0
    await parts.queue.failed(async (letter) => void letters.push(letter))
    await ask(parts, 1, 'opened')
    // As after three tries of which nobody told the end.
    await parts.fresh.database.db.update(work).set({ attempts: 3 })
    await parts.queue.work(async () => {
      tries += 1
    })
    await vi.waitFor(() => expect(letters).toHaveLength(1), soon)
    expect(letters[0]?.error).toBe('Error: the worker ended before its work did, 3 times')
    expect(tries).toBe(0)
  })

  it('sends no dead letter for what was wanted again while it died, and does that first', async () => {
    const parts = await setUp({ retry: { baseMs: 1, maxMs: 5, limit: 1 } })
    const letters: unknown[] = []
    const reasons: (readonly string[])[] = []
    await parts.queue.failed(async (letter) => void letters.push(letter))
    await ask(parts, 1, 'opened')
    await parts.queue.work(
      async (job) => {
        reasons.push(job.reasons)
        if (reasons.length > 1) return
        await ask(parts, 1, 'synchronize')
        throw new Error('a bug')
      },
      { sweepMs: 10 },
    )
    await vi.waitFor(() => expect(reasons).toHaveLength(2), soon)
    await vi.waitFor(async () => expect(await queueDepth(parts.fresh.database.db)).toEqual({ queued: 0, troubled: 0, dead: 0 }), soon)
    expect(letters).toEqual([])
  })

  it('takes the highest of the priorities that are asked for together', async () => {
    const parts = await setUp()
    await parts.fresh.database.transaction((tx) =>
      parts.queue.enqueue(
        tx,
        [-1, 3, 0].map((priority) => ({ tenant, repo, key: 'pr:1', reason: `at ${priority}`, priority })),
      ),
    )
    expect(await parts.fresh.database.db.select({ priority: work.priority, reasons: work.reasons }).from(work)).toEqual([
      { priority: 3, reasons: ['at -1', 'at 3', 'at 0'] },
    ])
  })

  it('gives up trouble that outlasts its patience', async () => {
    const parts = await setUp({ retry: { baseMs: 1, maxMs: 5, troubleMaxMs: 5, limit: 3, patienceMs: 50 } })
    const letters: { error: string }[] = []
    const ends: string[] = []
    await parts.queue.failed(async (letter) => void letters.push(letter))
    await ask(parts, 1, 'opened')
    const told: (string | undefined)[] = []
    await parts.queue.work(
      async (job) => {
        const error = new Trouble('github', 'GitHub answers 502')
        told.push(job.nextTry(error))
        throw error
      },
      { sweepMs: 10, ended: (how) => ends.push(how) },
    )
    await vi.waitFor(() => expect(letters).toHaveLength(1), soon)
    expect(letters[0]?.error).toBe('Trouble: GitHub answers 502')
    expect(told.at(-1)).toBeUndefined()
    expect(told.slice(0, -1)).not.toContain(undefined)
    expect(ends).toEqual([...told.slice(0, -1).map(() => 'retried'), 'dead'])
    expect(ends.length).toBeGreaterThan(3)
    expect(await queueDepth(parts.fresh.database.db)).toEqual({ queued: 0, troubled: 0, dead: 1 })
  })

  it('tries once more what died under another version when a new one starts, and only then', async () => {
    const parts = await setUp({ version: 'v1' })
    await parts.queue.failed(async () => {})
    for (const number of [1, 2]) await ask(parts, number, 'opened')
    await parts.queue.work(() => Promise.reject(new Error('poison')), { sweepMs: 10 })
    await vi.waitFor(async () => expect(await queueDepth(parts.fresh.database.db)).toEqual({ queued: 0, troubled: 0, dead: 2 }), soon)
    const dead = await deadSubjects(parts.fresh.database.db)
    expect(dead.map(({ key, error }) => [key, error]).toSorted()).toEqual([
      ['pr:1', 'Error: poison'],
      ['pr:2', 'Error: poison'],
    ])
    expect(await deadSubjects(parts.fresh.database.db, 1)).toEqual([dead[0]])
    expect(dead[0]!.diedAt! >= dead[1]!.diedAt!).toBe(true)
    await parts.queue.stop(1000)

    const seen: Job[] = []
    const start = async (version: string) => {
      const queue = await openQueue(parts.fresh.database, { version })
      closing.push(() => queue.stop(1000))
      await queue.work(async (job) => void seen.push(job))
      return queue
    }
    const same = await start('v1')
    expect(await queueDepth(parts.fresh.database.db)).toMatchObject({ queued: 0, dead: 2 })
    await same.stop(1000)
    await start('v2')
    await vi.waitFor(async () => expect(await queueDepth(parts.fresh.database.db)).toEqual({ queued: 0, troubled: 0, dead: 0 }), soon)
    expect(seen.map((job) => [job.key, job.reasons, job.attempt]).toSorted()).toEqual([
      ['pr:1', ['a new version'], 1],
      ['pr:2', ['a new version'], 1],
    ])
  })

  it('lets nobody look any more at what died and is closed', async () => {
    const parts = await setUp({ version: 'v1' })
    const { db } = parts.fresh.database
    await observe(db, pull(tenant, 1), seen(sha('a')))
    await observe(db, pull(tenant, 2), seen(sha('a'), { state: 'closed' }))
    await parts.fresh.database.transaction((tx) =>
      parts.queue.enqueue(
        tx,
        [1, 2].map((number) => ({ tenant, repo, key: `pr:${number}`, reason: 'opened' })),
      ),
    )
    await db.update(work).set({ doneSeq: 1, ringAt: null })
    for (const number of [1, 2]) await parts.fresh.database.transaction((tx) => parts.queue.giveUp(tx, { tenant, repo, key: `pr:${number}` }, 'HTTP 422'))
    expect(await queueDepth(db)).toMatchObject({ dead: 2 })
    await parts.queue.reconcile()
    expect((await deadSubjects(db)).map(({ key }) => key)).toEqual(['pr:1'])
  })

  it('wakes a subject whose decision is due to be revised, and one that was put off, and no closed one', async () => {
    const parts = await setUp()
    const { db } = parts.fresh.database
    const due = instant('2026-11-21T08:00:00.000Z')
    await observe(db, pull(tenant, 1), seen(sha('a')))
    await observe(db, pull(tenant, 2), seen(sha('a'), { state: 'closed' }))
    await db.update(subjects).set({ reviseAt: due })
    await parts.fresh.database.transaction((tx) => parts.queue.enqueue(tx, { tenant, repo, key: 'pr:3', reason: 'later', runAt: later(due, 1) }))
    expect(await parts.queue.wake(later(due, -1))).toBe(0)
    expect(await parts.queue.wake(due)).toBe(1)
    expect(await parts.queue.wake(later(due, 1))).toBe(1)
    expect(await parts.queue.wake(later(due, 2))).toBe(0)
    const woken: [string, readonly string[]][] = []
    await parts.queue.work(async (job) => {
      woken.push([job.key, job.reasons])
    })
    await vi.waitFor(
      () =>
        expect(woken.toSorted()).toEqual([
          ['pr:1', ['revise']],
          ['pr:3', ['run-at']],
        ]),
      soon,
    )
  })

  it('takes up open subjects that were never judged since their head changed', async () => {
    const parts = await setUp()
    const { db } = parts.fresh.database
    const then = instant('2026-11-21T08:00:00.000Z')
    await observe(db, pull(tenant, 1), seen(sha('a')), then)
    await observe(db, pull(tenant, 2), seen(sha('a'), { state: 'merged' }), then)
    expect(await parts.queue.reconcile(later(then, 60_000))).toBe(0)
    expect(await parts.queue.reconcile(later(then, 180_000))).toBe(1)
    expect(await parts.queue.reconcile(later(then, 180_000))).toBe(0)
  })

  it('takes up nothing that is judged, given up, put off or where nobody may look', async () => {
    const parts = await setUp()
    const { db } = parts.fresh.database
    const then = instant('2026-11-21T08:00:00.000Z')
    const [suspended, gone] = [tenantId(8), tenantId(9)]
    await saveInstallation(db, tenant, { account: 'acme', state: 'active' })
    await saveInstallation(db, suspended, { account: 'umbrella', state: 'suspended' })
    await saveRepository(db, gone, { repo, fullName: 'initech/shop' })
    await removeRepositories(db, gone, [repo])
    for (const number of [1, 2, 3, 4]) await observe(db, pull(tenant, number), seen(sha('a')), then)
    for (const hidden of [suspended, gone]) await observe(db, pull(hidden, 5), seen(sha('a')), then)
    await markEvaluated(db, { tenant, repo, key: 'pr:1' }, sha('a'), 'opened')
    await db.insert(work).values([
      { tenant, repo, key: 'pr:2', reasons: [], wantedSeq: 1, doneSeq: 1, diedAt: then },
      { tenant, repo, key: 'pr:3', reasons: [], wantedSeq: 1, doneSeq: 1, wakeAt: later(then, 1) },
    ])
    expect(await parts.queue.reconcile(later(then, 180_000))).toBe(1)
    expect((await db.select().from(work)).filter((row) => row.wantedSeq > row.doneSeq).map((row) => row.key)).toEqual(['pr:4'])
  })

  it('tells a try that was overtaken that it is no longer its turn', async () => {
    const parts = await setUp()
    const { started, handler, release } = gate()
    await ask(parts, 1, 'opened')
    await parts.queue.work(handler)
    await vi.waitFor(() => expect(started).toHaveLength(1), soon)
    expect(await parts.fresh.database.transaction((tx) => started[0]!.stillMine(tx))).toBe(true)
    await parts.fresh.database.db.update(work).set({ claimedAttempt: 99 })
    expect(await parts.fresh.database.transaction((tx) => started[0]!.stillMine(tx))).toBe(false)
    release(0)
  })

  it.runIf(name === 'pglite')('gives up at its start the claims and the leases of a process that died', async () => {
    const parts = await setUp()
    await ask(parts, 1, 'opened')
    await parts.queue.stop(0)
    const dead = { job: randomUUID(), attempt: 0 }
    const subject = { tenant, repo, key: 'pr:1' }
    await parts.fresh.database.transaction((tx) => post(tx, subject, 'publish', 'card', undefined))
    expect(await claimOutbox(parts.fresh.database, { leaseMs: 3_600_000 })).toHaveLength(1)
    expect(await claim(parts.fresh.database.db, { tenant, repo, key: 'pr:1' }, dead, 3_600_000)).toBeDefined()
    const second = await openQueue(parts.fresh.database)
    closing.push(() => second.stop(1000))
    expect(await claimOutbox(parts.fresh.database)).toHaveLength(1)
    const again: string[] = []
    await second.work(async (job) => {
      again.push(job.key)
    })
    await vi.waitFor(() => expect(again).toEqual(['pr:1']), soon)
  })

  it.runIf(name === 'postgres')('runs the job of a worker that was killed in another one', async () => {
    const parts = await setUp()
    const { client } = parts.fresh.database
    if (client.kind !== 'postgres') throw new Error('expected PostgreSQL')
    const script = fileURLToPath(new URL('./worker.ts', import.meta.url))
    const victim = spawn(process.execPath, [script], { env: { ...process.env, DATABASE: client.url }, stdio: ['ignore', 'pipe', 'inherit'] })
    await ask(parts, 1, 'opened')
    await once(victim.stdout, 'data')
    await ask(parts, 1, 'synchronize')
    victim.kill('SIGKILL')
    const again: Job[] = []
    await parts.queue.work(async (job) => {
      again.push(job)
    })
    await vi.waitFor(() => expect(again.flatMap((job) => job.reasons)).toEqual(['opened', 'synchronize']), { timeout: 25_000, interval: 50 })
    expect(again[0]?.attempt).toBeLessThanOrEqual(2)
  })
})
