import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { buildExample } from '../sim/example/build.ts'
import { git } from '../sim/git.ts'
import { startGitHub } from '../sim/github.ts'
import type { Repository } from '../sim/repository.ts'
import { startMaestro } from '../src/assemble.ts'
import { readEnvironment } from '../src/environment.ts'
import { freshPostgres } from './fresh-postgres.ts'
import { type Figure, percentile } from './table.ts'

const LATENCY_MS = 50
/** More heads at once than an installation's write budget allows would measure GitHub's limits, so there are several installations. */
const OWNERS = ['acme', 'acme-labs', 'acme-shop']
const HEADS = 7

interface Measured {
  readonly ms: number
  readonly calls: number
}

/** From a webhook to what is on the pull request, against the local GitHub with 50 ms on every API call, on PostgreSQL. */
export async function pipelineFigures(): Promise<Figure[]> {
  await using postgres = await freshPostgres()
  await using github = await startGitHub({})
  const folder = await mkdtemp(join(tmpdir(), 'bench-'))
  const example = await buildExample()
  const environment = readEnvironment({ ...github.environment, DATABASE_URL: postgres.url, CACHE_DIR: folder, HOST: '127.0.0.1' })
  let published = (): void => {}
  const maestro = await startMaestro(
    { ...environment, port: 0, credentials: environment.credentials! },
    { web: true, worker: true },
    pino({ level: 'error' }),
    {
      stage(stage) {
        if (stage === 'published') published()
      },
      // Counted apart: one call for 25 repositories, whatever is opened.
      surveyAfterMs: 3_600_000,
    },
  )
  /** Until what `work` causes is published. */
  const measure = async (work: () => Promise<unknown>): Promise<Measured> => {
    const done = new Promise<void>((resolve) => {
      published = resolve
    })
    const mark = github.calls.mark()
    const started = performance.now()
    await work()
    await done
    const ms = performance.now() - started
    const { rest, graphql } = github.calls.counts(mark)
    return { ms, calls: rest + graphql }
  }
  try {
    github.connect(`http://127.0.0.1:${maestro.port}/api/github/webhooks`)
    const repositories: Repository[] = []
    for (const owner of OWNERS) {
      const repository = await github.createRepository({ owner, name: 'shop', cloneFrom: example.gitDir, private: true })
      github.install({ account: owner, repositories: [repository] })
      repositories.push(repository)
    }
    await github.idle()
    github.faults.inject({ match: /./, times: Number.POSITIVE_INFINITY, kind: 'latency', ms: LATENCY_MS })
    const opened: Measured[] = []
    const heads: Measured[] = []
    const again: Measured[] = []
    for (const repository of repositories) {
      opened.push(await measure(() => repository.openPullRequest(example.pulls[1]!)))
      for (let index = 0; index < HEADS; index += 1) {
        const { headSha } = repository.pullRequest(1)
        const next = await git(repository.gitDir, ['commit-tree', `${headSha}^{tree}`, '-p', headSha, '-m', `Head ${index}`])
        heads.push(await measure(() => repository.pushTo(1, next)))
        // A re-run is recorded and published anew, so it is the dearest way to judge the same head.
        const [run] = repository.checkRuns(next)
        if (run) again.push(await measure(async () => repository.rerequestCheckRun(run.id, 'reviewer')))
      }
    }
    const [repository] = repositories
    if (!repository) throw new Error('there is no repository')
    await github.idle()
    const mark = github.calls.mark()
    repository.addForeignCheckRun(repository.pullRequest(1).headSha, 'build', { status: 'completed', conclusion: 'success' })
    await repository.comment(1, 'reviewer', 'Looks good to me')
    await github.idle()
    const idle = github.calls.counts(mark)
    const times = heads.map((head) => head.ms)
    const [dearest, dearestAgain] = [[...opened, ...heads], again].map((all) => Math.max(...all.map((each) => each.calls)))
    return [
      { what: 'API calls for a new head', measured: `${dearest} at most (${opened.length + heads.length} heads)`, target: '≤ 6', met: dearest! <= 6 },
      {
        what: 'API calls for judging the same head again',
        measured: `${dearestAgain} at most (${again.length} times)`,
        target: '≤ 4',
        met: dearestAgain! <= 4,
      },
      {
        what: 'API calls for events that cannot change the decision',
        measured: `${idle.rest + idle.graphql}`,
        target: '0',
        met: idle.rest + idle.graphql === 0,
      },
      {
        what: `webhook to published check runs, ${LATENCY_MS} ms on every API call`,
        measured: `p50 ${percentile(times, 0.5).toFixed(0)} ms, max ${Math.max(...times).toFixed(0)} ms (${times.length} heads)`,
        target: '≤ 1,000 ms',
        met: Math.max(...times) <= 1000,
      },
    ]
  } finally {
    await maestro.stop()
    await example.remove()
    await rm(folder, { recursive: true, force: true })
  }
}
