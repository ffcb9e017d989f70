import { and, asc, eq, isNull } from 'drizzle-orm'
import { digestOfBytes } from '../src/model/digest.ts'
import type { Digest, Instant, RepoId, TenantId } from '../src/model/ids.ts'
import { at, type Queries } from './connect.ts'
import { commands } from './schema.ts'
import type { SubjectRef } from './work.ts'

/** A comment that waits for an answer. */
export interface PendingCommand extends SubjectRef {
  readonly commentId: number
  readonly digest: Digest
  readonly body: string
  readonly by: string
  /** A reply was begun before, and its end is not known. */
  readonly replyIntended: boolean
}

/** Notes a comment once for each text it ever had. False when it was known. */
export async function savePendingCommand(
  db: Queries,
  command: { tenant: TenantId; repo: RepoId; key: string; commentId: number; body: string; by: string },
  now?: Instant,
): Promise<boolean> {
  const { tenant, repo, key, commentId, by } = command
  // PostgreSQL's text has no NUL; a comment may.
  const body = command.body.replaceAll('\0', '\uFFFD')
  const rows = await db
    .insert(commands)
    .values({ tenant, repo, subjectKey: key, commentId, digest: digestOfBytes(body), body, by, heardAt: at(now) })
    .onConflictDoNothing()
    .returning({ commentId: commands.commentId })
  return rows.length > 0
}

/** What waits for an answer on a subject, oldest first. */
export async function pendingCommands(db: Queries, { tenant, repo, key }: SubjectRef): Promise<PendingCommand[]> {
  const rows = await db
    .select()
    .from(commands)
    .where(and(eq(commands.tenant, tenant), eq(commands.repo, repo), eq(commands.subjectKey, key), isNull(commands.answeredAt)))
    .orderBy(asc(commands.heardAt), asc(commands.commentId))
    .limit(50)
  return rows.map((row) => ({
    tenant,
    repo,
    key,
    commentId: row.commentId,
    digest: row.digest,
    body: row.body,
    by: row.by,
    replyIntended: row.replyIntendedAt !== null,
  }))
}

/** To be committed before a reply is written. */
export async function intendReply(db: Queries, command: PendingCommand, now?: Instant): Promise<void> {
  await db
    .update(commands)
    .set({ replyIntendedAt: at(now) })
    .where(thisCommand(command))
}

/** It is answered; its text is no longer needed. */
export async function commandAnswered(db: Queries, command: PendingCommand, now?: Instant): Promise<void> {
  await db
    .update(commands)
    .set({ answeredAt: at(now), body: '' })
    .where(thisCommand(command))
}

function thisCommand({ tenant, repo, key, commentId, digest }: PendingCommand) {
  return and(eq(commands.tenant, tenant), eq(commands.repo, repo), eq(commands.subjectKey, key), eq(commands.commentId, commentId), eq(commands.digest, digest))
}
