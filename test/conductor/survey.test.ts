import { eq } from 'drizzle-orm'
import { pino } from 'pino'
import { afterEach, describe, expect, it } from 'vitest'
import { addRepositories, getRepository, removeRepositories, saveInstallation } from '../../db/installations.ts'
import { openQueue, type Queue } from '../../db/queue.ts'
import { work } from '../../db/schema.ts'
import { getSubject, markEvaluated, observe } from '../../db/subjects.ts'
import { repositoriesToSurvey, surveyAgain, tenantsToSurvey } from '../../db/surveys.ts'
import { askForSurveys, SURVEY_KEY, survey } from '../../src/conductor/survey.ts'
import { type Instant, instant, later, type RepoId, repoId, tenantId } from '../../src/model/ids.ts'
import type { OpenPull, Surveyed, Surveyor } from '../../src/model/survey.ts'
import { Trouble } from '../../src/model/trouble.ts'
import { eachDatabase, type Fresh } from '../db/databases.ts'
import { pull, seen, sha } from '../db/samples.ts'

const tenant = tenantId(7)
const now = instant('2026-11-21T08:00:00.000Z')
const HOUR = 3_600_000

function open(number: number, headSha = sha('a'), more: Partial<OpenPull> = {}): OpenPull {
  return { number, title: 'A change', draft: false, headSha, headRef: 'feature', baseRef: 'main', updatedAt: later(now, -24 * HOUR), ...more }
}

/** @spec SPEC-16 */
eachDatabase((_name, openDatabase) => {
  const closing: (() => Promise<unknown>)[] = []
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close()
  })

  /** A GitHub where every repository has `pulls` open, and settings where `governed` says so. */
  async function scene(
    repositories: number,
    { pulls = [], governed = () => true }: { pulls?: readonly OpenPull[]; governed?: (repo: number, path: string) => boolean } = {},
  ) {
    const fresh: Fresh = await openDatabase()
    closing.push(async () => fresh[Symbol.asyncDispose]())
    const queue: Queue = await openQueue(fresh.database)
    closing.push(() => queue.stop(1000))
    const calls: (readonly RepoId[] | string)[] = []
    const state: { pulls: readonly OpenPull[]; page: number; fails: (repos: readonly RepoId[]) => Error | undefined } = {
      pulls,
      page: 50,
      fails: () => undefined,
    }
    const pageFrom = (start: number): Pick<Surveyed, 'open' | 'next'> => ({
      open: state.pulls.slice(start, start + state.page),
      next: start + state.page < state.pulls.length ? String(start + state.page) : undefined,
    })
    const surveyor: Surveyor = {
      async survey(_tenant, repos, paths) {
        calls.push(repos.map(({ id }) => id))
        const error = state.fails(repos.map(({ id }) => id))
        if (error) throw error
        return new Map(
          repos.map((repo) => [
            repo.id,
            {
              repo,
              defaultBranch: 'main',
              visibility: 'private' as const,
              sizeKb: 12,
              archived: false,
              files: new Set(paths.filter((path) => governed(repo.id, path))),
              openCount: state.pulls.length,
              ...pageFrom(0),
            },
          ]),
        )
      },
      async openPulls(_repo, after) {
        calls.push(after)
        return pageFrom(Number(after))
      },
    }
    const { db } = fresh.database
    await saveInstallation(db, tenant, { account: 'acme', accountId: 1, state: 'active' })
    await addRepositories(
      db,
      tenant,
      Array.from({ length: repositories }, (_, index) => ({ repo: repoId(index + 1), fullName: `acme/repo-${index + 1}` })),
    )
    let clock: Instant = now
    const parts = { database: fresh.database, queue, clock: () => clock, log: pino({ level: 'silent' }), surveyor }
    return {
      db,
      parts,
      calls,
      state,
      look: () => survey(parts, { tenant }),
      pass: (ms: number) => {
        clock = later(clock, ms)
      },
      /** What is wanted, by key, with its reasons. */
      async wanted(repo = 1): Promise<Record<string, readonly string[]>> {
        const rows = await db.select().from(work)
        return Object.fromEntries(rows.filter((row) => row.repo === repo && row.wantedSeq > row.doneSeq).map((row) => [row.key, row.reasons]))
      },
    }
  }

  describe('a survey', () => {
    it('wants what is open and was never heard of, where settings govern, and notes the rest without a call for each', async () => {
      const { look, wanted, calls, db } = await scene(30, { pulls: [open(1), open(2)], governed: (repo) => repo === 1 })
      await look()
      expect(calls.map((call) => call.length)).toEqual([25, 5])
      expect(await wanted(1)).toEqual({ 'pr:1': ['found open'], 'pr:2': ['found open'] })
      expect(await wanted(2)).toEqual({})
      expect(await getSubject(db, { tenant, repo: repoId(1), key: 'pr:1' })).toMatchObject({ state: 'open', headSha: sha('a'), baseRef: 'main', number: 1 })
      expect(await getRepository(db, tenant, repoId(30))).toMatchObject({ defaultBranch: 'main', sizeKb: 12, surveyedAt: now })
    })

    it('asks nothing again within an hour, and nobody for what nobody may see', async () => {
      const { look, calls, pass, db } = await scene(2)
      await removeRepositories(db, tenant, [repoId(2)])
      await look()
      pass(HOUR - 1)
      await look()
      expect(calls).toEqual([[1]])
      pass(2)
      await look()
      expect(calls).toEqual([[1], [1]])
      await saveInstallation(db, tenant, { account: 'acme', state: 'suspended' })
      pass(2 * HOUR)
      await look()
      expect(calls).toHaveLength(2)
    })

    it('goes through all pages of one repository, up to a thousand', async () => {
      const { look, calls, wanted, state } = await scene(1, { pulls: Array.from({ length: 1200 }, (_, index) => open(index + 1)) })
      await look()
      expect(calls).toHaveLength(20)
      expect(Object.keys(await wanted())).toHaveLength(1000)
      expect(state.pulls).toHaveLength(1200)
    })

    describe('of many open pull requests that were looked at before', () => {
      async function looked() {
        const made = await scene(1, { pulls: Array.from({ length: 20 }, (_, index) => open(index + 1)) })
        made.state.page = 5
        await made.look()
        for (let number = 1; number <= 20; number += 1) await markEvaluated(made.db, { tenant, repo: repoId(1), key: `pr:${number}` }, sha('a'), 'found open')
        await made.db.delete(work)
        made.calls.length = 0
        made.pass(HOUR + 1)
        return made
      }

      it('takes one call where nothing happened since', async () => {
        const { look, calls, wanted } = await looked()
        await look()
        expect(calls).toEqual([[1]])
        expect(await wanted()).toEqual({})
      })

      it('goes on while pages have what was updated since, or just before', async () => {
        const { look, calls, wanted, state } = await looked()
        const updated = Array.from({ length: 6 }, (_, index) => open(20 - index, sha(index === 5 ? 'b' : 'a'), { updatedAt: later(now, -HOUR / 2) }))
        state.pulls = [...updated, ...state.pulls.slice(0, 14)]
        await look()
        expect(calls).toEqual([[1], '5'])
        expect(await wanted()).toEqual({ 'pr:15': ['found open'] })
      })

      it('goes through all pages when one was closed that no event told of', async () => {
        const { look, calls, wanted, state } = await looked()
        state.pulls = state.pulls.filter(({ number }) => number !== 17)
        await look()
        expect(calls).toEqual([[1], '5', '10', '15'])
        expect(await wanted()).toEqual({ 'pr:17': ['found open'] })
      })

      it('still wants those on other pages that nobody judged', async () => {
        const { look, calls, wanted, db } = await looked()
        await observe(db, { ...pull(tenant, 18), repo: repoId(1) }, seen(sha('c')))
        await look()
        expect(calls).toEqual([[1]])
        expect(await wanted()).toEqual({ 'pr:18': ['found open'] })
      })
    })

    it('makes a hundred calls in one job and those of one repository, and leaves the rest to the next', async () => {
      const { look, calls, wanted, db, state } = await scene(30, { pulls: Array.from({ length: 9 }, (_, index) => open(index + 1)) })
      state.page = 1
      await look()
      // 25 repositories in the first call, and eight pages more for each: the thirteenth is the last that is begun.
      expect(calls).toHaveLength(1 + 13 * 8)
      expect(await wanted(0)).toEqual({ [SURVEY_KEY]: [SURVEY_KEY] })
      expect(Object.keys(await wanted(13))).toHaveLength(9)
      expect(await wanted(14)).toEqual({})
      await db.delete(work).where(eq(work.key, SURVEY_KEY))
      calls.length = 0
      await look()
      expect(calls[0]).toEqual(Array.from({ length: 17 }, (_, index) => index + 14))
      expect(Object.keys(await wanted(26))).toHaveLength(9)
    })

    it('does some of very many repositories, and asks for the rest', async () => {
      const { look, calls, wanted, db } = await scene(501)
      await look()
      expect(calls).toHaveLength(20)
      expect(await wanted(0)).toEqual({ [SURVEY_KEY]: [SURVEY_KEY] })
      await db.delete(work)
      await look()
      expect(calls.at(-1)).toEqual([501])
      expect(await wanted(0)).toEqual({})
    })

    it('leaves alone what was heard of, is being worked on or was given up', async () => {
      const { look, wanted, db, parts } = await scene(1, { pulls: [1, 2, 3].map((number) => open(number)) })
      for (const number of [1, 2, 3]) await observe(db, { ...pull(tenant, number), repo: repoId(1) }, seen(sha('a')))
      const key = (number: number) => ({ tenant, repo: repoId(1), key: `pr:${number}` })
      await markEvaluated(db, key(1), sha('a'), 'opened')
      await parts.database.transaction((tx) =>
        parts.queue.enqueue(
          tx,
          [key(2), key(3)].map((subject) => ({ ...subject, reason: 'opened' })),
        ),
      )
      await db.update(work).set({ doneSeq: 1, ringAt: null, diedAt: now }).where(eq(work.key, 'pr:3'))
      await look()
      expect(await wanted()).toEqual({ 'pr:2': ['opened'] })
    })

    it('hears of another head, another base, a reopening and a closing that no event told of', async () => {
      const { look, wanted, db } = await scene(1, { pulls: [open(1, sha('b')), open(2, sha('a'), { baseRef: 'release' }), open(3)] })
      for (const number of [1, 2, 3, 4, 5]) {
        const subject = { ...pull(tenant, number), repo: repoId(1) }
        await observe(db, subject, seen(sha('a'), { state: number === 3 || number === 5 ? 'closed' : 'open' }))
        await markEvaluated(db, { tenant, repo: repoId(1), key: `pr:${number}` }, sha('a'), 'opened')
      }
      await look()
      // 4 is open here and not there; of 5 both say that it is closed.
      expect(Object.keys(await wanted()).toSorted()).toEqual(['pr:1', 'pr:2', 'pr:3', 'pr:4'])
      expect(await getSubject(db, { tenant, repo: repoId(1), key: 'pr:1' })).toMatchObject({ headSha: sha('b') })
      expect(await getSubject(db, { tenant, repo: repoId(1), key: 'pr:3' })).toMatchObject({ state: 'open' })
    })

    it('takes nothing for closed when it did not see all that is open', async () => {
      const { look, wanted, db } = await scene(1, { pulls: Array.from({ length: 1001 }, (_, index) => open(index + 2)) })
      await observe(db, { ...pull(tenant, 1), repo: repoId(1) }, seen(sha('a')))
      await markEvaluated(db, { tenant, repo: repoId(1), key: 'pr:1' }, sha('a'), 'opened')
      await look()
      expect(Object.keys(await wanted())).not.toContain('pr:1')
    })

    it('sees all but the one repository for which GitHub does not answer, and leaves that until the next hour', async () => {
      const { look, wanted, calls, state } = await scene(8, { pulls: [open(1)] })
      state.fails = (repos) => (repos.includes(repoId(3)) ? new Trouble('github', 'GitHub answers 502') : undefined)
      await look()
      for (const repo of [1, 2, 4, 5, 6, 7, 8]) expect(Object.keys(await wanted(repo)), String(repo)).toEqual(['pr:1'])
      expect(await wanted(3)).toEqual({})
      expect(calls).toHaveLength(7)
      await look()
      expect(calls).toHaveLength(7)
    })

    it('fails as a whole, after three calls, when GitHub answers for nobody or names a time', async () => {
      const { look, calls, state } = await scene(8, { pulls: [open(1)] })
      state.fails = () => new Trouble('github', 'GitHub answers 502')
      await expect(look()).rejects.toThrow('GitHub answers 502')
      expect(calls).toHaveLength(3)
      state.fails = () => new Trouble('github', 'GitHub limits our requests', { retryAt: later(now, 1000) })
      await expect(look()).rejects.toThrow('GitHub limits our requests')
      expect(calls).toHaveLength(4)
      state.fails = () => new Error('a bug')
      await expect(look()).rejects.toThrow('a bug')
      expect(calls).toHaveLength(5)
    })

    it('of a single repository for which GitHub does not answer is tried again', async () => {
      const { look, state, db, parts } = await scene(1)
      state.fails = () => new Trouble('github', 'GitHub answers 502')
      await expect(look()).rejects.toThrow('GitHub answers 502')
      expect(await repositoriesToSurvey(db, tenant, parts.clock(), 10)).toHaveLength(1)
    })

    it("finds every repository governed where the organisation's own settings are", async () => {
      const { look, wanted, calls, db } = await scene(3, { pulls: [open(1)], governed: (repo, path) => repo === 9 && path === 'maestro.yml' })
      await addRepositories(db, tenant, [{ repo: repoId(9), fullName: 'acme/.github' }])
      await look()
      expect(calls).toEqual([[9], [1, 2, 3, 9]])
      expect(await wanted(2)).toEqual({ 'pr:1': ['found open'] })
    })
  })

  describe('the surveys whose hour has come', () => {
    it('are asked for once, of who is there, and not again while one is on its way or has just died', async () => {
      const { parts, db, pass, wanted, look } = await scene(2)
      const due = () => tenantsToSurvey(db, SURVEY_KEY, later(parts.clock(), -HOUR))
      expect(await due()).toEqual([tenant])
      await askForSurveys(parts)
      expect(await wanted(0)).toEqual({ [SURVEY_KEY]: [SURVEY_KEY] })
      expect(await due()).toEqual([])
      await db.update(work).set({ doneSeq: 1, ringAt: null, diedAt: now })
      expect(await due()).toEqual([])
      pass(HOUR + 1)
      expect(await due()).toEqual([tenant])
      await look()
      expect(await due()).toEqual([])
      await surveyAgain(db, tenant, [repoId(2)])
      expect((await repositoriesToSurvey(db, tenant, later(parts.clock(), -HOUR), 10)).map((row) => row.repo)).toEqual([2])
      await saveInstallation(db, tenant, { account: 'acme', state: 'deleted' })
      expect(await due()).toEqual([])
    })
  })
})
