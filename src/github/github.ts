import type { GitHub } from '../model/github.ts'
import { checkRuns } from './check-runs.ts'
import type { AppClient } from './client.ts'
import { comments } from './comments.ts'
import { fetchPullRequest } from './pull-request.ts'

/** The port of model/github.ts over one App's credentials. */
export function gitHub(client: AppClient, appId: number): GitHub {
  return {
    pullRequest: (repo, number) => fetchPullRequest(client, repo, number),
    ...checkRuns(client),
    ...comments(client, appId),
  }
}
