import type { Instant, Oid, RepoId, TenantId } from './ids.ts'
import type { Known } from './known.ts'
import type { Path } from './path.ts'

/** What a decision is about. Its `key` (see subjectKey) names it in the queue, in rows and in `external_id`s. */
export type Subject =
  | { readonly kind: 'pull_request'; readonly tenant: TenantId; readonly repo: RepoId; readonly number: number }
  | { readonly kind: 'merge_group'; readonly tenant: TenantId; readonly repo: RepoId; readonly headRef: string }
  | { readonly kind: 'range'; readonly tenant: TenantId; readonly repo: RepoId; readonly label: string }

/** Stable text for a subject within its repository: `pr:12`, `group:<head ref>`, `range:<label>`. */
export function subjectKey(subject: Subject): string {
  if (subject.kind === 'pull_request') return `pr:${subject.number}`
  if (subject.kind === 'merge_group') return `group:${subject.headRef}`
  return `range:${subject.label}`
}

export interface Actor {
  readonly login: string
  readonly kind: 'person' | 'app'
}

export interface Issue {
  /** `owner/name`. */
  readonly repo: string
  readonly number: number
  readonly title: string
}

/** One file or link in a tree, as git's tree object has it. */
export interface Entry {
  readonly path: Path
  readonly oid: Oid
  readonly kind: 'file' | 'executable' | 'symlink' | 'submodule'
}

/** One path that differs between base and head. A rename is seen when the content is the same to the byte. */
export interface FileChange {
  readonly path: Path
  readonly status: 'added' | 'removed' | 'modified' | 'renamed'
  readonly previousPath?: Path
  readonly before?: Omit<Entry, 'path'>
  readonly after?: Omit<Entry, 'path'>
}

/** A commit with the tree it holds and, where there is one, the name it was reached by. */
export interface Revision {
  readonly commit: Oid
  readonly tree: Oid
  readonly ref?: string
}

/**
 * What is proposed: plain data, so it can be hashed, stored and judged again. It has no file contents; a gate
 * declares the contents that it needs and finds them in its facts.
 */
export interface Change {
  readonly subject: Subject
  readonly repo: { readonly fullName: string; readonly visibility: Known<'public' | 'private' | 'internal'> }
  /** The tip of the trunk whose settings, registries and owners govern this change. */
  readonly trunk: Revision
  /** Where the change starts from: the merge base of its target branch and its head. */
  readonly base: Revision
  readonly head: Revision
  /** The branch it is to be merged into; no trunk means that the outcome is a preview. */
  readonly target: { readonly ref: string; readonly isTrunk: boolean }
  readonly files: readonly FileChange[]
  /** The pull requests that it is made of: one, several in a merge group. */
  readonly pulls: Known<readonly number[]>
  readonly title: string
  readonly description: Known<string>
  readonly author: Known<Actor>
  readonly labels: Known<readonly string[]>
  readonly draft: Known<boolean>
  readonly fromFork: Known<boolean>
  /** Issues that GitHub closes with this pull request. */
  readonly issues: Known<readonly Issue[]>
  /** The only time a gate knows. */
  readonly asOf: Instant
}
