import type { Db } from '../../db/connect.ts'
import { acquire, blockUntil, type Cost, CREATE, UPDATE } from '../../db/write-budget.ts'
import type { GitHub, RepoRef } from '../model/github.ts'
import type { TenantId } from '../model/ids.ts'
import { Trouble } from '../model/trouble.ts'

/** A wait as short as this is not worth giving the job back for. */
const WAIT_HERE_MS = 1_500

/** GitHub counts one point for each request that only reads. */
const READ: Cost = { content: 0, points: 1 }

/**
 * Calls to GitHub within its secondary limits, counted for each installation in the database, so that any number
 * of workers keep them together. Comments generate content and cost more than check runs, as GitHub counts. When GitHub itself says
 * stop, nobody calls for that installation until then.
 */
export function paced(github: GitHub, db: Db): GitHub {
  async function call<T>(repo: RepoRef, cost: Cost, work: () => Promise<T>): Promise<T> {
    await allowance(db, repo.tenant, cost)
    try {
      return await work()
    } catch (error) {
      if (error instanceof Trouble && error.retryAt !== undefined) await blockUntil(db, repo.tenant, error.retryAt)
      throw error
    }
  }
  return {
    pullRequest: (repo, ...rest) => call(repo, READ, () => github.pullRequest(repo, ...rest)),
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

async function allowance(db: Db, tenant: TenantId, cost: Cost): Promise<void> {
  for (;;) {
    const grant = await acquire(db, tenant, cost)
    if (grant.granted) return
    const waitMs = Date.parse(grant.retryAt) - Date.now()
    if (waitMs > WAIT_HERE_MS) throw new Trouble('github', 'our budget of calls to GitHub is used up', { retryAt: grant.retryAt })
    await new Promise((resolve) => setTimeout(resolve, Math.max(1, waitMs)))
  }
}
