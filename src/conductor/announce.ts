import { getCheckRun } from '../../db/check-runs.ts'
import { onHead } from '../../db/head-lock.ts'
import { checkNames } from '../cards/check-names.ts'
import { renderQueued } from '../cards/queued-checks.ts'
import type { RepoRef } from '../model/github.ts'
import type { Oid } from '../model/ids.ts'
import type { Parts } from './parts.ts'
import { showChecks } from './publish.ts'

/**
 * Puts the check runs there, in progress, as soon as a head is known: a required check that is missing looks like
 * one that nobody runs. A head that has its runs keeps them as they are until the new decision replaces them.
 */
export async function announce(parts: Parts, repo: RepoRef, headSha: Oid, preview: boolean): Promise<void> {
  const head = { tenant: repo.tenant, repo: repo.id, headSha }
  await onHead(parts.database, head, async () => {
    const missing: string[] = []
    for (const name of checkNames(preview)) {
      const row = await getCheckRun(parts.database.db, { ...head, name })
      if (!row?.githubId) missing.push(name)
    }
    if (missing.length > 0) await showChecks(parts, repo, headSha, renderQueued(missing))
  })
  await parts.watch.stage('announced')
}
