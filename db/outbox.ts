import { randomUUID } from 'node:crypto'
import { and, asc, desc, eq, isNotNull, isNull, lt, lte, ne, notExists, or, type SQL, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { Instant } from '../src/model/ids.ts'
import type { Json } from '../src/model/json.ts'
import { at, type Database, type Queries, type Tx } from './connect.ts'
import { outbox } from './schema.ts'
import type { SubjectRef } from './work.ts'

/** Something to publish, taken by one worker for as long as its lease runs. */
export interface OutboxItem extends SubjectRef {
  readonly id: number
  readonly kind: string
  readonly decisionId: number | undefined
  readonly payload: Json
  /** 1 for the first try; those that met trouble that passes by itself are not counted. */
  readonly attempts: number
  readonly createdAt: Instant
  /** Proves to `done` and the others that the lease is still one's own. */
  readonly lease: string
}

export interface ClaimOptions {
  /** Only of this subject: to publish at once what was just recorded. */
  readonly subject?: SubjectRef
  readonly limit?: number
  readonly leaseMs?: number
  readonly now?: Instant
}

/**
 * Puts something into the outbox, in the transaction of what it is about. It takes the place of what still waits for the same subject and
 * kind, so that nothing piles up while GitHub cannot be told: one row waits for each, and one is being published at most.
 */
export async function post(tx: Tx, subject: SubjectRef, kind: string, payload: Json, decisionId: number | undefined, now?: Instant): Promise<number> {
  const { tenant, repo, key } = subject
  const isHeld = and(isNotNull(outbox.lease), sql`${outbox.nextTryAt} > ${at(now)}`)
  await tx.delete(outbox).where(and(waitingFor(subject, kind), sql`not coalesce(${isHeld}, false)`))
  const [row] = await tx
    .insert(outbox)
    .values({ tenant, repo, subjectKey: key, kind, payload: JSON.stringify(payload), decisionId: decisionId ?? null, createdAt: at(now), nextTryAt: at(now) })
    .returning({ id: outbox.id })
  if (row === undefined) throw new Error('an insert gave no row back')
  return row.id
}

/**
 * Takes what is due, newest of its subject and kind only: older ones are marked as superseded. While somebody
 * publishes for a subject, nobody else does, so an older card can never land after a newer one. Claims are made
 * one after the other.
 */
export function claimOutbox(database: Database, options: ClaimOptions = {}): Promise<OutboxItem[]> {
  const { subject, limit = 20, leaseMs = 60_000, now } = options
  return database.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(7168357, 2)`)
    const rows = await tx
      .select()
      .from(outbox)
      .where(
        and(
          isNull(outbox.doneAt),
          lte(outbox.nextTryAt, at(now)),
          subject && and(eq(outbox.tenant, subject.tenant), eq(outbox.repo, subject.repo), eq(outbox.subjectKey, subject.key)),
          notExists(rivals(tx, now)),
        ),
      )
      .orderBy(asc(outbox.nextTryAt), asc(outbox.id))
      .limit(limit)
      .for('update', { skipLocked: true })
    const items: OutboxItem[] = []
    for (const row of rows) {
      const lease = randomUUID()
      await supersedeOlder(tx, row, now)
      await tx
        .update(outbox)
        .set({ lease, attempts: row.attempts + 1, nextTryAt: sql`${at(now)} + ${leaseMs}::double precision * interval '1 millisecond'` })
        .where(eq(outbox.id, row.id))
      items.push(itemOf(row, lease))
    }
    return items
  })
}

/**
 * It is published; `shown` is what was shown where that is not to the word what was posted. False when the lease had run out and another has it:
 * harmless, since publishing is idempotent.
 */
export function published(db: Queries, item: OutboxItem, now?: Instant, shown?: Json): Promise<boolean> {
  const payload = shown === undefined ? {} : { payload: JSON.stringify(shown) }
  return close(db, item, { doneAt: at(now), outcome: 'done', nextTryAt: null, lease: null, lastError: null, ...payload })
}

/** It failed and is due again at `retryAt`. Waiting for trouble to pass has cost no try. */
export function retryLater(db: Queries, item: OutboxItem, error: string, retryAt: Instant, waits: boolean): Promise<boolean> {
  return close(db, item, { nextTryAt: at(retryAt), lease: null, lastError: error.slice(0, 2000), ...(waits ? { attempts: item.attempts - 1 } : {}) })
}

/** It failed for good. */
export function abandon(db: Queries, item: OutboxItem, error: string, now?: Instant): Promise<boolean> {
  return close(db, item, { doneAt: at(now), outcome: 'abandoned', nextTryAt: null, lease: null, lastError: error.slice(0, 2000) })
}

/** What was shown last of a subject and kind; undefined when nothing was, or when that is forgotten. */
export async function lastShown(db: Queries, { tenant, repo, key }: SubjectRef, kind: string): Promise<Json | undefined> {
  const [row] = await db
    .select({ payload: outbox.payload })
    .from(outbox)
    .where(and(eq(outbox.tenant, tenant), eq(outbox.repo, repo), eq(outbox.subjectKey, key), eq(outbox.kind, kind), eq(outbox.outcome, 'done')))
    .orderBy(desc(outbox.id))
    .limit(1)
  const payload: Json | undefined = row && JSON.parse(row.payload)
  return payload
}

/** How much is not published yet, for the metrics. */
export async function outboxDepth(db: Queries): Promise<number> {
  const [row] = await db
    .select({ waiting: sql`count(*)`.mapWith(Number) })
    .from(outbox)
    .where(isNull(outbox.doneAt))
  return row?.waiting ?? 0
}

/** What was posted last for a subject and kind; undefined when nothing was, or when it was long ago and is forgotten. */
export async function lastPosted(db: Queries, { tenant, repo, key }: SubjectRef, kind: string) {
  const [row] = await db
    .select({ decisionId: outbox.decisionId, outcome: outbox.outcome })
    .from(outbox)
    .where(and(eq(outbox.tenant, tenant), eq(outbox.repo, repo), eq(outbox.subjectKey, key), eq(outbox.kind, kind)))
    .orderBy(desc(outbox.id))
    .limit(1)
  return row
}

/** Gives up leases that nobody can hold any more. Only for a process that knows itself to be the only one. */
export async function releaseAllLeases(tx: Tx): Promise<void> {
  await tx
    .update(outbox)
    .set({ lease: null, nextTryAt: at(undefined) })
    .where(isNotNull(outbox.lease))
}

/** Forgets what was done before an instant. Returns how many. */
export async function pruneOutbox(db: Queries, before: Instant): Promise<number> {
  const gone = await db
    .delete(outbox)
    .where(and(isNotNull(outbox.doneAt), lt(outbox.doneAt, before)))
    .returning({ id: outbox.id })
  return gone.length
}

/** Rows that keep one from being taken: a newer one of the same subject and kind, or one that somebody has at this moment. */
function rivals(tx: Tx, now: Instant | undefined) {
  const other = alias(outbox, 'other')
  return tx
    .select({ id: other.id })
    .from(other)
    .where(
      and(
        eq(other.tenant, outbox.tenant),
        eq(other.repo, outbox.repo),
        eq(other.subjectKey, outbox.subjectKey),
        eq(other.kind, outbox.kind),
        isNull(other.doneAt),
        ne(other.id, outbox.id),
        or(sql`${other.id} > ${outbox.id}`, and(isNotNull(other.lease), sql`${other.nextTryAt} > ${at(now)}`)),
      ),
    )
}

async function supersedeOlder(tx: Tx, row: typeof outbox.$inferSelect, now: Instant | undefined): Promise<void> {
  await tx
    .update(outbox)
    .set({ doneAt: at(now), outcome: 'superseded', nextTryAt: null, lease: null })
    .where(and(waitingFor({ ...row, key: row.subjectKey }, row.kind), lt(outbox.id, row.id)))
}

function waitingFor({ tenant, repo, key }: SubjectRef, kind: string): SQL | undefined {
  return and(eq(outbox.tenant, tenant), eq(outbox.repo, repo), eq(outbox.subjectKey, key), eq(outbox.kind, kind), isNull(outbox.doneAt))
}

interface Closing {
  readonly doneAt?: SQL<Instant>
  readonly outcome?: 'done' | 'abandoned'
  readonly nextTryAt: SQL<Instant> | null
  readonly lease: null
  readonly lastError: string | null
  readonly attempts?: number
  readonly payload?: string
}

async function close(db: Queries, item: OutboxItem, set: Closing): Promise<boolean> {
  const rows = await db
    .update(outbox)
    .set(set)
    .where(and(eq(outbox.tenant, item.tenant), eq(outbox.id, item.id), eq(outbox.lease, item.lease)))
    .returning({ id: outbox.id })
  return rows.length > 0
}

function itemOf(row: typeof outbox.$inferSelect, lease: string): OutboxItem {
  const payload: Json = JSON.parse(row.payload)
  return {
    tenant: row.tenant,
    repo: row.repo,
    key: row.subjectKey,
    id: row.id,
    kind: row.kind,
    decisionId: row.decisionId ?? undefined,
    payload,
    attempts: row.attempts + 1,
    createdAt: row.createdAt,
    lease,
  }
}
