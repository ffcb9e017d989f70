import { createRun, type RunChange, rerequestRun, suiteFor } from './checks.ts'
import { mergeCommit } from './commits.ts'
import type { Events } from './events.ts'
import { commitOf, git, listRefs } from './git.ts'
import { MergeQueue } from './merge-queue.ts'
import { announce, closePull, keepHead, retarget } from './refs.ts'
import { label as labelShape } from './shape/pull-request.ts'
import { workflowRun } from './shape/workflow-run.ts'
import { type CheckRun, type Comment, fullName, type PullRequest, type Reaction, type RepositoryRecord, type Review, type Role } from './world.ts'

/** A person asked for what GitHub would not let them do: a pull request without a head, a merge with conflicts. */
export class Impossible extends Error {
  override name = 'Impossible'
}

export interface PullRequestDraft {
  readonly title: string
  readonly body?: string
  /** A branch, or anything that leads to a commit; what is no branch gets the branch `headRef`. */
  readonly head: string
  readonly headRef?: string
  /** A branch; the default branch unless given. */
  readonly base?: string
  readonly author: string
  readonly labels?: readonly string[]
  readonly draft?: boolean
  /** The head branch lives in a fork that belongs to the author. */
  readonly fromFork?: boolean
  /** Numbers of issues that merging it closes. */
  readonly closes?: readonly number[]
}

/**
 * What people do in a repository, each with the events that GitHub sends for it. Every act resolves once its
 * events are queued; whether the App has answered them is `github.idle()`.
 */
export class Repository {
  readonly record: RepositoryRecord
  readonly mergeQueue: MergeQueue
  readonly #events: Events
  readonly #fork: (of: RepositoryRecord, owner: string) => Promise<RepositoryRecord>

  constructor(record: RepositoryRecord, events: Events, fork: (of: RepositoryRecord, owner: string) => Promise<RepositoryRecord>) {
    this.record = record
    this.mergeQueue = new MergeQueue(record, events)
    this.#events = events
    this.#fork = fork
  }

  get id(): number {
    return this.record.id
  }

  /** `owner/name` as of now. */
  get fullName(): string {
    return fullName(this.record)
  }

  get defaultBranch(): string {
    return this.record.defaultBranch
  }

  /** The bare repository: commit into it with git directly, then `push` or `synchronize`. */
  get gitDir(): string {
    return this.record.gitDir
  }

  async openPullRequest(draft: PullRequestDraft): Promise<PullRequest> {
    const { record } = this
    const { world } = this.#events
    const author = world.account(draft.author)
    const base = draft.base ?? record.defaultBranch
    const branch = await commitOf(this.gitDir, `refs/heads/${draft.head}`)
    const headSha = branch ?? (await this.#commit(draft.head))
    const baseSha = await commitOf(this.gitDir, `refs/heads/${base}`)
    if (!baseSha) throw new Impossible(`${this.fullName} has no branch ${base}`)
    const closes = (draft.closes ?? []).map((issue) => this.#issue(issue))
    const headRepo = draft.fromFork ? await this.#fork(record, author.login) : record
    const number = record.nextNumber
    record.nextNumber += 1
    const headRef = draft.headRef ?? (branch ? draft.head : `pull-${number}`)
    const now = world.time()
    const pull: PullRequest = {
      id: world.id('pull'),
      number,
      title: draft.title,
      body: draft.body ?? '',
      author,
      state: 'open',
      draft: draft.draft ?? false,
      labels: [...(draft.labels ?? [])],
      headRepo,
      headRef,
      headSha,
      baseRef: base,
      baseSha,
      closes,
      reviews: [],
      createdAt: now,
      updatedAt: now,
      closedAt: undefined,
      mergedAt: undefined,
      mergedBy: undefined,
      mergeCommit: undefined,
      testMerge: undefined,
    }
    if (headRepo.refs.get(`refs/heads/${headRef}`) !== headSha) {
      await git(headRepo.gitDir, ['update-ref', `refs/heads/${headRef}`, headSha])
      await announce(this.#events, headRepo, `refs/heads/${headRef}`, headSha, author)
    }
    record.pulls.set(number, pull)
    await keepHead(this.#events, record, pull)
    await this.#events.pullRequest(record, pull, 'opened', author)
    return pull
  }

  openIssue(title: string, author: string, body = ''): number {
    const { world } = this.#events
    const number = this.record.nextNumber
    this.record.nextNumber += 1
    this.record.issues.set(number, { id: world.id('issue'), number, title, body, author: world.account(author), state: 'open', createdAt: world.time() })
    return number
  }

  /** Moves a branch to a commit that is in `gitDir` already. `to` undefined deletes it. */
  async push(move: { branch: string; to: string | undefined; by: string }): Promise<void> {
    const ref = `refs/heads/${move.branch}`
    const after = move.to === undefined ? undefined : await this.#commit(move.to)
    await git(this.gitDir, after ? ['update-ref', ref, after] : ['update-ref', '-d', ref])
    await announce(this.#events, this.record, ref, after, this.#events.world.account(move.by))
  }

  /** Tells of every branch and tag that git moved since the last event. */
  async synchronize(by: string): Promise<void> {
    const found = await listRefs(this.gitDir)
    const account = this.#events.world.account(by)
    for (const [ref, sha] of found) await announce(this.#events, this.record, ref, sha, account)
    for (const ref of [...this.record.refs.keys()]) if (!found.has(ref)) await announce(this.#events, this.record, ref, undefined, account)
  }

  /** A push to the head branch of a pull request, wherever that lives. Forced or not is seen from the commits. */
  async pushTo(number: number, to: string, by?: string): Promise<void> {
    const pull = this.#pull(number)
    const after = await this.#commit(to)
    if (!pull.headRepo) throw new Impossible(`the head repository of #${number} is gone`)
    await git(pull.headRepo.gitDir, ['update-ref', `refs/heads/${pull.headRef}`, after])
    await announce(this.#events, pull.headRepo, `refs/heads/${pull.headRef}`, after, by ? this.#events.world.account(by) : pull.author)
  }

  async edit(number: number, change: { title?: string; body?: string; base?: string }, by: string): Promise<void> {
    const pull = this.#pull(number)
    const sender = this.#events.world.account(by)
    if (change.base !== undefined) await retarget(this.#events, this.record, pull, change.base, sender)
    const changes: { title?: { from: string }; body?: { from: string } } = {}
    if (change.title !== undefined) changes.title = { from: pull.title }
    if (change.body !== undefined) changes.body = { from: pull.body }
    pull.title = change.title ?? pull.title
    pull.body = change.body ?? pull.body
    if (Object.keys(changes).length > 0) await this.#events.pullRequest(this.record, pull, 'edited', sender, { changes })
  }

  async setDraft(number: number, draft: boolean, by: string): Promise<void> {
    const pull = this.#pull(number)
    pull.draft = draft
    await this.#events.pullRequest(this.record, pull, draft ? 'converted_to_draft' : 'ready_for_review', this.#events.world.account(by))
  }

  async label(number: number, name: string, by: string): Promise<void> {
    const pull = this.#pull(number)
    if (pull.labels.includes(name)) return
    pull.labels.push(name)
    await this.#events.pullRequest(this.record, pull, 'labeled', this.#events.world.account(by), { label: labelShape(this.#events.world, this.record, name) })
  }

  async unlabel(number: number, name: string, by: string): Promise<void> {
    const pull = this.#pull(number)
    pull.labels = pull.labels.filter((one) => one !== name)
    await this.#events.pullRequest(this.record, pull, 'unlabeled', this.#events.world.account(by), { label: labelShape(this.#events.world, this.record, name) })
  }

  async close(number: number, by: string): Promise<void> {
    await closePull(this.#events, this.record, this.#pull(number), this.#events.world.account(by))
  }

  async reopen(number: number, by: string): Promise<void> {
    const pull = this.#pull(number)
    pull.state = 'open'
    pull.closedAt = undefined
    await this.#events.pullRequest(this.record, pull, 'reopened', this.#events.world.account(by))
  }

  /**
   * Merges with a merge commit. When the head branch is deleted too, pull requests stacked on it are pointed at
   * this one's base first, as GitHub does. Raises Impossible for conflicts.
   */
  async merge(number: number, by: string, options: { deleteBranch?: boolean } = {}): Promise<string> {
    const pull = this.#pull(number)
    const { world } = this.#events
    const sender = world.account(by)
    const tip = this.record.refs.get(`refs/heads/${pull.baseRef}`) ?? pull.baseSha
    const merged = await mergeCommit(this.gitDir, tip, pull.headSha, `Merge pull request #${number} from ${pull.headRef}\n\n${pull.title}`)
    if (!merged) throw new Impossible(`#${number} does not merge into ${pull.baseRef}`)
    await git(this.gitDir, ['update-ref', `refs/heads/${pull.baseRef}`, merged])
    pull.mergedAt = world.time()
    pull.mergedBy = sender
    pull.mergeCommit = merged
    for (const issue of pull.closes) issue.state = 'closed'
    await closePull(this.#events, this.record, pull, sender)
    await announce(this.#events, this.record, `refs/heads/${pull.baseRef}`, merged, sender)
    if (options.deleteBranch) await this.#deleteMergedBranch(pull, by)
    return merged
  }

  async comment(number: number, author: string, body: string): Promise<Comment> {
    const { world } = this.#events
    const now = world.time()
    const comment: Comment = {
      id: world.id('comment'),
      number,
      author: world.account(author),
      body,
      viaApp: false,
      createdAt: now,
      updatedAt: now,
      reactions: [],
    }
    this.record.comments.set(comment.id, comment)
    this.#events.comment(this.record, comment, 'created', comment.author)
    return comment
  }

  async editComment(id: number, body: string, by?: string): Promise<void> {
    const comment = this.#comment(id)
    const changes = { body: { from: comment.body } }
    comment.body = body
    comment.updatedAt = this.#events.world.time()
    this.#events.comment(this.record, comment, 'edited', by ? this.#events.world.account(by) : comment.author, { changes })
  }

  async deleteComment(id: number, by?: string): Promise<void> {
    const comment = this.#comment(id)
    this.record.comments.delete(id)
    this.#events.comment(this.record, comment, 'deleted', by ? this.#events.world.account(by) : comment.author)
  }

  async review(number: number, by: string, state: 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED', body = ''): Promise<Review> {
    const pull = this.#pull(number)
    const { world } = this.#events
    const review: Review = { id: world.id('review'), author: world.account(by), state, body, commit: pull.headSha, submittedAt: world.time() }
    pull.reviews.push(review)
    this.#events.review(this.record, pull, review, 'submitted', review.author)
    return review
  }

  async dismissReview(number: number, id: number, by: string): Promise<void> {
    const pull = this.#pull(number)
    const review = pull.reviews.find((one) => one.id === id)
    if (!review) throw new Impossible(`#${number} has no review ${id}`)
    review.state = 'DISMISSED'
    this.#events.review(this.record, pull, review, 'dismissed', this.#events.world.account(by))
  }

  addCollaborator(login: string, role: Role): void {
    this.#events.world.account(login)
    this.record.collaborators.set(login.toLowerCase(), role)
  }

  /** Another App's check run: `github-actions` unless named. */
  addForeignCheckRun(headSha: string, name: string, change: RunChange, app = 'github-actions'): Promise<CheckRun> {
    return createRun(this.#events, this.record, this.#events.world.foreignApp(app), headSha, name, change)
  }

  /** Somebody presses «Re-run» at a check run. */
  rerequestCheckRun(id: number, by: string): void {
    const run = this.record.runs.get(id)
    if (!run) throw new Impossible(`there is no check run ${id}`)
    rerequestRun(this.#events, this.record, run, this.#events.world.account(by))
  }

  /** Somebody presses «Re-run all checks» of the App. */
  async rerequestCheckSuite(headSha: string, by: string): Promise<void> {
    await this.#events.checkSuite(
      this.record,
      suiteFor(this.#events, this.record, this.#events.world.app, headSha),
      'rerequested',
      this.#events.world.account(by),
    )
  }

  /** A GitHub Actions workflow has run for a commit: what a gate may take evidence from. */
  async completeWorkflowRun(run: {
    headSha: string
    headBranch: string
    path: string
    name?: string
    conclusion?: string
    event?: string
    by: string
  }): Promise<void> {
    const sender = this.#events.world.account(run.by)
    const { workflow_run, workflow } = await workflowRun(this.#events.world, this.record, run, sender)
    this.#events.repository(this.record, 'workflow_run', { action: 'completed', workflow_run, workflow }, sender)
  }

  /** Gives the repository another name; the old one redirects from now on. */
  rename(name: string, by: string): void {
    const from = this.record.name
    this.record.name = name
    this.#events.world.name(this.record)
    this.#events.repository(this.record, 'repository', { action: 'renamed', changes: { repository: { name: { from } } } }, this.#events.world.account(by))
  }

  /** Renames the default branch, and with it the base of every pull request onto it. */
  async renameDefaultBranch(name: string, by: string): Promise<void> {
    const { record } = this
    const from = record.defaultBranch
    const tip = record.refs.get(`refs/heads/${from}`)
    const sender = this.#events.world.account(by)
    await git(this.gitDir, ['branch', '-m', from, name])
    await git(this.gitDir, ['symbolic-ref', 'HEAD', `refs/heads/${name}`])
    record.refs.delete(`refs/heads/${from}`)
    if (tip) record.refs.set(`refs/heads/${name}`, tip)
    record.defaultBranch = name
    for (const pull of record.pulls.values()) if (pull.state === 'open' && pull.baseRef === from) await retarget(this.#events, record, pull, name, sender)
    this.#events.repository(record, 'repository', { action: 'edited', changes: { default_branch: { from } } }, sender)
  }

  setPrivate(isPrivate: boolean, by: string): void {
    this.record.private = isPrivate
    this.#events.repository(this.record, 'repository', { action: isPrivate ? 'privatized' : 'publicized' }, this.#events.world.account(by))
  }

  delete(by: string): void {
    this.#events.repository(this.record, 'repository', { action: 'deleted' }, this.#events.world.account(by))
    for (const home of this.#events.world.repositories.values()) {
      for (const pull of home.pulls.values()) if (pull.headRepo === this.record) pull.headRepo = undefined
    }
    this.#events.world.forget(this.record)
  }

  pullRequest(number: number): PullRequest {
    return this.#pull(number)
  }

  pullRequests(): PullRequest[] {
    return [...this.record.pulls.values()]
  }

  /** Comments of a pull request or issue, oldest first. */
  comments(number: number): Comment[] {
    return [...this.record.comments.values()].filter((comment) => comment.number === number)
  }

  reactions(commentId: number): readonly Reaction[] {
    return this.#comment(commentId).reactions
  }

  /** Every check run of a commit with all its annotations, oldest first; `latestRuns` says which of them GitHub shows. */
  checkRuns(sha: string): CheckRun[] {
    return [...this.record.runs.values()].filter((run) => run.headSha === sha)
  }

  async #deleteMergedBranch(pull: PullRequest, by: string): Promise<void> {
    const sender = this.#events.world.account(by)
    if (pull.headRepo !== this.record) return
    for (const other of this.record.pulls.values()) {
      if (other.state === 'open' && other.baseRef === pull.headRef) await retarget(this.#events, this.record, other, pull.baseRef, sender)
    }
    await this.push({ branch: pull.headRef, to: undefined, by })
  }

  #pull(number: number): PullRequest {
    const pull = this.record.pulls.get(number)
    if (!pull) throw new Impossible(`${this.fullName} has no pull request #${number}`)
    return pull
  }

  #comment(id: number): Comment {
    const comment = this.record.comments.get(id)
    if (!comment) throw new Impossible(`${this.fullName} has no comment ${id}`)
    return comment
  }

  #issue(number: number) {
    const issue = this.record.issues.get(number)
    if (!issue) throw new Impossible(`${this.fullName} has no issue #${number}`)
    return issue
  }

  async #commit(name: string): Promise<string> {
    const sha = (await commitOf(this.gitDir, `refs/heads/${name}`)) ?? (await commitOf(this.gitDir, name))
    if (!sha) throw new Impossible(`${this.fullName} has no commit ${name}`)
    return sha
  }
}
