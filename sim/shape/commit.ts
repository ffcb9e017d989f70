import { commitsBetween } from '../commits.ts'
import type { RepositoryRecord } from '../world.ts'

/** GitHub's `simple-commit`: the head commit as check suites, merge groups and workflow runs carry it. */
export async function headCommit(record: RepositoryRecord, sha: string) {
  const [commit] = await commitsBetween(record.gitDir, undefined, sha, 1)
  return {
    id: sha,
    tree_id: commit?.tree ?? '',
    message: commit?.message ?? '',
    timestamp: commit?.committer.date ?? record.createdAt,
    author: { name: commit?.author.name ?? '', email: commit?.author.email ?? '' },
    committer: { name: commit?.committer.name ?? '', email: commit?.committer.email ?? '' },
  }
}
