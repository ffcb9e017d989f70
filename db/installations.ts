import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Instant, RepoId, TenantId } from '../src/model/ids.ts'
import { at, type Queries, type Tx } from './connect.ts'
import {
  checkRuns,
  commands,
  comments,
  decisions,
  deliveries,
  inputs,
  installations,
  okrContributions,
  okrTags,
  outbox,
  repositories,
  subjects,
  trunks,
  work,
  writeBudgets,
} from './schema.ts'

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

export async function saveInstallation(db: Queries, tenant: TenantId, account: string, state: InstallationState, now?: Instant): Promise<void> {
  const row = { account, state, updatedAt: at(now) }
  await db
    .insert(installations)
    .values({ tenant, ...row })
    .onConflictDoUpdate({ target: installations.tenant, set: row })
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

/** Deletes everything kept for an installation. Its deliveries too, so a late one may come in again; it finds nothing to do. */
export async function forgetTenant(tx: Tx, tenant: TenantId): Promise<void> {
  const tables = [
    subjects,
    work,
    outbox,
    okrContributions,
    decisions,
    inputs,
    checkRuns,
    comments,
    commands,
    okrTags,
    trunks,
    writeBudgets,
    deliveries,
    repositories,
    installations,
  ]
  for (const table of tables) await tx.delete(table).where(eq(table.tenant, tenant))
}
