import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { begunWith } from '../../../sim/begun-with.ts'
import { latestRuns } from '../../../sim/checks.ts'
import { buildExample } from '../../../sim/example/build.ts'
import { commitOf, git } from '../../../sim/git.ts'
import { type GitHub, startGitHub } from '../../../sim/github.ts'
import { replayHistory } from '../../../sim/history.ts'
import type { Repository } from '../../../sim/repository.ts'
import { type Maestro, startMaestro } from '../../assemble.ts'
import { thingsWith } from '../../cards/headline.ts'
import { readEnvironment } from '../../environment.ts'
import type { Verdict } from '../../model/decision.ts'
import { logInWords } from '../output/log-in-words.ts'
import { Decided } from './decided.ts'
import type { DemoHistory } from './demo-history.ts'

export interface DemoOptions {
  /** The merged pull requests that happen again; the example's unless given. */
  readonly history?: DemoHistory | undefined
  /** The port of the pages; any free one when 0. */
  readonly port: number
  /** Told, once each, what goes wrong in the app. */
  readonly trouble?: (words: string) => void
}

const VERY_LARGE_KB = 10_000_000

/** What became of one pull request. */
export interface DemoRow {
  readonly number: number
  readonly title: string
  /** `none` when no decision came. */
  readonly verdict: Verdict | 'none'
  readonly checks: readonly { readonly name: string; readonly conclusion: string }[]
  readonly comment: string | null
  /** Calls to GitHub's API, REST and GraphQL, without token minting. */
  readonly apiCalls: number
  /** From the webhook to everything being published. */
  readonly ms: number
}

/** A row with what is shown to people only. */
export interface PlayedRow extends DemoRow {
  /** Its number is the demo's own, since the history names none. */
  readonly isNumberMade: boolean
  /** How many things would block if what observes was enforced. */
  readonly wouldBlock: number
}

export interface Demo {
  /** Where the pages are. */
  readonly url: string
  /** Replays the pull requests; each row is given as soon as it is decided. Ends early when the signal is aborted. */
  play(each: (row: PlayedRow) => void, signal: AbortSignal): Promise<void>
  stop(): Promise<void>
}

/** Starts a local GitHub and the real app against it, on the embedded database, in a folder that is removed at the end, however that comes. */
export async function startDemo({ history, port, trouble = () => {} }: DemoOptions): Promise<Demo> {
  // At once, so that no signal comes between.
  const folder = mkdtempSync(join(tmpdir(), 'maestro-demo-'))
  const remove = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  process.once('exit', remove)
  const decided = new Decided()
  const log = logInWords((words) => {
    trouble(words)
    decided.failed()
  })
  try {
    const github = await startGitHub({ port, folder })
    const maestro = await startApp(github, folder, decided, log)
    github.connect(`http://127.0.0.1:${maestro.port}/api/github/webhooks`)
    return {
      url: github.url,
      play: (each, signal) => {
        const stage: Stage = { github, decided, folder, each, signal }
        return history === undefined ? playExample(stage) : playHistory(stage, history)
      },
      async stop() {
        await maestro.stop()
        await github.stop()
        process.off('exit', remove)
        remove()
      },
    }
  } catch (error) {
    remove()
    throw error
  }
}

function startApp(github: GitHub, folder: string, decided: Decided, log: Logger): Promise<Maestro> {
  const environment = readEnvironment({ ...github.environment, HOST: '127.0.0.1', DATA_DIR: join(folder, 'data'), CACHE_DIR: join(folder, 'cache') })
  if (!environment.credentials) throw new Error('the local GitHub gave no credentials')
  return startMaestro({ ...environment, port: 0, credentials: environment.credentials }, { web: true, worker: true }, log, {
    decided: (decision) => decided.decided(decision),
    stage: (stage) => stage === 'published' && decided.changed(),
    // Nothing was open before, and the call would be counted as one of a pull request's.
    surveyAfterMs: 3_600_000,
  })
}

/** Where it is played. */
interface Stage {
  readonly github: GitHub
  readonly decided: Decided
  readonly folder: string
  readonly each: (row: PlayedRow) => void
  readonly signal: AbortSignal
}

async function playExample(stage: Stage): Promise<void> {
  const { github, signal } = stage
  const example = await buildExample(stage.folder)
  const repository = await github.createRepository({ owner: 'acme', name: 'shop', cloneFrom: example.gitDir, private: true })
  github.install({ account: 'acme', repositories: [repository] })
  for (const pull of example.pulls) {
    if (signal.aborted) return
    const started = performance.now()
    const mark = github.calls.mark()
    const { number } = await repository.openPullRequest(pull)
    const row = await rowOf(stage, repository, number, started, mark)
    if (row) stage.each(row)
  }
}

async function playHistory(stage: Stage, { folder, trunk, pulls, starter, isPartial }: DemoHistory): Promise<void> {
  const { github, signal } = stage
  const repository = await github.createRepository({ owner: 'local', name: 'history', cloneFrom: folder, defaultBranch: trunk.ref, private: true })
  await bringTrunk(repository, folder, trunk.commit)
  // Large repositories are mirrored without contents, and only what gates read is fetched: so what is not there is not missed.
  if (isPartial) repository.record.sizeKb = VERY_LARGE_KB
  github.install({ account: 'local', repositories: [repository] })
  const files = new Map(starter?.files.map(({ path, text }) => [path, text]))
  const played = starter ? await begunWith(files, repository, pulls) : pulls
  let started = performance.now()
  let mark = github.calls.mark()
  await replayHistory(
    repository,
    played,
    async (pull, number) => {
      const row = await rowOf(stage, repository, number, started, mark)
      if (row) stage.each({ ...row, isNumberMade: pull.number !== number })
      started = performance.now()
      mark = github.calls.mark()
    },
    signal,
  )
}

/** A clone takes branches over and not what the remote's are; where the trunk is one of these, it is fetched too. */
async function bringTrunk(repository: Repository, folder: string, commit: string): Promise<void> {
  if ((await commitOf(repository.gitDir, commit)) === commit) return
  await git(repository.gitDir, ['fetch', '--quiet', '--update-shallow', '--no-tags', '--', folder, '+refs/remotes/*:refs/from-remotes/*'])
}

/** Undefined when it is not wanted any more. */
async function rowOf(
  { github, decided, signal }: Stage,
  repository: Repository,
  number: number,
  started: number,
  mark: number,
): Promise<PlayedRow | undefined> {
  const { title, headSha } = repository.pullRequest(number)
  const decision = await decided.until(() => {
    const found = decided.decision(headSha)
    const runs = latestRuns(repository.checkRuns(headSha))
    return found !== undefined && runs.length > 0 && runs.every((run) => run.status === 'completed') ? found : undefined
  }, signal)
  if (decision === undefined && signal.aborted) return undefined
  const counts = github.calls.counts(mark)
  return {
    number,
    title,
    verdict: decision?.verdict ?? 'none',
    // What is to be required comes first; the proof explains.
    checks: latestRuns(repository.checkRuns(headSha))
      .map((run) => ({ name: run.name, conclusion: run.conclusion ?? run.status }))
      .toSorted((a, b) => Number(a.name.endsWith('proof')) - Number(b.name.endsWith('proof'))),
    comment: repository.comments(number).find((comment) => comment.author.login === github.botLogin)?.body ?? null,
    apiCalls: counts.rest + counts.graphql,
    ms: Math.round(performance.now() - started),
    isNumberMade: false,
    wouldBlock: decision === undefined ? 0 : thingsWith(decision, 'would-block'),
  }
}
