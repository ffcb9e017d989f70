import { and, eq, isNull, lt, type SQL, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { Instant, TenantId } from '../src/model/ids.ts'
import { at, type Db, type Queries, type Tx } from './connect.ts'
import {
  budgetShares,
  checkRuns,
  commands,
  comments,
  decisions,
  deliveries,
  inputs,
  installations,
  okrContributions,
  okrTags,
  outbox,
  repositories,
  subjects,
  trunks,
  work,
  writeBudgets,
} from './schema.ts'

/*
 * What becomes of an installation's rows when the App is uninstalled: nothing is done for it from that moment, and its record is kept for a
 * while, since GitHub gives the same account another id when it installs the App again.
 */

/** Everything of an installation; the installation itself last, so that what a crash interrupts is found again. */
const TABLES = [
  subjects,
  work,
  outbox,
  okrContributions,
  decisions,
  inputs,
  checkRuns,
  comments,
  commands,
  okrTags,
  trunks,
  writeBudgets,
  budgetShares,
  deliveries,
  repositories,
  installations,
] as const

/** Rows in one statement: inputs are up to megabytes each. */
const ROWS_AT_ONCE = 1000

/** Ends whatever was still to be done for an installation. Work under way ends by itself: nobody may be called for it any more. */
export async function stopTenant(tx: Tx, tenant: TenantId): Promise<void> {
  await tx.delete(outbox).where(and(eq(outbox.tenant, tenant), isNull(outbox.doneAt)))
  await tx.delete(commands).where(and(eq(commands.tenant, tenant), isNull(commands.answeredAt)))
  await tx.update(subjects).set({ reviseAt: null }).where(eq(subjects.tenant, tenant))
  await tx
    .update(work)
    .set({ doneSeq: work.wantedSeq, reasons: [], ringAt: null, wakeAt: null, notBefore: null, diedAt: null, diedUnder: null })
    .where(and(eq(work.tenant, tenant), isNull(work.claimedJob)))
}

/** Installations that were deleted before an instant, and whose account has not the App again. */
export async function tenantsToForget(db: Queries, before: Instant): Promise<TenantId[]> {
  const again = alias(installations, 'again')
  const present = db
    .select({ tenant: again.tenant })
    .from(again)
    .where(and(eq(again.accountId, installations.accountId), sql`${again.state} <> 'deleted'`))
  const rows = await db
    .select({ tenant: installations.tenant })
    .from(installations)
    .where(and(eq(installations.state, 'deleted'), lt(installations.updatedAt, at(before)), sql`not exists ${present}`))
    .limit(10)
  return rows.map((row) => row.tenant)
}

/** Deletes everything kept for an installation, some rows at a time. Its deliveries too, so a late one may come in again; it finds nothing to do. */
export async function forgetTenant(db: Db, tenant: TenantId): Promise<void> {
  for (const table of TABLES) {
    for (let gone = ROWS_AT_ONCE; gone >= ROWS_AT_ONCE; ) gone = await deleteSome(db, table, tenant)
  }
}

async function deleteSome(db: Db, table: (typeof TABLES)[number], tenant: TenantId): Promise<number> {
  const some: SQL = sql`select ctid from ${table} where ${table.tenant} = ${tenant} limit ${ROWS_AT_ONCE}`
  const gone = await db.delete(table).where(sql`ctid in (${some})`).returning({ tenant: table.tenant })
  return gone.length
}

/** Installations that are gone, whether or not their record is kept. */
export async function deletedTenants(db: Queries): Promise<TenantId[]> {
  const rows = await db.select({ tenant: installations.tenant }).from(installations).where(eq(installations.state, 'deleted'))
  return rows.map((row) => row.tenant)
}
