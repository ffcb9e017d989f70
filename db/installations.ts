import { and, eq, inArray, ne, type SQL, sql } from 'drizzle-orm'
import type { Instant, RepoId, TenantId } from '../src/model/ids.ts'
import { at, type Queries } from './connect.ts'
import { installations, repositories } from './schema.ts'

export type InstallationState = 'active' | 'suspended' | 'deleted'

/** A repository as last heard of; what an event did not say is left as it was. */
export interface RepositoryFacts {
  readonly repo: RepoId
  readonly fullName: string
  readonly defaultBranch?: string | undefined
  readonly visibility?: 'public' | 'private' | 'internal' | undefined
  readonly sizeKb?: number | undefined
  readonly archived?: boolean | undefined
}

export type Repository = typeof repositories.$inferSelect

export interface InstallationFacts {
  readonly account: string
  /** GitHub's id of the account; undefined when it was not said. */
  readonly accountId?: number | undefined
  readonly state: InstallationState
}

/**
 * Notes what an event says of an installation. One that was deleted stays so, and its time stays that of the deletion: GitHub never uses
 * an id again, so whatever says otherwise is older.
 */
export async function saveInstallation(db: Queries, tenant: TenantId, { account, accountId, state }: InstallationFacts, now?: Instant): Promise<void> {
  const row = { account, state, updatedAt: at(now), ...(accountId === undefined ? {} : { accountId }) }
  await db
    .insert(installations)
    .values({ tenant, ...row, returned: accountId === undefined ? false : hadTheApp(accountId, tenant) })
    .onConflictDoUpdate({ target: installations.tenant, set: row, setWhere: ne(installations.state, 'deleted') })
}

/** Whether an account had the App before, as another installation. */
function hadTheApp(accountId: number, tenant: TenantId): SQL<boolean> {
  return sql<boolean>`exists (select 1 from ${installations} as before where before.account_id = ${accountId} and before.tenant <> ${tenant})`
}

/** Undefined when the installation was never heard of. */
export async function getInstallation(db: Queries, tenant: TenantId): Promise<typeof installations.$inferSelect | undefined> {
  const [row] = await db.select().from(installations).where(eq(installations.tenant, tenant))
  return row
}

/** Undefined when the installation was never heard of. */
export async function installationState(db: Queries, tenant: TenantId): Promise<InstallationState | undefined> {
  const [row] = await db.select({ state: installations.state }).from(installations).where(eq(installations.tenant, tenant))
  return row?.state
}

/** Notes a repository under its latest name. One that had been removed is there again. */
export async function saveRepository(db: Queries, tenant: TenantId, facts: RepositoryFacts, now?: Instant): Promise<void> {
  const { repo, ...said } = facts
  const set = { ...said, removed: false, updatedAt: at(now) }
  await db
    .insert(repositories)
    .values({ tenant, repo, ...set })
    .onConflictDoUpdate({ target: [repositories.tenant, repositories.repo], set })
}

/** Notes what GitHub says of a repository that we know; whether we may see it is for events to say. */
export async function describeRepository(db: Queries, tenant: TenantId, { repo, ...said }: RepositoryFacts, now?: Instant): Promise<void> {
  await db
    .update(repositories)
    .set({ ...said, updatedAt: at(now) })
    .where(and(eq(repositories.tenant, tenant), eq(repositories.repo, repo)))
}

const REPOSITORIES_A_STATEMENT = 1000

/** Notes many repositories that an installation lets us see from now on, with what is said of them; they are due to be looked over. */
export async function addRepositories(db: Queries, tenant: TenantId, all: readonly RepositoryFacts[], now?: Instant): Promise<void> {
  // The last mention counts, and one order for all who write several rows.
  const wanted = [...new Map(all.map((facts) => [facts.repo, facts])).values()].sort((a, b) => a.repo - b.repo)
  for (let start = 0; start < wanted.length; start += REPOSITORIES_A_STATEMENT) {
    await db
      .insert(repositories)
      .values(wanted.slice(start, start + REPOSITORIES_A_STATEMENT).map((facts) => ({ ...facts, tenant, updatedAt: at(now) })))
      .onConflictDoUpdate({
        target: [repositories.tenant, repositories.repo],
        set: {
          fullName: sql`excluded.full_name`,
          visibility: sql`coalesce(excluded.visibility, ${repositories.visibility})`,
          removed: false,
          surveyedAt: null,
          updatedAt: at(now),
        },
      })
  }
}

/** Marks repositories that we may no longer see. */
export async function removeRepositories(db: Queries, tenant: TenantId, repos: readonly RepoId[], now?: Instant): Promise<void> {
  if (repos.length === 0) return
  await db
    .update(repositories)
    .set({ removed: true, updatedAt: at(now) })
    .where(and(eq(repositories.tenant, tenant), inArray(repositories.repo, [...repos])))
}

export async function getRepository(db: Queries, tenant: TenantId, repo: RepoId): Promise<Repository | undefined> {
  const [row] = await db
    .select()
    .from(repositories)
    .where(and(eq(repositories.tenant, tenant), eq(repositories.repo, repo)))
  return row
}

/** By name, which is unique among those not removed only if GitHub says so: the one heard of last. For people who type a name. */
export async function repositoryNamed(db: Queries, tenant: TenantId, fullName: string): Promise<Repository | undefined> {
  const [row] = await db
    .select()
    .from(repositories)
    .where(and(eq(repositories.tenant, tenant), eq(repositories.fullName, fullName), eq(repositories.removed, false)))
    .orderBy(sql`${repositories.updatedAt} desc`)
    .limit(1)
  return row
}
