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

  /** Two pull requests of one commit; an `OKR:` line makes one of them pass. */
  async function twins(name: string, first: 'passes' | 'blocks', together = false) {
    const shop = await world.repository(name)
    const head = await shop.commit(SERVES_NOTHING)
    const body = (passes: boolean) => (passes ? 'OKR: OKR-Q3-LATENCY' : '')
    const one = await shop.open({}, { head, headRef: 'one', body: body(first === 'passes') })
    if (!together) await world.settled()
    const two = await shop.open({}, { head, headRef: 'two', body: body(first === 'blocks') })
    await world.settled()
    return { shop, head, passing: first === 'passes' ? one : two, blocked: first === 'passes' ? two : one }
  }

  describe('two pull requests with the same head', () => {
    it.each(['passes', 'blocks'] as const)('show the graver verdict when the one that %s came first', async (first) => {
      const { shop, head, passing, blocked } = await twins(`shared-${first}`, first)
      expect(shop.checks(head)).toEqual(BLOCKED)
      expect((await shop.decisions(passing.number))[0]?.verdict).toBe('pass')
      expect((await shop.decisions(blocked.number))[0]?.verdict).toBe('block')
    })

    it('show the graver verdict, in one run a name, when both are opened at once', async () => {
      const { shop, head } = await twins('shared-together', 'passes', true)
      expect(shop.checks(head)).toEqual(BLOCKED)
      expect(shop.repo.checkRuns(head).filter((run) => run.name === 'Maestro proof')).toHaveLength(1)
    })

    it('show what is left when the graver one is closed, and the graver one again when it is reopened', async () => {
      const { shop, head, blocked } = await twins('shared-closed', 'blocks')
      await shop.repo.close(blocked.number, 'author')
      await world.settled()
      expect(shop.checks(head)).toEqual(GREEN)
      await shop.repo.reopen(blocked.number, 'author')
      await world.settled()
      expect(shop.checks(head)).toEqual(BLOCKED)
    })

    it('show what is left when the graver one gets another head', async () => {
      const { shop, head, blocked } = await twins('shared-moved', 'passes')
      const next = await shop.commit(SERVES, head)
      await shop.repo.pushTo(blocked.number, next)
      await world.settled()
      expect(shop.checks(head)).toEqual(GREEN)
    })

    it('show what is left when the graver one passes by a label', async () => {
      const { shop, head, blocked } = await twins('shared-labelled', 'passes')
      await shop.repo.label(blocked.number, 'OKR-Q3-LATENCY', 'author')
      await world.settled()
      expect(shop.checks(head)).toEqual(GREEN)
    })
  })
})
