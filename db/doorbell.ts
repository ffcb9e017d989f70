import { is, SQL, sql } from 'drizzle-orm'
import { type Db as BossDb, fromDrizzle, fromPglite, PgBoss } from 'pg-boss'
import { type Instant, instant, repoId, tenantId } from '../src/model/ids.ts'
import { isObject } from '../src/model/json.ts'
import type { Database, Tx } from './connect.ts'
import type { SubjectRef } from './work.ts'

/*
 * pg-boss as we use it. A job of EVALUATE says no more than "look at this subject's row of work" (see queue.ts for why);
 * a job of DEAD carries a dead letter.
 */

export const EVALUATE = 'evaluate'
export const DEAD = 'dead-letters'

/** A job that is not settled after this is taken to hang, and is run again. */
export const EXPIRE_SECONDS = 600

/** A subject whose work failed for good. */
export interface DeadLetter extends SubjectRef {
  readonly error: string
  readonly attempts: number
  /** When it first failed. */
  readonly troubleSince: Instant | undefined
}

/** Starts pg-boss on a database, its tables and our two queues included. Errors that it meets by itself go to `onError`. */
export async function startBoss(database: Database, onError: (error: Error) => void): Promise<PgBoss> {
  const { client } = database
  const boss = new PgBoss({
    ...(client.kind === 'pglite'
      ? { db: fromPglite(client.lite), backend: 'pglite' as const }
      : { connectionString: client.url, application_name: 'maestro queue', max: 4 }),
    schema: 'pgboss',
    useListenNotify: true,
    schedule: false,
    // How soon a killed worker's job is noticed: its heartbeat (10 s) and at most this.
    superviseIntervalSeconds: 2,
    monitorIntervalSeconds: 2,
    maintenanceIntervalSeconds: 300,
  })
  boss.on('error', onError)
  await boss.start()
  const settings = { policy: 'short', notify: true, heartbeatSeconds: 10, expireInSeconds: EXPIRE_SECONDS, deleteAfterSeconds: 600 } as const
  // Retries here are for workers that died and databases that were away; failures of the work itself are counted in `work`.
  await boss.createQueue(EVALUATE, { ...settings, retryLimit: 1000, retryDelay: 1, retryBackoff: true, retryDelayMax: 5 })
  await boss.createQueue(DEAD, { ...settings, retryLimit: 100, retryDelay: 5, retryBackoff: true, retryDelayMax: 300 })
  // pg-boss looks a queue up when it first uses it, on its own connection. If that were inside one of our
  // transactions, PGlite, which has a single connection, would wait for itself for good.
  for (const queue of [EVALUATE, DEAD]) await boss.findJobs(queue, { key: '' })
  return boss
}

/** Rings for subjects, within the transaction. One bell waits for each at most; a waiting one's priority is raised. */
export async function ring(boss: PgBoss, tx: Tx, subjects: readonly (SubjectRef & { priority: number })[]): Promise<void> {
  const db = within(tx)
  const jobs = subjects.map(({ tenant, repo, key, priority }) => ({ data: { tenant, repo, key }, singletonKey: `${tenant}/${repo}/${key}`, priority }))
  const ordinary = jobs.filter((job) => job.priority === 0)
  if (ordinary.length > 0) await boss.insert(EVALUATE, ordinary, { db })
  for (const { data, singletonKey, priority } of jobs.filter((job) => job.priority !== 0)) {
    await boss.upsert(EVALUATE, data, { singletonKey, priority, db })
  }
}

export async function sendDeadLetter(boss: PgBoss, tx: Tx, letter: DeadLetter): Promise<void> {
  const { tenant, repo, key, error, attempts, troubleSince } = letter
  // jsonb refuses NUL, and an error's text may quote anything.
  const data = { tenant, repo, key, error: error.replaceAll('\0', '\uFFFD').toWellFormed(), attempts, troubleSince }
  await boss.send(DEAD, data, { singletonKey: `${tenant}/${repo}/${key}`, db: within(tx) })
}

/** Reads a job's data back. It was ours, but a row can be older than the code that reads it. */
export function subjectOf(data: unknown): SubjectRef {
  if (!isObject(data) || typeof data['key'] !== 'string') throw new TypeError('a job names no subject')
  return { tenant: tenantId(Number(data['tenant'])), repo: repoId(Number(data['repo'])), key: data['key'] }
}

export function deadLetterOf(data: unknown): DeadLetter {
  const error = isObject(data) ? data['error'] : undefined
  const attempts = isObject(data) ? data['attempts'] : undefined
  const since = isObject(data) ? data['troubleSince'] : undefined
  return { ...subjectOf(data), error: String(error), attempts: Number(attempts), troubleSince: typeof since === 'string' ? instant(since) : undefined }
}

/** The transaction as pg-boss wants it. Its adapter leaves the query's type open, and ours has a result for each driver. */
function within(tx: Tx): BossDb {
  const execute = async (query: unknown) => {
    if (!is(query, SQL)) throw new TypeError('pg-boss sent something that is no query')
    const result: unknown = await tx.execute(query)
    return { rows: isObject(result) && Array.isArray(result['rows']) ? result['rows'] : [] }
  }
  return fromDrizzle({ execute }, sql)
}
