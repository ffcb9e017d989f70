import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { outboxDepth } from '../../db/outbox.ts'
import { queueDepth } from '../../db/queue.ts'
import { work } from '../../db/schema.ts'
import { BLOCKED, eachWorld, GREEN, SERVES, SERVES_NOTHING, type World } from './a-world.ts'
import { brittle } from './brittle.ts'

const GAVE_UP = { 'Maestro decision': 'action_required', 'Maestro proof': 'action_required' }

eachWorld((open) => {
  let world: World
  beforeAll(async () => {
    world = await open()
  })
  afterEach(() => world.github.faults.reset())
  afterAll(async () => {
    const { violations } = world.github
    await world[Symbol.asyncDispose]()
    expect(violations).toEqual([])
  })

  /** Until so many tries of one subject have met trouble. */
  function tries(count: number, tenant: number): Promise<void> {
    return world.until(`${count} tries`, async () => {
      const rows = await world.database.db.select().from(work)
      return rows.some((row) => row.tenant === tenant && row.waits >= count)
    })
  }
  /** What was written since a mark, by operation. */
  function writes(mark: number): readonly string[] {
    return world.github.calls
      .since(mark)
      .filter(({ kind, method }) => kind === 'rest' && method !== 'GET')
      .map(({ operationId, method, path }) => operationId ?? `${method} ${path}`)
  }

  describe('an outage of GitHub', () => {
    it('of its git is waited out with the check in progress, told once and not again for each try', async () => {
      const shop = await world.repository('git-away')
      const pull = await shop.opened(SERVES_NOTHING)
      expect(shop.comments(pull.number)).toHaveLength(1)
      const next = await shop.commit({ 'src/api/more.ts': 'x' })
      const back = world.github.faults.inject({ match: 'git', kind: 'status', status: 503, times: 10_000 })
      const mark = world.github.calls.mark()
      await shop.repo.pushTo(pull.number, next)
      await tries(6, shop.installation)
      expect(shop.decisionRun(next)).toMatchObject({
        status: 'in_progress',
        title: expect.stringMatching(/our problem, not your change · GitHub could not be reached by git since/i),
      })
      expect(shop.comments(pull.number)).toEqual([expect.stringContaining('our problem')])
      // Two runs were made and told of the trouble, and the comment was edited: six tries, five writes.
      expect(writes(mark).toSorted()).toEqual(['checks/create', 'checks/create', 'checks/update', 'checks/update', 'issues/update-comment'])
      expect(await queueDepth(world.database.db)).toMatchObject({ troubled: 1, dead: 0 })
      back()
      await world.settled()
      expect(shop.checks(next)).toEqual(BLOCKED)
      expect(shop.comments(pull.number)).toEqual([expect.stringContaining('okr.untagged')])
      expect(await queueDepth(world.database.db)).toEqual({ queued: 0, troubled: 0, dead: 0 })
    })

    it('that fails in another way each time is told in the words it was first told in', async () => {
      const shop = await world.repository('flapping')
      const pull = await shop.opened(SERVES)
      const mark = world.github.calls.mark()
      // Each try asks three times before it gives up.
      const back = Array.from({ length: 60 }, (_, index) =>
        world.github.faults.inject({ match: 'graphql', kind: 'status', status: 500 + (index % 4), times: 3 }),
      )
      await shop.repo.edit(pull.number, { title: 'Another title' }, 'author')
      await tries(8, shop.installation)
      expect(shop.decisionRun(pull.headSha).title).toMatch(/GitHub answers 50\d since/)
      expect(writes(mark)).toEqual(['checks/update', 'checks/update'])
      for (const end of back) end()
      await world.settled()
      expect(shop.checks(pull.headSha)).toEqual(GREEN)
    })

    it('of everything piles up nothing: one thing is being told and one waits, the newest, however much happens', async () => {
      const shop = await world.repository('all-away')
      const pull = await shop.opened(SERVES)
      const next = await shop.commit(SERVES_NOTHING)
      const back = world.github.faults.inject({ match: /./, kind: 'status', status: 502, times: 100_000 })
      await shop.repo.pushTo(pull.number, next)
      for (const label of ['a', 'b', 'c', 'd']) {
        await tries(2, shop.installation)
        await shop.repo.label(pull.number, label, 'author')
      }
      await tries(3, shop.installation)
      expect(await outboxDepth(world.database.db)).toBeLessThanOrEqual(2)
      back()
      await world.settled()
      expect(shop.checks(next)).toEqual(BLOCKED)
      expect(shop.repo.checkRuns(next).length).toBeLessThanOrEqual(3)
      expect(shop.comments(pull.number)).toHaveLength(1)
      expect(await outboxDepth(world.database.db)).toBe(0)
    })

    it('that only keeps a command from its answer leaves no check in progress behind', async () => {
      const shop = await world.repository('command-away')
      shop.repo.addCollaborator('reader', 'read')
      const pull = await shop.opened(SERVES)
      const back = world.github.faults.inject({ match: 'reactions/create-for-issue-comment', kind: 'status', status: 502, times: 10_000 })
      const comment = await shop.repo.comment(pull.number, 'reader', '/maestro help')
      await world.until('the trouble is told', () => shop.decisionRun(pull.headSha).status === 'in_progress')
      back()
      await world.settled()
      expect(shop.repo.reactions(comment.id).map(({ content }) => content)).toEqual(['+1'])
      expect(shop.checks(pull.headSha)).toEqual(GREEN)
      expect(await shop.decisions(pull.number)).toHaveLength(1)
    })
  })

  describe('what GitHub refuses to show', () => {
    it('is given up aloud: the check asks for action, and a re-run brings the decision', async () => {
      const shop = await world.repository('refused')
      const held = world.hold('outbox-claimed')
      const pull = await shop.open(SERVES_NOTHING)
      await held.reached
      world.github.faults.inject({ match: 'checks/update', kind: 'status', status: 422, times: 2 })
      held.go()
      await world.settled()
      expect(shop.checks(pull.headSha)).toEqual(GAVE_UP)
      expect(shop.decisionRun(pull.headSha).title).toContain('could not decide · the result could not be published')
      expect(await shop.decisions(pull.number)).toHaveLength(1)
      expect(await queueDepth(world.database.db)).toMatchObject({ dead: 1 })

      shop.repo.rerequestCheckRun(shop.decisionRun(pull.headSha).id, 'author')
      await world.settled()
      expect(shop.checks(pull.headSha)).toEqual(BLOCKED)
      expect(await queueDepth(world.database.db)).toMatchObject({ dead: 0 })
    })

    it('ends there when not even that can be told, and is counted', async () => {
      const shop = await world.repository('refused-for-good')
      const held = world.hold('outbox-claimed')
      const pull = await shop.open(SERVES_NOTHING)
      await held.reached
      world.github.faults.inject({ match: 'checks/update', kind: 'status', status: 403, times: 1000 })
      held.go()
      await world.settled()
      expect(await queueDepth(world.database.db)).toMatchObject({ dead: 1 })
      expect(await outboxDepth(world.database.db)).toBe(0)
      world.github.faults.reset()
      await shop.repo.label(pull.number, 'OKR-Q3-LATENCY', 'author')
      await world.settled()
      expect(shop.checks(pull.headSha)).toEqual(GREEN)
      expect(await queueDepth(world.database.db)).toMatchObject({ dead: 0 })
    })

    it('in a conversation that is locked is left out of it, and the check says it all', async () => {
      const shop = await world.repository('locked')
      world.github.faults.inject({ match: 'issues/create-comment', kind: 'status', status: 403, times: 1000 })
      const pull = await shop.opened(SERVES_NOTHING)
      expect(shop.checks(pull.headSha)).toEqual(BLOCKED)
      expect(shop.comments(pull.number)).toEqual([])
      expect(await queueDepth(world.database.db)).toMatchObject({ dead: 0 })
    })
  })
})

/** @spec SPEC-15 */
describe('what is dead for our own fault', () => {
  eachWorld((open) => {
    it('is tried again by /maestro rerun, and when another version starts, but not when the same one does', async () => {
      await using world = await open({ gates: brittle(), version: 'v1' })
      const shop = await world.repository('dead')
      shop.repo.addCollaborator('writer', 'write')
      const pull = await shop.open(SERVES_NOTHING, { title: 'Throw' })
      const dead = () =>
        world.until('the job is given up', () => Object.values(shop.checks(pull.headSha)).filter((one) => one === 'action_required').length === 2)
      await dead()
      await world.settled()
      await shop.repo.comment(pull.number, 'writer', '/maestro rerun')
      await world.until('it is tried again', async () => (await queueDepth(world.database.db)).dead === 0)
      await world.until('it is dead again', async () => (await queueDepth(world.database.db)).dead === 1)
      await world.settled()

      const metrics = await (await fetch(new URL('/metrics', world.hookUrl))).text()
      expect(metrics).toMatch(/^maestro_queue_depth\{stage="dead"\} 1$/m)
      expect(metrics).toMatch(/^maestro_jobs_total\{result="dead"\} 2$/m)

      await world.restart({ gates: brittle(), version: 'v1' })
      expect(await queueDepth(world.database.db)).toEqual({ queued: 0, troubled: 0, dead: 1 })
      await world.restart({ version: 'v2' })
      await world.settled()
      expect(shop.checks(pull.headSha)).toEqual(BLOCKED)
      expect(await queueDepth(world.database.db)).toEqual({ queued: 0, troubled: 0, dead: 0 })
      expect(world.github.violations).toEqual([])
    })
  })
})
