import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BLOCKED, eachWorld, GREEN, SERVES, SERVES_NOTHING, SETTINGS, type World } from './a-world.ts'

const IN_PROGRESS = { 'Maestro decision': 'in_progress', 'Maestro proof': 'in_progress' }

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

  describe('a pull request', () => {
    it('has both check runs in progress at once, then completed, and no comment while nothing blocks', async () => {
      const shop = await world.repository('opened')
      const held = world.hold('gathered')
      const pull = await shop.open(SERVES)
      await held.reached
      expect(shop.checks(pull.headSha)).toEqual(IN_PROGRESS)
      held.go()
      await world.settled()
      expect(shop.checks(pull.headSha)).toEqual(GREEN)
      expect(shop.comments(pull.number)).toEqual([])
      expect(await shop.decisions(pull.number)).toMatchObject([{ verdict: 'pass', headSha: pull.headSha }])
    })

    it('is told in one comment what blocks, and the same comment says so when a label has put it right', async () => {
      const shop = await world.repository('labelled')
      const pull = await shop.opened(SERVES_NOTHING)
      expect(shop.checks(pull.headSha)).toEqual(BLOCKED)
      expect(shop.comments(pull.number)).toEqual([expect.stringContaining('okr.untagged')])
      await shop.repo.label(pull.number, 'OKR-Q3-LATENCY', 'author')
      await world.settled()
      expect(shop.checks(pull.headSha)).toEqual(GREEN)
      expect(shop.comments(pull.number)).toEqual([expect.stringContaining('ready')])
      await shop.repo.unlabel(pull.number, 'OKR-Q3-LATENCY', 'author')
      await world.settled()
      expect(shop.checks(pull.headSha)).toEqual(BLOCKED)
      expect(shop.comments(pull.number)).toHaveLength(1)
      expect(shop.repo.checkRuns(pull.headSha).length).toBeLessThanOrEqual(4)
    })

    it('is judged anew when its description is edited', async () => {
      const shop = await world.repository('described')
      const pull = await shop.opened(SERVES_NOTHING)
      await shop.repo.edit(pull.number, { body: 'Because.\n\nOKR: OKR-Q3-LATENCY\n' }, 'author')
      await world.settled()
      expect((await shop.decisions(pull.number)).map(({ verdict }) => verdict)).toEqual(['pass', 'block'])
      expect(shop.checks(pull.headSha)).toEqual(GREEN)
    })

    it('has check runs and no comment as a draft, and its comment once it is ready', async () => {
      const shop = await world.repository('draft')
      const pull = await shop.opened(SERVES_NOTHING, { draft: true })
      expect(shop.checks(pull.headSha)).toEqual(BLOCKED)
      expect(shop.comments(pull.number)).toEqual([])
      await shop.repo.setDraft(pull.number, false, 'author')
      await world.settled()
      expect(shop.comments(pull.number)).toHaveLength(1)
    })

    it('is not judged while it is closed, and is when it comes back', async () => {
      const shop = await world.repository('closed')
      const pull = await shop.opened(SERVES_NOTHING)
      const calls = await world.apiCalls(async () => {
        await shop.repo.close(pull.number, 'author')
        await world.settled()
        await shop.repo.edit(pull.number, { body: 'OKR: OKR-Q3-LATENCY' }, 'author')
      })
      expect(calls).toEqual([])
      await shop.repo.reopen(pull.number, 'author')
      await world.settled()
      expect(shop.checks(pull.headSha)).toEqual(GREEN)
    })

    it('is left alone once it is merged', async () => {
      const shop = await world.repository('merged')
      const pull = await shop.opened(SERVES)
      expect(await world.apiCalls(() => shop.repo.merge(pull.number, 'reviewer', { deleteBranch: true }))).toEqual([])
      expect(await shop.decisions(pull.number)).toHaveLength(1)
    })

    it('is judged from a fork as from a branch', async () => {
      const shop = await world.repository('forked')
      const pull = await shop.opened(SERVES, { fromFork: true, author: 'contributor' })
      expect(shop.checks(pull.headSha)).toEqual(GREEN)
      const next = await shop.commit(SERVES_NOTHING)
      await shop.repo.pushTo(pull.number, next)
      await world.settled()
      expect(shop.checks(next)).toEqual(BLOCKED)
    })

    it('passes when it changes nothing', async () => {
      const shop = await world.repository('empty')
      const pull = await shop.opened({})
      expect(shop.checks(pull.headSha)).toEqual(GREEN)
    })

    it('is closed by GitHub when its branch is deleted while it is judged, and nothing is left open', async () => {
      const shop = await world.repository('deleted-branch')
      const held = world.hold('claimed')
      const pull = await shop.open(SERVES, { headRef: 'feature' })
      await held.reached
      await shop.repo.push({ branch: 'feature', to: undefined, by: 'author' })
      held.go()
      await world.settled()
      expect(Object.values(shop.checks(pull.headSha))).not.toContain('in_progress')
    })
  })

  describe('a new head', () => {
    it('supersedes the decision about the old one, in at most six calls', async () => {
      const shop = await world.repository('pushed')
      const pull = await shop.opened(SERVES)
      const old = pull.headSha
      const next = await shop.commit(SERVES_NOTHING, old)
      const calls = await world.apiCalls(() => shop.repo.pushTo(pull.number, next))
      expect(calls.length).toBeLessThanOrEqual(6)
      expect((await shop.decisions(pull.number)).map(({ headSha }) => headSha)).toEqual([next, old])
      expect(shop.checks(next)).toEqual(GREEN)
    })

    it('that blocks costs at most six calls, the comment included; judging it again at most four', async () => {
      const shop = await world.repository('budget')
      let number = 0
      const first = await world.apiCalls(async () => {
        number = (await shop.open(SERVES_NOTHING)).number
      })
      expect(first.length).toBeLessThanOrEqual(6)
      const next = await shop.commit({ 'src/api/other.ts': 'x\n' })
      const second = await world.apiCalls(() => shop.repo.pushTo(number, next))
      expect(second.length).toBeLessThanOrEqual(6)
      expect(shop.checks(next)).toEqual(BLOCKED)
      const again = await world.apiCalls(() => shop.repo.edit(number, { body: 'OKR: OKR-Q3-LATENCY' }, 'author'))
      expect(again.length).toBeLessThanOrEqual(4)
      expect(shop.checks(next)).toEqual(GREEN)
    })

    it('that is pushed by force while the old one is judged has the last word', async () => {
      const shop = await world.repository('forced')
      for (const stage of ['asked-github', 'gathered', 'recorded'] as const) {
        const held = world.hold(stage)
        const pull = await shop.open({ 'src/latency/a.ts': stage })
        await held.reached
        const old = pull.headSha
        const next = await shop.commit({ 'src/api/b.ts': stage })
        await shop.repo.pushTo(pull.number, next)
        await world.github.idle()
        held.go()
        await world.settled()
        expect(shop.checks(next), stage).toEqual(BLOCKED)
        expect((await shop.decisions(pull.number))[0], stage).toMatchObject({ headSha: next, verdict: 'block' })
        expect(shop.comments(pull.number), stage).toEqual([expect.stringContaining('okr.untagged')])
        expect(Object.values(shop.checks(old)), stage).not.toContain('failure')
      }
    })
  })

  it('makes no call for an event that cannot change the decision', async () => {
    const shop = await world.repository('quiet')
    const pull = await shop.opened(SERVES_NOTHING)
    const calls = await world.apiCalls(async () => {
      await shop.repo.comment(pull.number, 'reviewer', 'Looks good to me')
      await shop.repo.addForeignCheckRun(pull.headSha, 'build', { status: 'completed', conclusion: 'success' })
      await shop.repo.review(pull.number, 'reviewer', 'COMMENTED', 'a remark')
      await shop.repo.review(pull.number, 'reviewer', 'APPROVED')
      await shop.repo.completeWorkflowRun({ headSha: pull.headSha, headBranch: pull.headRef, path: '.github/workflows/ci.yml', by: 'author' })
      await shop.repo.push({ branch: 'elsewhere', to: await shop.commit({ 'x.txt': 'x' }), by: 'author' })
    })
    expect(calls).toEqual([])
    expect(await shop.decisions(pull.number)).toHaveLength(1)
  })

  describe('a branch that is no trunk', () => {
    it('gets a preview only; when the parent is merged and GitHub points the pull request at the trunk, a decision', async () => {
      const shop = await world.repository('stacked')
      const parent = await shop.opened(SERVES, { headRef: 'parent' })
      const child = await shop.opened(SERVES_NOTHING, { base: 'parent', headRef: 'child', head: await shop.commit(SERVES_NOTHING, 'parent') })
      expect(shop.checks(child.headSha)).toEqual({ 'Maestro preview': 'neutral' })
      expect(shop.comments(child.number)).toEqual([])
      await shop.repo.merge(parent.number, 'reviewer', { deleteBranch: true })
      await world.settled()
      expect(shop.checks(child.headSha)).toMatchObject(BLOCKED)
      expect(shop.comments(child.number)).toHaveLength(1)
      expect((await shop.decisions(child.number))[0]?.preview).toBe(false)
    })

    it('is one when the settings name it, and is governed by its own settings', async () => {
      const shop = await world.repository('release', { '.github/maestro.yml': `trunks: ["~default", "release/**"]\n${SETTINGS}` })
      const lenient = await shop.commit({ '.github/maestro.yml': SETTINGS.replace('enforce', 'observe') })
      await shop.repo.push({ branch: 'release/1', to: lenient, by: 'author' })
      const calls = await world.apiCalls(() => shop.open(SERVES_NOTHING, { base: 'release/1' }))
      expect(calls.length).toBeLessThanOrEqual(6)
      const pull = shop.repo.pullRequest(1)
      expect(shop.checks(pull.headSha)).toEqual(GREEN)
      expect((await shop.decisions(pull.number))[0]).toMatchObject({ preview: false, trunkSha: lenient })
    })
  })
})
