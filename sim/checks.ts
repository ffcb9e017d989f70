import type { Events } from './events.ts'
import type { Account, Annotation, AppRecord, CheckRun, CheckSuite, RepositoryRecord } from './world.ts'

/** What may be said of a check run when it is made or changed; undefined leaves it as it is. */
export interface RunChange {
  readonly name?: string | undefined
  readonly externalId?: string | undefined
  readonly detailsUrl?: string | undefined
  readonly status?: string | undefined
  readonly conclusion?: string | undefined
  readonly startedAt?: string | undefined
  readonly completedAt?: string | undefined
  readonly output?:
    | { readonly title: string | undefined; readonly summary: string; readonly text: string | undefined; readonly annotations: readonly Annotation[] }
    | undefined
}

/** Makes a run in the suite of its App and commit, and tells the App that may read checks. */
export async function createRun(
  events: Events,
  repository: RepositoryRecord,
  app: AppRecord,
  headSha: string,
  name: string,
  change: RunChange,
): Promise<CheckRun> {
  const { world } = events
  const run: CheckRun = {
    id: world.id('run'),
    app,
    suite: suiteFor(events, repository, app, headSha),
    headSha,
    name,
    externalId: '',
    detailsUrl: undefined,
    status: 'queued',
    conclusion: undefined,
    startedAt: world.time(),
    completedAt: undefined,
    title: undefined,
    summary: undefined,
    text: undefined,
    annotations: [],
  }
  repository.runs.set(run.id, run)
  apply(world.time(), run, change)
  events.checkRun(repository, run, 'created', app.bot)
  if (run.status === 'completed') events.checkRun(repository, run, 'completed', app.bot)
  await settleSuite(events, repository, run.suite)
  return run
}

/** Changes a run. Annotations are added to those it has, everything else is replaced. */
export async function updateRun(events: Events, repository: RepositoryRecord, run: CheckRun, change: RunChange): Promise<void> {
  const before = run.conclusion
  apply(events.world.time(), run, change)
  if (run.conclusion !== undefined && run.conclusion !== before) events.checkRun(repository, run, 'completed', run.app.bot)
  await settleSuite(events, repository, run.suite)
}

/** A person asks for a run again: the suite waits anew, the run itself stays as it is until its App does something. */
export function rerequestRun(events: Events, repository: RepositoryRecord, run: CheckRun, by: Account): void {
  run.suite.status = 'queued'
  run.suite.conclusion = undefined
  events.checkRun(repository, run, 'rerequested', by)
}

/** The newest run of each name by each App, as GitHub shows them; newest first. */
export function latestRuns(runs: readonly CheckRun[]): CheckRun[] {
  const newest = new Map<string, CheckRun>()
  for (const run of runs) {
    const key = `${run.app.id} ${run.name}`
    const other = newest.get(key)
    if (!other || other.id < run.id) newest.set(key, run)
  }
  return [...newest.values()].sort((a, b) => b.id - a.id)
}

export function suiteFor(events: Events, repository: RepositoryRecord, app: AppRecord, headSha: string): CheckSuite {
  for (const suite of repository.suites.values()) if (suite.headSha === headSha && suite.app.id === app.id) return suite
  const { world } = events
  const branch = [...repository.refs].find(([name, sha]) => sha === headSha && name.startsWith('refs/heads/'))?.[0]
  const suite: CheckSuite = {
    id: world.id('suite'),
    app,
    headSha,
    headBranch: branch?.slice('refs/heads/'.length),
    before: undefined,
    status: 'queued',
    conclusion: undefined,
    createdAt: world.time(),
    updatedAt: world.time(),
  }
  repository.suites.set(suite.id, suite)
  return suite
}

function apply(now: string, run: CheckRun, change: RunChange): void {
  run.name = change.name ?? run.name
  run.externalId = change.externalId ?? run.externalId
  run.detailsUrl = change.detailsUrl ?? run.detailsUrl
  run.startedAt = change.startedAt ?? run.startedAt
  if (change.conclusion !== undefined) {
    run.status = 'completed'
    run.conclusion = change.conclusion
    run.completedAt = change.completedAt ?? now
  } else if (change.status !== undefined && change.status !== 'completed') {
    run.status = change.status
    run.conclusion = undefined
    run.completedAt = undefined
  }
  if (!change.output) return
  run.title = change.output.title ?? run.title
  run.summary = change.output.summary
  run.text = change.output.text ?? run.text
  run.annotations.push(...change.output.annotations)
}

/** Gravest first: what GitHub makes a suite's conclusion of. */
const GRAVITY = ['failure', 'timed_out', 'action_required', 'cancelled', 'stale', 'success', 'neutral', 'skipped']

/** A suite is completed when the latest run of each name is; the App hears of it each time that its conclusion changes. */
async function settleSuite(events: Events, repository: RepositoryRecord, suite: CheckSuite): Promise<void> {
  const runs = latestRuns([...repository.runs.values()].filter((run) => run.suite === suite))
  const open = runs.filter((run) => run.status !== 'completed')
  suite.updatedAt = events.world.time()
  if (open.length > 0) {
    suite.status = open.some((run) => run.status === 'in_progress') ? 'in_progress' : 'queued'
    suite.conclusion = undefined
    return
  }
  const conclusion = GRAVITY.find((one) => runs.some((run) => run.conclusion === one)) ?? 'success'
  if (suite.status === 'completed' && suite.conclusion === conclusion) return
  suite.status = 'completed'
  suite.conclusion = conclusion
  await events.checkSuite(repository, suite, 'completed', suite.app.bot)
}
