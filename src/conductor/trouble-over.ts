import { lastPosted } from '../../db/outbox.ts'
import type { Job } from '../../db/queue.ts'
import { getSubject } from '../../db/subjects.ts'
import type { Parts } from './parts.ts'

/** Why a subject is judged after a trouble that it came out of without being judged. */
const TROUBLE_OVER_REASON = 'trouble is over'

/**
 * After work that succeeded: where the last thing told is that we were in trouble (a command could not be answered for a while, say, and nothing
 * was judged), the subject is judged again, so that its check run does not stay in progress for good.
 */
export async function leaveTrouble(parts: Pick<Parts, 'database' | 'queue'>, job: Pick<Job, 'tenant' | 'repo' | 'key' | 'troubleSince'>): Promise<void> {
  if (job.troubleSince === undefined) return
  const { tenant, repo, key } = job
  const last = await lastPosted(parts.database.db, job, 'publish')
  if (last === undefined || last.decisionId !== null || (await getSubject(parts.database.db, job))?.state !== 'open') return
  await parts.database.transaction((tx) => parts.queue.enqueue(tx, { tenant, repo, key, reason: TROUBLE_OVER_REASON }))
}
