import { and, eq } from 'drizzle-orm'
import type { Digest, Instant, TenantId } from '../src/model/ids.ts'
import { at, type Queries } from './connect.ts'
import { commandAnswers } from './schema.ts'

/** One command: the comment it stands in, and the digest of the command, since an edited comment may hold another. */
export interface CommandKey {
  readonly tenant: TenantId
  readonly commentId: number
  readonly digest: Digest
}

/**
 * To be committed before a command is carried out. `first`: it is ours to do. `unanswered`: it was begun and its end is not known, so
 * look whether a reply is there. `answered`: nothing is left to do.
 */
export async function beginAnswer(db: Queries, key: CommandKey, now?: Instant): Promise<'first' | 'unanswered' | 'answered'> {
  const begun = await db
    .insert(commandAnswers)
    .values({ ...key, startedAt: at(now) })
    .onConflictDoNothing()
    .returning({ commentId: commandAnswers.commentId })
  if (begun.length > 0) return 'first'
  const [row] = await db.select({ answeredAt: commandAnswers.answeredAt }).from(commandAnswers).where(thisCommand(key))
  return row?.answeredAt ? 'answered' : 'unanswered'
}

/** The command is answered; `replyId` is our reply, where it has one. */
export async function answered(db: Queries, key: CommandKey, replyId: number | undefined, now?: Instant): Promise<void> {
  await db
    .update(commandAnswers)
    .set({ answeredAt: at(now), replyId: replyId ?? null })
    .where(thisCommand(key))
}

function thisCommand({ tenant, commentId, digest }: CommandKey) {
  return and(eq(commandAnswers.tenant, tenant), eq(commandAnswers.commentId, commentId), eq(commandAnswers.digest, digest))
}
