import { and, eq } from 'drizzle-orm'
import type { Digest, Instant, RepoId, TenantId } from '../src/model/ids.ts'
import { at, type Queries } from './connect.ts'
import { comments } from './schema.ts'

/** The place of our one comment. */
export interface CommentKey {
  readonly tenant: TenantId
  readonly repo: RepoId
  readonly number: number
}

export type CommentRow = typeof comments.$inferSelect

export async function getComment(db: Queries, key: CommentKey): Promise<CommentRow | undefined> {
  const [row] = await db.select().from(comments).where(thisComment(key))
  return row
}

/** To be committed before GitHub is asked to create the comment: whoever finds it without GitHub's id looks for it first. */
export async function intendComment(db: Queries, key: CommentKey, now?: Instant): Promise<void> {
  const intent = { intendedAt: at(now), githubId: null, bodyDigest: null, confirmedAt: null }
  await db
    .insert(comments)
    .values({ ...key, ...intent })
    .onConflictDoUpdate({ target: [comments.tenant, comments.repo, comments.number], set: intent })
}

/** To be committed before GitHub is asked to edit it: until that is confirmed, what it says is not known. */
export async function doubtComment(db: Queries, key: CommentKey, githubId: number): Promise<void> {
  await db.update(comments).set({ githubId, bodyDigest: null, confirmedAt: null }).where(thisComment(key))
}

/** The comment is there with this text. */
export async function confirmComment(db: Queries, key: CommentKey, githubId: number, bodyDigest: Digest, now?: Instant): Promise<void> {
  const set = { githubId, bodyDigest, confirmedAt: at(now) }
  await db
    .insert(comments)
    .values({ ...key, ...set, intendedAt: at(now) })
    .onConflictDoUpdate({ target: [comments.tenant, comments.repo, comments.number], set })
}

function thisComment({ tenant, repo, number }: CommentKey) {
  return and(eq(comments.tenant, tenant), eq(comments.repo, repo), eq(comments.number, number))
}
