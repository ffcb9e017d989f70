import type { Database } from '../db/connect.ts'
import { drainInbox } from '../db/drain.ts'
import { pruneInbox } from '../db/inbox.ts'
import { purgeInputs } from '../db/inputs.ts'
import { getRepository } from '../db/installations.ts'
import { pruneOutbox } from '../db/outbox.ts'
import type { Queue } from '../db/queue.ts'
import { getSubject } from '../db/subjects.ts'
import { conduct, tellTrouble } from './conductor/conduct.ts'
import { intake } from './conductor/intake.ts'
import type { Parts } from './conductor/parts.ts'
import { publishDue } from './conductor/publish.ts'
import type { Mirrors } from './git/mirrors/mirror.ts'
import { later } from './model/ids.ts'
import { Trouble } from './model/trouble.ts'

export interface WorkerOptions {
  /** Subjects worked on at once. */
  readonly concurrency: number
  /** How often the inbox, the outbox and what is to be tried again are looked at when nobody rings, in milliseconds. */
  readonly lookMs: number
}

export interface RunningWorker {
  /** Looks at the inbox now: a delivery was just stored in this process. */
  ring(): void
  /** Ends the loops. The queue is stopped by who opened it. */
  stop(): Promise<void>
}

const DAY_MS = 24 * 3600 * 1000
const HOUSEKEEPING_MS = 10 * 60 * 1000

/** Drains the inbox, works the queue, publishes the outbox, and keeps house. */
export async function startWorker(parts: Parts, mirrors: Mirrors, options: WorkerOptions): Promise<RunningWorker> {
  const { database, queue, log } = parts
  const complain = (what: string) => (error: unknown) => log.error({ err: error }, what)
  const draining = repeated(() => drainAll(database, queue), options.lookMs, complain('the inbox could not be drained'))
  const publishing = repeated(() => publishDue(parts), options.lookMs, complain('the outbox could not be read'))
  const housekeeping = repeated(() => keepHouse(parts, mirrors), HOUSEKEEPING_MS, complain('housekeeping failed'))

  await queue.failed(async (letter) => {
    const subject = await getSubject(database.db, letter)
    const repository = await getRepository(database.db, letter.tenant, letter.repo)
    if (subject?.state !== 'open' || !repository || repository.removed) return
    const repo = { tenant: letter.tenant, id: letter.repo, fullName: repository.fullName }
    await tellTrouble(parts, { ...letter, attempt: letter.attempts }, repo, subject, failureOf(letter.error), true)
    await publishDue(parts, letter)
  })
  await queue.work((job) => conduct(parts, job), { concurrency: options.concurrency, sweepMs: options.lookMs })

  return {
    ring: draining.ring,
    async stop() {
      await Promise.all([draining.stop(), publishing.stop(), housekeeping.stop()])
    },
  }
}

/** A dead letter holds its failure as text; whose trouble it was is still seen from its name. */
function failureOf(text: string): Error {
  const name = 'Trouble: '
  return text.startsWith(name) ? new Trouble('github', text.slice(name.length)) : new Error(text)
}

/** Until the inbox is empty. */
async function drainAll(database: Database, queue: Queue): Promise<void> {
  const batch = 500
  let drained = batch
  while (drained >= batch) drained = await drainInbox(database, (tx, rows) => intake(tx, rows, queue), { batch })
}

async function keepHouse(parts: Parts, mirrors: Mirrors): Promise<void> {
  const now = parts.clock()
  await purgeInputs(parts.database.db)
  await pruneInbox(parts.database.db, later(now, -7 * DAY_MS))
  await pruneOutbox(parts.database.db, later(now, -7 * DAY_MS))
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
