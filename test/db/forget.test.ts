import { eq, getTableName, is, sql } from 'drizzle-orm'
import { PgTable } from 'drizzle-orm/pg-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { intendCheckRun } from '../../db/check-runs.ts'
import { commandAnswered, pendingCommands, savePendingCommand } from '../../db/commands.ts'
import { intendComment } from '../../db/comments.ts'
import { record } from '../../db/decisions.ts'
import { deletedTenants, forgetTenant, stopTenant, tenantsToForget } from '../../db/forget.ts'
import { openInbox } from '../../db/inbox.ts'
import { getInstallation, saveInstallation, saveRepository } from '../../db/installations.ts'
import { tagOkr } from '../../db/okr-tags.ts'
import { claimOutbox, published } from '../../db/outbox.ts'
import * as schema from '../../db/schema.ts'
import { getSubject, observe } from '../../db/subjects.ts'
import { noteGoverning } from '../../db/trunks.ts'
import { claim, finish, holds, postpone, want, wantLater } from '../../db/work.ts'
import { acquire, CREATE } from '../../db/write-budget.ts'
import { instant, later, type TenantId } from '../../src/model/ids.ts'
import { eachDatabase, type Fresh } from './databases.ts'
import { decision, newTenant, pull, recording, repo, seen, sha, textDigest } from './samples.ts'

const now = instant('2026-11-21T08:00:00.000Z')
const DAY = 24 * 3_600_000
const tables = Object.values(schema).filter((table) => is(table, PgTable))

/** @spec SPEC-17 */
eachDatabase((_name, open) => {
  let fresh: Fresh
  beforeAll(async () => {
    fresh = await open()
  })
  afterAll(() => fresh[Symbol.asyncDispose]())

  /** Something of every kind that is kept for an installation. */
  async function inhabit(tenant: TenantId): Promise<void> {
    const { db } = fresh.database
    const subject = { tenant, repo, key: 'pr:1' }
    await saveInstallation(db, tenant, { account: 'acme', accountId: tenant, state: 'active' })
    await saveRepository(db, tenant, { repo, fullName: 'acme/one' })
    await openInbox(fresh.database).accept({ guid: `of-${tenant}`, tenant, event: 'push', signals: [] })
    await observe(db, pull(tenant), seen(sha('a')))
    await intendCheckRun(db, { tenant, repo, headSha: sha('a'), name: 'Maestro decision' }, 'run-1', undefined)
    await intendComment(db, { tenant, repo, number: 1 })
    await savePendingCommand(db, { ...subject, commentId: 1, body: '/maestro rerun', by: 'author' })
    await noteGoverning(db, tenant, repo, 'main', textDigest('settings'))
    await acquire(db, { tenant, repo }, CREATE)
    await fresh.database.transaction(async (tx) => {
      await tagOkr(tx, subject, { okr: 'OKR-1', by: 'author', commentId: 1 })
      await record(
        tx,
        recording(decision(pull(tenant), sha('a')), {
          inputs: [{ digest: textDigest(`of ${tenant}`), media: 'text/plain', bytes: Buffer.from('source') }],
          contributions: [{ okr: 'OKR-1', share: 1, ways: ['path'] }],
        }),
      )
      await want(tx, [{ ...subject, reasons: ['opened'], priority: 0 }])
      await wantLater(tx, subject, now)
    })
  }

  /** Rows of an installation, by table. */
  async function rowsOf(tenant: TenantId): Promise<Record<string, number>> {
    const counts: Record<string, number> = {}
    for (const table of tables) {
      const [row] = await fresh.database.db
        .select({ count: sql`count(*)`.mapWith(Number) })
        .from(table)
        .where(sql`tenant = ${tenant}`)
      counts[getTableName(table)] = row?.count ?? 0
    }
    return counts
  }

  it('leaves no row of an installation in any table, and touches no other installation', async () => {
    const [gone, stays] = [newTenant(), newTenant()]
    for (const tenant of [gone, stays]) await inhabit(tenant)
    const before = await rowsOf(stays)
    expect(Object.entries(before).filter(([, count]) => count === 0)).toEqual([])
    await forgetTenant(fresh.database.db, gone)
    expect(new Set(Object.values(await rowsOf(gone)))).toEqual(new Set([0]))
    expect(await rowsOf(stays)).toEqual(before)
  })

  it.each([1000, 2500])('deletes %i rows of a table, a thousand at a time', async (count) => {
    const tenant = newTenant()
    await fresh.database.db
      .insert(schema.inputs)
      .values(Array.from({ length: count }, (_, index) => ({ tenant, digest: textDigest(`${tenant} ${index}`), media: 'text/plain', size: 0, keepUntil: now })))
    await forgetTenant(fresh.database.db, tenant)
    expect((await rowsOf(tenant))['inputs']).toBe(0)
  })

  it('stops at once what was still to be done, and keeps the record', async () => {
    const [tenant, other] = [newTenant(), newTenant()]
    for (const each of [tenant, other]) {
      await inhabit(each)
      await fresh.database.db.update(schema.subjects).set({ reviseAt: now }).where(eq(schema.subjects.tenant, each))
    }
    const { db } = fresh.database
    await fresh.database.transaction((tx) => stopTenant(tx, tenant))
    const subject = { tenant, repo, key: 'pr:1' }
    const holder = { job: crypto.randomUUID(), attempt: 0 }
    expect(await claim(db, subject, holder, 1000)).toBeUndefined()
    expect(await db.select({ ring: schema.work.ringAt, wake: schema.work.wakeAt }).from(schema.work).where(eq(schema.work.tenant, tenant))).toEqual([
      { ring: null, wake: null },
    ])
    expect(await claimOutbox(fresh.database, { subject })).toEqual([])
    expect(await pendingCommands(db, subject)).toEqual([])
    expect((await getSubject(db, subject))?.reviseAt).toBeNull()
    expect((await rowsOf(tenant))['decisions']).toBe(1)

    // What is worked on ends by itself, and is not begun once more.
    const held = { tenant, repo, key: 'pr:2' }
    await fresh.database.transaction((tx) => want(tx, [{ ...held, reasons: ['opened'], priority: 0 }]))
    await claim(db, held, holder, 60_000)
    await fresh.database.transaction((tx) => stopTenant(tx, tenant))
    expect(await fresh.database.transaction((tx) => holds(tx, held, holder))).toBe(true)
    const past = instant('2020-01-01')
    await fresh.database.transaction((tx) => postpone(tx, held, holder, 'a token that is no longer good', past, true))
    expect(await claim(db, held, holder, 60_000)).toBeDefined()
    expect(await fresh.database.transaction((tx) => finish(tx, held, holder))).toBe('done')

    const its = { ...subject, tenant: other }
    expect(await claim(db, its, holder, 1000)).toBeDefined()
    expect(await claimOutbox(fresh.database, { subject: its })).toHaveLength(1)
    expect(await pendingCommands(db, its)).toHaveLength(1)
  })

  it('drops what waits, and not what was answered and published', async () => {
    const tenant = newTenant()
    await inhabit(tenant)
    const { db } = fresh.database
    const [command] = await pendingCommands(db, { tenant, repo, key: 'pr:1' })
    await commandAnswered(db, command!)
    const [item] = await claimOutbox(fresh.database, { subject: { tenant, repo, key: 'pr:1' } })
    await published(db, item!)
    await fresh.database.transaction((tx) => stopTenant(tx, tenant))
    expect(await rowsOf(tenant)).toMatchObject({ commands: 1, outbox: 1 })
  })

  it('keeps the record of an installation for a month, and longer when the account has come back', async () => {
    const { db } = fresh.database
    const [gone, left, back] = [newTenant(), newTenant(), newTenant()]
    await saveInstallation(db, gone, { account: 'acme', accountId: 5, state: 'deleted' }, now)
    await saveInstallation(db, left, { account: 'umbrella', accountId: 6, state: 'deleted' }, now)
    await saveInstallation(db, back, { account: 'umbrella', accountId: 6, state: 'active' }, later(now, DAY))
    const due = async (days: number) => (await tenantsToForget(db, later(now, (days - 30) * DAY))).filter((tenant) => [gone, left, back].includes(tenant))
    expect(await due(30)).toEqual([])
    expect(await due(30.1)).toEqual([gone])
    expect(await deletedTenants(db)).toEqual(expect.arrayContaining([gone, left]))
    await saveInstallation(db, back, { account: 'umbrella', accountId: 6, state: 'deleted' }, later(now, 40 * DAY))
    expect((await due(40.1)).toSorted()).toEqual([gone, left])
    expect((await due(70.1)).toSorted()).toEqual([gone, left, back])
  })

  it('lets an installation that was deleted stay so, from the first time that it was said', async () => {
    const { db } = fresh.database
    const tenant = newTenant()
    await saveInstallation(db, tenant, { account: 'acme', accountId: 7, state: 'active' }, now)
    await saveInstallation(db, tenant, { account: 'acme', accountId: 7, state: 'deleted' }, later(now, 1000))
    await saveInstallation(db, tenant, { account: 'acme', accountId: 7, state: 'deleted' }, later(now, 2000))
    await saveInstallation(db, tenant, { account: 'acme', accountId: 7, state: 'active' }, later(now, 3000))
    expect(await getInstallation(db, tenant)).toMatchObject({ state: 'deleted', updatedAt: later(now, 1000) })
  })

  it('knows an account that had the App before by its id, not by its name', async () => {
    const { db } = fresh.database
    const [first, again, namesake, unsaid] = [newTenant(), newTenant(), newTenant(), newTenant()]
    await saveInstallation(db, first, { account: 'initech', accountId: 8, state: 'active' })
    await saveInstallation(db, again, { account: 'initech-renamed', accountId: 8, state: 'active' })
    await saveInstallation(db, namesake, { account: 'initech', accountId: 9, state: 'active' })
    await saveInstallation(db, unsaid, { account: 'initech', state: 'active' })
    const returned = async (tenant: TenantId) => (await getInstallation(db, tenant))?.returned
    expect(await Promise.all([first, again, namesake, unsaid].map(returned))).toEqual([false, true, false, false])
    // What is said later changes nothing of it.
    await saveInstallation(db, again, { account: 'initech-renamed', accountId: 8, state: 'suspended' })
    expect(await returned(again)).toBe(true)
  })
})
