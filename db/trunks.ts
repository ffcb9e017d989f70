import { and, eq, sql } from 'drizzle-orm'
import type { Digest, Instant, RepoId, TenantId } from '../src/model/ids.ts'
import { at, type Queries } from './connect.ts'
import { trunks } from './schema.ts'

/** Whether it was ever noted what governs on a branch. */
export async function isGoverningNoted(db: Queries, tenant: TenantId, repo: RepoId, ref: string): Promise<boolean> {
  const rows = await db
    .select({ ref: trunks.ref })
    .from(trunks)
    .where(and(eq(trunks.tenant, tenant), eq(trunks.repo, repo), eq(trunks.ref, ref)))
  return rows.length > 0
}

/** Notes what governs on a branch now. True when that is new: what is open under it has to be judged again. */
export async function noteGoverning(db: Queries, tenant: TenantId, repo: RepoId, ref: string, governing: Digest, now?: Instant): Promise<boolean> {
  const rows = await db
    .insert(trunks)
    .values({ tenant, repo, ref, governing, seenAt: at(now) })
    .onConflictDoUpdate({
      target: [trunks.tenant, trunks.repo, trunks.ref],
      set: { governing, seenAt: at(now), judgedAgain: sql`${trunks.judgedAgain} + 1` },
      setWhere: sql`${trunks.governing} <> excluded.governing`,
    })
    .returning({ ref: trunks.ref })
  return rows.length > 0
}
