import type { Db } from '../../db/connect.ts'
import { type Asker, acquire, blockUntil, type Cost, CREATE, QUERY, READ, UPDATE } from '../../db/write-budget.ts'
import type { GitHub, RepoRef } from '../model/github.ts'
import type { Surveyor } from '../model/survey.ts'
import { Trouble } from '../model/trouble.ts'

/** A wait as short as this is not worth giving the job back for. */
const WAIT_HERE_MS = 1_500

/**
 * Calls to GitHub within its secondary limits, counted for each installation in the database (and shared out among its
 * repositories), so that any number of workers keep them together. Comments generate content and cost more than check runs, as GitHub counts. When GitHub itself says
 * stop, nobody calls for that installation until then.
 */
export function paced(github: GitHub, db: Db): GitHub {
  const call = <T>({ tenant, id }: RepoRef, cost: Cost, work: () => Promise<T>): Promise<T> => within(db, { tenant, repo: id }, cost, work)
  return {
    pullRequest: (repo, ...rest) => call(repo, QUERY, () => github.pullRequest(repo, ...rest)),
    findCheckRun: (repo, ...rest) => call(repo, READ, () => github.findCheckRun(repo, ...rest)),
    findComment: (repo, ...rest) => call(repo, READ, () => github.findComment(repo, ...rest)),
    role: (repo, ...rest) => call(repo, READ, () => github.role(repo, ...rest)),
    createCheckRun: (repo, ...rest) => call(repo, UPDATE, () => github.createCheckRun(repo, ...rest)),
    updateCheckRun: (repo, ...rest) => call(repo, UPDATE, () => github.updateCheckRun(repo, ...rest)),
    createComment: (repo, ...rest) => call(repo, CREATE, () => github.createComment(repo, ...rest)),
    updateComment: (repo, ...rest) => call(repo, UPDATE, () => github.updateComment(repo, ...rest)),
    react: (repo, ...rest) => call(repo, UPDATE, () => github.react(repo, ...rest)),
  }
}

/** Surveys within the same limits; they are the installation's own, and no repository's share. */
export function pacedSurveyor(surveyor: Surveyor, db: Db): Surveyor {
  return {
    survey: (tenant, ...rest) => within(db, { tenant }, QUERY, () => surveyor.survey(tenant, ...rest)),
    openPulls: (repo, ...rest) => within(db, { tenant: repo.tenant }, QUERY, () => surveyor.openPulls(repo, ...rest)),
  }
}

async function within<T>(db: Db, asker: Asker, cost: Cost, work: () => Promise<T>): Promise<T> {
  await allowance(db, asker, cost)
  try {
    return await work()
  } catch (error) {
    if (error instanceof Trouble && error.retryAt !== undefined) await blockUntil(db, asker.tenant, error.retryAt)
    throw error
  }
}

async function allowance(db: Db, asker: Asker, cost: Cost): Promise<void> {
  for (;;) {
    const grant = await acquire(db, asker, cost)
    if (grant.granted) return
    const { retryAt } = grant
    if (grant.by === 'github') throw new Trouble('github', 'GitHub limits our requests', { retryAt })
    const waitMs = Date.parse(retryAt) - Date.now()
    if (waitMs > WAIT_HERE_MS) throw new Trouble('ours', 'our budget of calls to GitHub is used up', { retryAt })
    await new Promise((resolve) => setTimeout(resolve, Math.max(1, waitMs)))
  }
}
