import { and, arrayContains, asc, eq, gt, inArray, isNull, or, sql } from 'drizzle-orm'
import { type Subject, subjectKey } from '../src/model/change.ts'
import type { Topic } from '../src/model/gate.ts'
import type { Instant, Oid, RepoId, TenantId } from '../src/model/ids.ts'
import { at, type Queries } from './connect.ts'
import { subjects, work } from './schema.ts'
import type { SubjectRef } from './work.ts'

export type SubjectRow = typeof subjects.$inferSelect

/** What is known of a subject now; what is not said here is left as it was. */
export interface Observation {
  readonly state: 'open' | 'closed' | 'merged'
  readonly headSha: Oid
  readonly headRef: string
  readonly baseRef: string
  readonly baseSha?: Oid | undefined
  readonly draft?: boolean | undefined
  readonly title?: string | undefined
}

/** A decision or a mark was to be put on a subject that no event ever named. */
export class SubjectUnknown extends Error {
  override name = 'SubjectUnknown'
  constructor(subject: SubjectRef) {
    super(`${subject.key} of repository ${subject.repo} (installation ${subject.tenant}) is not known`)
  }
}

/** Notes what an event, or GitHub when asked, says of a pull request or merge group. */
export async function observe(db: Queries, subject: Exclude<Subject, { kind: 'range' }>, seen: Observation, now?: Instant): Promise<SubjectRow> {
  const set = { ...seen, updatedAt: at(now) }
  const [row] = await db
    .insert(subjects)
    .values({
      tenant: subject.tenant,
      repo: subject.repo,
      key: subjectKey(subject),
      kind: subject.kind,
      number: subject.kind === 'pull_request' ? subject.number : null,
      ...set,
    })
    .onConflictDoUpdate({ target: [subjects.tenant, subjects.repo, subjects.key], set })
    .returning()
  if (row === undefined) throw new Error('an upsert gave no row back')
  return row
}

export async function getSubject(db: Queries, { tenant, repo, key }: SubjectRef): Promise<SubjectRow | undefined> {
  const [row] = await db.select().from(subjects).where(thisOne({ tenant, repo, key }))
  return row
}

/** The open subjects whose head is this commit: several pull requests may share one. By key. */
export function openWithHead(db: Queries, tenant: TenantId, repo: RepoId, headSha: Oid): Promise<SubjectRow[]> {
  return db
    .select()
    .from(subjects)
    .where(and(eq(subjects.tenant, tenant), eq(subjects.repo, repo), eq(subjects.headSha, headSha), eq(subjects.state, 'open')))
    .orderBy(asc(subjects.key))
}

/**
 * Those open subjects, of a head or by their key, that an event of a topic may change: the decision that stands listens to it, or
 * one is being made or waits to be. What was given up is not woken by what it may have caused itself. One statement, so that no decision can be recorded between two looks.
 */
export async function listening(
  db: Queries,
  which: { tenant: TenantId; repo: RepoId } & ({ headSha: Oid } | { key: string }),
  topic: Topic,
): Promise<SubjectRow[]> {
  const rows = await db
    .select({ subject: subjects })
    .from(subjects)
    .leftJoin(work, and(eq(work.tenant, subjects.tenant), eq(work.repo, subjects.repo), eq(work.key, subjects.key)))
    .where(
      and(
        eq(subjects.tenant, which.tenant),
        eq(subjects.repo, which.repo),
        'key' in which ? eq(subjects.key, which.key) : eq(subjects.headSha, which.headSha),
        eq(subjects.state, 'open'),
        or(arrayContains(subjects.listens, [topic]), and(gt(work.wantedSeq, work.doneSeq), isNull(work.diedAt))),
      ),
    )
    .orderBy(asc(subjects.key))
  return rows.map(({ subject }) => subject)
}

/** The open subjects that would be merged into this branch; all of the repository's when no branch is named. At most `limit`, those heard of last first. */
export function openOnto(db: Queries, tenant: TenantId, repo: RepoId, baseRef?: string, limit = 1000): Promise<SubjectRow[]> {
  const onBase = baseRef === undefined ? undefined : eq(subjects.baseRef, baseRef)
  return db
    .select()
    .from(subjects)
    .where(and(eq(subjects.tenant, tenant), eq(subjects.repo, repo), onBase, eq(subjects.state, 'open')))
    .orderBy(sql`${subjects.updatedAt} desc`)
    .limit(limit)
}

/** The open subjects of an installation, in some of its repositories or in all. At most `limit`, those heard of last first. */
export function openIn(db: Queries, tenant: TenantId, repos?: readonly RepoId[], limit = 5000): Promise<SubjectRow[]> {
  const inRepos = repos === undefined ? undefined : inArray(subjects.repo, [...repos])
  return db
    .select()
    .from(subjects)
    .where(and(eq(subjects.tenant, tenant), inRepos, eq(subjects.state, 'open')))
    .orderBy(sql`${subjects.updatedAt} desc`)
    .limit(limit)
}

/** A subject was looked at and there was nothing to decide: it counts as evaluated, so that reconciliation leaves it alone. */
export async function markEvaluated(db: Queries, subject: SubjectRef, headSha: Oid, why: string, now?: Instant): Promise<void> {
  const rows = await db
    .update(subjects)
    .set({ evaluatedHead: headSha, lastEvaluatedAt: at(now), why })
    .where(thisOne(subject))
    .returning({ key: subjects.key })
  if (rows.length === 0) throw new SubjectUnknown(subject)
}

function thisOne(subject: SubjectRef) {
  return and(eq(subjects.tenant, subject.tenant), eq(subjects.repo, subject.repo), eq(subjects.key, subject.key))
}
