import { onCheckRun, onCheckSuite, onWorkflowRun } from './handlers/checks.ts'
import { onInstallation, onInstallationRepositories, onRepository } from './handlers/installation.ts'
import { onIssueComment } from './handlers/issue-comment.ts'
import { onMergeGroup } from './handlers/merge-group.ts'
import { onPullRequest } from './handlers/pull-request.ts'
import { onPullRequestReview } from './handlers/pull-request-review.ts'
import { onPush } from './handlers/push.ts'
import type { Handler } from './handlers/signal.ts'

/** Event → handler. What is not listed is acknowledged and forgotten. app.yml subscribes to exactly these. */
export const events: Readonly<Record<string, Handler>> = {
  pull_request: onPullRequest,
  pull_request_review: onPullRequestReview,
  check_suite: onCheckSuite,
  check_run: onCheckRun,
  workflow_run: onWorkflowRun,
  issue_comment: onIssueComment,
  merge_group: onMergeGroup,
  push: onPush,
  installation: onInstallation,
  installation_repositories: onInstallationRepositories,
  repository: onRepository,
}
