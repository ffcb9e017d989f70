import { and, eq, sql } from 'drizzle-orm'
import type { Digest, Instant, Oid, RepoId, TenantId } from '../src/model/ids.ts'
import { at, type Queries } from './connect.ts'
import { checkRuns } from './schema.ts'

/** The place of a check run: one current run for each name and head. */
export interface CheckRunKey {
  readonly tenant: TenantId
  readonly repo: RepoId
  readonly headSha: Oid
  readonly name: string
}

export type CheckRunRow = typeof checkRuns.$inferSelect

/** What a run shows, as GitHub took it. */
export interface CheckRunShown {
  readonly githubId: number
  readonly status: string
  readonly conclusion: string | undefined
  readonly outputDigest: Digest
  readonly annotationsDigest: Digest
}

export async function getCheckRun(db: Queries, key: CheckRunKey): Promise<CheckRunRow | undefined> {
  const [row] = await db.select().from(checkRuns).where(thisRun(key))
  return row
}

/** By GitHub's id, for what GitHub says of a run (a re-run asked for). */
export async function checkRunById(db: Queries, tenant: TenantId, githubId: number): Promise<CheckRunRow | undefined> {
  const [row] = await db
    .select()
    .from(checkRuns)
    .where(and(eq(checkRuns.tenant, tenant), eq(checkRuns.githubId, githubId)))
  return row
}

/**
 * To be committed before GitHub is asked to create a run. `first`: nobody tried before, create it. `unconfirmed`: a run with this
 * `external_id` was tried and its end is not known, so look it up by name, commit and `external_id` first. Another `external_id` means
 * a new run that takes the place of the current one.
 */
export async function intendCheckRun(db: Queries, key: CheckRunKey, externalId: string, now?: Instant): Promise<'first' | 'unconfirmed'> {
  const fresh = {
    externalId,
    intendedAt: at(now),
    githubId: null,
    status: null,
    conclusion: null,
    outputDigest: null,
    annotationsDigest: null,
    confirmedAt: null,
  }
  const rows = await db
    .insert(checkRuns)
    .values({ ...key, ...fresh })
    .onConflictDoUpdate({
      target: [checkRuns.tenant, checkRuns.repo, checkRuns.headSha, checkRuns.name],
      set: fresh,
      setWhere: sql`${checkRuns.externalId} <> excluded.external_id`,
    })
    .returning({ name: checkRuns.name })
  return rows.length > 0 ? 'first' : 'unconfirmed'
}

/** What GitHub took, after a create, an update or a look-up. False when another run has taken the place meanwhile. */
export async function confirmCheckRun(db: Queries, key: CheckRunKey, externalId: string, shown: CheckRunShown, now?: Instant): Promise<boolean> {
  const rows = await db
    .update(checkRuns)
    .set({ ...shown, conclusion: shown.conclusion ?? null, confirmedAt: at(now) })
    .where(and(thisRun(key), eq(checkRuns.externalId, externalId)))
    .returning({ name: checkRuns.name })
  return rows.length > 0
}

/** GitHub no longer has it: the next publishing starts anew. */
export async function forgetCheckRun(db: Queries, key: CheckRunKey): Promise<void> {
  await db.delete(checkRuns).where(thisRun(key))
}

function thisRun({ tenant, repo, headSha, name }: CheckRunKey) {
  return and(eq(checkRuns.tenant, tenant), eq(checkRuns.repo, repo), eq(checkRuns.headSha, headSha), eq(checkRuns.name, name))
}
