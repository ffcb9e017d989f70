import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CheckRunMemories, type CheckRunMemory, publishCheck } from '../../src/conductor/publish-check.ts'
import { type CommentMemories, type CommentMemory, publishComment } from '../../src/conductor/publish-comment.ts'
import type { Annotation, CheckOutput } from '../../src/model/card.ts'
import type { GitHub, RepoRef } from '../../src/model/github.ts'
import { repoId, tenantId } from '../../src/model/ids.ts'
import { oidOf } from '../model/memory-reader.ts'

const repo: RepoRef = { tenant: tenantId(1), id: repoId(2), fullName: 'acme/shop' }
const head = oidOf('head')

class Died extends Error {}

/** A GitHub that keeps check runs and comments, and kills the caller before or after any one step. */
function world() {
  const runs: { id: number; name: string; externalId: string; title: string; annotations: number }[] = []
  const comments: { id: number; body: string }[] = []
  let memory: CheckRunMemory | undefined
  let commentMemory: CommentMemory | undefined
  let steps = 0
  let looked = 0
  let fatal: { at: number; after: boolean } | undefined
  const step = async <T>(work: () => T): Promise<T> => {
    steps += 1
    if (fatal?.at === steps && !fatal.after) throw new Died()
    const result = work()
    if (fatal?.at === steps && fatal.after) throw new Died()
    return result
  }
  const remember = (now: CheckRunMemory) =>
    step(() => {
      memory = now
    })
  const rememberComment = (now: CommentMemory) =>
    step(() => {
      commentMemory = now
    })
  const github: Pick<GitHub, 'createCheckRun' | 'updateCheckRun' | 'findCheckRun' | 'createComment' | 'updateComment' | 'findComment'> = {
    createCheckRun: (_repo, _head, externalId, output) =>
      step(() => {
        runs.push({ id: runs.length + 1, name: output.name, externalId, title: output.title, annotations: output.annotations.length })
        return { id: runs.length }
      }),
    updateCheckRun: (_repo, id, output) =>
      step(() => {
        const run = runs.find((candidate) => candidate.id === id)
        if (!run) return 'gone' as const
        run.title = output.title
        run.annotations += output.annotations.length
        return 'updated' as const
      }),
    findCheckRun: (_repo, _head, name, externalId) => step(() => runs.find((run) => run.name === name && run.externalId === externalId)),
    createComment: (_repo, _number, body) =>
      step(() => {
        comments.push({ id: comments.length + 1, body })
        return { id: comments.length }
      }),
    updateComment: (_repo, id, body) =>
      step(() => {
        const comment = comments.find((candidate) => candidate.id === id)
        if (comment) comment.body = body
        return comment ? ('updated' as const) : ('gone' as const)
      }),
    findComment: (_repo, _number, marker) =>
      step(() => {
        looked += 1
        return comments.find((comment) => comment.body.startsWith(marker))
      }),
  }
  const memories: CheckRunMemories = {
    get: () => step(() => memory),
    intend: (externalId, annotationsDigest) => remember({ externalId, githubId: undefined, outputDigest: undefined, annotationsDigest }),
    doubt: (githubId, annotationsDigest) => remember({ ...memory!, githubId, outputDigest: undefined, annotationsDigest }),
    confirm: ({ githubId, outputDigest, annotationsDigest }) => remember({ ...memory!, githubId, outputDigest, annotationsDigest }),
  }
  const commentMemories: CommentMemories = {
    get: () => step(() => commentMemory),
    intend: (githubId) => rememberComment({ githubId, bodyDigest: undefined }),
    confirm: (githubId, bodyDigest) => rememberComment({ githubId, bodyDigest }),
  }
  return {
    runs,
    comments,
    dieAt(at: number, after: boolean) {
      steps = 0
      fatal = { at, after }
    },
    live() {
      fatal = undefined
      steps = 0
    },
    steps: () => steps,
    /** How often our comment was looked for. */
    lookups: () => looked,
    check: (output: CheckOutput) => publishCheck(github as GitHub, repo, head, output, memories),
    comment: (body: string) => publishComment(github as GitHub, repo, 3, body, '<!-- m -->', commentMemories),
  }
}

function output(title: string, annotations = 0): CheckOutput {
  const note = (line: number): Annotation => ({ path: 'a.ts', startLine: line + 1, endLine: line + 1, level: 'warning', title: 't', message: title })
  return {
    name: 'Maestro decision',
    status: 'completed',
    conclusion: 'success',
    title,
    summary: 's',
    annotations: Array.from({ length: annotations }, (_, line) => note(line)),
  }
}

/** @spec SPEC-3 */
describe('publishing a check run', () => {
  it('creates, updates, and leaves alone what has not changed', async () => {
    const { check, runs } = world()
    expect([await check(output('a')), await check(output('b')), await check(output('b'))]).toEqual(['created', 'updated', 'unchanged'])
    expect(runs).toEqual([expect.objectContaining({ title: 'b' })])
  })

  it('gives the first annotations by update, and makes a new run of the name when they change', async () => {
    const { check, runs } = world()
    await check(output('judging'))
    expect([await check(output('a', 2)), await check(output('b', 3)), await check(output('c'))]).toEqual(['updated', 'created', 'created'])
    expect(runs.map(({ title, annotations }) => [title, annotations])).toEqual([
      ['a', 2],
      ['b', 3],
      ['c', 0],
    ])
    expect(new Set(runs.map((run) => run.externalId)).size).toBe(3)
  })

  it('updates the text of a run whose annotations stay the same, without giving them again', async () => {
    const { check, runs } = world()
    const same = { ...output('a', 2), title: 'b' }
    await check(output('a', 2))
    expect(await check(same)).toBe('updated')
    expect(runs).toEqual([expect.objectContaining({ title: 'b', annotations: 2 })])
  })

  it('makes a new run in place of one that is gone', async () => {
    const { check, runs } = world()
    await check(output('a'))
    runs.length = 0
    expect(await check(output('b'))).toBe('created')
    expect(runs).toEqual([expect.objectContaining({ title: 'b' })])
    expect(await check(output('b'))).toBe('unchanged')
  })

  it('appends more than fifty annotations fifty at a time', async () => {
    const { check, runs } = world()
    await check(output('a', 120))
    expect(runs).toEqual([expect.objectContaining({ annotations: 120 })])
  })

  it('ends in the same current run, wherever it dies and however often', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 8 }), fc.boolean()), { maxLength: 4 }),
        fc.constantFrom(0, 2, 60),
        fc.constantFrom(0, 2, 60),
        async (deaths, first, second) => {
          const parts = world()
          for (const [at, after] of deaths) {
            parts.dieAt(at, after)
            await parts.check(output('a', first)).catch((error) => expect(error).toBeInstanceOf(Died))
            await parts.check(output('b', second)).catch((error) => expect(error).toBeInstanceOf(Died))
          }
          parts.live()
          await parts.check(output('b', second))
          expect(parts.runs.at(-1)).toMatchObject({ title: 'b', annotations: second })
          expect(await parts.check(output('b', second))).toBe('unchanged')
        },
      ),
      { seed: 11, numRuns: 300 },
    )
  })
})

describe('publishing the comment', () => {
  it('creates, edits in place, and does not touch what says the same', async () => {
    const { comment, comments } = world()
    expect([await comment('<!-- m --> a'), await comment('<!-- m --> b'), await comment('<!-- m --> b')]).toEqual(['created', 'updated', 'unchanged'])
    expect(comments).toEqual([{ id: 1, body: '<!-- m --> b' }])
  })

  it('is edited without being looked for, as long as it is known which it is', async () => {
    const { comment, lookups } = world()
    await comment('<!-- m --> a')
    await comment('<!-- m --> b')
    expect(lookups()).toBe(0)
  })

  it('says again what it said before when an edit of unknown end came between', async () => {
    const { comment, comments, dieAt, live, steps } = world()
    await comment('<!-- m --> a')
    live()
    await comment('<!-- m --> b')
    const edits = steps()
    await comment('<!-- m --> a')
    // The last step is the confirmation: the edit took effect, and nobody could note it.
    dieAt(edits, false)
    await expect(comment('<!-- m --> b')).rejects.toThrow(Died)
    expect(comments).toEqual([{ id: 1, body: '<!-- m --> b' }])
    live()
    expect(await comment('<!-- m --> a')).toBe('updated')
    expect(comments).toEqual([{ id: 1, body: '<!-- m --> a' }])
  })

  it('writes a new one when somebody deleted it and there is something new to say', async () => {
    const { comment, comments } = world()
    await comment('<!-- m --> a')
    comments.length = 0
    expect(await comment('<!-- m --> a')).toBe('unchanged')
    expect(await comment('<!-- m --> b')).toBe('created')
  })

  it('never makes a second one, wherever it dies and however often', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.integer({ min: 1, max: 6 }), fc.boolean()), { maxLength: 5 }), async (deaths) => {
        const parts = world()
        for (const [index, [at, after]] of deaths.entries()) {
          parts.dieAt(at, after)
          await parts.comment(`<!-- m --> ${index}`).catch((error) => expect(error).toBeInstanceOf(Died))
        }
        parts.live()
        await parts.comment('<!-- m --> last')
        expect(parts.comments).toEqual([{ id: 1, body: '<!-- m --> last' }])
      }),
      { seed: 12, numRuns: 300 },
    )
  })
})
