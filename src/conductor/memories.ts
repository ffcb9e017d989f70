import { type CheckRunKey, confirmCheckRun, doubtCheckRun, getCheckRun, intendCheckRun } from '../../db/check-runs.ts'
import { type CommentKey, confirmComment, doubtComment, getComment, intendComment } from '../../db/comments.ts'
import type { Db } from '../../db/connect.ts'
import type { Stage } from './parts.ts'
import type { CheckRunMemories } from './publish-check.ts'
import type { CommentMemories } from './publish-comment.ts'

/** What is remembered of published check runs, in rows of the database. */
export function checkRunMemories(db: Db, key: CheckRunKey, stage: (stage: Stage) => Promise<void>): CheckRunMemories {
  let externalId = ''
  return {
    async get() {
      const row = await getCheckRun(db, key)
      if (!row) return undefined
      externalId = row.externalId
      return {
        externalId,
        githubId: row.githubId ?? undefined,
        outputDigest: row.outputDigest ?? undefined,
        annotationsDigest: row.annotationsDigest ?? undefined,
      }
    },
    async intend(intended, annotationsDigest) {
      externalId = intended
      await intendCheckRun(db, key, intended, annotationsDigest)
      await stage('check-intended')
    },
    doubt: (githubId, annotationsDigest) => doubtCheckRun(db, key, externalId, githubId, annotationsDigest),
    async confirm({ githubId, output, outputDigest, annotationsDigest }) {
      await stage('check-created')
      await confirmCheckRun(db, key, externalId, { githubId, status: output.status, conclusion: output.conclusion, outputDigest, annotationsDigest })
      await stage('check-confirmed')
    },
  }
}

export function commentMemories(db: Db, key: CommentKey, stage: (stage: Stage) => Promise<void>): CommentMemories {
  return {
    async get() {
      const row = await getComment(db, key)
      return row && { githubId: row.githubId ?? undefined, bodyDigest: row.bodyDigest ?? undefined }
    },
    async intend(githubId) {
      if (githubId === undefined) await intendComment(db, key)
      else await doubtComment(db, key, githubId)
      await stage('comment-intended')
    },
    async confirm(githubId, bodyDigest) {
      await stage('comment-created')
      await confirmComment(db, key, githubId, bodyDigest)
      await stage('comment-confirmed')
    },
  }
}
