import { type Account, fullName, nodeId, type RepositoryRecord, type World } from '../world.ts'
import { user } from './account.ts'
import { headCommit } from './commit.ts'
import { pullRequestsOfHead } from './pull-request.ts'
import { apiUrl, repository } from './repository.ts'

/** What a finished workflow run is told by. */
export interface FinishedWorkflow {
  readonly headSha: string
  readonly headBranch: string
  /** `.github/workflows/ci.yml` */
  readonly path: string
  readonly name?: string
  /** `success` unless given. */
  readonly conclusion?: string
  /** What started it; `pull_request` unless given. */
  readonly event?: string
}

/** A completed run of GitHub Actions with its workflow, as workflow_run events carry them. */
export async function workflowRun(world: World, record: RepositoryRecord, run: FinishedWorkflow, actor: Account) {
  const id = world.id('workflowRun')
  const workflowId = id % 100_000_000
  const url = `${apiUrl(world, record)}/actions/runs/${id}`
  const workflowUrl = `${apiUrl(world, record)}/actions/workflows/${workflowId}`
  const now = world.time()
  const suite = world.id('suite')
  const home = repository(world, record)
  const workflow_run = {
    id,
    name: run.name ?? run.path,
    display_title: run.name ?? run.path,
    node_id: nodeId('WFR', id),
    head_branch: run.headBranch,
    head_sha: run.headSha,
    path: run.path,
    run_number: 1,
    run_attempt: 1,
    event: run.event ?? 'pull_request',
    status: 'completed',
    conclusion: run.conclusion ?? 'success',
    workflow_id: workflowId,
    check_suite_id: suite,
    check_suite_node_id: nodeId('CS', suite),
    check_suite_url: `${apiUrl(world, record)}/check-suites/${suite}`,
    url,
    html_url: `${world.url}/${fullName(record)}/actions/runs/${id}`,
    pull_requests: pullRequestsOfHead(world, record, run.headSha),
    created_at: now,
    updated_at: now,
    run_started_at: now,
    actor: user(world, actor),
    triggering_actor: user(world, actor),
    jobs_url: `${url}/jobs`,
    logs_url: `${url}/logs`,
    artifacts_url: `${url}/artifacts`,
    cancel_url: `${url}/cancel`,
    rerun_url: `${url}/rerun`,
    previous_attempt_url: null,
    workflow_url: workflowUrl,
    head_commit: await headCommit(record, run.headSha),
    repository: home,
    head_repository: home,
  }
  const workflow = {
    id: workflowId,
    node_id: nodeId('W', workflowId),
    name: run.name ?? run.path,
    path: run.path,
    state: 'active',
    created_at: record.createdAt,
    updated_at: record.createdAt,
    url: workflowUrl,
    html_url: `${world.url}/${fullName(record)}/blob/${record.defaultBranch}/${run.path}`,
    badge_url: `${world.url}/${fullName(record)}/workflows/${encodeURIComponent(run.path)}/badge.svg`,
  }
  return { workflow_run, workflow }
}
