/** What git said when it failed, or why it was stopped. Neither the arguments nor the text ever hold a secret. */
export class GitFailed extends Error {
  override name = 'GitFailed'
  readonly args: readonly string[]
  /** The exit code; undefined when git could not be started or was stopped. */
  readonly code: number | undefined
  readonly stderr: string
  constructor(args: readonly string[], code: number | undefined, stderr: string) {
    const command = args.slice(0, 6).join(' ').slice(0, 200)
    super(`git ${command} failed (${code ?? 'stopped'}): ${stderr === '' ? 'no message' : stderr}`)
    this.args = args
    this.code = code
    this.stderr = stderr
  }
}

/** The caller's signal ended it. */
export class GitAborted extends GitFailed {
  override name = 'GitAborted'
}

/** It took longer, or printed more, than it may. */
export class GitOverBudget extends GitFailed {
  override name = 'GitOverBudget'
}

/** The folder is no git repository, or git refuses to use it. */
export class NotARepository extends GitFailed {
  override name = 'NotARepository'
}

/** The remote does not let us in, or does not admit that the repository exists. */
export class GitAuthFailed extends GitFailed {
  override name = 'GitAuthFailed'
}

/** The remote could not be reached or broke off: trying later can help. */
export class GitUnavailable extends GitFailed {
  override name = 'GitUnavailable'
}

/** The branch or commit that was asked for is not on the remote any more: a force-push or a deletion came first. */
export class RefGone extends GitFailed {
  override name = 'RefGone'
}

/** The object is there and cannot be read. */
export class ObjectDamaged extends GitFailed {
  override name = 'ObjectDamaged'
}

/** The object exists and is of another kind than what was asked for. */
export class WrongObject extends Error {
  override name = 'WrongObject'
  constructor(oid: string, expected: string, actual: string) {
    super(`git object ${oid} is a ${actual}, not a ${expected}`)
  }
}

/** A tree, or everything under it, is more than is read: a bound on memory, not a verdict on the change. */
export class TreeTooLarge extends Error {
  override name = 'TreeTooLarge'
}

/** A tree object that git itself would refuse to check out, or that two readers could take for two different things. */
export class MalformedTree extends Error {
  override name = 'MalformedTree'
  constructor(oid: string, why: string) {
    super(`git tree ${oid} is malformed: ${why}`)
  }
}

/** A commit object without the headers that every commit has. */
export class MalformedCommit extends Error {
  override name = 'MalformedCommit'
  constructor(oid: string, why: string) {
    super(`git commit ${oid} is malformed: ${why}`)
  }
}

/** The blobs asked for at once have more bytes together than are held in memory. */
export class BlobsTooLarge extends Error {
  override name = 'BlobsTooLarge'
}
