import { digestOfBytes } from '../model/digest.ts'
import type { GitHub, RepoRef } from '../model/github.ts'
import type { Digest } from '../model/ids.ts'

/** What is remembered of our one comment on a pull request. */
export interface CommentMemory {
  /** Undefined between the intent and the confirmation. */
  readonly githubId: number | undefined
  readonly bodyDigest: Digest | undefined
}

export interface CommentMemories {
  get(): Promise<CommentMemory | undefined>
  /** Written before GitHub is asked to create (without an id) or to update: what it says is not known until it is confirmed. */
  intend(githubId: number | undefined): Promise<void>
  confirm(githubId: number, bodyDigest: Digest): Promise<void>
}

export type CommentPublished = 'created' | 'updated' | 'unchanged'

/**
 * Makes our comment on a pull request say `body`; doing it again changes nothing and touches nothing. There is
 * never a second one: an intent of unknown end is looked for by its marker before another is created.
 */
export async function publishComment(
  github: GitHub,
  repo: RepoRef,
  number: number,
  body: string,
  marker: string,
  memories: CommentMemories,
): Promise<CommentPublished> {
  const bodyDigest = digestOfBytes(body)
  const memory = await memories.get()
  if (memory?.githubId !== undefined && memory.bodyDigest === bodyDigest) return 'unchanged'
  const existing = memory === undefined ? undefined : (memory.githubId ?? (await github.findComment(repo, number, marker))?.id)
  if (existing !== undefined) {
    await memories.intend(existing)
    if ((await github.updateComment(repo, existing, body)) === 'updated') {
      await memories.confirm(existing, bodyDigest)
      return 'updated'
    }
  }
  await memories.intend(undefined)
  const created = await github.createComment(repo, number, body)
  await memories.confirm(created.id, bodyDigest)
  return 'created'
}
