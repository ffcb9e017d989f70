import { type SQL, sql } from 'drizzle-orm'
import { type Instant, later, type TenantId } from '../src/model/ids.ts'
import { at, type Queries } from './connect.ts'
import { writeBudgets } from './schema.ts'

/** What a request costs. GitHub counts 5 points for each POST, PATCH, PUT and DELETE, and content creation besides. */
export interface Cost {
  /** 1 for a request that creates content, else 0. */
  readonly content: number
  readonly points: number
}

export const CREATE: Cost = { content: 1, points: 5 }
export const UPDATE: Cost = { content: 0, points: 5 }

export type Grant = { readonly granted: true } | { readonly granted: false; readonly retryAt: Instant }

interface Bucket {
  readonly column: typeof writeBudgets.minute | typeof writeBudgets.hour | typeof writeBudgets.points
  /** Tokens of a full bucket: what may go out at once. */
  readonly burst: number
  /** Tokens a millisecond. */
  readonly rate: number
  readonly price: (cost: Cost) => number
}

const MINUTE = 60_000

/**
 * GitHub's documented secondary limits (docs.github.com, "Rate limits for the REST API"): 80 content-generating requests a minute, 500
 * an hour, 900 points a minute. A bucket lets through its burst and its refill within one window, so the two add
 * up to the limit: no window of a minute or an hour ever holds more.
 */
const BUCKETS: readonly Bucket[] = [
  { column: writeBudgets.minute, burst: 30, rate: 50 / MINUTE, price: (cost) => cost.content },
  { column: writeBudgets.hour, burst: 150, rate: 350 / (60 * MINUTE), price: (cost) => cost.content },
  { column: writeBudgets.points, burst: 300, rate: 600 / MINUTE, price: (cost) => cost.points },
]

/**
 * Asks whether an installation may send a request now. Any number of processes may ask at once: a grant is one
 * atomic statement. When it is refused, nothing is taken, and `retryAt` is when the same could be granted at the
 * earliest. The clock is the database's unless `now` is given.
 */
export async function acquire(db: Queries, tenant: TenantId, cost: Cost, now?: Instant): Promise<Grant> {
  const [minute, hour, points] = BUCKETS.map((bucket) => sql<number>`${refilled(bucket, now)} - ${bucket.price(cost)}`)
  const enough = BUCKETS.map((bucket) => sql`${refilled(bucket, now)} >= ${bucket.price(cost)}`)
  const granted = await db
    .insert(writeBudgets)
    .values({ tenant, ...fullLess(cost), refilledAt: at(now) })
    .onConflictDoUpdate({
      target: writeBudgets.tenant,
      set: { minute, hour, points, refilledAt: sql`greatest(${writeBudgets.refilledAt}, ${at(now)})` },
      setWhere: sql`(${writeBudgets.blockedUntil} is null or ${writeBudgets.blockedUntil} <= ${at(now)}) and ${sql.join(enough, sql` and `)}`,
    })
    .returning({ tenant: writeBudgets.tenant })
  if (granted.length > 0) return { granted: true }
  return { granted: false, retryAt: await earliest(db, tenant, cost, now) }
}

/** Nothing more goes out for an installation until then: GitHub said so (`retry-after`, `x-ratelimit-reset`). A later block outlasts an earlier one. */
export async function blockUntil(db: Queries, tenant: TenantId, until: Instant, now?: Instant): Promise<void> {
  await db
    .insert(writeBudgets)
    .values({ tenant, ...fullLess({ content: 0, points: 0 }), refilledAt: at(now), blockedUntil: until })
    .onConflictDoUpdate({ target: writeBudgets.tenant, set: { blockedUntil: sql`greatest(${writeBudgets.blockedUntil}, excluded.blocked_until)` } })
}

async function earliest(db: Queries, tenant: TenantId, cost: Cost, now: Instant | undefined): Promise<Instant> {
  const waits = BUCKETS.map((bucket) => sql`(${bucket.price(cost)} - ${refilled(bucket, now)}) / ${sql.raw(String(bucket.rate))}`)
  const [row] = await db
    .select({
      now: at(now).mapWith(writeBudgets.refilledAt),
      waitMs: sql`greatest(1, ceil(greatest(${sql.join(waits, sql`, `)})))`.mapWith(Number),
      blockedUntil: writeBudgets.blockedUntil,
    })
    .from(writeBudgets)
    .where(sql`${writeBudgets.tenant} = ${tenant}`)
  if (row === undefined) throw new Error(`the write budget of installation ${tenant} vanished while it was asked for`)
  const refilledAt = later(row.now, row.waitMs)
  return row.blockedUntil !== null && row.blockedUntil > refilledAt ? row.blockedUntil : refilledAt
}

/** What a bucket holds by now. Time that seems to run backwards (another process's clock) refills nothing. */
function refilled({ column, burst, rate }: Bucket, now: Instant | undefined): SQL {
  const elapsed = sql`greatest(0, extract(epoch from ${at(now)} - ${writeBudgets.refilledAt}) * 1000)::double precision`
  return sql`least(${sql.raw(String(burst))}::double precision, ${column} + ${elapsed} * ${sql.raw(String(rate))})`
}

function fullLess(cost: Cost): { minute: number; hour: number; points: number } {
  const [minute = 0, hour = 0, points = 0] = BUCKETS.map((bucket) => bucket.burst - bucket.price(cost))
  return { minute, hour, points }
}
