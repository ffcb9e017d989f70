import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { gates } from '../../src/gates/registry.ts'
import type { Gate, Topic } from '../../src/model/gate.ts'
import { eachWorld, SERVES, SERVES_NOTHING, type World } from './a-world.ts'

/** The gates as they are, except that the objectives' listens to what a change's title names. */
function listening(): readonly Gate[] {
  return gates.map((gate) => {
    if (gate.id !== 'okr') return gate
    return {
      ...gate,
      evaluate: (change, settings, facts) => ({
        ...gate.evaluate(change, settings, facts),
        listens: (['reviews', 'runs'] satisfies Topic[]).filter((topic) => change.title.includes(topic)),
      }),
    }
  })
}

/** @spec SPEC-2 */
eachWorld((open) => {
  let world: World
  beforeAll(async () => {
    world = await open({ gates: listening() })
  })
  afterAll(() => world[Symbol.asyncDispose]())

  describe('an event from outside the change', () => {
    it('is heard where a gate listens to its topic, and costs nothing elsewhere', async () => {
      const shop = await world.repository('topics')
      const said = async (title: string) => {
        const pull = await shop.opened(SERVES, { title })
        const ran = { headSha: pull.headSha, headBranch: pull.headRef, path: '.github/workflows/ci.yml', by: 'author' }
        const reviewed = await world.apiCalls(() => shop.repo.review(pull.number, 'reviewer', 'APPROVED'))
        const completed = await world.apiCalls(() => shop.repo.completeWorkflowRun(ran))
        return [reviewed.length > 0, completed.length > 0]
      }
      expect(await said('Cache orders')).toEqual([false, false])
      expect(await said('Cache orders (reviews)')).toEqual([true, false])
      expect(await said('Cache orders (runs)')).toEqual([false, true])
    })

    it('that our own check runs cause is no news, while a job runs and after it', async () => {
      const shop = await world.repository('echo')
      const held = world.hold('recorded')
      const pull = await shop.open(SERVES, { title: 'Hears runs' })
      await held.reached
      const calls = await world.apiCalls(() => held.go())
      expect(calls.filter((call) => call.includes('pullRequest'))).toEqual([])
      expect(await shop.decisions(pull.number)).toHaveLength(1)
    })

    it('is listened to no more when the newest decision does not', async () => {
      const shop = await world.repository('deaf-again')
      const pull = await shop.opened(SERVES, { title: 'Hears reviews' })
      await shop.repo.edit(pull.number, { title: 'Hears nothing' }, 'author')
      await world.settled()
      expect(await world.apiCalls(() => shop.repo.review(pull.number, 'reviewer', 'APPROVED'))).toEqual([])
    })

    it('that comes while a decision is made is not lost', async () => {
      const shop = await world.repository('meanwhile')
      const held = world.hold('gathered')
      const pull = await shop.open(SERVES_NOTHING, { title: 'Hears reviews' })
      await held.reached
      const again = world.hold('claimed')
      await shop.repo.review(pull.number, 'reviewer', 'APPROVED')
      await world.github.idle()
      held.go()
      await again.reached
      again.go()
      await world.settled()
      expect(await shop.decisions(pull.number)).toHaveLength(1)
    })
  })
})
