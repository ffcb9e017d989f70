import type { Tx } from '../../db/connect.ts'
import type { WorkRequest } from '../../db/queue.ts'
import { openWithHead } from '../../db/subjects.ts'
import type { Oid, RepoId, TenantId } from '../model/ids.ts'

/** Why a pull request is looked at again when another one of the same head commit is closed or gets another head. */
export const LEFT_HEAD_REASON = 'another pull request left this commit'

/** Asks for the open pull requests that keep a head commit which another one no longer has: what its check runs show has to be theirs alone. */
export async function keepingHead(tx: Tx, left: { readonly tenant: TenantId; readonly repo: RepoId }, headSha: Oid): Promise<readonly WorkRequest[]> {
  const open = await openWithHead(tx, left.tenant, left.repo, headSha)
  return open.map(({ tenant, repo, key }) => ({ tenant, repo, key, reason: LEFT_HEAD_REASON }))
}
