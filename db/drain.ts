import { and, asc, eq, inArray, isNotNull, isNull, sql } from 'drizzle-orm'
import { type Instant, instant, type TenantId } from '../src/model/ids.ts'
import { isArray, type Json } from '../src/model/json.ts'
import type { Database, Queries, Tx } from './connect.ts'
import { deliveries } from './schema.ts'

/** A delivery taken from the inbox. */
export interface Drained {
  readonly guid: string
  readonly tenant: TenantId
  readonly event: string
  readonly action: string | undefined
  readonly signals: readonly Json[]
  readonly receivedAt: Instant
}

/** Does what the deliveries ask for, in the transaction given; what it throws rolls everything back. */
export type Drain = (tx: Tx, batch: readonly Drained[]) => Promise<void>

export interface DrainOptions {
  /** Deliveries in one transaction. 500 by default. */
  readonly batch?: number
  /** How often a delivery may fail by itself before it is parked. 5 by default. */
  readonly maxAttempts?: number
}

/** Two numbers name the lock: "mae" and "inbox". */
const DRAIN_LOCK = sql`7168357, 1`

/**
 * Takes what waits in the inbox, oldest first, hands it to `handle` and marks it drained in the same transaction:
 * a crash in between repeats it all, so nothing is lost and nothing is done twice. One process drains at a time
 * (the others get 0): an older event of a pull request must not overwrite a newer one. Returns how many left the
 * inbox; call again while that is as many as a batch.
 *
 * One delivery that cannot be handled must not hold up the rest: when a batch fails, each is tried by itself, and
 * one that keeps failing is parked with its error.
 */
export async function drainInbox(database: Database, handle: Drain, options: DrainOptions = {}): Promise<number> {
  const { batch = 500, maxAttempts = 5 } = options
  try {
    return await drainOnce(database, handle, batch)
  } catch (error) {
    // The database itself failing is nobody's fault in the batch: the next line then fails the same way.
    const guids = await nextGuids(database, batch)
    let drained = 0
    for (const guid of guids) drained += await drainAlone(database, handle, guid, maxAttempts)
    if (drained === 0 && guids.length > 0) throw error
    return drained
  }
}

/** What could not be handled is handled once more: for when a process starts, whose code may be another one. Returns how many. */
export async function unpark(db: Queries): Promise<number> {
  const rows = await db
    .update(deliveries)
    .set({ parkedAt: null, attempts: 0 })
    .where(and(isNotNull(deliveries.parkedAt), isNull(deliveries.drainedAt)))
    .returning({ guid: deliveries.guid })
  return rows.length
}

function drainOnce(database: Database, handle: Drain, batch: number, guid?: string): Promise<number> {
  return database.transaction(async (tx) => {
    const lock = await tx.select({ held: sql<boolean>`pg_try_advisory_xact_lock(${DRAIN_LOCK})` }).from(sql`(values (1)) as one`)
    if (lock[0]?.held !== true) return 0
    const rows = await tx
      .select()
      .from(deliveries)
      .where(and(isNull(deliveries.drainedAt), isNull(deliveries.parkedAt), guid === undefined ? undefined : eq(deliveries.guid, guid)))
      .orderBy(asc(deliveries.seq))
      .limit(batch)
    if (rows.length === 0) return 0
    await handle(tx, rows.map(drainedOf))
    const guids = rows.map((row) => row.guid)
    await tx.update(deliveries).set({ drainedAt: sql`clock_timestamp()` }).where(inArray(deliveries.guid, guids))
    return rows.length
  })
}

async function drainAlone(database: Database, handle: Drain, guid: string, maxAttempts: number): Promise<number> {
  try {
    return await drainOnce(database, handle, 1, guid)
  } catch (error) {
    const [row] = await database.db
      .update(deliveries)
      .set({
        attempts: sql`${deliveries.attempts} + 1`,
        lastError: String(error).slice(0, 2000),
        parkedAt: sql`case when ${deliveries.attempts} + 1 >= ${maxAttempts} then clock_timestamp() end`,
      })
      .where(and(eq(deliveries.guid, guid), isNull(deliveries.drainedAt)))
      .returning({ parkedAt: deliveries.parkedAt })
    return row?.parkedAt ? 1 : 0
  }
}

async function nextGuids(database: Database, batch: number): Promise<string[]> {
  const rows = await database.db
    .select({ guid: deliveries.guid })
    .from(deliveries)
    .where(and(isNull(deliveries.drainedAt), isNull(deliveries.parkedAt)))
    .orderBy(asc(deliveries.seq))
    .limit(batch)
  return rows.map((row) => row.guid)
}

function drainedOf(row: typeof deliveries.$inferSelect): Drained {
  const signals: Json = JSON.parse(row.signals)
  return {
    guid: row.guid,
    tenant: row.tenant,
    event: row.event,
    action: row.action ?? undefined,
    signals: isArray(signals) ? signals : [],
    receivedAt: instant(row.receivedAt),
  }
}
