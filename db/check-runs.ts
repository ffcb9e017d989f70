import { and, eq } from 'drizzle-orm'
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

/**
 * To be committed before GitHub is asked to create a run: whoever finds it without GitHub's id looks it up by name, commit and
 * `external_id` before creating anything. It takes the place of the current one. `annotationsDigest` is what it has if it is there.
 */
export async function intendCheckRun(db: Queries, key: CheckRunKey, externalId: string, annotationsDigest: Digest | undefined, now?: Instant): Promise<void> {
  const intent = { externalId, intendedAt: at(now), githubId: null, ...UNKNOWN_SHOWN, annotationsDigest: annotationsDigest ?? null }
  await db
    .insert(checkRuns)
    .values({ ...key, ...intent })
    .onConflictDoUpdate({ target: [checkRuns.tenant, checkRuns.repo, checkRuns.headSha, checkRuns.name], set: intent })
}

/** To be committed before GitHub is asked to update a run: until it is confirmed, what it shows is not known. */
export async function doubtCheckRun(db: Queries, key: CheckRunKey, externalId: string, githubId: number, annotationsDigest: Digest | undefined): Promise<void> {
  await db
    .update(checkRuns)
    .set({ githubId, ...UNKNOWN_SHOWN, annotationsDigest: annotationsDigest ?? null })
    .where(and(thisRun(key), eq(checkRuns.externalId, externalId)))
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

const UNKNOWN_SHOWN = { status: null, conclusion: null, outputDigest: null, confirmedAt: null }

function thisRun({ tenant, repo, headSha, name }: CheckRunKey) {
  return and(eq(checkRuns.tenant, tenant), eq(checkRuns.repo, repo), eq(checkRuns.headSha, headSha), eq(checkRuns.name, name))
}
