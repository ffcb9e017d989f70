import type { Database } from '../db/connect.ts'
import { drainInbox, unpark } from '../db/drain.ts'
import { deletedTenants, forgetTenant, tenantsToForget } from '../db/forget.ts'
import { pruneInbox } from '../db/inbox.ts'
import { purgeInputs } from '../db/inputs.ts'
import { getRepository } from '../db/installations.ts'
import { pruneOutbox } from '../db/outbox.ts'
import { deadSubjects, type Job, type JobEnd, type Queue } from '../db/queue.ts'
import { getSubject } from '../db/subjects.ts'
import { troubleOf } from '../db/work.ts'
import { conduct, tellTrouble } from './conductor/conduct.ts'
import { type IntakeOptions, intake } from './conductor/intake.ts'
import type { Parts } from './conductor/parts.ts'
import { publishDue } from './conductor/publish.ts'
import { askForSurveys, SURVEY_KEY, type SurveyParts, survey } from './conductor/survey.ts'
import { leaveTrouble } from './conductor/trouble-over.ts'
import type { Mirrors } from './git/mirrors/mirror.ts'
import { later } from './model/ids.ts'
import type { Surveyor } from './model/survey.ts'
import { Trouble } from './model/trouble.ts'

export interface WorkerOptions {
  /** The id of our own App. */
  readonly appId: number
  readonly surveyor: Surveyor
  /** Subjects worked on at once. */
  readonly concurrency: number
  /** How often the inbox, the outbox and what is to be tried again are looked at when nobody rings, in milliseconds. */
  readonly lookMs: number
  /** How long after a repository became visible it is looked over; see conductor/intake.ts. */
  readonly surveyAfterMs?: number | undefined
  /** Told of each try of a job. */
  readonly ended: (how: JobEnd, ms: number) => void
}

export interface RunningWorker {
  /** Looks at the inbox now: a delivery was just stored in this process. */
  ring(): void
  /** Ends the loops. The queue is stopped by who opened it. */
  stop(): Promise<void>
}

const DAY_MS = 24 * 3600 * 1000
const HOUSEKEEPING_MS = 10 * 60 * 1000
/** How long the record of an installation is kept after it was deleted; docs/operations.md says so too. */
const FORGET_AFTER_MS = 30 * DAY_MS

/** Drains the inbox, works the queue, publishes the outbox, and keeps house. */
export async function startWorker(parts: Parts, mirrors: Mirrors, options: WorkerOptions): Promise<RunningWorker> {
  const { database, queue, log } = parts
  await unpark(database.db)
  const complain = (what: string) => (error: unknown) => log.error({ err: error }, what)
  const surveying: SurveyParts = { ...parts, surveyor: options.surveyor }
  const heard = { ownApp: options.appId, ...(options.surveyAfterMs === undefined ? {} : { surveyAfterMs: options.surveyAfterMs }) }
  const draining = repeated(() => drainAll(database, queue, heard), options.lookMs, complain('the inbox could not be drained'))
  const publishing = repeated(() => publishDue(parts), options.lookMs, complain('the outbox could not be read'))
  const housekeeping = repeated(() => keepHouse(parts, mirrors), HOUSEKEEPING_MS, complain('housekeeping failed'))

  await queue.failed(async (letter) => {
    // Somebody has asked for it again meanwhile, and that is tried first.
    if ((await troubleOf(database.db, letter)) !== 'dead') return
    const subject = await getSubject(database.db, letter)
    const repository = await getRepository(database.db, letter.tenant, letter.repo)
    if (subject?.state !== 'open' || !repository || repository.removed) return
    const repo = { tenant: letter.tenant, id: letter.repo, fullName: repository.fullName }
    await tellTrouble(parts, { ...letter, attempt: letter.attempts }, repo, subject, failureOf(letter.error), true)
    await publishDue(parts, letter)
  })
  await queue.work((job) => (job.key === SURVEY_KEY ? survey(surveying, job) : conductOut(parts, job)), {
    concurrency: options.concurrency,
    sweepMs: options.lookMs,
    ended: options.ended,
  })

  return {
    ring: draining.ring,
    async stop() {
      await Promise.all([draining.stop(), publishing.stop(), housekeeping.stop()])
    },
  }
}

async function conductOut(parts: Parts, job: Job): Promise<void> {
  await conduct(parts, job)
  await leaveTrouble(parts, job)
}

/** A dead letter holds its failure as text; whose trouble it was is still seen from its name. */
function failureOf(text: string): Error {
  const name = 'Trouble: '
  return text.startsWith(name) ? new Trouble('github', text.slice(name.length)) : new Error(text)
}

/** Until the inbox is empty. */
async function drainAll(database: Database, queue: Queue, options: IntakeOptions): Promise<void> {
  const batch = 500
  let drained = batch
  while (drained >= batch) drained = await drainInbox(database, (tx, rows) => intake(tx, rows, queue, options), { batch })
}

async function keepHouse(parts: Parts, mirrors: Mirrors): Promise<void> {
  const { db } = parts.database
  const now = parts.clock()
  const dead = await deadSubjects(db)
  if (dead.length > 0) parts.log.warn({ dead }, 'given up, until an event, a re-run or another version of the code')
  await askForSurveys(parts)
  await purgeInputs(db)
  await pruneInbox(db, later(now, -7 * DAY_MS))
  await pruneOutbox(db, later(now, -7 * DAY_MS))
  for (const tenant of await tenantsToForget(db, later(now, -FORGET_AFTER_MS))) {
    await forgetTenant(db, tenant)
    parts.log.info({ tenant }, 'the record of an installation that is gone was deleted')
  }
  // Source is no record: it goes at once, on each machine that has a cache.
  await mirrors.forget(await deletedTenants(db))
  await mirrors.evict(14 * DAY_MS, Date.parse(now))
}

/** Runs `work` every `ms`, and at once when rung; never twice at the same time. */
function repeated(work: () => Promise<unknown>, ms: number, complain: (error: unknown) => void): { ring(): void; stop(): Promise<void> } {
  let stopped = false
  let rung = false
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> | undefined

  function start(): void {
    clearTimeout(timer)
    if (stopped) return
    if (running) {
      rung = true
      return
    }
    running = run().finally(() => {
      running = undefined
      if (rung) {
        rung = false
        start()
      } else if (!stopped) timer = setTimeout(start, ms)
    })
  }
  async function run(): Promise<void> {
    try {
      await work()
    } catch (error) {
      complain(error)
    }
  }
  start()
  return {
    ring: start,
    async stop() {
      stopped = true
      clearTimeout(timer)
      await running
    },
  }
}
