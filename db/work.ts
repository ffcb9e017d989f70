import { and, eq, isNotNull, lt, lte, or, type SQL, sql } from 'drizzle-orm'
import type { AnyPgColumn, PgUpdateSetSource } from 'drizzle-orm/pg-core'
import type { Instant, RepoId, TenantId } from '../src/model/ids.ts'
import { at, type Queries, type Tx } from './connect.ts'
import { work } from './schema.ts'

/** A subject by its keys: what a row of work, a doorbell and a dead letter name. */
export interface SubjectRef {
  readonly tenant: TenantId
  readonly repo: RepoId
  /** `pr:12`; see subjectKey. */
  readonly key: string
}

/** Which try of which job holds a claim. */
export interface Holder {
  readonly job: string
  readonly attempt: number
}

export interface Claimed extends SubjectRef {
  /** Why it was wanted, oldest first, without repetition; at most 20. */
  readonly reasons: readonly string[]
  /** 1 for the first try since the last success or event. */
  readonly attempt: number
  /** Those of them, this one included, that were not put off by trouble that passes by itself. */
  readonly strikes: number
  /** Those that were. */
  readonly waits: number
  /** When the newest of these was asked for: the same in each try, until something new is wanted. */
  readonly wantedAt: Instant
  /** When it first failed, since the last success. */
  readonly troubleSince: Instant | undefined
}

export const MAX_REASONS = 20
/** A bell that nobody heard is rung again after this. Longer than a queue is deep, so that a backlog is not rung twice. */
export const RING_AGAIN_MS = 60_000

/** Notes that subjects are wanted once more; their reasons join those that wait. Rings no bell. Each subject at most once in `wanted`. */
export async function want(tx: Tx, wanted: readonly (SubjectRef & { reasons: readonly string[]; priority: number })[]): Promise<void> {
  if (wanted.length === 0) return
  await tx
    .insert(work)
    .values(
      // One order for all who write several rows, so that no two wait for each other.
      wanted.toSorted(byKey).map(({ tenant, repo, key, reasons, priority }) => ({
        tenant,
        repo,
        key,
        priority,
        reasons: reasons.slice(0, MAX_REASONS),
        wantedSeq: 1,
        wantedAt: at(undefined),
        ringAt: soon(),
      })),
    )
    .onConflictDoUpdate({
      target: [work.tenant, work.repo, work.key],
      set: {
        wantedSeq: sql`${work.wantedSeq} + 1`,
        wantedAt: at(undefined),
        reasons: merged(work.reasons, sql`excluded.reasons`),
        priority: sql`greatest(${work.priority}, excluded.priority)`,
        attempts: 0,
        waits: 0,
        // What killed it is another story than what may come now.
        troubleSince: sql`case when ${work.diedAt} is null then ${work.troubleSince} end`,
        notBefore: null,
        diedAt: null,
        diedUnder: null,
        ringAt: soon(),
      },
    })
}

/** Notes that a subject is to be wanted at an instant; the earliest one counts. */
export async function wantLater(tx: Tx, { tenant, repo, key }: SubjectRef, runAt: Instant): Promise<void> {
  await tx
    .insert(work)
    .values({ tenant, repo, key, reasons: [], wantedSeq: 0, wakeAt: runAt })
    .onConflictDoUpdate({ target: [work.tenant, work.repo, work.key], set: { wakeAt: sql`least(${work.wakeAt}, excluded.wake_at)` } })
}

/**
 * Takes a subject's work, for as long as `holdMs`: undefined when there is none, when it is not due, or when
 * another job holds it. An earlier try of the same job gives way: the queue only starts a second when the
 * first is dead.
 */
export async function claim(db: Queries, subject: SubjectRef, holder: Holder, holdMs: number): Promise<Claimed | undefined> {
  const [row] = await db
    .update(work)
    .set({
      claimedJob: holder.job,
      claimedAttempt: holder.attempt,
      claimedSeq: work.wantedSeq,
      claimUntil: inMs(holdMs),
      ringAt: inMs(holdMs),
      notBefore: null,
      diedAt: null,
      diedUnder: null,
      attempts: sql`${work.attempts} + 1`,
      taken: merged(work.taken, work.reasons),
      reasons: [],
      priority: 0,
    })
    .where(
      and(
        thisSubject(subject),
        lt(work.doneSeq, work.wantedSeq),
        or(sql`${work.notBefore} is null`, lte(work.notBefore, at(undefined))),
        or(sql`${work.claimedJob} is null`, lte(work.claimUntil, at(undefined)), and(eq(work.claimedJob, holder.job), lt(work.claimedAttempt, holder.attempt))),
      ),
    )
    .returning({ reasons: work.taken, strikes: work.attempts, waits: work.waits, wantedAt: work.wantedAt, troubleSince: work.troubleSince })
  if (!row?.wantedAt) return undefined
  return {
    tenant: subject.tenant,
    repo: subject.repo,
    key: subject.key,
    reasons: row.reasons,
    attempt: row.strikes + row.waits,
    strikes: row.strikes,
    waits: row.waits,
    wantedAt: row.wantedAt,
    troubleSince: row.troubleSince ?? undefined,
  }
}

/** Whether a claim still stands; locks it until the transaction ends, so that what is written with it cannot be overtaken. */
export async function holds(tx: Tx, subject: SubjectRef, holder: Holder): Promise<boolean> {
  const rows = await tx.select({ key: work.key }).from(work).where(heldBy(subject, holder)).for('update')
  return rows.length > 0
}

/** `again`: more was wanted meanwhile, and a bell is due. `lost`: the claim had passed to another, nothing was changed. */
export type Ended = 'done' | 'again' | 'lost'

/** Ends a claim after a success. */
export async function finish(tx: Tx, subject: SubjectRef, holder: Holder): Promise<Ended> {
  return end(tx, subject, holder, { doneSeq: work.claimedSeq, attempts: 0, waits: 0, taken: [], lastError: null, troubleSince: null })
}

/** Ends a claim after a failure that is worth another try at `notBefore`. One that merely waits for trouble to pass has cost no try. */
export async function postpone(tx: Tx, subject: SubjectRef, holder: Holder, error: string, notBefore: Instant, waits: boolean): Promise<Ended> {
  const newer = sql`${work.wantedSeq} > ${work.claimedSeq}`
  return end(tx, subject, holder, {
    ...(waits ? { attempts: sql`greatest(0, ${work.attempts} - 1)`, waits: sql`${work.waits} + 1` } : {}),
    lastError: error,
    troubleSince: sql`coalesce(${work.troubleSince}, clock_timestamp())`,
    notBefore: sql`case when ${newer} then null else ${at(notBefore)} end`,
    ringAt: sql`case when ${newer} then ${soon()} else ${at(notBefore)} end`,
  })
}

/** Ends a claim for good after the last failure: nothing more happens until the next event, or until another version of the code starts. `again`: there was one already. */
export async function bury(tx: Tx, subject: SubjectRef, holder: Holder, error: string, version: string): Promise<Ended> {
  const { lastError, troubleSince, diedAt, diedUnder } = dead(error, version)
  // What was wanted meanwhile has its own tries before it.
  const newer = sql`${work.wantedSeq} > ${work.claimedSeq}`
  return end(tx, subject, holder, {
    doneSeq: work.claimedSeq,
    taken: [],
    lastError,
    troubleSince,
    diedAt: sql`case when not ${newer} then ${diedAt} end`,
    diedUnder: sql`case when not ${newer} then ${diedUnder} end`,
  })
}

/** Counts a subject as dead whose work is done, or about to be, and whose outcome could not be told. Leaves alone what is wanted again already. */
export async function declareDead(tx: Tx, subject: SubjectRef, error: string, version: string): Promise<void> {
  await tx
    .update(work)
    .set(dead(error, version))
    .where(and(thisSubject(subject), lte(work.wantedSeq, sql`coalesce(${work.claimedSeq}, ${work.doneSeq})`)))
}

/** Whether a subject was given up, or failed and has not succeeded since. */
export async function troubleOf(db: Queries, subject: SubjectRef): Promise<'none' | 'waiting' | 'dead'> {
  const [row] = await db.select({ since: work.troubleSince, diedAt: work.diedAt }).from(work).where(thisSubject(subject))
  if (row?.diedAt) return 'dead'
  return row?.since ? 'waiting' : 'none'
}

function dead(error: string, version: string) {
  return { lastError: error, troubleSince: sql`coalesce(${work.troubleSince}, clock_timestamp())`, diedAt: at(undefined), diedUnder: version }
}

/** Gives up claims that nobody can hold any more. Only for a process that knows itself to be the only one. */
export async function releaseAllClaims(tx: Tx): Promise<void> {
  await tx
    .update(work)
    .set({ claimedJob: null, claimedAttempt: null, claimUntil: null, ringAt: at(undefined) })
    .where(isNotNull(work.claimedJob))
}

async function end(tx: Tx, subject: SubjectRef, holder: Holder, set: PgUpdateSetSource<typeof work>): Promise<Ended> {
  const [row] = await tx
    .update(work)
    .set({
      claimedJob: null,
      claimedAttempt: null,
      claimedSeq: null,
      claimUntil: null,
      ringAt: sql`case when ${work.wantedSeq} > ${work.claimedSeq} then ${soon()} end`,
      ...set,
    })
    .where(heldBy(subject, holder))
    .returning({ ringAt: work.ringAt, notBefore: work.notBefore })
  if (row === undefined) return 'lost'
  return row.ringAt !== null && row.notBefore === null ? 'again' : 'done'
}

export function thisSubject(subject: SubjectRef): SQL | undefined {
  return and(eq(work.tenant, subject.tenant), eq(work.repo, subject.repo), eq(work.key, subject.key))
}

function heldBy(subject: SubjectRef, holder: Holder): SQL | undefined {
  return and(thisSubject(subject), eq(work.claimedJob, holder.job), eq(work.claimedAttempt, holder.attempt))
}

/** Both lists without repetition, in the order of the first of each, at most MAX_REASONS. */
function merged(a: AnyPgColumn, b: AnyPgColumn | SQL): SQL<string[]> {
  return sql<string[]>`array(select r from unnest(${a} || ${b}) with ordinality as u(r, i) group by r order by min(i) limit ${sql.raw(String(MAX_REASONS))})`
}

function inMs(ms: number): SQL<Instant> {
  return sql<Instant>`clock_timestamp() + ${ms}::double precision * interval '1 millisecond'`
}

function soon(): SQL<Instant> {
  return inMs(RING_AGAIN_MS)
}

function byKey(a: SubjectRef, b: SubjectRef): number {
  return a.tenant - b.tenant || a.repo - b.repo || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)
}
