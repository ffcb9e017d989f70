import { getComment } from '../../db/comments.ts'
import type { Queries } from '../../db/connect.ts'
import { findDecision } from '../../db/decisions.ts'
import { onHead } from '../../db/head-lock.ts'
import { installationState } from '../../db/installations.ts'
import { abandon, claimOutbox, type OutboxItem, published, retryLater } from '../../db/outbox.ts'
import { getSubject, type SubjectRow } from '../../db/subjects.ts'
import type { SubjectRef } from '../../db/work.ts'
import { COMMENT_MARKER } from '../cards/comment.ts'
import { renderCards } from '../cards/render-cards.ts'
import type { CheckOutput } from '../model/card.ts'
import type { RepoRef } from '../model/github.ts'
import { type Instant, instant, later, type Oid, type TenantId } from '../model/ids.ts'
import { Refused, Trouble } from '../model/trouble.ts'
import { checkRunMemories, commentMemories } from './memories.ts'
import type { Parts } from './parts.ts'
import { othersOnHead, type Presentation, readDecision, viewOf } from './presentation.ts'
import { publishCheck } from './publish-check.ts'
import { publishComment } from './publish-comment.ts'
import { isTroubleNotice, type TroubleNotice, troubleCards } from './trouble-notice.ts'

const LAST_RETRY_MS = 300_000
/** After so many tries GitHub will not take it: a person is told in the log, and the next event tries again. */
const MAX_ATTEMPTS = 50

type Publishing = Pick<Parts, 'database' | 'github' | 'links' | 'clock' | 'republishMs' | 'leaseMs' | 'log' | 'watch'>

/** Publishes what waits in the outbox, of one subject or of all. Returns how many items were taken. Idempotent. */
export async function publishDue(parts: Publishing, subject?: SubjectRef): Promise<number> {
  const items = await claimOutbox(parts.database, { leaseMs: parts.leaseMs, ...(subject ? { subject } : {}) })
  if (items.length > 0) await parts.watch.stage('outbox-claimed')
  for (const item of items) await publishItem(parts, item)
  return items.length
}

async function publishItem(parts: Publishing, item: OutboxItem): Promise<void> {
  const { db } = parts.database
  try {
    if (!(await mayCall(db, item.tenant))) return void (await abandon(db, item, 'the installation is suspended or gone'))
    await show(parts, item)
    await published(db, item)
    await parts.watch.stage('published')
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error)
    const again = !(error instanceof Refused) && item.attempts < MAX_ATTEMPTS
    parts.log[again ? 'warn' : 'error']({ err: error, subject: item.key, repo: item.repo, attempts: item.attempts }, 'publishing failed')
    if (again) await retryLater(db, item, words, nextTry(item.attempts, error, parts))
    else await abandon(db, item, words)
  }
}

/** Whether GitHub would hear us for an installation: not once it is suspended or gone. */
export async function mayCall(db: Queries, tenant: TenantId): Promise<boolean> {
  const state = await installationState(db, tenant)
  return state === undefined || state === 'active'
}

/** Makes GitHub show what an item says. */
async function show(parts: Publishing, item: OutboxItem): Promise<void> {
  const { db } = parts.database
  const subject = await getSubject(db, item)
  if (!subject) return
  const notice: unknown = item.payload
  if (isTroubleNotice(notice)) return showTrouble(parts, subject, notice)

  const presentation = notice as Presentation // our own writing, see recordDecision
  const row = item.decisionId === undefined ? undefined : await findDecision(db, item.tenant, { id: item.decisionId })
  if (!row) return
  const decision = readDecision(row.body)
  const { repo } = presentation
  const comment = subject.number === null ? undefined : await getComment(db, { ...item, number: subject.number })
  const links = parts.links(repo, item.key)
  const cards = await onHead(parts.database, { tenant: repo.tenant, repo: repo.id, headSha: decision.headSha }, async () => {
    const others = await othersOnHead(db, decision, item.key)
    const rendered = renderCards(viewOf(decision, presentation, links, others, comment !== undefined))
    // Once it is closed, the commit's check runs belong to the pull requests that are still open.
    if (subject.state === 'open' || others.length === 0) await showChecks(parts, repo, decision.headSha, rendered.checks)
    return rendered
  })
  // A comment is about the pull request as it is now: an older head's is not worth a notification.
  if (cards.comment !== undefined && subject.headSha === decision.headSha) await showComment(parts, repo, subject, cards.comment)
}

async function showTrouble(parts: Publishing, subject: SubjectRow, notice: TroubleNotice): Promise<void> {
  const comment = subject.number === null ? undefined : await getComment(parts.database.db, { ...subject, number: subject.number })
  const cards = troubleCards(notice, subject.draft, comment !== undefined)
  const { repo, headSha } = notice
  await onHead(parts.database, { tenant: repo.tenant, repo: repo.id, headSha }, () => showChecks(parts, repo, headSha, cards.checks))
  if (cards.comment !== undefined && subject.headSha === notice.headSha) await showComment(parts, notice.repo, subject, cards.comment)
}

/** Check runs of different names do not touch each other, so they go out together. To be called on the head's turn (onHead). */
export async function showChecks(parts: Publishing, repo: RepoRef, headSha: Oid, checks: readonly CheckOutput[]): Promise<void> {
  const { db } = parts.database
  const outcomes = await Promise.allSettled(
    checks.map(async (output) => {
      const memories = checkRunMemories(db, { tenant: repo.tenant, repo: repo.id, headSha, name: output.name }, parts.watch.stage)
      parts.watch.published('check_run', await publishCheck(parts.github, repo, headSha, output, memories))
    }),
  )
  const failed = outcomes.find((outcome) => outcome.status === 'rejected')
  if (failed) throw failed.reason
}

async function showComment(parts: Publishing, repo: RepoRef, subject: SubjectRow, body: string): Promise<void> {
  if (subject.number === null) return
  const memories = commentMemories(parts.database.db, { tenant: repo.tenant, repo: repo.id, number: subject.number }, parts.watch.stage)
  parts.watch.published('comment', await publishComment(parts.github, repo, subject.number, body, COMMENT_MARKER, memories))
}

function nextTry(attempts: number, error: unknown, { republishMs, clock }: Pick<Publishing, 'republishMs' | 'clock'>): Instant {
  const now = clock()
  const wait = Math.min(LAST_RETRY_MS, republishMs * 2 ** (attempts - 1))
  const asked = error instanceof Trouble && error.retryAt !== undefined ? Date.parse(error.retryAt) : 0
  return instant(Math.max(Date.parse(later(now, wait)), asked))
}
