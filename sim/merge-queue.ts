import { mergeCommit } from './commits.ts'
import type { Events } from './events.ts'
import { git } from './git.ts'
import { announce, closePull } from './refs.ts'
import { headCommit } from './shape/commit.ts'
import type { PullRequest, RepositoryRecord } from './world.ts'

export interface MergeGroup {
  readonly headRef: string
  readonly headSha: string
  readonly baseRef: string
  readonly baseSha: string
  readonly numbers: readonly number[]
}

/** The merge queue could not build a group: no such pull request, or conflicts. */
export class NoMergeGroup extends Error {
  override name = 'NoMergeGroup'
}

/** GitHub's merge queue, as far as an App meets it: temporary branches under gh-readonly-queue/ and merge_group events. */
export class MergeQueue {
  readonly #record: RepositoryRecord
  readonly #events: Events

  constructor(record: RepositoryRecord, events: Events) {
    this.#record = record
    this.#events = events
  }

  /** Merges pull requests one upon the other onto a branch's tip, and asks for checks on the result. */
  async create(numbers: readonly number[], by: string): Promise<MergeGroup> {
    const { world } = this.#events
    const sender = world.account(by)
    const pulls = numbers.map((number) => this.#pull(number))
    const first = pulls[0]
    if (!first) throw new NoMergeGroup('a merge group has at least one pull request')
    const baseRef = `refs/heads/${first.baseRef}`
    const baseSha = this.#record.refs.get(baseRef) ?? first.baseSha
    let headSha = baseSha
    for (const pull of pulls) {
      const merged = await mergeCommit(this.#record.gitDir, headSha, pull.headSha, `Merge pull request #${pull.number} from ${pull.headRef}\n\n${pull.title}`)
      if (!merged) throw new NoMergeGroup(`#${pull.number} does not merge`)
      headSha = merged
    }
    const group = { headRef: `refs/heads/gh-readonly-queue/${first.baseRef}/pr-${numbers.at(-1)}-${baseSha}`, headSha, baseRef, baseSha, numbers }
    await git(this.#record.gitDir, ['update-ref', group.headRef, headSha])
    for (const pull of pulls) await this.#events.pullRequest(this.#record, pull, 'enqueued', sender)
    await announce(this.#events, this.#record, group.headRef, headSha, sender)
    await this.#tell(group, { action: 'checks_requested' }, by)
    return group
  }

  /** The group is over: merged into its base, or taken apart. */
  async destroy(group: MergeGroup, reason: 'merged' | 'invalidated' | 'dequeued', by: string): Promise<void> {
    const sender = this.#events.world.account(by)
    await this.#tell(group, { action: 'destroyed', reason }, by)
    if (reason === 'merged') {
      await git(this.#record.gitDir, ['update-ref', group.baseRef, group.headSha])
      for (const number of group.numbers) {
        const pull = this.#pull(number)
        pull.mergedAt = this.#events.world.time()
        pull.mergedBy = sender
        pull.mergeCommit = group.headSha
        await closePull(this.#events, this.#record, pull, sender)
      }
      await announce(this.#events, this.#record, group.baseRef, group.headSha, sender)
    } else {
      const why = reason === 'dequeued' ? 'MANUAL' : 'MERGE_CONFLICT'
      for (const number of group.numbers) await this.#events.pullRequest(this.#record, this.#pull(number), 'dequeued', sender, { reason: why })
    }
    await git(this.#record.gitDir, ['update-ref', '-d', group.headRef])
    await announce(this.#events, this.#record, group.headRef, undefined, sender)
  }

  async #tell(group: MergeGroup, parts: { action: string; reason?: string }, by: string): Promise<void> {
    const merge_group = {
      head_sha: group.headSha,
      head_ref: group.headRef,
      base_sha: group.baseSha,
      base_ref: group.baseRef,
      head_commit: await headCommit(this.#record, group.headSha),
    }
    this.#events.repository(this.#record, 'merge_group', { ...parts, merge_group }, this.#events.world.account(by))
  }

  #pull(number: number): PullRequest {
    const pull = this.#record.pulls.get(number)
    if (!pull) throw new NoMergeGroup(`there is no pull request #${number}`)
    return pull
  }
}
