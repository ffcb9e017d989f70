import type { Change, Entry, FileChange, Revision, Subject } from './change.ts'
import type { GlobSet } from './glob.ts'
import type { Oid } from './ids.ts'
import type { Blob } from './need.ts'

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
}

/** Gathers what is known of a subject: github/ asks GitHub and its mirror, git/ a local repository. */
export interface ChangeSource {
  gather(subject: Subject): Promise<Gathered>
}

/** A change and the reader for its trees, valid until `release` is called. */
export interface Gathered {
  readonly change: Change
  readonly reader: ObjectReader
  release(): void
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
