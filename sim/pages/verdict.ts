import { latestRuns } from '../checks.ts'
import type { CheckRun, PullRequest, RepositoryRecord, World } from '../world.ts'

/** How something looks at a glance; also a class name and an icon's name. */
export type Look = 'good' | 'bad' | 'wait' | 'act' | 'quiet'

export interface Verdict {
  readonly look: Look
  readonly title: string
}

/** Our App's current check runs on a pull request's head, then everybody else's. */
export function shownRuns(world: World, repository: RepositoryRecord, pull: PullRequest): CheckRun[] {
  const runs = latestRuns([...repository.runs.values()].filter((run) => run.headSha === pull.headSha)).toReversed()
  const isOurs = (run: CheckRun) => run.app.id === world.app.id
  return [...runs.filter(isOurs), ...runs.filter((run) => !isOurs(run))]
}

/** What the App says of a pull request, in the words of its first check run. */
export function verdictOf(world: World, repository: RepositoryRecord, pull: PullRequest): Verdict | undefined {
  const first = shownRuns(world, repository, pull).find((run) => run.app.id === world.app.id)
  return first && { look: lookOf(first), title: first.title ?? wordFor(first) }
}

export function lookOf(run: CheckRun): Look {
  if (run.status !== 'completed') return 'wait'
  if (run.conclusion === 'success') return 'good'
  if (run.conclusion === 'action_required') return 'act'
  return run.conclusion === 'neutral' || run.conclusion === 'skipped' ? 'quiet' : 'bad'
}

/** `in progress`, `success`, `action required`. */
export function wordFor(run: CheckRun): string {
  return (run.status === 'completed' ? (run.conclusion ?? 'completed') : run.status).replaceAll('_', ' ')
}
