import { desc, isNotNull, sql } from 'drizzle-orm'
import type { PgBoss } from 'pg-boss'
import { type Instant, instant } from '../src/model/ids.ts'
import type { Database, Queries, Tx } from './connect.ts'
import { DEAD, type DeadLetter, deadLetterOf, EVALUATE, EXPIRE_SECONDS, ring, sendDeadLetter, startBoss, subjectOf } from './doorbell.ts'
import { releaseAllLeases } from './outbox.ts'
import { type Plan, planAfter, RETRY, type RetryOptions } from './retry.ts'
import { work } from './schema.ts'
import { reconcile, revive, sweep } from './sweep.ts'
import {
  bury,
  type Claimed,
  claim,
  declareDead,
  type Ended,
  finish,
  type Holder,
  holds,
  postpone,
  releaseAllClaims,
  type SubjectRef,
  want,
  wantLater,
} from './work.ts'

/*
 * Work on subjects. What is wanted is kept in the table `work`, one row a subject; a pg-boss job is a doorbell for
 * that row: it carries nothing, may ring twice or for nothing, and whoever hears it takes the row's claim or goes away.
 *
 * Why not pg-boss's `stately` queues with `upsert`: (1) a second job of a subject whose first is active sits at the
 * head of the queue, and every fetch that meets it hits the unique index and comes back empty, so one slow subject
 * stops all others until a cached list is refreshed; (2) an upsert replaces the data, so reasons cannot be merged;
 * (3) a job that waits for its retry takes in later events, which then wait with it.
 *
 * What holds, at whatever point a process is killed: work is wanted in the transaction that knows why; a claim is
 * of one job, and pg-boss runs a dead worker's job again; more that is wanted during a claim rings when it ends; and
 * `ringAt` is set as long as work is wanted and not done, so that the sweep rings for what nobody hears.
 */

export interface WorkRequest extends SubjectRef {
  /** What happened, for «last evaluated, and why». */
  readonly reason: string
  /** Higher is sooner; 0 by default. */
  readonly priority?: number
  /** Not now but then, however often it is worked on before. */
  readonly runAt?: Instant
}

/** One try at a subject's work. */
export interface Job extends Claimed {
  /** Aborted when the job has run too long, or was taken over. */
  readonly signal: AbortSignal
  /** When it will be tried again after failing with this error; undefined when it will not. */
  nextTry(error: unknown): Instant | undefined
  /** Whether this try still counts; what is written in the same transaction then cannot be overtaken. Call it last: subjects are locked before work, everywhere. */
  stillMine(tx: Tx): Promise<boolean>
}

/** How a try ended. */
export type JobEnd = 'done' | 'retried' | 'dead' | 'lost'

export interface QueueOptions {
  readonly retry?: Partial<RetryOptions>
  /** Which version of the code works here: what died under another one is tried once more when work starts. */
  readonly version?: string
  /** Told of trouble that no caller waits for: a database that went away, a bell that failed. */
  readonly onError?: (error: unknown) => void
}

interface WorkOptions {
  readonly concurrency?: number
  readonly sweepMs?: number
  readonly reconcileMs?: number
  /** Told of each try: how it ended and how long it took. */
  readonly ended?: (how: JobEnd, ms: number) => void
}

export interface Queue {
  /** Asks for work on subjects, within the transaction that knows why. Many for one subject are one piece of work with all the reasons. */
  enqueue(tx: Tx, requests: WorkRequest | readonly WorkRequest[]): Promise<void>
  /** Works: up to `concurrency` subjects at once (rounded up to an even number), never one twice at once. Also sweeps and reconciles. */
  work(handler: (job: Job) => Promise<void>, options?: WorkOptions): Promise<void>
  /** Takes dead letters: at least once each, until the handler succeeds. */
  failed(handler: (letter: DeadLetter) => Promise<void>): Promise<void>
  /** Notes that the outcome of a subject's work could not be told, and is given up: it counts as dead until something is wanted of it. */
  giveUp(tx: Tx, subject: SubjectRef, error: string): Promise<void>
  /** Does now what time has made due (see sweep.ts). `work` does so by itself. Returns how many bells were rung. */
  wake(now?: Instant): Promise<number>
  reconcile(now?: Instant): Promise<number>
  /** Lets running work end for up to `graceMs` (30 s by default), then stops. */
  stop(graceMs?: number): Promise<void>
}

export async function openQueue(database: Database, options: QueueOptions = {}): Promise<Queue> {
  const onError = options.onError ?? (() => {})
  const version = options.version ?? ''
  const rules: Rules = { retry: { ...RETRY, ...options.retry }, version }
  const boss = await startBoss(database, onError)
  // PGlite has one process, so whoever held a claim or a lease is gone.
  if (database.kind === 'pglite') {
    await database.transaction(async (tx) => {
      await releaseAllClaims(tx)
      await releaseAllLeases(tx)
    })
  }
  const stops: (() => Promise<void>)[] = []
  return {
    enqueue: (tx, requests) => enqueue(boss, tx, Array.isArray(requests) ? requests : [requests]),
    async work(handler, { concurrency = 4, sweepMs = 1000, reconcileMs = 300_000, ended = () => {} } = {}) {
      await revive(database, boss, version)
      stops.push(
        every(sweepMs, () => sweep(database, boss), onError),
        every(reconcileMs, () => reconcile(database, boss), onError),
      )
      await listen(boss, EVALUATE, concurrency, onError, async ({ id, retryCount, data, signal }) => {
        const started = performance.now()
        const how = await answer(database, boss, rules, subjectOf(data), { job: id, attempt: retryCount }, signal, handler)
        if (how !== undefined) ended(how, performance.now() - started)
      })
    },
    failed: (handler) => listen(boss, DEAD, 2, onError, ({ data }) => handler(deadLetterOf(data))),
    giveUp: (tx, subject, error) => declareDead(tx, subject, error, version),
    wake: (now) => sweep(database, boss, now),
    reconcile: (now) => reconcile(database, boss, now),
    async stop(graceMs = 30_000) {
      await Promise.all(stops.map((stop) => stop()))
      await boss.stop({ graceful: true, timeout: graceMs })
    },
  }
}

/** Subjects with work that is not done (`troubled`: those of them that wait for trouble to pass), and those given up, for the metrics. */
export async function queueDepth(db: Queries): Promise<{ queued: number; troubled: number; dead: number }> {
  const [row] = await db
    .select({
      queued: sql`count(${work.ringAt})`.mapWith(Number),
      troubled: sql`count(*) filter (where ${work.ringAt} is not null and ${work.waits} > 0)`.mapWith(Number),
      dead: sql`count(${work.diedAt})`.mapWith(Number),
    })
    .from(work)
    .where(sql`${work.ringAt} is not null or ${isNotNull(work.diedAt)}`)
  return row ?? { queued: 0, troubled: 0, dead: 0 }
}

/** Those that were given up last, for a person to look at. */
export async function deadSubjects(
  db: Queries,
  limit = 10,
): Promise<readonly (SubjectRef & { readonly error: string | null; readonly diedAt: Instant | null })[]> {
  return db
    .select({ tenant: work.tenant, repo: work.repo, key: work.key, error: work.lastError, diedAt: work.diedAt })
    .from(work)
    .where(isNotNull(work.diedAt))
    .orderBy(desc(work.diedAt))
    .limit(limit)
}

async function enqueue(boss: PgBoss, tx: Tx, requests: readonly WorkRequest[]): Promise<void> {
  const now = new Map<string, SubjectRef & { reasons: string[]; priority: number }>()
  for (const { tenant, repo, key, reason, priority = 0, runAt } of requests) {
    if (runAt !== undefined) {
      await wantLater(tx, { tenant, repo, key }, runAt)
      continue
    }
    const name = `${tenant}/${repo}/${key}`
    const known = now.get(name)
    if (known === undefined) now.set(name, { tenant, repo, key, reasons: [reason], priority })
    else now.set(name, { ...known, reasons: [...new Set([...known.reasons, reason])], priority: Math.max(known.priority, priority) })
  }
  const wanted = [...now.values()]
  await want(tx, wanted)
  await ring(boss, tx, wanted)
}

interface Rules {
  readonly retry: RetryOptions
  readonly version: string
}

/** Answers one bell. What the handler throws ends up on the row of work; only the database's own failures come out. Undefined when there was nothing to do. */
async function answer(
  database: Database,
  boss: PgBoss,
  rules: Rules,
  subject: SubjectRef,
  holder: Holder,
  signal: AbortSignal,
  handler: (job: Job) => Promise<void>,
): Promise<JobEnd | undefined> {
  const claimed = await claim(database.db, subject, holder, (EXPIRE_SECONDS + 30) * 1000)
  if (claimed === undefined) return undefined
  const plan = planner(claimed, rules.retry)
  const failure = await attempt(claimed, rules.retry, () =>
    handler({ ...claimed, signal, nextTry: (error) => timeOf(plan(error)), stillMine: (tx) => holds(tx, subject, holder) }),
  )
  return database.transaction(async (tx) => {
    const { ended, how } = await settle(tx, boss, rules, claimed, holder, failure && { ...failure, plan: plan(failure.error) })
    if (ended === 'again') await ring(boss, tx, [{ ...subject, priority: 0 }])
    return how
  })
}

/** What is planned after an error is planned once, so that what is told of the next try is what happens. */
function planner(claimed: Claimed, retry: RetryOptions): (error: unknown) => Plan {
  const jitter = Math.random()
  const plans = new Map<unknown, Plan>()
  return (error) => {
    const plan = plans.get(error) ?? planAfter(claimed, error, retry, jitter, instant(new Date()))
    plans.set(error, plan)
    return plan
  }
}

function timeOf(plan: Plan): Instant | undefined {
  return plan.kind === 'again' ? plan.at : undefined
}

/** Runs the handler; undefined is a success. Work whose every try killed its worker is not tried once more. */
async function attempt(claimed: Claimed, retry: RetryOptions, run: () => Promise<void>): Promise<{ error: unknown } | undefined> {
  if (claimed.strikes > retry.limit) return { error: new Error(`the worker ended before its work did, ${retry.limit} times`) }
  try {
    await run()
    return undefined
  } catch (error) {
    return { error }
  }
}

async function settle(
  tx: Tx,
  boss: PgBoss,
  { version }: Rules,
  claimed: Claimed,
  holder: Holder,
  failure: { error: unknown; plan: Plan } | undefined,
): Promise<{ ended: Ended; how: JobEnd }> {
  if (failure === undefined) return told(await finish(tx, claimed, holder), 'done')
  const { plan } = failure
  const error = String(failure.error).slice(0, 2000)
  if (plan.kind === 'again') return told(await postpone(tx, claimed, holder, error, plan.at, plan.waits), 'retried')
  const ended = await bury(tx, claimed, holder, error, version)
  if (ended === 'done') await sendDeadLetter(boss, tx, { ...claimed, error, attempts: claimed.attempt })
  return told(ended, ended === 'again' ? 'retried' : 'dead')
}

function told(ended: Ended, how: JobEnd): { ended: Ended; how: JobEnd } {
  return { ended, how: ended === 'lost' ? 'lost' : how }
}

/** Runs `handle` for the jobs of a queue. Two are fetched at a time, since pg-boss waits out a polling interval after each single job. */
async function listen(
  boss: PgBoss,
  queue: string,
  concurrency: number,
  onError: (error: unknown) => void,
  handle: (job: { id: string; retryCount: number; data: unknown; signal: AbortSignal }) => Promise<void>,
): Promise<void> {
  const settings = {
    batchSize: 2,
    localConcurrency: Math.ceil(concurrency / 2),
    burstWhenBatchFull: true,
    perJobResults: true,
    pollingIntervalSeconds: 1,
    // A bell is heard at once; what pg-boss puts back after a worker died is only found by looking.
    notifyPollingIntervalSeconds: 1,
  } as const
  await boss.work(queue, settings, (jobs) =>
    Promise.all(
      jobs.map(async (job) => {
        try {
          await handle(job)
          return { id: job.id, status: 'completed' as const }
        } catch (error) {
          onError(error)
          return { id: job.id, status: 'failed' as const, output: { message: String(error).slice(0, 2000).replaceAll('\0', '') } }
        }
      }),
    ),
  )
}

/** Repeats `task`, each time so long after the last one ended; the function returned stops it and waits for a running one. */
function every(ms: number, task: () => Promise<unknown>, onError: (error: unknown) => void): () => Promise<void> {
  let stopped = false
  let running: Promise<unknown> = Promise.resolve()
  let timer: NodeJS.Timeout | undefined
  function again(): void {
    timer = setTimeout(() => {
      running = task()
        .catch(onError)
        .finally(() => {
          if (!stopped) again()
        })
    }, ms)
  }
  again()
  return async () => {
    stopped = true
    clearTimeout(timer)
    await running
  }
}
