import type { CheckOutput } from './card.ts'
import type { Actor, Issue } from './change.ts'
import type { Oid, RepoId, TenantId } from './ids.ts'

/** Where a repository is found: by id for keeps, by name (which changes) for URLs. */
export interface RepoRef {
  readonly tenant: TenantId
  readonly id: RepoId
  /** `owner/name` as last heard. */
  readonly fullName: string
}

/** What GitHub knows of a pull request and git does not. One call. */
export interface PullRequest {
  readonly repo: RepoRef
  readonly number: number
  readonly state: 'open' | 'closed' | 'merged'
  readonly title: string
  readonly body: string
  readonly draft: boolean
  readonly author: Actor | undefined
  readonly headSha: Oid
  readonly headRef: string
  readonly baseRef: string
  readonly fromFork: boolean
  readonly labels: readonly string[]
  readonly issues: readonly Issue[]
  readonly defaultBranch: string
  readonly visibility: 'public' | 'private' | 'internal'
  /** Kilobytes on GitHub's disks; decides whether the mirror leaves blobs out. */
  readonly sizeKb: number
}

/** GitHub's own roles, least first; custom roles count as the role they are based on. */
export const ROLES = ['none', 'read', 'triage', 'write', 'maintain', 'admin'] as const
export type Role = (typeof ROLES)[number]

/**
 * What the conductor asks of GitHub, one call each unless said otherwise. Implementations raise Trouble when
 * trying again can help, Refused when it cannot. Only reads and idempotent writes are retried inside; a create
 * is tried once, and who calls looks first whether an earlier one took effect.
 */
export interface GitHub {
  pullRequest(repo: RepoRef, number: number): Promise<PullRequest | undefined>
  createCheckRun(repo: RepoRef, headSha: Oid, externalId: string, output: CheckOutput): Promise<{ id: number }>
  /** Annotations given here are appended to those that the run has. At most 50 a call. */
  updateCheckRun(repo: RepoRef, id: number, output: CheckOutput): Promise<'updated' | 'gone'>
  /** The run of our App with this name and `external_id` on a commit. */
  findCheckRun(repo: RepoRef, headSha: Oid, name: string, externalId: string): Promise<{ id: number } | undefined>
  createComment(repo: RepoRef, number: number, body: string): Promise<{ id: number }>
  updateComment(repo: RepoRef, id: number, body: string): Promise<'updated' | 'gone'>
  /** The first comment of our App on a pull request that holds `marker`; as many calls as there are pages. */
  findComment(repo: RepoRef, number: number, marker: string): Promise<{ id: number } | undefined>
  /** Reactions are idempotent on GitHub. */
  react(repo: RepoRef, commentId: number, reaction: Reaction): Promise<'reacted' | 'gone'>
  role(repo: RepoRef, login: string): Promise<Role>
}

export type Reaction = '+1' | '-1' | 'confused' | 'eyes' | 'rocket'
