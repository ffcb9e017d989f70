/** What the message of a merged change says about the pull request that it was. */
export interface MergedTitle {
  /** As GitHub numbered it; undefined where the message does not say. */
  readonly number: number | undefined
  /** Of one line, never empty, at most 256 characters. */
  readonly title: string
  readonly body: string
}

const MAX_TITLE = 256
const MERGE = /^Merge pull request #([1-9]\d{0,8}) from \S+$/
const SQUASH = / \(#([1-9]\d{0,8})\)$/

/**
 * Reads the messages that GitHub writes: `Merge pull request #12 from acme/branch` with the title below it for a
 * merge, `Title (#12)` for a squash. Of any other message the subject is the title. `fallback` is the title of a
 * message that has none.
 */
export function readMergeMessage(message: string, fallback: string): MergedTitle {
  const [subject, rest] = cutLine(message)
  const merge = MERGE.exec(subject)
  if (merge) {
    const [title, body] = cutLine(rest)
    return { number: Number(merge[1]), title: bounded(title || subject), body }
  }
  const squash = SQUASH.exec(subject)
  const title = squash ? subject.slice(0, squash.index).trim() : subject
  return { number: squash ? Number(squash[1]) : undefined, title: bounded(title || fallback), body: rest }
}

/** The first line that is not blank, and what follows it. */
function cutLine(text: string): [line: string, rest: string] {
  const trimmed = text.trim()
  const end = trimmed.indexOf('\n')
  return end < 0 ? [trimmed, ''] : [trimmed.slice(0, end).trim(), trimmed.slice(end).trim()]
}

function bounded(title: string): string {
  return title.length <= MAX_TITLE ? title : `${title.slice(0, MAX_TITLE - 1).toWellFormed()}…`
}
