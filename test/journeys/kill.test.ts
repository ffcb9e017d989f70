import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { pino } from 'pino'
import { afterAll, describe, expect, it } from 'vitest'
import { connect } from '../../db/connect.ts'
import { decisionHistory } from '../../db/decisions.ts'
import { latestRuns } from '../../sim/checks.ts'
import { type GitHub, startGitHub } from '../../sim/github.ts'
import type { Repository } from '../../sim/repository.ts'
import type { PullRequest } from '../../sim/world.ts'
import { type Maestro, startMaestro } from '../../src/assemble.ts'
import type { Stage } from '../../src/conductor/parts.ts'
import { readEnvironment } from '../../src/environment.ts'
import { repoId, tenantId } from '../../src/model/ids.ts'
import { ownPostgres } from '../db/databases.ts'
import { commit } from './a-history.ts'
import { BLOCKED, SERVES_NOTHING, TRUNK } from './a-world.ts'

/** `satisfies` makes this list complete: a stage that is added has to be added here. */
const STAGES = Object.keys({
  claimed: 1,
  'asked-github': 1,
  announced: 1,
  gathered: 1,
  judged: 1,
  recorded: 1,
  'outbox-claimed': 1,
  'check-intended': 1,
  'check-created': 1,
  'check-confirmed': 1,
  'comment-intended': 1,
  'comment-created': 1,
  'comment-confirmed': 1,
  published: 1,
} satisfies Record<Stage, 1>)

/** Where something was just done that the next process cannot undo. With PostgreSQL at hand, which is tried at every stage, PGlite is tried at these. */
const VISIBLE: readonly Stage[] = ['recorded', 'check-created', 'comment-created', 'published']

const PATIENCE_MS = 60_000
/** What Node keeps of compiled modules, so that only the first of many processes compiles them. */
const COMPILED = join(tmpdir(), `maestro-compiled-${process.pid}`)

interface Scene {
  readonly github: GitHub
  readonly opened: { readonly repo: Repository; readonly installation: number; readonly pull: PullRequest }[]
}

/** A pull request in a repository and an installation of its own, since writes are counted for each installation. */
async function open({ github, opened }: Scene, title: string): Promise<void> {
  const owner = `acme-${opened.length}`
  const repo = await github.createRepository({ owner, name: 'shop', private: true })
  await repo.push({ branch: 'main', to: await commit(repo.gitDir, undefined, TRUNK), by: 'author' })
  const installation = github.install({ account: owner, repositories: [repo] })
  const pull = await repo.openPullRequest({ title, head: await commit(repo.gitDir, 'main', SERVES_NOTHING), author: 'author' })
  opened.push({ repo, installation, pull })
}

/** Starts the app. What it is told beside the credentials is in `variables`. */
function startApp(github: GitHub, variables: Readonly<Record<string, string>>): { child: ChildProcess; started: Promise<void> } {
  const env = { PATH: process.env['PATH'], HOST: '127.0.0.1', NODE_COMPILE_CACHE: COMPILED, ...github.environment, ...variables }
  const child = spawn(process.execPath, [join(import.meta.dirname, 'killable.ts')], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  const line = once(createInterface(child.stdout!), 'line').then(([port]) => {
    if (port !== 'undefined') github.connect(`http://127.0.0.1:${port}/api/github/webhooks`)
  })
  // It may die of work that another one left before it can say that it listens.
  return { child, started: Promise.race([line, ended(child)]).then(() => undefined) }
}

function ended(child: ChildProcess): Promise<unknown> {
  return child.exitCode === null && child.signalCode === null ? once(child, 'exit') : Promise.resolve()
}

/** One process after the other, each with a pull request to die of; for a database that has one process. */
async function killInTurn(at: Scene, stages: readonly string[], variables: Readonly<Record<string, string>>): Promise<void> {
  for (const stage of stages) {
    const { child, started } = startApp(at.github, { ...variables, KILL_AT: stage })
    await started
    await open(at, stage)
    await ended(child)
    expect(child.signalCode, stage).toBe('SIGKILL')
  }
}

/** All at once: a process that lives hears GitHub, and workers that die at their stages share its database. */
async function killTogether(at: Scene, stages: readonly string[], variables: Readonly<Record<string, string>>): Promise<void> {
  const workers = stages.map((stage) => startApp(at.github, { ...variables, ROLES: 'worker', KILL_AT: stage }))
  await Promise.all(workers.map(({ started }) => started))
  for (const stage of stages) await open(at, stage)
  const end = performance.now() + PATIENCE_MS
  const alive = () => workers.filter(({ child }) => child.signalCode === null)
  // Whoever got no work yet is given some.
  for (let more = 1; alive().length > 0 && performance.now() < end; more += 1) {
    await Promise.race([...alive().map(({ child }) => ended(child)), pause(500)])
    if (alive().length > 0) await open(at, `more ${more}`)
  }
  expect(workers.map(({ child }) => child.signalCode)).toEqual(stages.map(() => 'SIGKILL'))
}

/** A process that lives ends what the dead ones left. */
async function recover({ github, opened }: Scene, variables: Readonly<Record<string, string>>): Promise<void> {
  const { child, started } = startApp(github, variables)
  await started
  await github.idle()
  // What nobody was there to take is sent again.
  for (const { guid, status } of [...github.deliveries]) if (status === undefined) await github.redeliver(guid)
  const end = performance.now() + PATIENCE_MS
  while (!opened.every(isDone) && performance.now() < end) await pause(25)
  await github.idle()
  child.kill('SIGTERM')
  await ended(child)
}

function isDone({ repo, pull }: Scene['opened'][number]): boolean {
  const runs = latestRuns(repo.checkRuns(pull.headSha))
  return runs.length === 2 && runs.every((run) => run.status === 'completed') && repo.comments(pull.number).length > 0
}

async function expectOneOfEach({ github, opened }: Scene, database: Parameters<typeof connect>[0]): Promise<void> {
  const db = await connect(database)
  try {
    for (const { repo, installation, pull } of opened) {
      const subject = { tenant: tenantId(installation), repo: repoId(repo.id), key: `pr:${pull.number}` }
      const runs = repo.checkRuns(pull.headSha)
      expect(
        (await decisionHistory(db.db, subject)).map(({ headSha }) => headSha),
        pull.title,
      ).toEqual([pull.headSha])
      expect(Object.fromEntries(runs.map((run) => [run.name, run.conclusion])), pull.title).toEqual(BLOCKED)
      expect(runs, pull.title).toHaveLength(2)
      expect(repo.comments(pull.number), pull.title).toHaveLength(1)
    }
    expect(github.violations).toEqual([])
  } finally {
    await db.close()
  }
}

/** Hears GitHub and does no work. */
async function startWeb(github: GitHub, databaseUrl: string): Promise<Maestro> {
  const environment = readEnvironment({ ...github.environment, HOST: '127.0.0.1', DATABASE_URL: databaseUrl })
  const web = await startMaestro({ ...environment, port: 0, credentials: environment.credentials! }, { web: true, worker: false }, pino({ level: 'silent' }))
  github.connect(`http://127.0.0.1:${web.port}/api/github/webhooks`)
  return web
}

const url = process.env['TEST_DATABASE_URL']

afterAll(() => rm(COMPILED, { recursive: true, force: true }))

describe('kill -9 at every stage ends in one decision, one comment and one check run a name', () => {
  it('on PGlite', { timeout: 180_000 }, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'maestro-kill-'))
    const scenery: Scene = { github: await startGitHub(), opened: [] }
    try {
      const variables = { DATA_DIR: join(folder, 'data'), CACHE_DIR: join(folder, 'cache') }
      await killInTurn(scenery, url === undefined ? STAGES : VISIBLE, variables)
      await recover(scenery, variables)
      await expectOneOfEach(scenery, { dataDir: join(folder, 'data') })
    } finally {
      await scenery.github.stop()
      await rm(folder, { recursive: true, force: true })
    }
  })

  it.skipIf(url === undefined)('on PostgreSQL', { timeout: 180_000 }, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'maestro-kill-'))
    const own = await ownPostgres(url ?? '')
    const scenery: Scene = { github: await startGitHub(), opened: [] }
    try {
      const variables = { DATABASE_URL: own.url, CACHE_DIR: join(folder, 'cache'), CONCURRENCY: '2' }
      const web = await startWeb(scenery.github, own.url)
      // As many at once as PostgreSQL's hundred connections allow beside other tests.
      await killTogether(scenery, STAGES.slice(0, 5), variables)
      await killTogether(scenery, STAGES.slice(5, 10), variables)
      await killTogether(scenery, STAGES.slice(10), variables)
      await recover(scenery, { ...variables, ROLES: 'worker' })
      await web.stop()
      await expectOneOfEach(scenery, { databaseUrl: own.url })
    } finally {
      await scenery.github.stop()
      await own.remove()
      await rm(folder, { recursive: true, force: true })
    }
  })
})
