import type { PullRequest, RepoRef } from './github.ts'
import type { Instant, RepoId, TenantId } from './ids.ts'

/** An open pull request as a survey sees it: enough to know whether it has to be judged. */
export type OpenPull = Pick<PullRequest, 'number' | 'title' | 'draft' | 'headSha' | 'headRef' | 'baseRef'> & { readonly updatedAt: Instant }

/** A repository as it is now, with what is open in it. */
export interface Surveyed {
  readonly repo: RepoRef
  readonly defaultBranch: string | undefined
  readonly visibility: 'public' | 'private' | 'internal'
  readonly sizeKb: number
  readonly archived: boolean
  /** Which of the paths asked about are on the tip of the default branch. */
  readonly files: ReadonlySet<string>
  /** Those updated last first. */
  readonly open: readonly OpenPull[]
  /** How many are open in all. */
  readonly openCount: number
  /** Where the rest begins; undefined when this is all. */
  readonly next: string | undefined
}

/** Looks over many repositories in few calls, to find what no event told of. Raises Trouble and Refused as GitHub does. */
export interface Surveyor {
  /** One call. A repository that GitHub does not show us is not in the map. At most 25. */
  survey(tenant: TenantId, repos: readonly RepoRef[], paths: readonly string[]): Promise<ReadonlyMap<RepoId, Surveyed>>
  /** The next page of what is open in one repository. One call. */
  openPulls(repo: RepoRef, after: string): Promise<Pick<Surveyed, 'open' | 'next'>>
}
