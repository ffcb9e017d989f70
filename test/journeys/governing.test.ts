import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { plain } from '../../src/model/phrase.ts'
import { BLOCKED, eachWorld, GREEN, objective, SERVES, SERVES_NOTHING, SETTINGS, type World } from './a-world.ts'

const BROKEN = 'version: 1\nmoode: enforce\n'
const NOBODY = { 'Maestro decision': 'action_required' }

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

  describe('settings that are broken on the trunk', () => {
    it('leave the last valid ones in force, so that the repair can merge', async () => {
      const shop = await world.repository('broken')
      await shop.pushMain({ '.github/maestro.yml': BROKEN })
      const pull = await shop.opened(SERVES_NOTHING)
      expect(shop.checks(pull.headSha)).toEqual(BLOCKED)
      expect((await shop.decisions(pull.number))[0]?.settings).toMatchObject({ state: 'last-valid', trunk: [{ line: 2 }] })
      const repair = await shop.opened(
        { '.github/maestro.yml': SETTINGS, ...SERVES },
        { head: await shop.commit({ '.github/maestro.yml': SETTINGS, ...SERVES }) },
      )
      expect(shop.checks(repair.headSha)['Maestro decision']).not.toBe('failure')
      expect(shop.checks(repair.headSha)['Maestro decision']).not.toBe('action_required')
    })

    it('ask for action when no version was ever valid', async () => {
      const shop = await world.repository('never-valid', { '.github/maestro.yml': BROKEN })
      const pull = await shop.opened(SERVES)
      expect(shop.checks(pull.headSha)).toMatchObject(NOBODY)
    })
  })

  describe('a change of what governs', () => {
    it('in the settings judges what is open again', async () => {
      const shop = await world.repository('changed')
      const pull = await shop.opened(SERVES_NOTHING)
      await shop.pushMain({ '.github/maestro.yml': SETTINGS.replace('src/latency/**', 'src/api/**') })
      await world.settled()
      expect(shop.checks(pull.headSha)).toEqual(GREEN)
      expect(shop.comments(pull.number)).toEqual([expect.stringContaining('ready')])
    })

    it('in a registry that a gate reads judges what is open again', async () => {
      const shop = await world.repository('registry')
      const pull = await shop.opened(SERVES_NOTHING, { body: 'OKR: OKR-Q4-COST' })
      expect(shop.checks(pull.headSha)).toEqual(BLOCKED)
      await shop.pushMain({ 'okrs/cost.yml': objective('OKR-Q4-COST') })
      await world.settled()
      expect(shop.checks(pull.headSha)).toEqual(GREEN)
    })

    it('is none when a push to the trunk touches nothing that governs: no call, nothing judged again', async () => {
      const shop = await world.repository('untouched')
      const pull = await shop.opened(SERVES_NOTHING)
      await shop.pushMain({ 'src/other.ts': 'export {}\n' })
      await world.settled()
      const before = await shop.decisions(pull.number)
      expect(await world.apiCalls(() => shop.pushMain({ 'src/other.ts': 'export { }\n' }))).toEqual([])
      expect(await shop.decisions(pull.number)).toEqual(before)
      expect(before).toHaveLength(1)
    })

    it('in a pull request does not govern that pull request', async () => {
      const shop = await world.repository('self-serving')
      const pull = await shop.opened({ ...SERVES_NOTHING, '.github/maestro.yml': SETTINGS.replace('enforce', 'off') })
      expect(shop.checks(pull.headSha)).toMatchObject({ 'Maestro decision': 'failure' })
    })
  })

  it('keeps to the floor that the organisation sets, and judges again when it is raised', async () => {
    const policy = (floor: string) => `version: 1\nfloor: { okr: ${floor} }\n`
    const holder = await world.repository('floor-holder', { 'maestro.yml': policy('warn') }, { owner: 'acme-floor', repo: '.github' })
    const shop = await world.repository('floor', { '.github/maestro.yml': SETTINGS.replace('enforce', 'observe') }, { owner: 'acme-floor' })
    const pull = await shop.opened(SERVES_NOTHING)
    expect(shop.checks(pull.headSha)).toMatchObject({ 'Maestro decision': 'neutral' })
    await holder.pushMain({ 'maestro.yml': policy('enforce') })
    await world.settled()
    expect(shop.checks(pull.headSha)).toMatchObject({ 'Maestro decision': 'failure' })
  })

  describe("an organisation's settings", () => {
    const POLICY = 'version: 1\nfloor: { okr: warn }\n'
    const NEVER_VALID = { 'maestro.yml': 'version: 1\nflor: { okr: warn }\n', '.github/maestro.yml': 'version: 1\n' }

    it('that were never valid may be repaired where they are kept; until then nothing merges anywhere', async () => {
      const owner = 'acme-never'
      const holder = await world.repository('never-holder', NEVER_VALID, { owner, repo: '.github-private' })
      const shop = await world.repository('never', {}, { owner })
      const waiting = await shop.opened(SERVES)
      expect(shop.checks(waiting.headSha)).toMatchObject(NOBODY)
      expect(shop.comments(waiting.number)[0]).toContain(
        'whoever keeps `acme-never/.github-private/maestro.yml` has to correct it, in a pull request there that changes nothing else',
      )
      const repair = await holder.opened({ 'maestro.yml': POLICY })
      expect(holder.checks(repair.headSha)).toMatchObject({ 'Maestro decision': 'neutral' })
      expect(holder.comments(repair.number)[0]).toContain('this repairs the organisation’s settings, which were never valid')
      await holder.repo.merge(repair.number, 'author')
      await world.settled()
      expect(shop.checks(waiting.headSha)).toEqual(GREEN)
    })

    it('that were never valid are not repaired by a change that brings code along, or leaves them broken', async () => {
      const holder = await world.repository('still-holder', NEVER_VALID, { owner: 'acme-still', repo: '.github-private' })
      const besides = await holder.open({ 'maestro.yml': POLICY, ...SERVES })
      const stillBroken = await holder.opened({ 'maestro.yml': 'version: 1\nfloor: { okrs: warn }\n' })
      expect(holder.checks(besides.headSha)).toMatchObject(NOBODY)
      expect(holder.comments(besides.number)[0]).toContain('→ correct `maestro.yml` in a pull request that changes nothing else: that one is let through')
      expect(holder.checks(stillBroken.headSha)).toMatchObject(NOBODY)
      expect(holder.decisionRun(stillBroken.headSha).annotations).toMatchObject([{ path: 'maestro.yml', startLine: 2, title: 'settings.unknown-key' }])
    })

    it.each<[string, string, string | null, readonly unknown[]]>([
      [
        'changes them',
        '.github-private',
        POLICY.replace('warn', 'enforce'),
        [['settings.changed', expect.stringContaining('every repository of the organisation')]],
      ],
      ['removes them', '.github-private', null, [['settings.removed', expect.stringContaining('no floor holds')]]],
      [
        'breaks them',
        '.github-private',
        'version: 1\nflor: {}\n',
        [
          ['settings.unknown-key', expect.anything()],
          ['settings.changed', expect.anything()],
        ],
      ],
      ['removes what is not in force', '.github', null, []],
    ])('are told of on a pull request that %s', async (what, changed, text, expected) => {
      const owner = `acme-${what.replaceAll(' ', '-')}`
      const holder = await world.repository(`${owner}-a`, { 'maestro.yml': POLICY }, { owner, repo: '.github-private' })
      const other = await world.repository(`${owner}-b`, { 'maestro.yml': POLICY }, { owner, repo: '.github' })
      const at = changed === '.github' ? other : holder
      const { number } = await at.opened({ 'maestro.yml': text })
      const settings = (await at.decisions(number))[0]?.results.find(({ gate }) => gate === 'settings')
      expect((settings?.reasons ?? []).map(({ code, message }) => [code, plain(message)])).toEqual(expected)
    })
  })

  describe('a repository', () => {
    it('is judged under its new name', async () => {
      const shop = await world.repository('renamed')
      const pull = await shop.opened(SERVES_NOTHING)
      shop.repo.rename('store', 'author')
      await shop.repo.label(pull.number, 'OKR-Q3-LATENCY', 'author')
      await world.settled()
      expect(shop.checks(pull.headSha)).toEqual(GREEN)
      expect(shop.repo.fullName).toBe('acme-renamed/store')
    })

    it('is judged under its new name also when the event about it was lost', async () => {
      const shop = await world.repository('renamed-unheard')
      const pull = await shop.opened(SERVES_NOTHING)
      world.github.connect('http://127.0.0.1:9/nobody')
      shop.repo.rename('store', 'author')
      await world.github.idle()
      world.github.connect(world.hookUrl)
      await shop.repo.comment(pull.number, 'author', '/maestro help')
      await shop.repo.label(pull.number, 'OKR-Q3-LATENCY', 'author')
      await world.settled()
      expect(shop.checks(pull.headSha)).toEqual(GREEN)
    })

    it('is judged onto its renamed default branch', async () => {
      const shop = await world.repository('trunk-renamed')
      const pull = await shop.opened(SERVES_NOTHING)
      await shop.repo.renameDefaultBranch('trunk', 'author')
      await shop.repo.label(pull.number, 'OKR-Q3-LATENCY', 'author')
      await world.settled()
      expect(shop.checks(pull.headSha)).toEqual(GREEN)
      expect((await shop.decisions(pull.number))[0]).toMatchObject({ preview: false })
    })

    it('that is taken from the installation is not asked about, and is judged again once it is back', async () => {
      const shop = await world.repository('removed')
      const pull = await shop.opened(SERVES_NOTHING)
      world.github.changeRepositories(shop.installation, { removed: [shop.repo] })
      await world.settled()
      expect(await world.apiCalls(() => shop.repo.label(pull.number, 'OKR-Q3-LATENCY', 'author'))).toEqual([])
      world.github.changeRepositories(shop.installation, { added: [shop.repo] })
      await world.settled()
      expect(shop.checks(pull.headSha)).toEqual(GREEN)
    })

    it('that is deleted costs no call', async () => {
      const shop = await world.repository('gone')
      await shop.opened(SERVES)
      expect(await world.apiCalls(() => shop.repo.delete('author'))).toEqual([])
    })
  })

  describe('an installation', () => {
    it('that is suspended is not called for, whatever comes; what is open is judged when it is back', async () => {
      const shop = await world.repository('suspended')
      const pull = await shop.opened(SERVES_NOTHING)
      const held = world.hold('claimed')
      await shop.repo.edit(pull.number, { title: 'Another title' }, 'author')
      await held.reached
      const calls = await world.apiCalls(async () => {
        world.github.suspend(shop.installation)
        await world.github.idle()
        await world.until('the suspension is taken in', async () => (await world.installationState(shop)) === 'suspended')
        held.go()
        await shop.repo.label(pull.number, 'OKR-Q3-LATENCY', 'author')
      })
      expect(calls).toEqual([])
      world.github.unsuspend(shop.installation)
      await world.settled()
      expect(shop.checks(pull.headSha)).toEqual(GREEN)
    })

    it('that is deleted is not called for', async () => {
      const shop = await world.repository('uninstalled')
      const held = world.hold('claimed')
      await shop.open(SERVES)
      await held.reached
      const calls = await world.apiCalls(async () => {
        world.github.uninstall(shop.installation)
        await world.github.idle()
        await world.until('the end is taken in', async () => (await world.installationState(shop)) === 'deleted')
        held.go()
      })
      expect(calls).toEqual([])
    })
  })

  describe('a merge group', () => {
    it('is decided on its own head, and left alone once it is destroyed', async () => {
      const shop = await world.repository('queue')
      const pull = await shop.opened(SERVES, { headRef: 'feature' })
      const group = await shop.repo.mergeQueue.create([pull.number], 'reviewer')
      await world.settled()
      expect(shop.checks(group.headSha)).toEqual(GREEN)
      expect(await shop.groupDecisions(group.headRef)).toMatchObject([{ verdict: 'pass', headSha: group.headSha, preview: false }])
      expect(await world.apiCalls(() => shop.repo.mergeQueue.destroy(group, 'dequeued', 'reviewer'))).toSatisfy((calls: string[]) => calls.length <= 4)
      expect(await shop.groupDecisions(group.headRef)).toHaveLength(1)
    })

    it('of several pull requests is judged by what is said of each of them, by label and by command', async () => {
      const shop = await world.repository('queue-of-three')
      shop.repo.addCollaborator('writer', 'write')
      const first = await shop.opened(SERVES_NOTHING, { headRef: 'first', body: 'OKR: OKR-Q3-LATENCY' })
      const second = await shop.opened({ 'docs/second.md': '# Second\n' }, { headRef: 'second' })
      await shop.repo.comment(second.number, 'writer', '/maestro okr OKR-Q3-LATENCY')
      const third = await shop.opened({ 'docs/third.md': '# Third\n' }, { headRef: 'third' })
      await world.settled()
      const numbers = [first, second, third].map((pull) => pull.number)
      const group = await shop.repo.mergeQueue.create(numbers, 'reviewer')
      await world.settled()
      expect(shop.checks(group.headSha)).toEqual(GREEN)
      const [decision] = await shop.groupDecisions(group.headRef)
      const fact = decision?.results.find((result) => result.gate === 'okr')?.facts.find(({ id }) => id === 'okr.contribution')
      expect(fact?.value).toMatchObject([{ okr: 'OKR-Q3-LATENCY', tags: [{ way: 'description' }, { way: 'command', by: 'writer' }] }])
    })

    it('of what nobody knows the objective of is blocked', async () => {
      const shop = await world.repository('queue-blocked')
      const pull = await shop.opened(SERVES_NOTHING, { headRef: 'feature' })
      const group = await shop.repo.mergeQueue.create([pull.number], 'reviewer')
      await world.settled()
      expect(shop.checks(group.headSha)).toEqual(BLOCKED)
    })
  })
})
