import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contributionsTo, decisionHistory, decisionsForHead, findDecision, latestDecision, record } from '../../db/decisions.ts'
import { getInputs, purgeInputs, putInputs } from '../../db/inputs.ts'
import { claimOutbox } from '../../db/outbox.ts'
import { getSubject, markEvaluated, observe, openOnto, openWithHead, SubjectUnknown } from '../../db/subjects.ts'
import { digestOfBytes } from '../../src/model/digest.ts'
import { instant, later } from '../../src/model/ids.ts'
import { eachDatabase, type Fresh } from './databases.ts'
import { decision, newTenant, pull, recording, repo, seen, sha, textDigest } from './samples.ts'

const now = instant('2026-11-21T08:00:00.000Z')

function input(text: string) {
  const bytes = Buffer.from(text)
  return { digest: digestOfBytes(bytes), media: 'text/plain', bytes }
}

/** @spec SPEC-3 */
eachDatabase((_name, open) => {
  let fresh: Fresh
  beforeAll(async () => {
    fresh = await open()
  })
  afterAll(() => fresh[Symbol.asyncDispose]())

  describe('recording a decision', () => {
    it('writes the decision, its inputs, its contributions, the outbox row and the state of the subject together', async () => {
      const tenant = newTenant()
      const subject = { tenant, repo, key: 'pr:1' }
      const { db } = fresh.database
      await observe(db, pull(tenant), seen(sha('a')))
      const made = { ...decision(pull(tenant), sha('a'), 'warn'), reviseAt: later(now, 1000) }
      const kept = input('policy')
      const contributions = [{ okr: 'OKR-1', share: 0.5, ways: ['path', 'label'] }]
      const { id } = await fresh.database.transaction((tx) => record(tx, recording(made, { inputs: [kept], contributions, now })))
      expect(await latestDecision(db, subject)).toMatchObject({ id, verdict: 'warn', body: JSON.stringify(made), asOf: made.asOf, headSha: made.headSha })
      expect((await getInputs(db, tenant, [kept.digest])).get(kept.digest)).toMatchObject({ size: 6, media: 'text/plain' })
      expect(await contributionsTo(db, tenant, 'OKR-1')).toEqual([{ repo, subjectKey: 'pr:1', share: 0.5, ways: ['path', 'label'], verdict: 'warn' }])
      expect(await getSubject(db, subject)).toMatchObject({
        evaluatedHead: sha('a'),
        lastEvaluatedAt: now,
        reviseAt: made.reviseAt,
        why: 'pull_request.opened',
      })
      expect(await claimOutbox(fresh.database, { subject, now })).toMatchObject([{ decisionId: id, kind: 'publish', payload: { verdict: 'warn' } }])
    })

    it('leaves nothing behind when the transaction fails', async () => {
      const tenant = newTenant()
      const { db } = fresh.database
      await observe(db, pull(tenant), seen(sha('a')))
      const kept = input('rolled back')
      const failing = fresh.database.transaction(async (tx) => {
        await record(tx, recording(decision(pull(tenant), sha('a')), { inputs: [kept] }))
        throw new Error('crash')
      })
      await expect(failing).rejects.toThrow('crash')
      expect(await decisionHistory(db, { tenant, repo, key: 'pr:1' })).toEqual([])
      expect((await getInputs(db, tenant, [kept.digest])).size).toBe(0)
      expect(await claimOutbox(fresh.database, { subject: { tenant, repo, key: 'pr:1' } })).toEqual([])
    })

    it('records the same decision once, and makes it the latest again when it returns', async () => {
      const tenant = newTenant()
      const subject = { tenant, repo, key: 'pr:1' }
      await observe(fresh.database.db, pull(tenant), seen(sha('a')))
      const again = () => fresh.database.transaction((tx) => record(tx, recording(decision(pull(tenant), sha('a')))))
      const first = await again()
      expect(first.fresh).toBe(true)
      expect(await again()).toEqual({ ...first, fresh: false })
      const other = await fresh.database.transaction((tx) => record(tx, recording(decision(pull(tenant), sha('a'), 'block'))))
      expect((await latestDecision(fresh.database.db, subject))?.id).toBe(other.id)
      await again()
      expect((await latestDecision(fresh.database.db, subject))?.id).toBe(first.id)
      expect((await decisionHistory(fresh.database.db, subject)).map((row) => row.id)).toEqual([other.id, first.id])
    })

    it('drops the contributions of the decision before', async () => {
      const tenant = newTenant()
      await observe(fresh.database.db, pull(tenant), seen(sha('a')))
      const contributions = [{ okr: 'OKR-1', share: 1, ways: ['path'] }]
      await fresh.database.transaction((tx) => record(tx, recording(decision(pull(tenant), sha('a')), { contributions })))
      await fresh.database.transaction((tx) => record(tx, recording(decision(pull(tenant), sha('a'), 'block'))))
      expect(await contributionsTo(fresh.database.db, tenant, 'OKR-1')).toEqual([])
    })

    it('refuses a subject that no event ever named', async () => {
      const tenant = newTenant()
      await expect(fresh.database.transaction((tx) => record(tx, recording(decision(pull(tenant), sha('a')))))).rejects.toThrow(SubjectUnknown)
      await expect(markEvaluated(fresh.database.db, { tenant, repo, key: 'pr:1' }, sha('a'), 'x')).rejects.toThrow(SubjectUnknown)
    })

    it('keeps a body with lone surrogates to the character', async () => {
      const tenant = newTenant()
      await observe(fresh.database.db, pull(tenant), seen(sha('a')))
      const body = JSON.stringify({ path: 'a\udc80\u0000b' })
      const { digest } = await fresh.database.transaction((tx) => record(tx, recording(decision(pull(tenant), sha('a')), { body })))
      expect(await findDecision(fresh.database.db, tenant, { digest })).toMatchObject({ body, digest: digestOfBytes(body) })
    })
  })

  it('finds the decisions of every open pull request with a head, and none about another head', async () => {
    const tenant = newTenant()
    const { db } = fresh.database
    for (const [number, verdict] of [
      [1, 'pass'],
      [2, 'block'],
      [3, 'warn'],
    ] as const) {
      await observe(db, pull(tenant, number), seen(sha('a')))
      await fresh.database.transaction((tx) => record(tx, recording(decision(pull(tenant, number), sha('a'), verdict))))
    }
    await observe(db, pull(tenant, 3), seen(sha('a'), { state: 'closed' }))
    expect((await decisionsForHead(db, tenant, repo, sha('a'))).map((row) => row.verdict)).toEqual(['pass', 'block'])
    await observe(db, pull(tenant, 1), seen(sha('e')))
    expect((await decisionsForHead(db, tenant, repo, sha('a'))).map((row) => row.verdict)).toEqual(['block'])
    expect(await decisionsForHead(db, tenant, repo, sha('e'))).toEqual([])
    expect((await openWithHead(db, tenant, repo, sha('e'))).map((row) => row.number)).toEqual([1])
    expect(await openOnto(db, tenant, repo, 'main')).toHaveLength(2)
    expect(await openOnto(db, tenant, repo, 'release')).toEqual([])
  })

  it('shows no tenant what is another tenant\u2019s', async () => {
    const [mine, other] = [newTenant(), newTenant()]
    const { db } = fresh.database
    await observe(db, pull(mine), seen(sha('a')))
    const kept = input('secret')
    const recorded = await fresh.database.transaction((tx) => record(tx, recording(decision(pull(mine), sha('a')), { inputs: [kept] })))
    expect(await findDecision(db, other, recorded)).toBeUndefined()
    expect(await findDecision(db, other, { digest: recorded.digest })).toBeUndefined()
    expect(await latestDecision(db, { tenant: other, repo, key: 'pr:1' })).toBeUndefined()
    expect(await openWithHead(db, other, repo, sha('a'))).toEqual([])
    expect((await getInputs(db, other, [kept.digest])).size).toBe(0)
  })

  describe('inputs', () => {
    it('lose their bytes when their time is over and keep their digest, and can be kept again', async () => {
      const tenant = newTenant()
      const { db } = fresh.database
      const kept = input('some rules')
      await putInputs(db, tenant, [kept, kept], 1000, now)
      await purgeInputs(db, later(now, 999))
      expect((await getInputs(db, tenant, [kept.digest])).get(kept.digest)?.bytes).toEqual(new Uint8Array(kept.bytes))
      await purgeInputs(db, later(now, 1000))
      expect((await getInputs(db, tenant, [kept.digest])).get(kept.digest)).toEqual({ media: 'text/plain', size: 10, bytes: undefined })
      await putInputs(db, tenant, [kept], 1000, later(now, 2000))
      expect((await getInputs(db, tenant, [kept.digest])).get(kept.digest)?.bytes).toBeDefined()
    })

    it('are renewed once 2 % of their time is gone', async () => {
      const tenant = newTenant()
      const { db } = fresh.database
      const kept = input('renewed')
      const isThere = async () => (await getInputs(db, tenant, [kept.digest])).get(kept.digest)?.bytes !== undefined
      for (const use of [0, 19, 21]) await putInputs(db, tenant, [kept], 1000, later(now, use))
      await purgeInputs(db, later(now, 1020))
      expect(await isThere()).toBe(true)
      // Renewed at 21, not at 19 and then again.
      await purgeInputs(db, later(now, 1021))
      expect(await isThere()).toBe(false)
    })

    it('are kept longer by each use, and by the longest retention that asks', async () => {
      const tenant = newTenant()
      const { db } = fresh.database
      const kept = input('used twice')
      await putInputs(db, tenant, [kept], 1000, now)
      await putInputs(db, tenant, [kept], 5000, now)
      await putInputs(db, tenant, [kept], 1000, later(now, 500))
      await purgeInputs(db, later(now, 4999))
      expect((await getInputs(db, tenant, [kept.digest])).get(kept.digest)?.bytes).toBeDefined()
    })

    it('are digests only where settings keep none, and that takes no bytes from others', async () => {
      const tenant = newTenant()
      const { db } = fresh.database
      const [secret, shared] = [input('digest only'), input('kept by another repository')]
      await putInputs(db, tenant, [shared], 1000, now)
      await putInputs(db, tenant, [secret, shared], 0, now)
      const found = await getInputs(db, tenant, [secret.digest, shared.digest, textDigest('never')])
      expect(found.get(secret.digest)).toEqual({ media: 'text/plain', size: 11, bytes: undefined })
      expect(found.get(shared.digest)?.bytes).toBeDefined()
      expect(found.size).toBe(2)
    })

    it('are stored in many statements when they are many or large', async () => {
      const tenant = newTenant()
      const many = Array.from({ length: 700 }, (_, index) => input(`number ${index}`))
      const large = Array.from({ length: 3 }, (_, index) => input(String(index).repeat(3_000_000)))
      await putInputs(fresh.database.db, tenant, [...many, ...large], 1000, now)
      const found = await getInputs(
        fresh.database.db,
        tenant,
        [...many, ...large].map((each) => each.digest),
      )
      expect(found.size).toBe(703)
      expect([...found.values()].every((each) => each.bytes?.length === each.size)).toBe(true)
    })
  })
})
