import { afterAll, beforeAll, expect, it } from 'vitest'
import { confirmCheckRun, doubtCheckRun, getCheckRun, intendCheckRun } from '../../db/check-runs.ts'
import { commandAnswered, intendReply, pendingCommands, savePendingCommand } from '../../db/commands.ts'
import { confirmComment, doubtComment, getComment, intendComment } from '../../db/comments.ts'
import { addRepositories, describeRepository, getRepository, removeRepositories, repositoryNamed, saveRepository } from '../../db/installations.ts'
import { okrTagsOf, tagOkr, untagOkr } from '../../db/okr-tags.ts'
import { markSurveyed, repositoriesToSurvey } from '../../db/surveys.ts'
import { noteGoverning } from '../../db/trunks.ts'
import { instant, repoId } from '../../src/model/ids.ts'
import { eachDatabase, type Fresh } from './databases.ts'
import { newTenant, repo, sha, textDigest } from './samples.ts'

const shown = {
  githubId: 8_000_000_001,
  status: 'completed',
  conclusion: 'success',
  outputDigest: textDigest('output'),
  annotationsDigest: textDigest('none'),
}

/** @spec SPEC-12 */
eachDatabase((_name, open) => {
  let fresh: Fresh
  beforeAll(async () => {
    fresh = await open()
  })
  afterAll(() => fresh[Symbol.asyncDispose]())

  it('remembers a check run from the intent to what GitHub shows, and doubts it while an update is under way', async () => {
    const { db } = fresh.database
    const key = { tenant: newTenant(), repo, headSha: sha('a'), name: 'Maestro decision' }
    await intendCheckRun(db, key, 'run-1', shown.annotationsDigest)
    expect(await getCheckRun(db, key)).toMatchObject({ externalId: 'run-1', githubId: null, outputDigest: null, annotationsDigest: shown.annotationsDigest })
    expect(await confirmCheckRun(db, key, 'run-1', shown)).toBe(true)
    expect(await getCheckRun(db, key)).toMatchObject({ ...shown, externalId: 'run-1' })
    await doubtCheckRun(db, key, 'run-1', shown.githubId, undefined)
    expect(await getCheckRun(db, key)).toMatchObject({ githubId: shown.githubId, outputDigest: null, annotationsDigest: null, confirmedAt: null })
  })

  it('has one current check run of a name and head: a new one takes the place of the old', async () => {
    const { db } = fresh.database
    const key = { tenant: newTenant(), repo, headSha: sha('a'), name: 'Maestro proof' }
    await intendCheckRun(db, key, 'run-1', undefined)
    await confirmCheckRun(db, key, 'run-1', shown)
    await intendCheckRun(db, key, 'run-2', undefined)
    expect(await getCheckRun(db, key)).toMatchObject({ externalId: 'run-2', githubId: null, confirmedAt: null })
    expect(await confirmCheckRun(db, key, 'run-1', shown)).toBe(false)
  })

  it('remembers that a comment was intended, what it says, and that an edit is under way', async () => {
    const { db } = fresh.database
    const key = { tenant: newTenant(), repo, number: 12 }
    await intendComment(db, key)
    expect(await getComment(db, key)).toMatchObject({ githubId: null, bodyDigest: null })
    await confirmComment(db, key, 77, textDigest('text'))
    expect(await getComment(db, key)).toMatchObject({ githubId: 77, bodyDigest: textDigest('text') })
    await doubtComment(db, key, 77)
    expect(await getComment(db, key)).toMatchObject({ githubId: 77, bodyDigest: null })
    await intendComment(db, key)
    expect(await getComment(db, key)).toMatchObject({ githubId: null })
  })

  it('hears a comment once for each text it ever had, and forgets the text when it is answered', async () => {
    const { db } = fresh.database
    const comment = { tenant: newTenant(), repo, key: 'pr:12', commentId: 5, body: '/maestro help\0', by: 'author' }
    expect(await savePendingCommand(db, comment)).toBe(true)
    expect(await savePendingCommand(db, comment)).toBe(false)
    expect(await savePendingCommand(db, { ...comment, body: '/maestro rerun' })).toBe(true)
    const [first, second, ...more] = await pendingCommands(db, comment)
    expect([first?.body, second?.body, more]).toEqual(['/maestro help\uFFFD', '/maestro rerun', []])
    await intendReply(db, first!)
    expect((await pendingCommands(db, comment)).map((pending) => pending.replyIntended)).toEqual([true, false])
    await commandAnswered(db, first!)
    expect((await pendingCommands(db, comment)).map((pending) => pending.body)).toEqual(['/maestro rerun'])
    expect(await savePendingCommand(db, comment)).toBe(false)
    expect(await pendingCommands(db, { ...comment, tenant: newTenant() })).toEqual([])
  })

  it('keeps who named an objective first, until that is taken back', async () => {
    const { db } = fresh.database
    const subject = { tenant: newTenant(), repo, key: 'pr:12' }
    await tagOkr(db, subject, { okr: 'OKR-2', by: 'author', commentId: 1 })
    await tagOkr(db, subject, { okr: 'OKR-1', by: 'reviewer', commentId: 2 })
    await tagOkr(db, subject, { okr: 'OKR-2', by: 'reviewer', commentId: 3 })
    expect(await okrTagsOf(db, subject)).toEqual([
      { okr: 'OKR-1', by: 'reviewer' },
      { okr: 'OKR-2', by: 'author' },
    ])
    await untagOkr(db, subject, 'OKR-2')
    await untagOkr(db, { ...subject, key: 'pr:13' }, 'OKR-1')
    expect(await okrTagsOf(db, subject)).toEqual([{ okr: 'OKR-1', by: 'reviewer' }])
  })

  it('tells once that what governs on a branch is new', async () => {
    const { db } = fresh.database
    const tenant = newTenant()
    const seen = []
    for (const text of ['a', 'a', 'b', 'b', 'a']) seen.push(await noteGoverning(db, tenant, repo, 'main', textDigest(text)))
    expect(seen).toEqual([true, false, true, false, true])
    expect(await noteGoverning(db, tenant, repo, 'release', textDigest('a'))).toBe(true)
  })

  it('follows a repository through its renames and leaves what an event does not say', async () => {
    const { db } = fresh.database
    const tenant = newTenant()
    await saveRepository(db, tenant, { repo, fullName: 'acme/old', defaultBranch: 'master', visibility: 'private' })
    await saveRepository(db, tenant, { repo, fullName: 'acme/new', defaultBranch: undefined })
    expect(await getRepository(db, tenant, repo)).toMatchObject({ fullName: 'acme/new', defaultBranch: 'master', visibility: 'private', removed: false })
    expect(await repositoryNamed(db, tenant, 'acme/old')).toBeUndefined()
    await removeRepositories(db, tenant, [repo])
    expect(await getRepository(db, tenant, repo)).toMatchObject({ removed: true })
    expect(await repositoryNamed(db, tenant, 'acme/new')).toBeUndefined()
  })

  it('notes very many repositories at once, each as it was said last, and again those that were taken away', async () => {
    const { db } = fresh.database
    const tenant = newTenant()
    await saveRepository(db, tenant, { repo: repoId(3), fullName: 'acme/old-name', visibility: 'internal', defaultBranch: 'trunk' })
    await removeRepositories(db, tenant, [repoId(3)])
    await markSurveyed(db, tenant, [repoId(3)])
    const many = Array.from({ length: 2001 }, (_, index) => ({ repo: repoId(index + 1), fullName: `acme/repo-${index + 1}` }))
    await addRepositories(db, tenant, [...many, { repo: repoId(2001), fullName: 'acme/last', visibility: 'private' }])
    expect(await getRepository(db, tenant, repoId(3))).toMatchObject({
      fullName: 'acme/repo-3',
      visibility: 'internal',
      defaultBranch: 'trunk',
      removed: false,
      surveyedAt: null,
    })
    expect(await getRepository(db, tenant, repoId(2001))).toMatchObject({ fullName: 'acme/last', visibility: 'private' })
    expect(await repositoriesToSurvey(db, tenant, instant('2020-01-01'), 5000)).toHaveLength(2001)
    await addRepositories(db, tenant, [{ repo: repoId(2001), fullName: 'acme/last' }])
    expect((await getRepository(db, tenant, repoId(2001)))?.visibility).toBe('private')
  })

  it('describes a repository that it knows, and brings none back', async () => {
    const { db } = fresh.database
    const tenant = newTenant()
    await saveRepository(db, tenant, { repo, fullName: 'acme/one' })
    await removeRepositories(db, tenant, [repo])
    await describeRepository(db, tenant, { repo, fullName: 'acme/renamed', archived: true })
    await describeRepository(db, tenant, { repo: repoId(99), fullName: 'acme/unknown' })
    expect(await getRepository(db, tenant, repo)).toMatchObject({ fullName: 'acme/renamed', archived: true, removed: true })
    expect(await getRepository(db, tenant, repoId(99))).toBeUndefined()
  })
})
