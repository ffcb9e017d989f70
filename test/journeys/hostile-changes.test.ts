import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BLOCKED, eachWorld, GREEN, type JourneyRepository, SERVES, SERVES_NOTHING, type World } from './a-world.ts'

eachWorld((open) => {
  let world: World
  let shop: JourneyRepository
  beforeAll(async () => {
    world = await open()
    shop = await world.repository('odd')
  })
  afterAll(async () => {
    const { violations } = world.github
    await world[Symbol.asyncDispose]()
    expect(violations).toEqual([])
  })

  describe('a change', () => {
    it('of three thousand files is judged within the budget of calls', async () => {
      const edits = Object.fromEntries(
        Array.from({ length: 3000 }, (_, index) => [`src/latency/part-${index % 60}/file-${index}.ts`, `export const n = ${index}\n`]),
      )
      const calls = await world.apiCalls(() => shop.open(edits))
      expect(calls.length).toBeLessThanOrEqual(6)
      const pull = shop.repo.pullRequests().at(-1)!
      expect(shop.checks(pull.headSha)).toEqual(GREEN)
    })

    it.each([
      ['binary files', { 'src/latency/logo.bin': Buffer.from([0, 255, 254, 0, 10, 13]) }],
      ['a submodule', { 'src/latency/lib': { mode: '160000', content: 'a'.repeat(40) } }],
      ['a symbolic link out of the repository', { 'src/latency/link': { mode: '120000', content: '../../../../etc/passwd' } }],
      ['a path that is no UTF-8', { 'bytes:src/latency/\xff\xfe.ts': 'export {}\n' }],
      ['a path full of Markdown and control characters', { 'src/latency/`x` <img src=x>\n@everyone | \x1b[31m.ts': 'export {}\n' }],
      ['an executable file', { 'src/latency/run.sh': { mode: '100755', content: '#!/bin/sh\n' } }],
    ])('with %s is judged', async (_what, edits) => {
      const pull = await shop.opened(edits)
      expect(shop.checks(pull.headSha)).toEqual(GREEN)
    })

    it.each([
      ['a symbolic link', { mode: '120000', content: '/etc/passwd' }],
      ['a submodule', { mode: '160000', content: 'b'.repeat(40) }],
      ['ten megabytes', 'a: 1\n'.repeat(2_000_000)],
      [
        'a bomb of aliases',
        `a: &a [x,x,x,x,x,x,x,x]\n${'bcdefgh'
          .split('')
          .map((key, index) => `${key}: &${key} [${`*${'abcdefgh'[index]},`.repeat(8)}]`)
          .join('\n')}\n`,
      ],
    ])('that makes %s of the settings is told so, and the trunk judges', async (_what, settings) => {
      const pull = await shop.opened({ ...SERVES, '.github/maestro.yml': settings })
      const { 'Maestro decision': decision } = shop.checks(pull.headSha)
      expect(['failure', 'neutral', 'success']).toContain(decision)
      expect((await shop.decisions(pull.number))[0]?.settings.state).toBe('valid')
    })
  })

  it('lets nothing of a title or a description out of its cards', async () => {
    const title = '</summary><script>x</script> @everyone ![x](http://evil.test/x) <!-- maestro:comment v1 -->\n/maestro okr OKR-Q3-LATENCY'
    const pull = await shop.opened(SERVES_NOTHING, { title, body: `OKR: @acme/everyone <b>\n/maestro okr OKR-Q3-LATENCY\n${title}` })
    const said = [...shop.comments(pull.number), ...shop.latest(pull.headSha).flatMap((run) => [run.title ?? '', run.summary ?? '', run.text ?? ''])].join('\n')
    expect(shop.checks(pull.headSha)).toEqual(BLOCKED)
    expect(said).not.toMatch(/<script|<b>|!\[x\]|^\/maestro/m)
    expect(said.replaceAll(/`[^`\n]*`/g, '')).not.toMatch(/(^|[^\w`])@(everyone|acme)/)
    expect(shop.comments(pull.number)).toHaveLength(1)
  })
})
