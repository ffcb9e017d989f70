import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { type Level, pino } from 'pino'
import type { Database } from '../../db/connect.ts'
import { decisionHistory } from '../../db/decisions.ts'
import { inboxDepth } from '../../db/inbox.ts'
import { installationState } from '../../db/installations.ts'
import { queueDepth } from '../../db/queue.ts'
import { latestRuns } from '../../sim/checks.ts'
import { type GitHub, type GitHubOptions, startGitHub } from '../../sim/github.ts'
import type { PullRequestDraft, Repository } from '../../sim/repository.ts'
import type { CheckRun, PullRequest } from '../../sim/world.ts'
import { type Maestro, startMaestro } from '../../src/assemble.ts'
import type { Stage } from '../../src/conductor/parts.ts'
import { readDecision } from '../../src/conductor/presentation.ts'
import { readEnvironment } from '../../src/environment.ts'
import type { Decision } from '../../src/model/decision.ts'
import type { Gate } from '../../src/model/gate.ts'
import { repoId, tenantId } from '../../src/model/ids.ts'
import { eachDatabase, type Fresh } from '../db/databases.ts'
import { commit, type Edits } from './a-history.ts'

/** Only the objectives' gate, enforced: what touches `src/latency/` serves an objective, everything else has to say which. */
export const SETTINGS = `version: 1
mode: enforce
gates:
  okr:
    registry: "okrs/*.yml"
    rules: [{ paths: ["src/latency/**"], okr: OKR-Q3-LATENCY }]
`

export const TRUNK: Edits = {
  '.github/maestro.yml': SETTINGS,
  'okrs/latency.yml': objective('OKR-Q3-LATENCY'),
  'README.md': '# shop\n',
  'src/api/orders.ts': 'export const orders = []\n',
  'src/latency/cache.ts': 'export const cache = new Map()\n',
}

export function objective(id: string): string {
  return `id: ${id}\nobjective: "Answer sooner"\nkey_results:\n  - id: KR1\n    metric: p95_ms\n    target_rel: -0.2\n`
}

/** A change that serves an objective, and one of which nobody knows what it serves. */
export const SERVES: Edits = { 'src/latency/cache.ts': 'export const cache = new WeakMap()\n' }
export const SERVES_NOTHING: Edits = { 'src/api/orders.ts': 'export const orders = [1]\n' }

const PATIENCE_MS = 60_000
const HOUR_MS = 3_600_000

export interface WorldOptions {
  readonly github?: GitHubOptions
  readonly gates?: readonly Gate[]
  /** Tries of a job before it is given up; 4 unless told. */
  readonly tries?: number
  /** For how long GitHub's trouble is waited out; an hour unless told. */
  readonly patienceMs?: number
  /** How long after an installation what is open is looked over; an hour unless told, so that its calls are not among those that a journey counts. */
  readonly surveyAfterMs?: number
  /** As if the code were another one. */
  readonly version?: string
}

/** Runs a suite of journeys on PGlite always, and on PostgreSQL when TEST_DATABASE_URL is set. */
export function eachWorld(suite: (open: (options?: WorldOptions) => Promise<World>, database: 'pglite' | 'postgres') => void): void {
  eachDatabase((name, open) => suite(async (options) => aWorld(await open(), options), name))
}

/** A local GitHub, the real app, and a database of their own. */
async function aWorld(fresh: Fresh, options: WorldOptions = {}): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'maestro-journey-'))
  const github = await startGitHub(options.github)
  const world = new World(github, fresh, folder)
  await world.start(options)
  return world
}

/** Where a stage is held. */
export interface Held {
  /** Resolves when the work has come there. */
  readonly reached: Promise<void>
  go(): void
}

export class World {
  readonly github: GitHub
  readonly folder: string
  /** Errors and warnings that the app logged. */
  readonly logged: string[] = []
  readonly #fresh: Fresh
  readonly #installations = new Map<string, number>()
  #maestro: Maestro | undefined
  #holds: { stage: Stage; reached: () => void; passed: Promise<void> }[] = []

  constructor(github: GitHub, fresh: Fresh, folder: string) {
    this.github = github
    this.#fresh = fresh
    this.folder = folder
  }

  async start(options: WorldOptions): Promise<void> {
    const variables = { ...this.github.environment, HOST: '127.0.0.1', CACHE_DIR: join(this.folder, 'cache') }
    const environment = readEnvironment(variables)
    const log = pino({ level: 'warn' satisfies Level }, { write: (line) => void this.logged.push(line) })
    this.#maestro = await startMaestro(
      { ...environment, port: 0, credentials: environment.credentials! },
      { web: true, worker: true },
      log,
      {
        stage: (stage) => this.#at(stage),
        retry: { baseMs: 20, lookMs: 50, limit: options.tries ?? 4, patienceMs: options.patienceMs ?? HOUR_MS },
        surveyAfterMs: options.surveyAfterMs ?? HOUR_MS,
      },
      { database: this.database, ...(options.gates ? { gates: options.gates } : {}), ...(options.version ? { version: options.version } : {}) },
    )
    this.github.connect(this.hookUrl)
  }

  /** Ends the app and starts it again, as a deployment does: on the same database and cache, with the options given. */
  async restart(options: WorldOptions): Promise<void> {
    await this.#maestro?.stop()
    await this.start(options)
  }

  get hookUrl(): string {
    return `http://127.0.0.1:${this.#maestro?.port}/api/github/webhooks`
  }

  get database(): Database {
    return this.#fresh.database
  }

  /**
   * A repository with the App installed on it. Its main branch has `TRUNK`, changed by `edits`. It has an owner, and so an
   * installation, of its own unless told: writes are counted for each installation, and tests would wait for one another.
   */
  async repository(
    name: string,
    edits: Edits = {},
    options: { owner?: string; repo?: string; private?: boolean; installed?: boolean } = {},
  ): Promise<JourneyRepository> {
    const { owner = `acme-${name}` } = options
    const repo = await this.github.createRepository({ owner, name: options.repo ?? name, private: options.private ?? true })
    const root = await commit(repo.gitDir, undefined, { ...TRUNK, ...edits })
    await repo.push({ branch: 'main', to: root, by: 'author' })
    const made = new JourneyRepository(this, repo, owner)
    if (options.installed !== false) made.install()
    return made
  }

  /** Lets the App see a repository. Gives the installation. */
  install(repo: Repository, owner: string): number {
    const installation = this.#installations.get(owner)
    if (installation !== undefined) {
      this.github.changeRepositories(installation, { added: [repo] })
      return installation
    }
    const made = this.github.install({ account: owner, repositories: [repo] })
    this.#installations.set(owner, made)
    return made
  }

  /** Holds the next work that comes to this stage until `go`. */
  hold(stage: Stage): Held {
    const reached = Promise.withResolvers<void>()
    const passed = Promise.withResolvers<void>()
    this.#holds.push({ stage, reached: reached.resolve, passed: passed.promise })
    return { reached: reached.promise, go: passed.resolve }
  }

  #at(stage: Stage): Promise<void> | undefined {
    const held = this.#holds.find((one) => one.stage === stage)
    if (!held) return undefined
    this.#holds = this.#holds.filter((one) => one !== held)
    held.reached()
    return held.passed
  }

  /** Resolves when every delivery is answered, the inbox drained, every job ended and everything published. */
  async settled(): Promise<void> {
    await this.until('everything settles', async () => {
      await this.github.idle()
      const inbox = await inboxDepth(this.database.db)
      const queue = await queueDepth(this.database.db)
      if (inbox.waiting > 0 || queue.queued > 0 || (await this.unpublished()) > 0) return false
      await this.github.idle()
      return (await inboxDepth(this.database.db)).waiting === 0
    })
  }

  /** Waits for something to become true; fails after a patience that a slow machine does not reach, and says what was waited for. */
  async until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
    const end = performance.now() + PATIENCE_MS
    while (!(await isSo())) {
      if (performance.now() > end) throw new Error(`waited in vain: ${what}\n${this.logged.slice(-5).join('')}`)
      await pause(8)
    }
  }

  async installationState(of: JourneyRepository): Promise<string | undefined> {
    return installationState(this.database.db, tenantId(of.installation))
  }

  /** How many deliveries wait in the inbox. */
  async waiting(): Promise<number> {
    return (await inboxDepth(this.database.db)).waiting
  }

  /** Why deliveries were given up. */
  async parkedErrors(): Promise<readonly string[]> {
    const result: unknown = await this.database.db.execute(sql`select last_error as error from deliveries where parked_at is not null`)
    return (result as { rows: { error: string }[] }).rows.map(({ error }) => error)
  }

  async unpublished(): Promise<number> {
    const result: unknown = await this.database.db.execute(sql`select count(*)::int as n from outbox where done_at is null`)
    return (result as { rows: { n: number }[] }).rows[0]?.n ?? 0
  }

  /** Calls to GitHub's API, tokens apart, that come of something until everything is settled. */
  async apiCalls(work: () => unknown): Promise<readonly string[]> {
    const mark = this.github.calls.mark()
    await work()
    await this.settled()
    return this.github.calls
      .since(mark)
      .filter((call) => call.kind === 'rest' || call.kind === 'graphql')
      .map((call) => call.operationId ?? `${call.method} ${call.path}`)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const held of this.#holds.splice(0)) held.reached()
    await this.#maestro?.stop()
    await this.github.stop()
    await this.#fresh[Symbol.asyncDispose]()
    await rm(this.folder, { recursive: true, force: true })
  }
}

/** One repository of a world, and what is seen on its pull requests. */
export class JourneyRepository {
  readonly world: World
  readonly repo: Repository
  installation = 0
  readonly #owner: string

  constructor(world: World, repo: Repository, owner: string) {
    this.world = world
    this.repo = repo
    this.#owner = owner
  }

  install(): void {
    this.installation = this.world.install(this.repo, this.#owner)
  }

  /** A commit onto `main` unless told. */
  commit(edits: Edits, onto = 'main', message?: string): Promise<string> {
    return commit(this.repo.gitDir, onto, edits, message)
  }

  async open(edits: Edits, draft: Partial<PullRequestDraft> = {}): Promise<PullRequest> {
    const head = draft.head ?? (await this.commit(edits, draft.base))
    return this.repo.openPullRequest({ title: 'A change', author: 'author', ...draft, head })
  }

  /** Opens, and waits until everything is on the pull request. */
  async opened(edits: Edits, draft: Partial<PullRequestDraft> = {}): Promise<PullRequest> {
    const pull = await this.open(edits, draft)
    await this.world.settled()
    return pull
  }

  async pushMain(edits: Edits): Promise<void> {
    await this.repo.push({ branch: 'main', to: await this.commit(edits), by: 'author' })
  }

  /** What GitHub shows of our check runs: by name, the conclusion, or the status while there is none. */
  checks(sha: string): Readonly<Record<string, string>> {
    return Object.fromEntries(this.latest(sha).map((run) => [run.name, run.conclusion ?? run.status]))
  }

  latest(sha: string): readonly CheckRun[] {
    return latestRuns(this.repo.checkRuns(sha)).toSorted((a, b) => (a.name < b.name ? -1 : 1))
  }

  decisionRun(sha: string): CheckRun {
    const run = this.latest(sha).find((one) => one.name === 'Maestro decision')
    if (!run) throw new Error(`there is no decision on ${sha}`)
    return run
  }

  /** Our own comments on a pull request. */
  comments(number: number): readonly string[] {
    return this.repo
      .comments(number)
      .filter((comment) => comment.author.login === this.world.github.botLogin)
      .map((comment) => comment.body)
  }

  /** Every decision about a pull request, the newest first. */
  async decisions(number: number): Promise<readonly Decision[]> {
    return (await this.#history(`pr:${number}`)).map((row) => readDecision(row.body))
  }

  async groupDecisions(headRef: string): Promise<readonly Decision[]> {
    return (await this.#history(`group:${headRef}`)).map((row) => readDecision(row.body))
  }

  async #history(key: string) {
    return decisionHistory(this.world.database.db, { tenant: tenantId(this.installation), repo: repoId(this.repo.id), key })
  }
}

export const GREEN = { 'Maestro decision': 'success', 'Maestro proof': 'success' }
export const BLOCKED = { 'Maestro decision': 'failure', 'Maestro proof': 'success' }
