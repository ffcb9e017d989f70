import { type Annotation, type CheckRun, type CheckSuite, fullName, nodeId, type RepositoryRecord, type World } from '../world.ts'
import { app } from './account.ts'
import { pullRequestsOfHead } from './pull-request.ts'
import { apiUrl } from './repository.ts'

export function checkRun(world: World, record: RepositoryRecord, run: CheckRun) {
  const url = `${apiUrl(world, record)}/check-runs/${run.id}`
  return {
    id: run.id,
    name: run.name,
    node_id: nodeId('CR', run.id),
    head_sha: run.headSha,
    external_id: run.externalId,
    url,
    html_url: `${world.url}/${fullName(record)}/runs/${run.id}`,
    details_url: run.detailsUrl ?? `${world.url}/apps/${run.app.slug}`,
    status: run.status,
    conclusion: run.conclusion ?? null,
    started_at: run.startedAt,
    completed_at: run.completedAt ?? null,
    output: {
      title: run.title ?? null,
      summary: run.summary ?? null,
      text: run.text ?? null,
      annotations_count: run.annotations.length,
      annotations_url: `${url}/annotations`,
    },
    check_suite: { id: run.suite.id },
    app: app(world, run.app),
    pull_requests: pullRequestsOfHead(world, record, run.headSha),
  }
}

/** A check run as events carry it: with its suite. */
export function checkRunEvent(world: World, record: RepositoryRecord, run: CheckRun) {
  const { head_sha, head_branch, status, conclusion, before, after, created_at, updated_at, id, node_id, url, pull_requests } = checkSuite(
    world,
    record,
    run.suite,
  )
  const suite = { id, node_id, head_branch, head_sha, status, conclusion, url, before, after, pull_requests, app: app(world, run.app), created_at, updated_at }
  return { ...checkRun(world, record, run), check_suite: suite }
}

export function checkSuite(world: World, record: RepositoryRecord, suite: CheckSuite) {
  const url = `${apiUrl(world, record)}/check-suites/${suite.id}`
  return {
    id: suite.id,
    node_id: nodeId('CS', suite.id),
    head_branch: suite.headBranch ?? null,
    head_sha: suite.headSha,
    status: suite.status,
    conclusion: suite.conclusion ?? null,
    url,
    before: suite.before ?? null,
    after: suite.headSha,
    pull_requests: pullRequestsOfHead(world, record, suite.headSha),
    app: app(world, suite.app),
    created_at: suite.createdAt,
    updated_at: suite.updatedAt,
    rerequestable: true,
    runs_rerequestable: true,
    latest_check_runs_count: [...record.runs.values()].filter((run) => run.suite === suite).length,
    check_runs_url: `${url}/check-runs`,
  }
}

export function annotation(world: World, record: RepositoryRecord, run: CheckRun, item: Annotation) {
  return {
    path: item.path,
    blob_href: `${world.url}/${fullName(record)}/blob/${run.headSha}/${item.path.split('/').map(encodeURIComponent).join('/')}`,
    start_line: item.startLine,
    start_column: item.startColumn ?? null,
    end_line: item.endLine,
    end_column: item.endColumn ?? null,
    annotation_level: item.level,
    title: item.title ?? null,
    message: item.message,
    raw_details: item.rawDetails ?? null,
  }
}
