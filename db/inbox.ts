import { and, isNotNull, isNull, lt, sql } from 'drizzle-orm'
import { type Instant, instant, tenantId } from '../src/model/ids.ts'
import { at, type Database, type Queries } from './connect.ts'
import { deliveries } from './schema.ts'

/** A webhook delivery as it is kept: who it is from, and the compact signals that a handler made of it. */
interface Delivery {
  /** GitHub's `X-GitHub-Delivery`; the same again when a delivery is sent again. */
  readonly guid: string
  /** The installation's id. */
  readonly tenant: number
  readonly event: string
  readonly action?: string | undefined
  /** Whatever JSON can say; `drainInbox` gives it back. */
  readonly signals: readonly unknown[]
}

export interface Inbox {
  /**
   * Resolves once the delivery is durable. What arrives within the window shares one INSERT, so many deliveries
   * cost one commit. Rejects with the database's error when the INSERT failed: then nothing of it was stored.
   */
  accept(delivery: Delivery): Promise<'stored' | 'duplicate'>
  /** Resolves when all that was accepted is stored or has failed. */
  settled(): Promise<void>
}

/** More arrives than the database takes; nothing was stored, and GitHub should be told to come back (503). */
export class InboxFull extends Error {
  override name = 'InboxFull'
}

/** A delivery that cannot be kept: its GUID, event or size is nothing that GitHub sends. */
export class DeliveryRefused extends Error {
  override name = 'DeliveryRefused'
}

/** Characters of signals in one row. A delivery with more is kept in several. */
const MAX_SIGNALS_LENGTH = 1_000_000
/** More than this many rows is no delivery of GitHub's, which sends 25 MB at most. */
const MAX_ROWS = 100

interface Waiting {
  /** In the order of its signals; the first has the delivery's own GUID. */
  readonly rows: readonly (typeof deliveries.$inferInsert)[]
  readonly stored: (outcome: 'stored' | 'duplicate') => void
  readonly failed: (error: unknown) => void
}

export interface InboxOptions {
  /** How long the first delivery of a batch may wait for others. 5 ms by default. */
  readonly windowMs?: number
  readonly maxBatch?: number
  /** Deliveries that may wait in memory before InboxFull. */
  readonly maxWaiting?: number
}

/** The front of the inbox: group commit. `drain.ts` is its back. */
export function openInbox(database: Database, options: InboxOptions = {}): Inbox {
  const { windowMs = 5, maxBatch = 500, maxWaiting = 20_000 } = options
  // Two statements at once keep the connection busy while one of them waits for the disk.
  const maxWriting = database.kind === 'postgres' ? 2 : 1
  let waiting: Waiting[] = []
  let timer: NodeJS.Timeout | undefined
  const writing = new Set<Promise<void>>()

  function writeNext(): void {
    clearTimeout(timer)
    timer = undefined
    if (waiting.length === 0 || writing.size >= maxWriting) return
    const batch = waiting.slice(0, maxBatch)
    waiting = waiting.slice(maxBatch)
    const write = storeBatch(database, batch).finally(() => {
      writing.delete(write)
      writeNext()
    })
    writing.add(write)
    if (waiting.length >= maxBatch) writeNext()
    else if (waiting.length > 0) timer ??= setTimeout(writeNext, windowMs)
  }

  return {
    accept(delivery) {
      if (waiting.length >= maxWaiting) return Promise.reject(new InboxFull('more deliveries arrive than the database takes'))
      return new Promise((stored, failed) => {
        waiting.push({ rows: rowsOf(delivery), stored, failed })
        if (waiting.length >= maxBatch) writeNext()
        else timer ??= setTimeout(writeNext, windowMs)
      })
    },
    async settled() {
      while (waiting.length > 0 || writing.size > 0) {
        writeNext()
        await Promise.all(writing)
      }
    },
  }
}

/** Never rejects: each waiter is told by itself. */
async function storeBatch(database: Database, batch: readonly Waiting[]): Promise<void> {
  try {
    const rows = batch.flatMap((waiter) => waiter.rows)
    const stored = await database.db.insert(deliveries).values(rows).onConflictDoNothing().returning({ guid: deliveries.guid })
    const fresh = new Set(stored.map((row) => row.guid))
    // A GUID twice in one batch was stored once: the first of the two is told so.
    for (const waiter of batch) waiter.stored(fresh.delete(waiter.rows[0]?.guid ?? '') ? 'stored' : 'duplicate')
  } catch (error) {
    for (const waiter of batch) waiter.failed(error)
  }
}

/** Checks by itself what would otherwise fail the whole batch. */
function rowsOf(delivery: Delivery): Waiting['rows'] {
  if (!/^[\w-]{1,100}$/.test(delivery.guid)) throw new DeliveryRefused('a delivery GUID has 1 to 100 letters, digits, `-` and `_`')
  if (delivery.event.length > 100 || (delivery.action?.length ?? 0) > 100) throw new DeliveryRefused('an event or action name is too long')
  const parts = inParts(delivery.signals.map((signal) => JSON.stringify(signal)))
  if (parts.length > MAX_ROWS) throw new DeliveryRefused(`the signals of a delivery have at most ${MAX_ROWS * MAX_SIGNALS_LENGTH} characters`)
  const receivedAt = instant(new Date())
  return parts.map((signals, index) => ({
    guid: index === 0 ? delivery.guid : `${delivery.guid}+${index}`,
    tenant: tenantId(delivery.tenant),
    event: delivery.event,
    action: delivery.action ?? null,
    signals,
    receivedAt,
  }))
}

/** JSON lists of these signals in their order, each as long as a row may be. */
function inParts(signals: readonly string[]): readonly string[] {
  const parts: string[][] = [[]]
  let length = 0
  for (const signal of signals) {
    if (signal.length > MAX_SIGNALS_LENGTH) throw new DeliveryRefused(`a signal has at most ${MAX_SIGNALS_LENGTH} characters`)
    if (length > 0 && length + signal.length > MAX_SIGNALS_LENGTH) {
      parts.push([])
      length = 0
    }
    parts.at(-1)?.push(signal)
    length += signal.length
  }
  return parts.map((part) => `[${part.join(',')}]`)
}

/** How many deliveries wait to be drained, and how many were given up. */
export async function inboxDepth(db: Queries): Promise<{ waiting: number; parked: number }> {
  const [row] = await db
    .select({
      waiting: sql`count(*) filter (where ${deliveries.parkedAt} is null)`.mapWith(Number),
      parked: sql`count(${deliveries.parkedAt})`.mapWith(Number),
    })
    .from(deliveries)
    .where(isNull(deliveries.drainedAt))
  return row ?? { waiting: 0, parked: 0 }
}

/** Forgets deliveries drained before an instant; until then, the same delivery again is a duplicate. Returns how many. */
export async function pruneInbox(db: Queries, before: Instant): Promise<number> {
  const gone = await db
    .delete(deliveries)
    .where(and(isNotNull(deliveries.drainedAt), lt(deliveries.drainedAt, at(before))))
    .returning({ guid: deliveries.guid })
  return gone.length
}
