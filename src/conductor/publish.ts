import { getCheckRun } from '../../db/check-runs.ts'
import type { Queries } from '../../db/connect.ts'
import { findDecision } from '../../db/decisions.ts'
import { type Head, onHead } from '../../db/head-lock.ts'
import { installationState } from '../../db/installations.ts'
import { abandon, claimOutbox, lastShown, type OutboxItem, post, published, retryLater } from '../../db/outbox.ts'
import { RETRY, troubleEnds } from '../../db/retry.ts'
import { getSubject, type SubjectRow } from '../../db/subjects.ts'
import { type SubjectRef, troubleOf } from '../../db/work.ts'
import { checkNames } from '../cards/check-names.ts'
import { COMMENT_MARKER } from '../cards/comment.ts'
import { renderCards } from '../cards/render-cards.ts'
import type { CheckOutput } from '../model/card.ts'
import type { RepoRef } from '../model/github.ts'
import { type Instant, later, type Oid, type TenantId } from '../model/ids.ts'
import type { Json } from '../model/json.ts'
import { Refused, Trouble } from '../model/trouble.ts'
import { checkRunMemories, commentMemories } from './memories.ts'
import { hasOurComment } from './our-comment.ts'
import type { Parts } from './parts.ts'
import { othersOnHead, type Presentation, readDecision, viewOf } from './presentation.ts'
import { publishCheck } from './publish-check.ts'
import { publishComment } from './publish-comment.ts'
import { inTheWordsOf, isTroubleNotice, type TroubleNotice, troubleCards } from './trouble-notice.ts'

const LAST_RETRY_MS = 300_000
/** Tries that fail by an error of ours before it is given up. */
const MAX_ATTEMPTS = 8
/** Items published at once; one that is slow holds up no more than these. */
const AT_ONCE = 4
/** Rounds in one call, so that what fails again and again does not keep it going. */
const ROUNDS = 50

type Publishing = Pick<Parts, 'database' | 'queue' | 'github' | 'links' | 'clock' | 'republishMs' | 'leaseMs' | 'log' | 'watch'>

/** Publishes what waits in the outbox, of one subject or of all. Returns how many items were taken. Idempotent. */
export async function publishDue(parts: Publishing, subject?: SubjectRef): Promise<number> {
  let taken = 0
  for (let round = 0; round < ROUNDS; round += 1) {
    const items = await claimOutbox(parts.database, { leaseMs: parts.leaseMs, limit: AT_ONCE, ...(subject ? { subject } : {}) })
    if (items.length === 0) break
    await parts.watch.stage('outbox-claimed')
    await Promise.all(items.map((item) => publishItem(parts, item)))
    taken += items.length
  }
  return taken
}

async function publishItem(parts: Publishing, item: OutboxItem): Promise<void> {
  const { db } = parts.database
  try {
    if (!(await mayCall(db, item.tenant))) return void (await abandon(db, item, 'the installation is suspended or gone'))
    const shown = await show(parts, item)
    await published(db, item, undefined, shown as unknown as Json | undefined)
    await parts.watch.stage('published')
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error)
    const again = nextTry(item, error, parts)
    parts.log[again ? 'warn' : 'error']({ err: error, subject: item.key, repo: item.repo, attempts: item.attempts }, 'publishing failed')
    if (again) await retryLater(db, item, words, again, error instanceof Trouble)
    else await giveUp(parts, item, words)
  }
}

/** A check that stays in progress for good would look as if somebody were still at it: a person is told, and asked to start it again. */
async function giveUp(parts: Publishing, item: OutboxItem, words: string): Promise<void> {
  await parts.database.transaction(async (tx) => {
    if (!(await abandon(tx, item, words))) return
    await parts.queue.giveUp(tx, item, words)
    const subject = await getSubject(tx, item)
    if (subject && !isTroubleNotice(item.payload)) await post(tx, item, 'publish', unpublished(item, subject) as unknown as Json, undefined)
  })
}

function unpublished(item: OutboxItem, { headSha }: SubjectRow): TroubleNotice {
  const { repo } = item.payload as unknown as Presentation // our own writing, see recordDecision
  const what = 'the result could not be published'
  return { kind: 'trouble', repo, headSha, who: 'ours', what, since: item.createdAt, nextTry: undefined, final: true, preview: false }
}

/** Whether GitHub would hear us for an installation: not once it is suspended or gone. */
export async function mayCall(db: Queries, tenant: TenantId): Promise<boolean> {
  const state = await installationState(db, tenant)
  return state === undefined || state === 'active'
}

/** Makes GitHub show what an item says. Gives a notice back in the words that were shown. */
async function show(parts: Publishing, item: OutboxItem): Promise<TroubleNotice | undefined> {
  const { db } = parts.database
  const subject = await getSubject(db, item)
  if (!subject) return undefined
  const notice: unknown = item.payload
  if (isTroubleNotice(notice)) return showTrouble(parts, item, subject, notice)

  const presentation = notice as Presentation // our own writing, see recordDecision
  const row = item.decisionId === undefined ? undefined : await findDecision(db, item.tenant, { id: item.decisionId })
  if (!row) return undefined
  const decision = readDecision(row.body)
  const { repo } = presentation
  const hasComment = await hasOurComment(parts, repo, subject)
  const links = parts.links(repo, item.key)
  const cards = await onHead(parts.database, { tenant: repo.tenant, repo: repo.id, headSha: decision.headSha }, async () => {
    const others = await othersOnHead(db, decision, item.key)
    const rendered = renderCards(viewOf(row, presentation, links, others, hasComment))
    // Once it is closed, the commit's check runs belong to the pull requests that are still open.
    if (subject.state === 'open' || others.length === 0) await showChecks(parts, repo, decision.headSha, rendered.checks)
    return rendered
  })
  // A comment is about the pull request as it is now: an older head's is not worth a notification.
  if (cards.comment !== undefined && subject.headSha === decision.headSha) await showComment(parts, repo, subject, cards.comment)
  return undefined
}

async function showTrouble(parts: Publishing, item: OutboxItem, subject: SubjectRow, posted: TroubleNotice): Promise<TroubleNotice | undefined> {
  const { db } = parts.database
  const state = await troubleOf(db, item)
  // It passed while this waited to be told: what came of it is posted, or nobody has to know.
  if (subject.state !== 'open' || state === 'none' || (posted.final && state !== 'dead')) return undefined
  const notice = inTheWordsOf(await lastShown(db, item, item.kind), posted)
  const { repo } = notice
  // On the head as it is now, under the names that are there: of a target that was never judged it is not known yet whether it is a trunk.
  const head = { tenant: repo.tenant, repo: repo.id, headSha: subject.headSha }
  const hasComment = await hasOurComment(parts, repo, subject)
  const cards = await onHead(parts.database, head, async () => {
    const preview = (await isPreview(db, head)) ?? notice.preview
    const rendered = troubleCards({ ...notice, preview }, parts.clock(), subject.draft, hasComment)
    await showChecks(parts, repo, subject.headSha, rendered.checks)
    return rendered
  })
  if (cards.comment !== undefined) await showComment(parts, repo, subject, cards.comment)
  return notice
}

/** Whether the check runs that a head has are those of a preview; undefined when it has none. */
async function isPreview(db: Queries, head: Head): Promise<boolean | undefined> {
  for (const preview of [false, true]) {
    for (const name of checkNames(preview)) if (await getCheckRun(db, { ...head, name })) return preview
  }
  return undefined
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

/** A comment that GitHub refuses (the conversation is locked) is left out: the check run has said it all. */
async function showComment(parts: Publishing, repo: RepoRef, subject: SubjectRow, body: string): Promise<void> {
  if (subject.number === null) return
  const memories = commentMemories(parts.database.db, { tenant: repo.tenant, repo: repo.id, number: subject.number }, parts.watch.stage)
  try {
    parts.watch.published('comment', await publishComment(parts.github, repo, subject.number, body, COMMENT_MARKER, memories))
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    parts.log.warn({ err: error, subject: subject.key, repo: subject.repo }, 'GitHub refuses our comment')
  }
}

/** Trouble is waited out as a job's is, with pauses that grow with its age; errors of ours a few times; a no of GitHub stays one. */
function nextTry(item: OutboxItem, error: unknown, { republishMs, clock }: Pick<Publishing, 'republishMs' | 'clock'>): Instant | undefined {
  const now = clock()
  const age = Date.parse(now) - Date.parse(item.createdAt)
  if (error instanceof Trouble) {
    const pauses = { baseMs: republishMs, troubleMaxMs: RETRY.troubleMaxMs }
    return age < RETRY.patienceMs ? troubleEnds(error, Math.max(republishMs, age), pauses, Math.random(), now) : undefined
  }
  if (error instanceof Refused || item.attempts >= MAX_ATTEMPTS) return undefined
  return later(now, Math.min(LAST_RETRY_MS, republishMs * 2 ** (item.attempts - 1)))
}
