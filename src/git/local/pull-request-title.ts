import type { Commit } from '../objects/commit-object.ts'
import { firstParagraph } from '../paragraphs.ts'

/** What a commit on the trunk says about the pull request that it merged. */
export interface MergedAs {
  readonly number: number | undefined
  readonly title: string
  readonly description: string
}

/**
 * Reads the messages that GitHub writes: `Merge pull request #12 from owner/branch` with the title as the first
 * paragraph of the body, and `Title (#12)` for squashes and rebases. Any other message is a title and a
 * description.
 */
export function mergedAs({ subject, body }: Pick<Commit, 'subject' | 'body'>): MergedAs {
  const merge = /^Merge pull request #(\d{1,9}) from \S/.exec(subject)
  if (merge) {
    const { first, rest } = firstParagraph(body)
    return { number: Number(merge[1]), title: first || subject, description: rest }
  }
  const squash = /^(.*\S) ?\(#(\d{1,9})\)$/.exec(subject)
  if (squash?.[1]) return { number: Number(squash[2]), title: squash[1].trimEnd(), description: body }
  return { number: undefined, title: subject, description: body }
}
