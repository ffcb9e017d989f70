import { sql } from 'drizzle-orm'
import { bigserial, index, integer, pgTable, text } from 'drizzle-orm/pg-core'
import { instantColumn, tenant, wordsColumn } from '../columns.ts'

/** The inbox: each webhook delivery once, by its GUID, with the little of it that we keep. */
export const deliveries = pgTable(
  'deliveries',
  {
    guid: wordsColumn().primaryKey(),
    /** The order of arrival, as nearly as several web processes can tell. */
    seq: bigserial({ mode: 'number' }).notNull(),
    tenant: tenant(),
    event: wordsColumn().notNull(),
    action: wordsColumn(),
    /** JSON as text: jsonb refuses U+0000 and lone surrogates, and a comment may hold both. */
    signals: text().notNull(),
    receivedAt: instantColumn('received_at').notNull(),
    drainedAt: instantColumn('drained_at'),
    attempts: integer().notNull().default(0),
    lastError: wordsColumn('last_error'),
    /** Set when it was tried too often: kept for a person to look at, no longer in the way. */
    parkedAt: instantColumn('parked_at'),
  },
  (t) => [
    index('deliveries_to_drain').on(t.seq).where(sql`${t.drainedAt} is null and ${t.parkedAt} is null`),
    index('deliveries_drained').on(t.drainedAt).where(sql`${t.drainedAt} is not null`),
  ],
)
