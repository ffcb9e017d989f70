import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { BLOCKED, eachWorld, GREEN, type JourneyRepository, SERVES, SERVES_NOTHING, type World } from './a-world.ts'
import { brittle } from './brittle.ts'

const IN_PROGRESS = { 'Maestro decision': 'in_progress', 'Maestro proof': 'in_progress' }
const GAVE_UP = { 'Maestro decision': 'action_required', 'Maestro proof': 'action_required' }

eachWorld((open) => {
  let world: World
  let early: JourneyRepository
  beforeAll(async () => {
    world = await open({ gates: brittle() })
    early = await world.repository('early')
    await early.opened(SERVES_NOTHING)
  })
  afterEach(() => world.github.faults.reset())
  afterAll(async () => {
    const { violations } = world.github
    await world[Symbol.asyncDispose]()
    expect(violations).toEqual([])
  })

  describe('a call that fails', () => {
    const operations = [
      'graphql',
      'checks/create',
      'checks/update',
      'issues/create-comment',
      'git:info/refs',
      'git:upload-pack',
      'apps/create-installation-access-token',
    ]

    it.each(operations)('with 500 or 502 at %s is made up for: one decision, one comment, one run a name', async (match) => {
      const shop = await world.repository(`error-${match.replaceAll(/\W/g, '-')}`)
      world.github.faults.inject({ match, kind: 'status', status: 502 })
      world.github.faults.inject({ match, kind: 'status', status: 500, after: 1 })
      const pull = await shop.opened(SERVES_NOTHING)
      expect(shop.checks(pull.headSha)).toEqual(BLOCKED)
      expect(shop.repo.checkRuns(pull.headSha)).toHaveLength(2)
      expect(shop.comments(pull.number)).toHaveLength(1)
      expect(await shop.decisions(pull.number)).toHaveLength(1)
    })

    it.each(['checks/create', 'issues/create-comment'].flatMap((match) => (['drop', 'drop-after-effect'] as const).map((kind) => [match, kind] as const)))(
      'because the connection is lost at %s (%s) leaves no second of what it made',
      async (match, kind) => {
        const shop = await world.repository(`${match.replaceAll(/\W/g, '-')}-${kind}`)
        world.github.faults.inject({ match, kind, times: 2 })
        const pull = await shop.opened(SERVES_NOTHING)
        expect(shop.checks(pull.headSha)).toEqual(BLOCKED)
        expect(shop.repo.checkRuns(pull.headSha)).toHaveLength(2)
        expect(shop.comments(pull.number)).toHaveLength(1)
      },
    )

    // Octokit takes a token younger than five seconds for one that GitHub does not know yet, and waits; this one is older.
    it('because every token has run out is made again with a new one, by API and by git', async () => {
      const shop = early
      const pull = shop.repo.pullRequest(1)
      const held = world.hold('asked-github')
      const next = await shop.commit(SERVES)
      await shop.repo.pushTo(pull.number, next)
      await held.reached
      world.github.expireTokens()
      held.go()
      await world.settled()
      expect(shop.checks(next)).toEqual(GREEN)
    })
  })

  describe('a limit', () => {
    it('that GitHub names keeps everybody of that installation from writing until then, and nothing is lost', async () => {
      const shop = await world.repository('limited')
      const first = await shop.opened(SERVES)
      const mark = world.github.calls.mark()
      world.github.faults.inject({ match: 'checks/create', kind: 'secondary-limit', retryAfter: 2 })
      const pulls = [await shop.open(SERVES_NOTHING), await shop.open({ 'src/api/more.ts': 'x' })]
      await shop.repo.edit(first.number, { title: 'Another title' }, 'author')
      await world.settled()
      const writes = world.github.calls.since(mark).filter(({ method, kind, operationId }) => kind === 'rest' && method !== 'GET' && operationId !== undefined)
      const limited = writes.find(({ fault }) => fault === 'secondary-limit')!
      const early = writes.filter(({ id, at }) => id > limited.id + 2 && at < limited.at + 1_900)
      expect(early).toEqual([])
      for (const pull of pulls) expect(shop.checks(pull.headSha)).toEqual(BLOCKED)
    })

    it.each(['rest', 'graphql'] as const)('of the hour, met by %s, is waited for', async (match) => {
      const shop = await world.repository(`hour-${match}`)
      world.github.faults.inject({ match, kind: 'rate-limit', resetIn: 2 })
      const mark = world.github.calls.mark()
      const pull = await shop.opened(SERVES_NOTHING)
      const calls = world.github.calls.since(mark).filter(({ kind }) => kind === 'graphql' || kind === 'rest')
      const limited = calls.find(({ fault }) => fault === 'rate-limit')!
      expect(calls.filter(({ id, at }) => id > limited.id + 1 && at < limited.at + 900)).toEqual([])
      expect(shop.checks(pull.headSha)).toEqual(BLOCKED)
    })
  })

  it('shows that we are in trouble while GitHub is away, never a conclusion, and the decision afterwards', async () => {
    const shop = await world.repository('away')
    const pull = await shop.opened(SERVES)
    const next = await shop.commit(SERVES_NOTHING)
    const back = world.github.faults.inject({ match: 'git', kind: 'status', status: 503, times: 1000 })
    await shop.repo.pushTo(pull.number, next)
    await world.until('the trouble is told', () => shop.latest(next).some((run) => /our problem/i.test(run.title ?? '')))
    expect(shop.checks(next)).toEqual(IN_PROGRESS)
    back()
    await world.settled()
    expect(shop.checks(next)).toEqual(BLOCKED)
  })

  it('says whose trouble it was when GitHub stays away for longer than it is waited for, and since when', async () => {
    await using impatient = await open({ patienceMs: 200 })
    const shop = await impatient.repository('stays-away')
    impatient.github.faults.inject({ match: 'git', kind: 'status', status: 503, times: 1000 })
    const pull = await shop.open(SERVES)
    await impatient.until('the job is given up', () => shop.latest(pull.headSha)[0]?.conclusion === 'action_required')
    expect(shop.decisionRun(pull.headSha).summary).toContain('GitHub did not answer as it should')
    expect(shop.decisionRun(pull.headSha).title).toContain('GitHub could not be reached by git')
  })

  it('shows the standing decision again after a trouble that changed nothing', async () => {
    const shop = await world.repository('passing-trouble')
    const pull = await shop.opened(SERVES)
    expect(shop.checks(pull.headSha)).toEqual(GREEN)
    const back = world.github.faults.inject({ match: 'git', kind: 'status', status: 503, times: 1000 })
    await shop.repo.label(pull.number, 'unrelated', 'author')
    await shop.repo.unlabel(pull.number, 'unrelated', 'author')
    await world.until('the trouble is told', () => shop.latest(pull.headSha).some((run) => /our problem/i.test(run.title ?? '')))
    back()
    await world.settled()
    expect(shop.checks(pull.headSha)).toEqual(GREEN)
    expect((await shop.decisions(pull.number))[0]?.verdict).toBe('pass')
  })

  describe('a job that always fails', () => {
    it('ends as a dead letter that asks for action, holds up nobody else, and can be run again', async () => {
      const shop = await world.repository('dead')
      const seen = new Set<string>()
      const pull = await shop.open(SERVES_NOTHING, { title: 'Throw' })
      const other = await shop.open(SERVES, { head: await shop.commit(SERVES) })
      await world.until('the job is given up', () => {
        for (const status of Object.values(shop.checks(pull.headSha))) seen.add(status)
        return shop.checks(pull.headSha)['Maestro decision'] === 'action_required' && shop.checks(pull.headSha)['Maestro proof'] === 'action_required'
      })
      await world.settled()
      expect([...seen].filter((status) => status !== 'in_progress' && status !== 'action_required')).toEqual([])
      expect(shop.checks(pull.headSha)).toEqual(GAVE_UP)
      expect(shop.decisionRun(pull.headSha).title).toContain('could not decide')
      expect(shop.decisionRun(pull.headSha).summary).not.toContain('not what it should be')
      expect(shop.comments(pull.number)).toEqual([expect.stringContaining('/maestro rerun')])
      expect(shop.checks(other.headSha)).toEqual(GREEN)
      expect(await shop.decisions(pull.number)).toEqual([])

      shop.repo.pullRequest(pull.number).title = 'A change'
      shop.repo.rerequestCheckRun(shop.decisionRun(pull.headSha).id, 'author')
      await world.settled()
      expect(shop.checks(pull.headSha)).toEqual(BLOCKED)
      expect(shop.comments(pull.number)).toEqual([expect.stringContaining('okr.untagged')])
    })

    it('hides no decision for good: once it can be made, the one that stood is shown again', async () => {
      const shop = await world.repository('dead-after-decision')
      const pull = await shop.opened(SERVES)
      await shop.repo.edit(pull.number, { title: 'Throw' }, 'author')
      await world.until('the job is given up', () => shop.checks(pull.headSha)['Maestro proof'] === 'action_required')
      await shop.repo.edit(pull.number, { title: 'A change' }, 'author')
      await world.settled()
      expect(shop.checks(pull.headSha)).toEqual(GREEN)
      expect(await shop.decisions(pull.number)).toHaveLength(1)
    })
  })

  it('takes its time and nothing else when GitHub is slow', async () => {
    const shop = await world.repository('slow')
    world.github.faults.inject({ match: /./, kind: 'latency', ms: 120, times: 12 })
    const pull = await shop.opened(SERVES_NOTHING)
    expect(shop.checks(pull.headSha)).toEqual(BLOCKED)
    expect(shop.repo.checkRuns(pull.headSha)).toHaveLength(2)
  })
})
