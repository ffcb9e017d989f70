import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BLOCKED, eachWorld, GREEN, type JourneyRepository, objective, SERVES, SERVES_NOTHING, SETTINGS, type World } from './a-world.ts'

eachWorld((open) => {
  let world: World
  let shop: JourneyRepository
  beforeAll(async () => {
    world = await open()
    shop = await world.repository('asked')
    shop.repo.addCollaborator('maintainer', 'maintain')
    shop.repo.addCollaborator('writer', 'write')
    shop.repo.addCollaborator('reader', 'read')
  })
  afterAll(async () => {
    const { violations } = world.github
    await world[Symbol.asyncDispose]()
    expect(violations).toEqual([])
  })

  /** What we said and how we reacted to a comment. */
  async function ask(number: number, by: string, body: string) {
    const before = shop.comments(number).length
    const comment = await shop.repo.comment(number, by, body)
    await world.settled()
    return { id: comment.id, reactions: shop.repo.reactions(comment.id).map(({ content }) => content), replies: shop.comments(number).slice(before) }
  }

  describe('a slash command', () => {
    it('is answered by a reaction and one reply', async () => {
      const pull = await shop.opened(SERVES)
      const { reactions, replies } = await ask(pull.number, 'reader', '/maestro help')
      expect(reactions).toEqual(['+1'])
      expect(replies).toEqual([expect.stringContaining('/maestro okr')])
    })

    it('explains the last decision without judging again', async () => {
      const pull = await shop.opened(SERVES_NOTHING)
      const calls = await world.apiCalls(() => shop.repo.comment(pull.number, 'reader', 'Why?\n\n/maestro explain okr'))
      expect(shop.comments(pull.number).at(-1)).toContain('okr.untagged')
      expect(calls).toHaveLength(2)
      expect(await shop.decisions(pull.number)).toHaveLength(1)
    })

    it('says which objective a change serves, and that changes the decision', async () => {
      const pull = await shop.opened(SERVES_NOTHING)
      const { reactions } = await ask(pull.number, 'writer', '/maestro okr OKR-Q3-LATENCY')
      expect(reactions).toEqual(['+1'])
      expect(shop.checks(pull.headSha)).toEqual(GREEN)
      const facts = (await shop.decisions(pull.number))[0]?.results.flatMap((result) => result.facts.flatMap(({ sources }) => sources))
      expect(facts).toContainEqual({ kind: 'given', by: '/maestro okr' })
    })

    it('says at once that there is no such objective, and which is near; nothing is named by it', async () => {
      const pull = await shop.opened(SERVES_NOTHING)
      const { reactions, replies } = await ask(pull.number, 'writer', '/maestro okr OKR-Q3-LATENCI')
      expect(reactions).toEqual(['confused'])
      expect(replies).toEqual([expect.stringContaining('There is no objective `OKR-Q3-LATENCI` in the registry on the trunk; nearest: `OKR-Q3-LATENCY`.')])
      expect(await shop.decisions(pull.number)).toHaveLength(1)
    })

    it('takes back which objective a change serves, also what its line before named', async () => {
      const pull = await shop.opened(SERVES_NOTHING)
      await ask(pull.number, 'writer', '/maestro okr OKR-Q3-LATENCY')
      expect(shop.checks(pull.headSha)).toEqual(GREEN)
      expect(await ask(pull.number, 'reader', '/maestro okr --remove OKR-Q3-LATENCY')).toMatchObject({ reactions: ['-1'] })
      expect(await ask(pull.number, 'maintainer', '/maestro okr --remove OKR-Q3-LATENCY')).toMatchObject({ reactions: ['+1'], replies: [] })
      expect(shop.checks(pull.headSha)).toEqual(BLOCKED)
      expect(await ask(pull.number, 'writer', '/maestro okr OKR-Q3-LATENCY\n/maestro okr --remove OKR-Q3-LATENCY')).toMatchObject({
        reactions: ['+1'],
        replies: [],
      })
      expect(shop.checks(pull.headSha)).toEqual(BLOCKED)
    })

    it('goes by the registry of the trunk that the change is for', async () => {
      const lines = await world.repository('lines', { '.github/maestro.yml': `${SETTINGS}trunks: ["~default", "release/*"]\n` })
      lines.repo.addCollaborator('writer', 'write')
      await lines.repo.push({ branch: 'release/1', to: await lines.commit({ 'okrs/latency.yml': objective('OKR-ON-RELEASE') }), by: 'author' })
      await lines.repo.push({ branch: 'side', to: await lines.commit({ 'okrs/latency.yml': objective('OKR-ON-SIDE') }), by: 'author' })
      const said = async (base: string, okr: string) => {
        const pull = await lines.opened(SERVES_NOTHING, { base })
        const comment = await lines.repo.comment(pull.number, 'writer', `/maestro okr ${okr}`)
        await world.settled()
        return lines.repo.reactions(comment.id).map(({ content }) => content)
      }
      expect(await said('release/1', 'OKR-ON-RELEASE')).toEqual(['+1'])
      expect(await said('release/1', 'OKR-Q3-LATENCY')).toEqual(['confused'])
      expect(await said('side', 'OKR-ON-SIDE')).toEqual(['confused'])
      expect(await said('side', 'OKR-Q3-LATENCY')).toEqual(['+1'])
    })

    it('is taken at its word where the registry cannot tell', async () => {
      const none = await world.repository('no-registry', { 'okrs/latency.yml': '# none yet\n' })
      none.repo.addCollaborator('writer', 'write')
      const pull = await none.opened(SERVES_NOTHING)
      const comment = await none.repo.comment(pull.number, 'writer', '/maestro okr OKR-Q3-LATENCY')
      await world.settled()
      expect(none.repo.reactions(comment.id).map(({ content }) => content)).toEqual(['+1'])
    })

    it('judges anew for who may write; a maintainer may, though the old field calls them a writer', async () => {
      const pull = await shop.opened(SERVES)
      expect(await ask(pull.number, 'maintainer', '/maestro rerun')).toMatchObject({ reactions: ['eyes'], replies: [] })
      expect(await shop.decisions(pull.number)).toHaveLength(2)
      expect(shop.checks(pull.headSha)).toEqual(GREEN)
    })

    it('is refused to who may only read, and has no effect', async () => {
      const pull = await shop.opened(SERVES_NOTHING)
      const { reactions, replies } = await ask(pull.number, 'reader', '/maestro okr OKR-Q3-LATENCY')
      expect(reactions).toEqual(['-1'])
      expect(replies).toEqual([expect.stringContaining('write')])
      expect(shop.checks(pull.headSha)).toEqual(BLOCKED)
    })

    it.each([
      ['a bot', 'renovate[bot]', '/maestro okr OKR-Q3-LATENCY'],
      ['a code block', 'writer', '```\n/maestro okr OKR-Q3-LATENCY\n```'],
      ['a quote', 'writer', '> /maestro okr OKR-Q3-LATENCY'],
      ['the middle of a line', 'writer', 'try /maestro okr OKR-Q3-LATENCY'],
    ])('in the words of %s is none', async (_what, by, body) => {
      const pull = await shop.opened(SERVES_NOTHING)
      expect(await ask(pull.number, by, body)).toMatchObject({ reactions: [], replies: [] })
      expect(shop.checks(pull.headSha)).toEqual(BLOCKED)
    })

    it('that somebody else wrote into a comment is none; its author may', async () => {
      const pull = await shop.opened(SERVES_NOTHING)
      const comment = await shop.repo.comment(pull.number, 'writer', 'Hello')
      await shop.repo.editComment(comment.id, '/maestro okr OKR-Q3-LATENCY', 'maintainer')
      await world.settled()
      expect(shop.checks(pull.headSha)).toEqual(BLOCKED)
      await shop.repo.editComment(comment.id, '/maestro okr OKR-Q3-LATENCY ', 'writer')
      await world.settled()
      expect(shop.checks(pull.headSha)).toEqual(GREEN)
    })

    it('that GitHub delivers twice is answered once', async () => {
      const pull = await shop.opened(SERVES)
      const { replies } = await ask(pull.number, 'reader', '/maestro help')
      const delivery = world.github.deliveries.findLast(({ event, action }) => event === 'issue_comment' && action === 'created')
      const heard = world.github.deliveries.filter(({ event }) => event === 'issue_comment')
      for (const { guid } of heard.slice(-3)) await world.github.redeliver(guid)
      await world.settled()
      expect(delivery).toBeDefined()
      expect(replies).toHaveLength(1)
      expect(shop.comments(pull.number)).toHaveLength(1)
    })

    it.each(['drop', 'drop-after-effect'] as const)('is answered once when the connection is lost (%s) at the reply', async (kind) => {
      const pull = await shop.opened(SERVES)
      world.github.faults.inject({ match: 'issues/create-comment', kind })
      const { reactions, replies } = await ask(pull.number, 'reader', '/maestro help')
      expect(reactions).toEqual(['+1'])
      expect(replies).toHaveLength(1)
    })

    it('works on a pull request that was open before the App was installed', async () => {
      const old = await world.repository('before', {}, { installed: false })
      const pull = await old.open(SERVES_NOTHING)
      old.install()
      await world.settled()
      expect(old.checks(pull.headSha)).toEqual({})
      old.repo.addCollaborator('writer', 'write')
      await old.repo.comment(pull.number, 'writer', '/maestro rerun')
      await world.settled()
      expect(old.checks(pull.headSha)).toEqual(BLOCKED)
    })
  })

  describe('a re-run', () => {
    it('of a check run judges anew, and so does one of the whole suite', async () => {
      const pull = await shop.opened(SERVES_NOTHING)
      shop.repo.rerequestCheckRun(shop.decisionRun(pull.headSha).id, 'author')
      await world.settled()
      expect(await shop.decisions(pull.number)).toHaveLength(2)
      const before = shop.decisionRun(pull.headSha).summary
      await shop.repo.rerequestCheckSuite(pull.headSha, 'author')
      await world.settled()
      expect(await shop.decisions(pull.number)).toHaveLength(3)
      expect(shop.decisionRun(pull.headSha).summary).not.toBe(before)
      expect(shop.comments(pull.number)).toHaveLength(1)
      expect(shop.checks(pull.headSha)).toEqual(BLOCKED)
    })
  })
})
