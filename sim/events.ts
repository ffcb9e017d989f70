import type { Hooks } from './hooks.ts'
import { installation, organization, user } from './shape/account.ts'
import { checkRunEvent, checkSuite } from './shape/check-run.ts'
import { comment, review } from './shape/comment.ts'
import { headCommit } from './shape/commit.ts'
import { pullRequest, pullRequestIssue, pullRequestSimple } from './shape/pull-request.ts'
import { repository } from './shape/repository.ts'
import {
  type Account,
  type CheckRun,
  type CheckSuite,
  type Comment,
  type Installation,
  nodeId,
  type PullRequest,
  type RepositoryRecord,
  type Review,
  type World,
} from './world.ts'

/** Sent to an App whatever it subscribed to. */
const ALWAYS = new Set(['installation', 'installation_repositories'])

/** Turns what happened into the events that GitHub would send, to an App that is installed there and subscribed to them. */
export class Events {
  readonly world: World
  readonly #hooks: Hooks

  constructor(world: World, hooks: Hooks) {
    this.world = world
    this.#hooks = hooks
  }

  /** An event of a repository. `parts` come before repository, organization, sender and installation. */
  repository(record: RepositoryRecord, event: string, parts: { readonly [key: string]: unknown }, sender: Account): void {
    const to = this.world.installationOf(record)
    if (!to || to.suspendedAt || !(to.events.includes(event) || isRequest(event, parts['action']))) return
    this.#hooks.send(event, {
      ...parts,
      repository: parts['repository'] ?? repository(this.world, record),
      ...(record.owner.type === 'Organization' ? { organization: organization(this.world, record.owner) } : {}),
      sender: user(this.world, sender),
      installation: { id: to.id, node_id: nodeId('INST', to.id) },
    })
  }

  async pullRequest(
    record: RepositoryRecord,
    pull: PullRequest,
    action: string,
    sender: Account,
    extra: { readonly [key: string]: unknown } = {},
  ): Promise<void> {
    pull.updatedAt = this.world.time()
    this.repository(record, 'pull_request', { action, number: pull.number, pull_request: await pullRequest(this.world, record, pull), ...extra }, sender)
  }

  checkRun(record: RepositoryRecord, run: CheckRun, action: 'created' | 'completed' | 'rerequested', sender: Account): void {
    this.repository(record, 'check_run', { action, check_run: checkRunEvent(this.world, record, run) }, sender)
  }

  async checkSuite(record: RepositoryRecord, suite: CheckSuite, action: 'requested' | 'rerequested' | 'completed', sender: Account): Promise<void> {
    const head_commit = await headCommit(record, suite.headSha)
    this.repository(record, 'check_suite', { action, check_suite: { ...checkSuite(this.world, record, suite), head_commit } }, sender)
  }

  /** Comments of the App's own are events too: that it does not answer itself is for the App to see to. Comments on plain issues are not told. */
  comment(
    record: RepositoryRecord,
    item: Comment,
    action: 'created' | 'edited' | 'deleted',
    sender: Account,
    extra: { readonly [key: string]: unknown } = {},
  ): void {
    const pull = record.pulls.get(item.number)
    if (!pull) return
    const parts = { action, ...extra, issue: pullRequestIssue(this.world, record, pull), comment: comment(this.world, record, item) }
    this.repository(record, 'issue_comment', parts, sender)
  }

  review(record: RepositoryRecord, pull: PullRequest, item: Review, action: 'submitted' | 'dismissed', sender: Account): void {
    const parts = { action, review: review(this.world, record, pull, item), pull_request: pullRequestSimple(this.world, record, pull) }
    this.repository(record, 'pull_request_review', parts, sender)
  }

  /** An event about the installation itself. */
  installation(to: Installation, event: string, parts: { readonly [key: string]: unknown }): void {
    if (!to.events.includes(event) && !ALWAYS.has(event)) return
    this.#hooks.send(event, { ...parts, installation: installation(this.world, to), sender: user(this.world, to.account) })
  }
}

/** Requests for a check go to the App that may write checks, subscribed or not. */
function isRequest(event: string, action: unknown): boolean {
  return (event === 'check_run' || event === 'check_suite') && (action === 'requested' || action === 'rerequested' || action === 'requested_action')
}
