import { doubtComment, getComment, intendComment } from '../../db/comments.ts'
import { getInstallation } from '../../db/installations.ts'
import type { SubjectRow } from '../../db/subjects.ts'
import { COMMENT_MARKER } from '../cards/comment.ts'
import type { RepoRef } from '../model/github.ts'
import type { Parts } from './parts.ts'

/**
 * Whether we have a comment on a subject. An account that had the App before may have one of which this installation knows nothing: there it is
 * looked for, with a call or more, so that it is kept true and no second one is written.
 */
export async function hasOurComment({ database, github }: Pick<Parts, 'database' | 'github'>, repo: RepoRef, subject: SubjectRow): Promise<boolean> {
  if (subject.number === null) return false
  const { db } = database
  const key = { tenant: repo.tenant, repo: repo.id, number: subject.number }
  if (await getComment(db, key)) return true
  if ((await getInstallation(db, repo.tenant))?.returned !== true) return false
  const found = await github.findComment(repo, subject.number, COMMENT_MARKER)
  if (!found) return false
  await intendComment(db, key)
  await doubtComment(db, key, found.id)
  return true
}
