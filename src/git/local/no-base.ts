/** There is nothing to compare with. The message says why and what to do. */
export class NoBase extends Error {
  override name = 'NoBase'
}

/** A revision that was named is not in the repository. */
export class UnknownRevision extends Error {
  override name = 'UnknownRevision'
  readonly revision: string
  constructor(revision: string) {
    super(`there is no revision ${JSON.stringify(revision.slice(0, 200))} in this repository`)
    this.revision = revision
  }
}
