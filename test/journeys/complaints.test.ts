import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { budgetShares } from '../../db/schema.ts'
import { acquire, CREATE, QUERY, UPDATE } from '../../db/write-budget.ts'
import { repoId, tenantId } from '../../src/model/ids.ts'
import { BLOCKED, eachWorld, GREEN, SERVES_NOTHING, type World } from './a-world.ts'

/*
 * What users of such tools complain about (PRODUCT), where no other journey shows that we do not do it. The others: a status that is stuck
 * and trouble told as a failure are in outage and trouble, one bad pull request that blocks others in trouble, checks that never
 * report and lost webhooks in day-one, the merge queue in governing, mentions in hostile-changes, bots in asked-for.
 */

eachWorld((open) => {
  let world: World
  beforeAll(async () => {
    world = await open()
  })
  afterAll(async () => {
    const { violations } = world.github
    await world[Symbol.asyncDispose]()
    expect(violations).toEqual([])
  })

  describe('a quota burnt by fan-out', () => {
    it('is none of ours: a dozen pull requests on top of each other and the 32 checks that others run on some of them cost what the pull requests cost', async () => {
      const shop = await world.repository('fan-out')
      const heads: string[] = []
      const opening = await world.apiCalls(async () => {
        for (let level = 1; level <= 12; level += 1) {
          const base = level === 1 ? 'main' : `level-${level - 1}`
          const head = await shop.commit({ [`src/latency/${level}.ts`]: String(level) }, base)
          await shop.open({}, { base, head, headRef: `level-${level}` })
          heads.push(head)
        }
      })
      expect(opening.length).toBeLessThanOrEqual(12 * 6)
      const checking = await world.apiCalls(async () => {
        for (const head of heads.slice(-4)) {
          for (let check = 1; check <= 32; check += 1)
            await shop.repo.addForeignCheckRun(head, `check ${check}`, { status: 'completed', conclusion: 'success' })
        }
      })
      expect(checking).toEqual([])
      // Merging the lowest points one other at the trunk; the rest of the stack is as it was.
      const merging = await world.apiCalls(() => shop.repo.merge(1, 'reviewer', { deleteBranch: true }))
      expect(merging.length).toBeLessThanOrEqual(6)
      expect(shop.checks(heads[1] ?? '')).toMatchObject(GREEN)
      expect(shop.checks(heads[2] ?? '')).toEqual({ 'Maestro preview': 'neutral' })
    }, 90_000)

    it('in one repository is counted as that one, and another one is decided while the first has had its share', async () => {
      const [busy, quiet] = [await world.repository('busy', {}, { owner: 'acme-burst' }), await world.repository('quiet', {}, { owner: 'acme-burst' })]
      const asker = { tenant: tenantId(busy.installation), repo: repoId(busy.repo.id) }
      for (const cost of [CREATE, UPDATE, QUERY]) while ((await acquire(world.database.db, asker, cost)).granted);
      const pull = await quiet.opened(SERVES_NOTHING)
      expect(quiet.checks(pull.headSha)).toEqual(BLOCKED)
      const shares = await world.database.db.select().from(budgetShares).where(eq(budgetShares.tenant, asker.tenant))
      const left = Object.fromEntries(shares.map(({ repo, points }) => [repo, points]))
      expect(left[busy.repo.id]).toBe(0)
      // Five writes and a query of a hundred points, which fill again meanwhile.
      expect(left[quiet.repo.id]).toBeGreaterThan(70)
      expect(left[quiet.repo.id]).toBeLessThan(100)
    })
  })

  it('judges again whatever event could change the decision, however small', async () => {
    const shop = await world.repository('no-filter')
    const pull = await shop.opened(SERVES_NOTHING)
    const elsewhere = await shop.commit({ 'README.md': 'another\n' })
    await shop.repo.push({ branch: 'elsewhere', to: elsewhere, by: 'author' })
    const events: [string, () => Promise<unknown>][] = [
      ['a label', () => shop.repo.label(pull.number, 'OKR-Q3-LATENCY', 'author')],
      ['no label', () => shop.repo.unlabel(pull.number, 'OKR-Q3-LATENCY', 'author')],
      ['a description', () => shop.repo.edit(pull.number, { body: 'OKR: OKR-Q3-LATENCY' }, 'author')],
      ['no description', () => shop.repo.edit(pull.number, { body: '' }, 'author')],
    ]
    const verdicts: string[] = []
    for (const [, happen] of events) {
      await happen()
      await world.settled()
      verdicts.push(shop.checks(pull.headSha)['Maestro decision'] ?? '')
    }
    expect(verdicts).toEqual(['success', 'failure', 'success', 'failure'])
  })

  it('leaves no check to be missed: what touches nothing that a rule names has one, and so have a draft, a fork and a bot', async () => {
    const shop = await world.repository('reports')
    const pulls = [
      await shop.open({ 'README.md': 'x' }, { head: await shop.commit({ 'README.md': 'x' }), headRef: 'nothing' }),
      await shop.open({}, { head: await shop.commit({ 'src/a.ts': 'x' }), headRef: 'draft', draft: true }),
      await shop.open({}, { head: await shop.commit({ 'src/b.ts': 'x' }), headRef: 'fork', fromFork: true, author: 'contributor' }),
      await shop.open({}, { head: await shop.commit({ 'src/c.ts': 'x' }), headRef: 'bot', author: 'dependabot[bot]' }),
    ]
    await world.settled()
    for (const pull of pulls) expect(Object.keys(shop.checks(pull.headSha)), pull.headRef).toEqual(['Maestro decision', 'Maestro proof'])
    for (const pull of pulls) expect(shop.latest(pull.headSha).every((run) => run.status === 'completed')).toBe(true)
  })

  it('posts what is too long for GitHub all the same', async () => {
    const shop = await world.repository('too-long')
    const lines = Array.from({ length: 4000 }, (_, index) => `a_key_that_nobody_knows_${index}: 1\n`)
    const pull = await shop.opened({ ...SERVES_NOTHING, '.github/maestro.yml': `version: 1\n${lines.join('')}` })
    expect(shop.checks(pull.headSha)).toMatchObject({ 'Maestro decision': 'failure' })
    const { summary, text } = shop.decisionRun(pull.headSha)
    for (const part of [summary ?? '', text ?? '', ...shop.comments(pull.number)]) expect(Buffer.byteLength(part)).toBeLessThanOrEqual(65_535)
    expect(shop.comments(pull.number)).toHaveLength(1)
  })

  describe('comments', () => {
    it('are not written on every push, nor edited where they would say the same', async () => {
      const shop = await world.repository('chatter')
      const pull = await shop.opened(SERVES_NOTHING)
      const edited = () => shop.repo.comments(pull.number).map(({ updatedAt, body }) => [updatedAt, body])
      const before = edited()
      for (let push = 1; push <= 5; push += 1) {
        const calls = await world.apiCalls(async () => shop.repo.pushTo(pull.number, await shop.commit({ ...SERVES_NOTHING, 'docs/notes.md': String(push) })))
        expect(calls.filter((call) => call.startsWith('issues/'))).toEqual([])
      }
      expect(edited()).toEqual(before)
      expect(shop.repo.comments(pull.number)).toHaveLength(1)
    })

    it('are not written about a head that has been replaced', async () => {
      const shop = await world.repository('replaced')
      const held = world.hold('outbox-claimed')
      const pull = await shop.open(SERVES_NOTHING)
      await held.reached
      const next = await shop.commit({ 'src/latency/next.ts': 'x' })
      await shop.repo.pushTo(pull.number, next)
      await world.github.idle()
      await world.until('the push is heard', async () => (await world.waiting()) === 0)
      held.go()
      await world.settled()
      expect(shop.checks(next)).toEqual(GREEN)
      expect(shop.repo.comments(pull.number)).toEqual([])
    })

    it('of ours trigger nobody, ourselves first: no call comes of one, and no line of one is a command or a mention', async () => {
      const shop = await world.repository('echo')
      const pull = await shop.opened(SERVES_NOTHING, { title: '/maestro rerun\n@dependabot rebase', body: '/maestro rerun\n\n@dependabot rebase' })
      const [said = ''] = shop.comments(pull.number)
      expect(said.split('\n').filter((line) => /^\s*[/@]/.test(line))).toEqual([])
      expect(said.replaceAll(/`[^`\n]*`/g, '')).not.toMatch(/(^|[^\w])@\w/)
      // Another bot that repeats it, word for word, is not answered either.
      expect(await world.apiCalls(() => shop.repo.comment(pull.number, 'echo[bot]', `${said}\n/maestro rerun`))).toEqual([])
      expect(shop.comments(pull.number)).toEqual([said])
    })
  })
})
