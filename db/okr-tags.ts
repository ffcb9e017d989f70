import { and, asc, eq } from 'drizzle-orm'
import type { Instant } from '../src/model/ids.ts'
import { at, type Queries } from './connect.ts'
import { okrTags } from './schema.ts'
import type { SubjectRef } from './work.ts'

export interface OkrTag {
  readonly okr: string
  readonly by: string
}

/** Notes that somebody named an objective for a subject; who said it first stays. */
export async function tagOkr(db: Queries, { tenant, repo, key }: SubjectRef, tag: OkrTag & { commentId: number }, now?: Instant): Promise<void> {
  await db
    .insert(okrTags)
    .values({ tenant, repo, subjectKey: key, ...tag, taggedAt: at(now) })
    .onConflictDoNothing()
}

/** The objectives people named for a subject, by id. */
export function okrTagsOf(db: Queries, { tenant, repo, key }: SubjectRef): Promise<OkrTag[]> {
  return db
    .select({ okr: okrTags.okr, by: okrTags.by })
    .from(okrTags)
    .where(and(eq(okrTags.tenant, tenant), eq(okrTags.repo, repo), eq(okrTags.subjectKey, key)))
    .orderBy(asc(okrTags.okr))
}

/** Takes back that anybody named an objective for a subject by a command; `okr` is written as it was noted. */
export async function untagOkr(db: Queries, { tenant, repo, key }: SubjectRef, okr: string): Promise<void> {
  await db.delete(okrTags).where(and(eq(okrTags.tenant, tenant), eq(okrTags.repo, repo), eq(okrTags.subjectKey, key), eq(okrTags.okr, okr)))
}
