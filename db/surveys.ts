import { and, asc, eq, inArray, isNotNull, isNull, lt, or, sql } from 'drizzle-orm'
import type { Instant, RepoId, TenantId } from '../src/model/ids.ts'
import { at, type Queries, type Tx } from './connect.ts'
import type { Repository } from './installations.ts'
import { installations, repositories, work } from './schema.ts'

/** The repositories of an installation that were not looked over since an instant, those that waited longest first. */
export function repositoriesToSurvey(db: Queries, tenant: TenantId, since: Instant, limit: number): Promise<Repository[]> {
  return db
    .select()
    .from(repositories)
    .where(and(eq(repositories.tenant, tenant), isDue(since)))
    .orderBy(sql`${repositories.surveyedAt} asc nulls first`, asc(repositories.repo))
    .limit(limit)
}

/** Installations with repositories that were not looked over since an instant, and nobody on the way to do it. `key` is that of the work. */
export async function tenantsToSurvey(db: Queries, key: string, since: Instant, limit = 500): Promise<TenantId[]> {
  const rows = await db
    .selectDistinct({ tenant: repositories.tenant })
    .from(repositories)
    .leftJoin(installations, eq(installations.tenant, repositories.tenant))
    .leftJoin(work, and(eq(work.tenant, repositories.tenant), eq(work.key, key)))
    .where(
      and(
        isDue(since),
        sql`coalesce(${installations.state}, 'active') = 'active'`,
        isNull(work.ringAt),
        isNull(work.wakeAt),
        or(isNull(work.diedAt), lt(work.diedAt, at(since))),
      ),
    )
    .limit(limit)
  return rows.map((row) => row.tenant)
}

export async function markSurveyed(db: Queries, tenant: TenantId, repos: readonly RepoId[], now?: Instant): Promise<void> {
  if (repos.length === 0) return
  await db
    .update(repositories)
    .set({ surveyedAt: at(now) })
    .where(and(eq(repositories.tenant, tenant), inArray(repositories.repo, [...repos])))
}

/** Some repositories of an installation, or all, are due to be looked over now. */
export async function surveyAgain(db: Queries, tenant: TenantId, repos?: readonly RepoId[]): Promise<void> {
  const these = repos === undefined ? undefined : inArray(repositories.repo, [...repos])
  await db
    .update(repositories)
    .set({ surveyedAt: null })
    .where(and(eq(repositories.tenant, tenant), these, isNotNull(repositories.surveyedAt)))
}

/** Those of a repository's subjects that somebody is at already, or that were given up: looking once more brings them nothing. */
export async function attendedTo(tx: Tx, tenant: TenantId, repo: RepoId): Promise<Set<string>> {
  const rows = await tx
    .select({ key: work.key })
    .from(work)
    .where(and(eq(work.tenant, tenant), eq(work.repo, repo), or(isNotNull(work.ringAt), isNotNull(work.diedAt))))
  return new Set(rows.map((row) => row.key))
}

function isDue(since: Instant) {
  return and(eq(repositories.removed, false), eq(repositories.archived, false), or(isNull(repositories.surveyedAt), lt(repositories.surveyedAt, at(since))))
}
