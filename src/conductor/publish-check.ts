import type { CheckOutput } from '../model/card.ts'
import { digestOf } from '../model/digest.ts'
import type { GitHub, RepoRef } from '../model/github.ts'
import type { Digest, Oid } from '../model/ids.ts'
import type { Json } from '../model/json.ts'

/** GitHub takes this many annotations a request. */
const ANNOTATIONS_A_CALL = 50

/** What is remembered of the current check run of a name on a head commit. */
export interface CheckRunMemory {
  readonly externalId: string
  /** Undefined between the intent and the confirmation: GitHub may or may not have it. */
  readonly githubId: number | undefined
  /** Of what it shows, annotations apart; undefined as long as that is not known. */
  readonly outputDigest: Digest | undefined
  readonly annotationsDigest: Digest | undefined
}

/** Where that memory is kept: one row a name and head commit. */
export interface CheckRunMemories {
  get(): Promise<CheckRunMemory | undefined>
  /** Written before GitHub is asked to create: the run of this `external_id` is current from now on, and if it is there it has these annotations. */
  intend(externalId: string, annotationsDigest: Digest | undefined): Promise<void>
  /** Written before an update, whose end may stay unknown: what the run shows is not known until it is confirmed; which annotations it has only if none are given. */
  doubt(githubId: number, annotationsDigest: Digest | undefined): Promise<void>
  confirm(shown: { githubId: number; output: CheckOutput; outputDigest: Digest; annotationsDigest: Digest }): Promise<void>
}

export type CheckPublished = 'created' | 'updated' | 'unchanged'

const NO_ANNOTATIONS = digestOf([])

/**
 * Makes the current check run of a name on a head show `output`; doing it again changes nothing. GitHub appends annotations on
 * update, so a run that has annotations is only updated while they stay the same; other ones mean a new run of the same name, which hides the older.
 */
export async function publishCheck(github: GitHub, repo: RepoRef, head: Oid, output: CheckOutput, memories: CheckRunMemories): Promise<CheckPublished> {
  const { annotations, ...shown } = output
  const outputDigest = digestOf(shown)
  const annotationsDigest = digestOf(annotations as unknown as Json)
  const memory = await memories.get()
  if (memory?.githubId !== undefined && memory.outputDigest === outputDigest && memory.annotationsDigest === annotationsDigest) return 'unchanged'

  // A run that was intended and never confirmed may be there all the same: one looks before creating another.
  const current = memory && (memory.githubId ?? (await github.findCheckRun(repo, head, output.name, memory.externalId))?.id)
  if (current !== undefined && mayUpdate(memory?.annotationsDigest, annotationsDigest)) {
    const fresh = memory?.annotationsDigest === annotationsDigest ? [] : annotations
    await memories.doubt(current, fresh.length > 0 ? undefined : annotationsDigest)
    const updated = await github.updateCheckRun(repo, current, { ...output, annotations: fresh.slice(0, ANNOTATIONS_A_CALL) })
    if (updated === 'updated') {
      await appendRest(github, repo, current, output, fresh)
      await memories.confirm({ githubId: current, output, outputDigest, annotationsDigest })
      return 'updated'
    }
  }

  const externalId = nextExternalId(repo, head, output.name, memory?.externalId)
  // Beyond one request's worth, a run that is found again may have only some of them.
  await memories.intend(externalId, annotations.length <= ANNOTATIONS_A_CALL ? annotationsDigest : undefined)
  const created = await github.createCheckRun(repo, head, externalId, { ...output, annotations: annotations.slice(0, ANNOTATIONS_A_CALL) })
  await appendRest(github, repo, created.id, output, annotations)
  await memories.confirm({ githubId: created.id, output, outputDigest, annotationsDigest })
  return 'created'
}

function mayUpdate(shown: Digest | undefined, wanted: Digest): boolean {
  return shown === wanted || shown === NO_ANNOTATIONS
}

/** Annotations beyond the first request's, fifty at a time. */
async function appendRest(github: GitHub, repo: RepoRef, id: number, output: CheckOutput, annotations: CheckOutput['annotations']): Promise<void> {
  for (let from = ANNOTATIONS_A_CALL; from < annotations.length; from += ANNOTATIONS_A_CALL) {
    await github.updateCheckRun(repo, id, { ...output, annotations: annotations.slice(from, from + ANNOTATIONS_A_CALL) })
  }
}

/** `maestro:<repository>:<head>:<name>:<generation>`; the generation rises with each new run of the name. */
function nextExternalId(repo: RepoRef, head: Oid, name: string, previous: string | undefined): string {
  const generation = Number(previous?.slice(previous.lastIndexOf(':') + 1) ?? 0)
  return `maestro:${repo.id}:${head}:${name.replaceAll(' ', '-').toLowerCase()}:${generation + 1}`
}
