import { and, desc, eq } from 'drizzle-orm'
import type { Instant, Oid, RepoId, TenantId } from '../src/model/ids.ts'
import { at, type Queries } from './connect.ts'
import { settingsVersions } from './schema.ts'

export type SettingsVersionRow = typeof settingsVersions.$inferSelect

/** A settings file as it was at a trunk's commit. */
export interface SettingsVersion {
  readonly tenant: TenantId
  readonly repo: RepoId
  /** The trunk's name. */
  readonly ref: string
  readonly commit: Oid
  /** Of the file's bytes. */
  readonly digest: string
  readonly valid: boolean
  readonly body: string
}

/** Notes what a trunk's settings were when they were looked at. The same commit again moves only the time it was seen. */
export async function noteSettings(db: Queries, version: SettingsVersion, now?: Instant): Promise<void> {
  const { digest, valid, body } = version
  await db
    .insert(settingsVersions)
    .values({ ...version, seenAt: at(now) })
    .onConflictDoUpdate({
      target: [settingsVersions.tenant, settingsVersions.repo, settingsVersions.ref, settingsVersions.commit],
      set: { digest, valid, body, seenAt: at(now) },
    })
}

/** The valid settings that a trunk had last: what governs while its own are broken. */
export async function lastValidSettings(db: Queries, tenant: TenantId, repo: RepoId, ref: string): Promise<SettingsVersionRow | undefined> {
  const [row] = await db
    .select()
    .from(settingsVersions)
    .where(and(eq(settingsVersions.tenant, tenant), eq(settingsVersions.repo, repo), eq(settingsVersions.ref, ref), eq(settingsVersions.valid, true)))
    .orderBy(desc(settingsVersions.seenAt))
    .limit(1)
  return row
}
