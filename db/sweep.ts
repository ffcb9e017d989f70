import { and, asc, eq, isNotNull, isNull, lt, lte, ne, or, sql } from 'drizzle-orm'
import type { PgBoss } from 'pg-boss'
import type { Instant } from '../src/model/ids.ts'
import { at, type Database, type Tx } from './connect.ts'
import { ring } from './doorbell.ts'
import { installations, repositories, subjects, work } from './schema.ts'
import { RING_AGAIN_MS, type SubjectRef, thisSubject, want } from './work.ts'

const AT_ONCE = 500
/** How long a subject may stand unevaluated before reconciliation takes it up. */
const UNEVALUATED_MS = 120_000

/**
 * What time alone brings: decisions to revise, work put off, tries to repeat, bells that were lost with their worker. Safe to run in
 * any number of processes; each row is taken by one of them. Returns how many bells were rung.
 */
export function sweep(database: Database, boss: PgBoss, now?: Instant): Promise<number> {
  return database.transaction(async (tx) => {
    const due = [...(await takeRevisions(tx, now)), ...(await takeWakes(tx, now))]
    await want(tx, distinct(due))
    const bells = distinct([...due.map((subject) => ({ ...subject, priority: 0 })), ...(await takeRings(tx, now))])
    await ring(boss, tx, bells)
    return bells.length
  })
}

/**
 * What died under another version of the code is tried once more, some at a time: the one that starts may have what it lacked. Called
 * once a start, so that two versions that work side by side do not raise each other's dead again and again. Returns how many.
 */
export async function revive(database: Database, boss: PgBoss, version: string): Promise<number> {
  let revived = 0
  for (let some = AT_ONCE; some >= AT_ONCE; revived += some) some = await database.transaction((tx) => reviveSome(tx, boss, version))
  return revived
}

async function reviveSome(tx: Tx, boss: PgBoss, version: string): Promise<number> {
  const dead = await tx
    .select({ tenant: work.tenant, repo: work.repo, key: work.key })
    .from(work)
    .where(and(isNotNull(work.diedAt), sql`${work.diedUnder} is distinct from ${version}`))
    .orderBy(asc(work.diedAt))
    .limit(AT_ONCE)
    .for('update', { skipLocked: true })
  const wanted = dead.map((subject) => ({ ...subject, reasons: ['a new version'], priority: -1 }))
  await want(tx, wanted)
  await ring(boss, tx, wanted)
  return wanted.length
}

/**
 * The net under all nets: open subjects that were never judged since their head changed and that nobody works on, however that
 * came about, are wanted again. Those whose work died wait for an event; once such a one is closed, nobody has to look at it any more. Returns how many.
 */
export function reconcile(database: Database, boss: PgBoss, now?: Instant): Promise<number> {
  return database.transaction(async (tx) => {
    await tx
      .update(work)
      .set({ diedAt: null, diedUnder: null })
      .from(subjects)
      .where(
        and(isNotNull(work.diedAt), eq(subjects.tenant, work.tenant), eq(subjects.repo, work.repo), eq(subjects.key, work.key), ne(subjects.state, 'open')),
      )
    const stale = await tx
      .select({ tenant: subjects.tenant, repo: subjects.repo, key: subjects.key })
      .from(subjects)
      .leftJoin(work, and(eq(work.tenant, subjects.tenant), eq(work.repo, subjects.repo), eq(work.key, subjects.key)))
      .where(
        and(
          eq(subjects.state, 'open'),
          sql`${subjects.evaluatedHead} is distinct from ${subjects.headSha}`,
          lt(subjects.updatedAt, sql`${at(now)} - ${UNEVALUATED_MS}::double precision * interval '1 millisecond'`),
          or(isNull(work.key), and(lte(work.wantedSeq, work.doneSeq), isNull(work.diedAt), isNull(work.wakeAt))),
          // Nothing can be done where we may not look, and what cannot be done must not take the place of what can.
          sql`not exists (select 1 from ${installations} where ${installations.tenant} = ${subjects.tenant} and ${installations.state} <> 'active')`,
          sql`not exists (select 1 from ${repositories} where ${repositories.tenant} = ${subjects.tenant} and ${repositories.repo} = ${subjects.repo} and ${repositories.removed})`,
        ),
      )
      .limit(AT_ONCE)
    const wanted = stale.map((subject) => ({ ...subject, reasons: ['reconcile'], priority: 0 }))
    await want(tx, wanted)
    await ring(boss, tx, wanted)
    return wanted.length
  })
}

async function takeRevisions(tx: Tx, now: Instant | undefined) {
  const due = await tx
    .select({ tenant: subjects.tenant, repo: subjects.repo, key: subjects.key, state: subjects.state })
    .from(subjects)
    .where(lte(subjects.reviseAt, at(now)))
    .orderBy(asc(subjects.reviseAt))
    .limit(AT_ONCE)
    .for('update', { skipLocked: true })
  for (const { tenant, repo, key } of due) {
    await tx
      .update(subjects)
      .set({ reviseAt: null })
      .where(and(eq(subjects.tenant, tenant), eq(subjects.repo, repo), eq(subjects.key, key)))
  }
  return due.filter((row) => row.state === 'open').map(({ tenant, repo, key }) => ({ tenant, repo, key, reasons: ['revise'], priority: 0 }))
}

async function takeWakes(tx: Tx, now: Instant | undefined) {
  const due = await tx
    .select({ tenant: work.tenant, repo: work.repo, key: work.key })
    .from(work)
    .where(lte(work.wakeAt, at(now)))
    .orderBy(asc(work.wakeAt))
    .limit(AT_ONCE)
    .for('update', { skipLocked: true })
  for (const row of due) await tx.update(work).set({ wakeAt: null }).where(thisSubject(row))
  return due.map((row) => ({ ...row, reasons: ['run-at'], priority: 0 }))
}

async function takeRings(tx: Tx, now: Instant | undefined) {
  const due = await tx
    .select({ tenant: work.tenant, repo: work.repo, key: work.key, priority: work.priority })
    .from(work)
    .where(lte(work.ringAt, at(now)))
    .orderBy(asc(work.ringAt))
    .limit(AT_ONCE)
    .for('update', { skipLocked: true })
  if (due.length === 0) return due
  await tx
    .update(work)
    .set({ notBefore: null, ringAt: sql`clock_timestamp() + ${RING_AGAIN_MS}::double precision * interval '1 millisecond'` })
    .where(or(...due.map(thisSubject)))
  return due
}

/** Each subject once; the first mention counts. */
function distinct<T extends SubjectRef>(mentions: readonly T[]): T[] {
  const seen = new Map<string, T>()
  for (const mention of mentions) {
    const name = `${mention.tenant}/${mention.repo}/${mention.key}`
    if (!seen.has(name)) seen.set(name, mention)
  }
  return [...seen.values()]
}
