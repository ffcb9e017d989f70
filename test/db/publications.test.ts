import { afterAll, beforeAll, expect, it } from 'vitest'
import { checkRunById, confirmCheckRun, forgetCheckRun, getCheckRun, intendCheckRun } from '../../db/check-runs.ts'
import { answered, beginAnswer } from '../../db/command-answers.ts'
import { confirmComment, forgetComment, getComment, intendComment } from '../../db/comments.ts'
import {
  forgetTenant,
  getRepository,
  installationState,
  removeRepositories,
  repositoryNamed,
  saveInstallation,
  saveRepository,
} from '../../db/installations.ts'
import { lastValidSettings, noteSettings } from '../../db/settings-versions.ts'
import { instant, later } from '../../src/model/ids.ts'
import { eachDatabase, type Fresh } from './databases.ts'
import { newTenant, repo, sha, textDigest } from './samples.ts'

const now = instant('2026-11-21T08:00:00.000Z')
const shown = {
  githubId: 8_000_000_001,
  status: 'completed',
  conclusion: 'success',
  outputDigest: textDigest('output'),
  annotationsDigest: textDigest('none'),
}

eachDatabase((_name, open) => {
  let fresh: Fresh
  beforeAll(async () => {
    fresh = await open()
  })
  afterAll(() => fresh[Symbol.asyncDispose]())

  it('remembers that a check run was intended, so that a second try looks before it creates', async () => {
    const { db } = fresh.database
    const key = { tenant: newTenant(), repo, headSha: sha('a'), name: 'Maestro decision' }
    expect(await intendCheckRun(db, key, 'run-1')).toBe('first')
    expect(await intendCheckRun(db, key, 'run-1')).toBe('unconfirmed')
    expect(await confirmCheckRun(db, key, 'run-1', shown)).toBe(true)
    expect(await getCheckRun(db, key)).toMatchObject({ ...shown, externalId: 'run-1' })
    expect(await checkRunById(db, key.tenant, shown.githubId)).toMatchObject({ name: key.name })
    expect(await checkRunById(db, newTenant(), shown.githubId)).toBeUndefined()
  })

  it('has one current check run of a name and head: a new one takes the place of the old', async () => {
    const { db } = fresh.database
    const key = { tenant: newTenant(), repo, headSha: sha('a'), name: 'Maestro proof' }
    await intendCheckRun(db, key, 'run-1')
    await confirmCheckRun(db, key, 'run-1', shown)
    expect(await intendCheckRun(db, key, 'run-2')).toBe('first')
    expect(await getCheckRun(db, key)).toMatchObject({ externalId: 'run-2', githubId: null, confirmedAt: null })
    expect(await confirmCheckRun(db, key, 'run-1', shown)).toBe(false)
    await forgetCheckRun(db, key)
    expect(await getCheckRun(db, key)).toBeUndefined()
  })

  it('remembers that a comment was intended, and what it says', async () => {
    const { db } = fresh.database
    const key = { tenant: newTenant(), repo, number: 12 }
    expect(await intendComment(db, key)).toBe('first')
    expect(await intendComment(db, key)).toBe('unconfirmed')
    await confirmComment(db, key, 77, textDigest('text'))
    expect(await getComment(db, key)).toMatchObject({ githubId: 77, bodyDigest: textDigest('text') })
    await forgetComment(db, key)
    expect(await intendComment(db, key)).toBe('first')
  })

  it('answers a command once, and another command in the same comment too', async () => {
    const { db } = fresh.database
    const key = { tenant: newTenant(), commentId: 5, digest: textDigest('/maestro help') }
    expect(await beginAnswer(db, key)).toBe('first')
    expect(await beginAnswer(db, key)).toBe('unanswered')
    await answered(db, key, 6)
    expect(await beginAnswer(db, key)).toBe('answered')
    expect(await beginAnswer(db, { ...key, digest: textDigest('/maestro rerun') })).toBe('first')
  })

  it('finds the valid settings seen last on a trunk, whatever broke since', async () => {
    const { db } = fresh.database
    const version = { tenant: newTenant(), repo, ref: 'main', digest: textDigest('x'), body: 'version: 1' }
    await noteSettings(db, { ...version, commit: sha('1'), valid: true }, now)
    await noteSettings(db, { ...version, commit: sha('2'), valid: true, body: 'version: 1\0' }, later(now, 1))
    await noteSettings(db, { ...version, commit: sha('3'), valid: false }, later(now, 2))
    await noteSettings(db, { ...version, commit: sha('4'), valid: true, ref: 'release' }, later(now, 3))
    expect((await lastValidSettings(db, version.tenant, repo, 'main'))?.commit).toBe(sha('2'))
    await noteSettings(db, { ...version, commit: sha('1'), valid: true }, later(now, 4))
    expect((await lastValidSettings(db, version.tenant, repo, 'main'))?.commit).toBe(sha('1'))
    expect(await lastValidSettings(db, newTenant(), repo, 'main')).toBeUndefined()
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

  it('forgets an installation whole, and only that one', async () => {
    const { db } = fresh.database
    const [gone, stays] = [newTenant(), newTenant()]
    for (const tenant of [gone, stays]) {
      await saveInstallation(db, tenant, 'acme', 'active')
      await saveRepository(db, tenant, { repo, fullName: 'acme/one' })
      await intendComment(db, { tenant, repo, number: 1 })
    }
    await fresh.database.transaction((tx) => forgetTenant(tx, gone))
    expect(await installationState(db, gone)).toBeUndefined()
    expect(await getRepository(db, gone, repo)).toBeUndefined()
    expect(await getComment(db, { tenant: gone, repo, number: 1 })).toBeUndefined()
    expect(await installationState(db, stays)).toBe('active')
    expect(await getComment(db, { tenant: stays, repo, number: 1 })).toBeDefined()
  })
})
