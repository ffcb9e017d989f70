import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BLOCKED, eachWorld, GREEN, SERVES, SERVES_NOTHING, type World } from './a-world.ts'

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
      expect(shop.checks(pull.headSha)).toEqual({ 'Maestro decision': 'in_progress', 'Maestro proof': 'in_progress' })
      held.go()
      await world.settled()
      expect(shop.checks(pull.headSha)).toEqual(GREEN)
      expect(shop.comments(pull.number)).toEqual([])
      expect(await shop.decisions(pull.number)).toMatchObject([{ verdict: 'pass', headSha: pull.headSha }])
    })

    it('is told in one comment what blocks, and the same comment says so when it no longer does', async () => {
      const shop = await world.repository('blocked')
      const pull = await shop.opened(SERVES_NOTHING)
      expect(shop.checks(pull.headSha)).toEqual(BLOCKED)
      expect(shop.comments(pull.number)).toEqual([expect.stringContaining('okr.untagged')])
      await shop.repo.label(pull.number, 'OKR-Q3-LATENCY', 'author')
      await world.settled()
      expect(shop.checks(pull.headSha)).toEqual(GREEN)
      expect(shop.comments(pull.number)).toEqual([expect.stringContaining('ready')])
    })
  })
})
