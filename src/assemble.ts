import type { Logger } from 'pino'
import { connect, type Database } from '../db/connect.ts'
import { inboxDepth, openInbox } from '../db/inbox.ts'
import { migrate } from '../db/migrate.ts'
import { outboxDepth } from '../db/outbox.ts'
import { openQueue, type Queue, queueDepth } from '../db/queue.ts'
import { events } from './app.ts'
import { extractMemo } from './conductor/facts/extract-memo.ts'
import { governor } from './conductor/govern.ts'
import { keptLately } from './conductor/inputs/kept-lately.ts'
import { paced, pacedSurveyor } from './conductor/pace.ts'
import type { Parts, Stage } from './conductor/parts.ts'
import type { Environment } from './environment.ts'
import { gates } from './gates/registry.ts'
import { type Mirrors, mirrors } from './git/mirrors/mirror.ts'
import { type AppClient, type AppCredentials, appClient, type CallRecord } from './github/client.ts'
import { gitHub } from './github/github.ts'
import { proposalSource } from './github/source.ts'
import { surveyor } from './github/survey.ts'
import { type Metrics, metrics, type QueueDepths } from './metrics.ts'
import type { Decision } from './model/decision.ts'
import type { Gate } from './model/gate.ts'
import { instant } from './model/ids.ts'
import { reasonsUrl } from './reasons-page.ts'
import { type RunningServer, startServer } from './server.ts'
import { codeVersion } from './version.ts'
import { webhookReceiver } from './webhooks.ts'
import { type RunningWorker, startWorker } from './worker.ts'

/** Repositories of this size and more are mirrored without blobs. */
const FILTER_FROM_KB = 300_000

export interface Roles {
  readonly web: boolean
  readonly worker: boolean
}

export interface Maestro {
  /** Where it listens; undefined for a worker. */
  readonly port: number | undefined
  /** Takes nothing new, ends what is under way, closes the database. */
  stop(): Promise<void>
}

/** For tests and the demo, who look over the shoulder of a running process. */
export interface Onlookers {
  /** Told of each stage; a promise in return holds the work there until it is settled. */
  readonly stage?: (stage: Stage) => unknown
  readonly decided?: (decision: Decision) => void
  readonly call?: (record: CallRecord) => void
  /** Retries of jobs and of publishing (both start with `baseMs`, and are looked for every `lookMs`), when a test cannot wait as long as an operator can. */
  readonly retry?: { readonly baseMs?: number; readonly limit?: number; readonly patienceMs?: number; readonly lookMs?: number; readonly leaseMs?: number }
  /** How long after the App was installed what is open is looked over. */
  readonly surveyAfterMs?: number
}

/** What a test gives a process in place of what it would make for itself. */
export interface Substitutes {
  /** Migrated; it is for its giver to close. */
  readonly database?: Database
  readonly gates?: readonly Gate[]
  /** As if the code were another one. */
  readonly version?: string
}

/** Puts a process together from its environment and starts it: web, worker, or both. */
export async function startMaestro(
  environment: Environment & { readonly credentials: AppCredentials },
  roles: Roles,
  log: Logger,
  onlookers: Onlookers = {},
  substitutes: Substitutes = {},
): Promise<Maestro> {
  const ending: (() => Promise<void>)[] = []
  const stop = async (): Promise<void> => {
    for (const end of ending.splice(0).reverse()) await end()
  }
  try {
    const database = substitutes.database ?? (await openDatabase(environment, log))
    if (!substitutes.database) ending.push(() => database.close())
    // Jobs under way read from the mirrors, so these are closed after the queue.
    const mirrored = mirrors(environment.cacheDir, { protocols: [new URL(environment.gitRoot).protocol.slice(0, -1)] })
    ending.push(async () => mirrored.close())
    const queue = await openQueue(database, {
      version: substitutes.version ?? codeVersion(),
      onError: (error) => log.error({ err: error }, 'queue'),
      ...(onlookers.retry ? { retry: onlookers.retry } : {}),
    })
    ending.push(() => queue.stop())
    const measured = metrics(() => depths(database))
    const client = appClient(environment.credentials, log, (record) => {
      measured.apiCall(record.operation, record.status, record.ms)
      onlookers.call?.(record)
    })
    let port = environment.port
    let worker: RunningWorker | undefined
    if (roles.worker) {
      const publicUrl = (): string => environment.publicUrl ?? `http://localhost:${port}`
      const started = await startOwnWorker({
        environment,
        database,
        queue,
        mirrored,
        client,
        measured,
        log,
        onlookers,
        publicUrl,
        gates: substitutes.gates ?? gates,
      })
      worker = started
      ending.push(() => started.stop())
    }
    if (!roles.web) return { port: undefined, stop }
    const server = await startWeb(environment, database, client, measured, log, () => worker?.ring())
    ending.push(() => server.close())
    port = server.port
    return { port, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function depths({ db }: Database): Promise<QueueDepths> {
  const { waiting, parked } = await inboxDepth(db)
  return { inbox: waiting, parked, ...(await queueDepth(db)), unpublished: await outboxDepth(db) }
}

async function openDatabase(environment: Environment, log: Logger): Promise<Database> {
  const database = await connect({
    databaseUrl: environment.databaseUrl,
    dataDir: environment.dataDir,
    // Each job under way may keep one connection for the lock of its head commit while it uses another.
    poolSize: 6 + 2 * environment.concurrency,
    onLost: (error) => log.warn({ err: error }, 'a database connection was lost'),
  })
  try {
    await migrate(database)
    return database
  } catch (error) {
    await database.close()
    throw error
  }
}

interface WorkerMakings {
  readonly environment: Environment & { readonly credentials: AppCredentials }
  readonly database: Database
  readonly queue: Queue
  readonly mirrored: Mirrors
  readonly client: AppClient
  readonly measured: Metrics
  readonly log: Logger
  readonly onlookers: Onlookers
  readonly publicUrl: () => string
  readonly gates: readonly Gate[]
}

function startOwnWorker({ environment, database, queue, mirrored, client, measured, log, onlookers, publicUrl, gates }: WorkerMakings): Promise<RunningWorker> {
  const parts: Parts = {
    database,
    queue,
    github: paced(gitHub(client, environment.credentials.appId), database.db),
    source: proposalSource(client, mirrored, { gitRoot: environment.gitRoot, filterFromKb: FILTER_FROM_KB }),
    gates,
    governor: governor(gates),
    memo: extractMemo(),
    kept: keptLately(),
    links: () => ({ reasons: (code) => reasonsUrl(publicUrl(), code) }),
    clock: () => instant(new Date()),
    republishMs: onlookers.retry?.baseMs ?? 2_000,
    leaseMs: onlookers.retry?.leaseMs ?? 60_000,
    log,
    watch: {
      async stage(stage) {
        await onlookers.stage?.(stage)
      },
      decided(decision, ms) {
        measured.decided(decision.verdict, ms)
        onlookers.decided?.(decision)
      },
      published: measured.published,
    },
  }
  return startWorker(parts, mirrored, {
    appId: environment.credentials.appId,
    surveyor: pacedSurveyor(surveyor(client), database.db),
    concurrency: environment.concurrency,
    lookMs: onlookers.retry?.lookMs ?? 1_000,
    surveyAfterMs: onlookers.surveyAfterMs,
    ended: measured.job,
  })
}

function startWeb(environment: Environment, database: Database, client: AppClient, measured: Metrics, log: Logger, ring: () => void): Promise<RunningServer> {
  const inbox = openInbox(database)
  const receive = webhookReceiver({
    events,
    verify: client.verify,
    async accept(delivery) {
      const result = await inbox.accept(delivery)
      ring()
      return result
    },
    metrics: measured,
    log,
  })
  const notReady = async (): Promise<readonly string[]> => {
    try {
      await inboxDepth(database.db)
      return []
    } catch {
      return ['the database does not answer']
    }
  }
  return startServer({ receive, notReady, metrics: measured, log }, environment)
}
