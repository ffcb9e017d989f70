import { and, asc, eq, inArray, isNotNull, lte, sql } from 'drizzle-orm'
import type { Digest, Instant, TenantId } from '../src/model/ids.ts'
import { at, type Queries } from './connect.ts'
import { inputs } from './schema.ts'

/** Something a decision rests on, named by the digest of its bytes. */
export interface Input {
  readonly digest: Digest
  /** What the bytes are: `application/json`, `application/octet-stream`. */
  readonly media: string
  readonly bytes: Uint8Array
}

/** An input as it is kept. `bytes` is missing when it was purged, or when only digests are kept. */
export interface KeptInput {
  readonly media: string
  readonly size: number
  readonly bytes: Uint8Array | undefined
}

const MAX_ROWS = 500
const MAX_BYTES = 4 * 1024 * 1024
/**
 * Renewing a deadline that is nearly as late already is not worth a write, and asking whether it is not worth a query. Each of the two
 * may take this share of the time, so bytes go up to 4 % before it is over.
 */
export const SLACK = 1 / 50

/**
 * Keeps inputs for `retentionMs` from now; those that are there already are only kept longer, and their bytes are
 * not sent. With 0, digests only.
 */
export async function putInputs(db: Queries, tenant: TenantId, given: readonly Input[], retentionMs: number, now?: Instant): Promise<void> {
  // One order for all, so that no two transactions wait for each other.
  const wanted = [...new Map(given.map((input) => [input.digest, input])).values()].sort((a, b) => (a.digest < b.digest ? -1 : 1))
  for (let start = 0; start < wanted.length; start += MAX_ROWS) {
    const some = wanted.slice(start, start + MAX_ROWS)
    const there = await renew(db, tenant, some, retentionMs, now)
    for (const batch of batches(some.filter((input) => !there.has(input.digest)))) await insert(db, tenant, batch, retentionMs, now)
  }
}

/** Which inputs need no bytes from us; their deadlines are moved. */
async function renew(db: Queries, tenant: TenantId, some: readonly Input[], retentionMs: number, now: Instant | undefined): Promise<Set<Digest>> {
  const ours = and(
    eq(inputs.tenant, tenant),
    inArray(
      inputs.digest,
      some.map((input) => input.digest),
    ),
  )
  if (retentionMs === 0) {
    const known = await db.select({ digest: inputs.digest }).from(inputs).where(ours)
    return new Set(known.map((row) => row.digest))
  }
  const late = await db
    .select({ digest: inputs.digest })
    .from(inputs)
    .where(and(ours, isNotNull(inputs.bytes), sql`${inputs.keepUntil} > ${after(now, retentionMs * (1 - SLACK))}`))
  // Renewing locks the row: one that a purge takes at this moment is not among those returned, and is sent again.
  const renewed = await db
    .update(inputs)
    .set({ keepUntil: after(now, retentionMs) })
    .where(and(ours, isNotNull(inputs.bytes), sql`${inputs.keepUntil} <= ${after(now, retentionMs * (1 - SLACK))}`))
    .returning({ digest: inputs.digest })
  return new Set([...late, ...renewed].map((row) => row.digest))
}

async function insert(db: Queries, tenant: TenantId, batch: readonly Input[], retentionMs: number, now: Instant | undefined): Promise<void> {
  const kept = retentionMs > 0
  await db
    .insert(inputs)
    .values(
      batch.map(({ digest, media, bytes }) => ({
        tenant,
        digest,
        media,
        size: bytes.length,
        bytes: kept ? bytes : null,
        keepUntil: after(now, retentionMs),
        purgedAt: kept ? null : at(now),
      })),
    )
    .onConflictDoUpdate({
      target: [inputs.tenant, inputs.digest],
      set: {
        bytes: sql`coalesce(excluded.bytes, ${inputs.bytes})`,
        keepUntil: sql`greatest(${inputs.keepUntil}, excluded.keep_until)`,
        purgedAt: sql`case when coalesce(excluded.bytes, ${inputs.bytes}) is null then ${inputs.purgedAt} end`,
      },
    })
}

/** The inputs of these digests; one that is not in the map was never kept. */
export async function getInputs(db: Queries, tenant: TenantId, digests: readonly Digest[]): Promise<Map<Digest, KeptInput>> {
  const found = new Map<Digest, KeptInput>()
  for (let start = 0; start < digests.length; start += MAX_ROWS) {
    const rows = await db
      .select()
      .from(inputs)
      .where(and(eq(inputs.tenant, tenant), inArray(inputs.digest, digests.slice(start, start + MAX_ROWS))))
    for (const row of rows) found.set(row.digest, { media: row.media, size: row.size, bytes: row.bytes ?? undefined })
  }
  return found
}

/** Drops the bytes whose time is over, of all installations, and leaves the digests. At most `limit`; returns how many. */
export async function purgeInputs(db: Queries, now?: Instant, limit = 1000): Promise<number> {
  const due = db
    .select({ tenant: inputs.tenant, digest: inputs.digest })
    .from(inputs)
    .where(and(isNotNull(inputs.bytes), lte(inputs.keepUntil, at(now))))
    .orderBy(asc(inputs.keepUntil))
    .limit(limit)
  const purged = await db
    .update(inputs)
    .set({ bytes: null, purgedAt: at(now) })
    // Asked again of the row itself: it may have been renewed since it was found.
    .where(and(sql`(${inputs.tenant}, ${inputs.digest}) in ${due}`, lte(inputs.keepUntil, at(now))))
    .returning({ digest: inputs.digest })
  return purged.length
}

/** Splits so that no statement carries more than MAX_BYTES, save a single input that is larger by itself. */
function* batches(all: readonly Input[]): Generator<readonly Input[]> {
  let batch: Input[] = []
  let size = 0
  for (const input of all) {
    if (batch.length > 0 && size + input.bytes.length > MAX_BYTES) {
      yield batch
      batch = []
      size = 0
    }
    batch.push(input)
    size += input.bytes.length
  }
  if (batch.length > 0) yield batch
}

function after(now: Instant | undefined, ms: number) {
  return sql<Instant>`${at(now)} + ${ms}::double precision * interval '1 millisecond'`
}
