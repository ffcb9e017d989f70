import { type SQL, sql } from 'drizzle-orm'
import { type Instant, later, type RepoId, type TenantId } from '../src/model/ids.ts'
import { at, type Queries } from './connect.ts'
import { budgetShares, writeBudgets } from './schema.ts'

/** What a request costs. GitHub counts 5 points for each POST, PATCH, PUT and DELETE and 1 for a GET, content creation besides, and GraphQL by itself. */
export interface Cost {
  /** 1 for a request that creates content, else 0. */
  readonly content: number
  readonly points: number
  /** Points of the GraphQL API: 1 for a query. */
  readonly graphql: number
}

export const CREATE: Cost = { content: 1, points: 5, graphql: 0 }
export const UPDATE: Cost = { content: 0, points: 5, graphql: 0 }
export const READ: Cost = { content: 0, points: 1, graphql: 0 }
export const QUERY: Cost = { content: 0, points: 0, graphql: 1 }

/** Who asks: an installation, for one of its repositories or for itself. */
export interface Asker {
  readonly tenant: TenantId
  readonly repo?: RepoId
}

/** Refused: by GitHub, which asked for quiet, or since the budget is used up. `retryAt` is when the same could be granted at the earliest. */
export type Grant = { readonly granted: true } | { readonly granted: false; readonly retryAt: Instant; readonly by: 'github' | 'budget' }

interface Bucket {
  readonly column: typeof writeBudgets.minute | typeof writeBudgets.hour | typeof writeBudgets.points | typeof writeBudgets.graphql
  /** Tokens of a full bucket: what may go out at once. */
  readonly burst: number
  /** Tokens a millisecond. */
  readonly rate: number
  readonly price: (cost: Cost) => number
}

const MINUTE = 60_000

/**
 * GitHub's documented secondary limits (docs.github.com, "Rate limits for the REST API"): 80 content-generating requests a minute, 500
 * an hour, 900 points a minute, and 2,000 points a minute for GraphQL. A bucket lets through its burst and its refill within one window, so
 * the two add up to the limit: no window of a minute or an hour ever holds more.
 */
const BUCKETS: readonly Bucket[] = [
  { column: writeBudgets.minute, burst: 30, rate: 50 / MINUTE, price: (cost) => cost.content },
  { column: writeBudgets.hour, burst: 150, rate: 350 / (60 * MINUTE), price: (cost) => cost.content },
  { column: writeBudgets.points, burst: 300, rate: 600 / MINUTE, price: (cost) => cost.points },
  { column: writeBudgets.graphql, burst: 500, rate: 1500 / MINUTE, price: (cost) => cost.graphql },
]

/** The part of each bucket that a repository leaves to the others once it has had more than its share. */
const RESERVE = 1 / 3

/** A repository's share: what a quarter of the budget comes to. Using more is free as long as the reserve is there. */
const SHARES = [
  { column: budgetShares.content, burst: 10, rate: 90 / (60 * MINUTE), price: (cost: Cost) => cost.content },
  { column: budgetShares.points, burst: 100, rate: 150 / MINUTE, price: (cost: Cost) => cost.points + cost.graphql },
] as const

/**
 * Asks whether an installation may send a request now. Any number of processes may ask at once: a grant is one
 * atomic statement. When it is refused, nothing is taken. The clock is the database's unless `now` is given.
 *
 * No repository of an installation keeps the others waiting: one that has used up its share draws on the whole
 * budget as long as a third of it is left, so that who asks rarely is granted at once, whatever the burst elsewhere.
 */
export async function acquire(db: Queries, asker: Asker, cost: Cost, now?: Instant): Promise<Grant> {
  const { tenant } = asker
  const spent = BUCKETS.map((bucket) => sql<number>`${refilled(bucket, writeBudgets.refilledAt, now)} - ${bucket.price(cost)}`)
  const [minute, hour, points, graphql] = spent
  const enough = BUCKETS.map((bucket) => sql`${refilled(bucket, writeBudgets.refilledAt, now)} >= ${needed(bucket, asker, cost, now)}`)
  const granted = await db
    .insert(writeBudgets)
    .values({ tenant, ...fullLess(cost), refilledAt: at(now) })
    .onConflictDoUpdate({
      target: writeBudgets.tenant,
      set: { minute, hour, points, graphql, refilledAt: sql`greatest(${writeBudgets.refilledAt}, ${at(now)})` },
      setWhere: sql`(${writeBudgets.blockedUntil} is null or ${writeBudgets.blockedUntil} <= ${at(now)}) and ${sql.join(enough, sql` and `)}`,
    })
    .returning({ tenant: writeBudgets.tenant })
  if (granted.length === 0) return refusal(db, asker, cost, now)
  if (asker.repo !== undefined) await countShare(db, tenant, asker.repo, cost, now)
  return { granted: true }
}

/** Nothing more goes out for an installation until then: GitHub said so (`retry-after`, `x-ratelimit-reset`). A later block outlasts an earlier one. */
export async function blockUntil(db: Queries, tenant: TenantId, until: Instant, now?: Instant): Promise<void> {
  await db
    .insert(writeBudgets)
    .values({ tenant, ...fullLess({ content: 0, points: 0, graphql: 0 }), refilledAt: at(now), blockedUntil: until })
    .onConflictDoUpdate({ target: writeBudgets.tenant, set: { blockedUntil: sql`greatest(${writeBudgets.blockedUntil}, excluded.blocked_until)` } })
}

async function refusal(db: Queries, asker: Asker, cost: Cost, now: Instant | undefined): Promise<Grant> {
  const waits = BUCKETS.map(
    (bucket) => sql`(${needed(bucket, asker, cost, now)} - ${refilled(bucket, writeBudgets.refilledAt, now)}) / ${sql.raw(String(bucket.rate))}`,
  )
  const [row] = await db
    .select({
      now: at(now).mapWith(writeBudgets.refilledAt),
      waitMs: sql`greatest(1, ceil(greatest(${sql.join(waits, sql`, `)})))`.mapWith(Number),
      blockedUntil: writeBudgets.blockedUntil,
    })
    .from(writeBudgets)
    .where(sql`${writeBudgets.tenant} = ${asker.tenant}`)
  if (row === undefined) throw new Error(`the write budget of installation ${asker.tenant} vanished while it was asked for`)
  const retryAt = later(row.now, row.waitMs)
  return row.blockedUntil !== null && row.blockedUntil > retryAt
    ? { granted: false, retryAt: row.blockedUntil, by: 'github' }
    : { granted: false, retryAt, by: 'budget' }
}

/** What a bucket has to hold for a request to be granted: its price, and the reserve as well for a repository that had its share. */
function needed(bucket: Bucket, { tenant, repo }: Asker, cost: Cost, now: Instant | undefined): SQL {
  const price = bucket.price(cost)
  if (price === 0 || repo === undefined) return sql`${price}::double precision`
  const within = SHARES.map((share) => sql`${refilled(share, budgetShares.refilledAt, now)} >= ${share.price(cost)}`)
  const hasShare = sql`(select ${sql.join(within, sql` and `)} from ${budgetShares} where ${budgetShares.tenant} = ${tenant} and ${budgetShares.repo} = ${repo})`
  return sql`${price}::double precision + case when coalesce(${hasShare}, true) then 0 else ${bucket.burst * RESERVE}::double precision end`
}

/** Counted apart from the grant: it decides who comes first, never how much goes out. */
async function countShare(db: Queries, tenant: TenantId, repo: RepoId, cost: Cost, now: Instant | undefined): Promise<void> {
  const [content, points] = SHARES.map((share) => sql<number>`greatest(0, ${refilled(share, budgetShares.refilledAt, now)} - ${share.price(cost)})`)
  const [fullContent = 0, fullPoints = 0] = SHARES.map((share) => Math.max(0, share.burst - share.price(cost)))
  await db
    .insert(budgetShares)
    .values({ tenant, repo, content: fullContent, points: fullPoints, refilledAt: at(now) })
    .onConflictDoUpdate({
      target: [budgetShares.tenant, budgetShares.repo],
      set: { content, points, refilledAt: sql`greatest(${budgetShares.refilledAt}, ${at(now)})` },
    })
}

/** What a bucket holds by now. Time that seems to run backwards (another process's clock) refills nothing. */
function refilled(
  { column, burst, rate }: { readonly column: SQLColumn; readonly burst: number; readonly rate: number },
  since: SQLColumn,
  now: Instant | undefined,
): SQL {
  const elapsed = sql`greatest(0, extract(epoch from ${at(now)} - ${since}) * 1000)::double precision`
  return sql`least(${sql.raw(String(burst))}::double precision, ${column} + ${elapsed} * ${sql.raw(String(rate))})`
}

type SQLColumn = Bucket['column'] | (typeof SHARES)[number]['column'] | typeof writeBudgets.refilledAt | typeof budgetShares.refilledAt

function fullLess(cost: Cost): { minute: number; hour: number; points: number; graphql: number } {
  const [minute = 0, hour = 0, points = 0, graphql = 0] = BUCKETS.map((bucket) => bucket.burst - bucket.price(cost))
  return { minute, hour, points, graphql }
}
