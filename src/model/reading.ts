import type { Change, Entry, FileChange, Revision } from './change.ts'
import type { PullRequest, RepoRef } from './github.ts'
import type { GlobSet } from './glob.ts'
import type { Instant, Oid } from './ids.ts'
import type { Blob } from './need.ts'
import type { Path } from './path.ts'

/** The port through which trees and blobs are read. One implementation (src/git) serves GitHub's mirrors and local repositories. */
export interface ObjectReader {
  /** The entries of a tree, submodules and links included, that `match` takes, sorted by path. Listings are cached by tree id. */
  list(tree: Oid, match: GlobSet): Promise<readonly Entry[]>
  /** Many blobs at once; over `maxBytes` each comes back without bytes and with the reason. A blob that is not there raises ObjectMissing. */
  blobs(oids: Iterable<Oid>, maxBytes: number): Promise<ReadonlyMap<Oid, Blob>>
  /** What differs between two trees, renames paired when equal to the byte. */
  diff(before: Oid, after: Oid): Promise<readonly FileChange[]>
  /** The commit that a name, abbreviation or id resolves to, with its tree; undefined when there is none. */
  resolve(name: string): Promise<Revision | undefined>
  mergeBase(a: Oid, b: Oid): Promise<Oid | undefined>
  /** The commits on the first-parent line of `from` that changed a file, newest first, with the blob it became (none where it was removed). */
  versions(from: Oid, path: Path, limit: number): Promise<readonly FileVersion[]>
}

export interface FileVersion {
  readonly commit: Oid
  readonly oid: Oid | undefined
}

/** What a source knows before it is settled which branch governs (conductor/govern.ts). */
export type Proposal = Omit<Change, 'trunk' | 'target'> & {
  /** The branch it is to be merged into, at its tip. */
  readonly into: Revision & { readonly ref: string }
  /** The repository's default branch at its tip. */
  readonly defaultBranch: Revision & { readonly ref: string }
}

/** A proposal with the reader of its repository, which is held until `release`. */
export interface Opened {
  readonly proposal: Proposal
  readonly reader: ObjectReader
  release(): void
}

/** A merge group as its event named it. */
export interface MergeGroup {
  readonly repo: RepoRef
  /** GitHub's figure for the repository's size, in kilobytes. */
  readonly sizeKb: number
  readonly headRef: string
  readonly headSha: Oid
  readonly baseRef: string
  readonly baseSha: Oid
}

/** `refs/heads/gh-readonly-queue/main/pr-12-<sha>` is the group whose last pull request is 12. */
export function numberInRef(headRef: string): number | undefined {
  const number = /\/pr-([0-9]{1,9})-[0-9a-f]{40}$/.exec(headRef)?.[1]
  return number === undefined ? undefined : Number(number)
}

/**
 * Brings what is proposed on GitHub within reach: github/ implements it over mirrors. Raises Superseded when it has moved on
 * meanwhile, Trouble when GitHub cannot be reached.
 */
export interface ProposalSource {
  pullRequest(pull: PullRequest, asOf: Instant): Promise<Opened>
  /** `pullsOf` is asked for the group's pull requests once git has told their numbers; it knows what git does not. */
  mergeGroup(group: MergeGroup, pullsOf: (numbers: readonly number[]) => Promise<readonly PullRequest[]>, asOf: Instant): Promise<Opened>
  /** A branch at its tip, the default branch when none is named; undefined when it is gone. */
  branch(repo: RepoRef, ref: string | undefined): Promise<{ readonly tip: Revision; readonly reader: ObjectReader; release(): void } | undefined>
}

/** An object that should be in the repository is not: fetched too little, or gone after a force-push. */
export class ObjectMissing extends Error {
  override name = 'ObjectMissing'
  readonly oid: string
  constructor(oid: string) {
    super(`git object ${oid} is not in the repository`)
    this.oid = oid
  }
}
