import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { latestRuns } from '../../../sim/checks.ts'
import { buildExample } from '../../../sim/example/build.ts'
import { type GitHub, startGitHub } from '../../../sim/github.ts'
import { pullsFromHistory, replayHistory } from '../../../sim/history.ts'
import type { Repository } from '../../../sim/repository.ts'
import { type Maestro, startMaestro } from '../../assemble.ts'
import { readEnvironment } from '../../environment.ts'
import type { Verdict } from '../../model/decision.ts'

export interface DemoOptions {
  /** A repository on disk whose merged pull requests happen again; the example unless given. */
  readonly repo?: string | undefined
  readonly last: number
  /** The port of the pages; any free one when 0. */
  readonly port: number
}

/** What became of one pull request. */
export interface DemoRow {
  readonly number: number
  readonly title: string
  /** `none` when no decision came within half a minute. */
  readonly verdict: Verdict | 'none'
  readonly checks: readonly { readonly name: string; readonly conclusion: string }[]
  readonly comment: string | null
  /** Calls to GitHub's API, REST and GraphQL, without token minting. */
  readonly apiCalls: number
  /** From the webhook to everything being published. */
  readonly ms: number
}

export interface Demo {
  /** Where the pages are. */
  readonly url: string
  /** Replays the pull requests; each row is given as soon as it is decided. */
  play(each: (row: DemoRow) => void, signal: AbortSignal): Promise<void>
  stop(): Promise<void>
}

const PATIENCE_MS = 30_000

/** Starts a local GitHub and the real app against it, on the embedded database, in a folder that is removed at the end. */
export async function startDemo(options: DemoOptions): Promise<Demo> {
  const folder = await mkdtemp(join(tmpdir(), 'maestro-demo-'))
  const github = await startGitHub({ port: options.port })
  const progress = new Progress()
  const maestro = await startApp(github, folder, progress)
  github.connect(`http://127.0.0.1:${maestro.port}/api/github/webhooks`)
  return {
    url: github.url,
    play: (each, signal) =>
      options.repo === undefined ? playExample(github, progress, each, signal) : playHistory(github, progress, options.repo, options.last, each, signal),
    async stop() {
      await maestro.stop()
      await github.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function startApp(github: GitHub, folder: string, progress: Progress): Promise<Maestro> {
  const variables = { ...github.environment, HOST: '127.0.0.1', DATA_DIR: join(folder, 'data'), CACHE_DIR: join(folder, 'cache'), LOG_LEVEL: 'error' }
  const environment = readEnvironment(variables)
  if (!environment.credentials) throw new Error('the local GitHub gave no credentials')
  return startMaestro(
    { ...environment, port: 0, credentials: environment.credentials },
    { web: true, worker: true },
    pino({ level: environment.logLevel }, pino.destination(2)),
    {
      decided: (decision) => progress.decided(decision.headSha, decision.verdict),
      stage: (stage) => stage === 'published' && progress.changed(),
      // Nothing was open before, and the call would be counted as one of a pull request's.
      surveyAfterMs: 3_600_000,
    },
  )
}

async function playExample(github: GitHub, progress: Progress, each: (row: DemoRow) => void, signal: AbortSignal): Promise<void> {
  const example = await buildExample()
  try {
    const repository = await github.createRepository({ owner: 'acme', name: 'shop', cloneFrom: example.gitDir, private: true })
    github.install({ account: 'acme', repositories: [repository] })
    for (const pull of example.pulls) {
      if (signal.aborted) return
      const started = performance.now()
      const mark = github.calls.mark()
      const { number } = await repository.openPullRequest(pull)
      each(await rowOf(github, repository, progress, number, started, mark))
    }
  } finally {
    await example.remove()
  }
}

async function playHistory(github: GitHub, progress: Progress, repo: string, last: number, each: (row: DemoRow) => void, signal: AbortSignal): Promise<void> {
  const { pulls } = await pullsFromHistory(repo, { last })
  const repository = await github.createRepository({ owner: 'local', name: 'history', cloneFrom: repo, private: true })
  github.install({ account: 'local', repositories: [repository] })
  let started = performance.now()
  let mark = github.calls.mark()
  await replayHistory(repository, pulls, async (_pull, number) => {
    if (signal.aborted) return
    each(await rowOf(github, repository, progress, number, started, mark))
    started = performance.now()
    mark = github.calls.mark()
  })
}

async function rowOf(github: GitHub, repository: Repository, progress: Progress, number: number, started: number, mark: number): Promise<DemoRow> {
  const { title, headSha } = repository.pullRequest(number)
  const verdict = await progress.until(() => {
    const decided = progress.verdict(headSha)
    const runs = latestRuns(repository.checkRuns(headSha))
    return decided !== undefined && runs.length > 0 && runs.every((run) => run.status === 'completed') ? decided : undefined
  }, PATIENCE_MS)
  const counts = github.calls.counts(mark)
  return {
    number,
    title,
    verdict: verdict ?? 'none',
    checks: latestRuns(repository.checkRuns(headSha)).map((run) => ({ name: run.name, conclusion: run.conclusion ?? run.status })),
    comment: repository.comments(number).find((comment) => comment.author.login === github.botLogin)?.body ?? null,
    apiCalls: counts.rest + counts.graphql,
    ms: Math.round(performance.now() - started),
  }
}

/** What the app has decided and published so far, for those who wait. */
class Progress {
  readonly #verdicts = new Map<string, Verdict>()
  readonly #waiting = new Set<() => void>()

  decided(headSha: string, verdict: Verdict): void {
    this.#verdicts.set(headSha, verdict)
  }

  verdict(headSha: string): Verdict | undefined {
    return this.#verdicts.get(headSha)
  }

  /** Something was published. */
  changed(): void {
    for (const look of this.#waiting) look()
  }

  /** The first value that `look` finds, looking whenever something was published; undefined after `patienceMs`. */
  until<T>(look: () => T | undefined, patienceMs: number): Promise<T | undefined> {
    return new Promise((resolve) => {
      const end = (value: T | undefined): void => {
        clearTimeout(timer)
        this.#waiting.delete(again)
        resolve(value)
      }
      const again = (): void => {
        const value = look()
        if (value !== undefined) end(value)
      }
      const timer = setTimeout(() => end(undefined), patienceMs)
      this.#waiting.add(again)
      again()
    })
  }
}
