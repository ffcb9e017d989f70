import { describe, expect, it } from 'vitest'
import { answerCommand, needsObjectives, needsRole } from '../../src/commands/answer.ts'
import type { CommandContext } from '../../src/commands/command.ts'
import { commands } from '../../src/commands/registry.ts'
import type { Role } from '../../src/model/github.ts'
import { plain } from '../../src/model/phrase.ts'
import { aDecision } from '../model/a-decision.ts'

const answer = (name: string, args: string[], role: Role = 'write', decision = aDecision(), more: Partial<CommandContext> = {}) => {
  const given = answerCommand({ name, args, line: 1 }, role, { decision, commands, objectives: undefined, tagged: [], ...more })
  return { ...given, text: (given.reply ?? []).map(plain).join('\n') }
}

/** @spec SPEC-8 */
describe('slash commands', () => {
  it('lists every command in help, for anybody who can read', () => {
    const { reaction, text } = answer('help', [], 'read')
    expect(reaction).toBe('+1')
    for (const command of commands) expect(text).toContain(`/maestro ${command.usage}`)
  })

  it('names help when a command is unknown', () => {
    expect(answer('shipit', []).text).toContain('There is no command `shipit`')
    expect(answer('shipit', []).reaction).toBe('confused')
  })

  it.each(['none', 'read', 'triage'] as const)('refuses a rerun to the role %s', (role) => {
    expect(answer('rerun', [], role)).toMatchObject({ reaction: '-1', text: expect.stringContaining('needs the `write` role') })
    expect(answer('rerun', [], role).effect).toBeUndefined()
  })

  it.each(['write', 'maintain', 'admin'] as const)('reruns for the role %s', (role) => {
    expect(answer('rerun', [], role).effect).toEqual({ kind: 'rerun' })
  })

  it.each([
    [['OKR-Q3-LATENCY'], 'OKR-Q3-LATENCY'],
    [['OKR-1'], 'OKR-1'],
  ])('tags with %j', (args, okr) => {
    expect(answer('okr', args)).toMatchObject({ reaction: '+1', effect: { kind: 'tag', okr } })
  })

  describe('okr', () => {
    const okr = (args: string[], more: Partial<CommandContext>) => answer('okr', args, 'write', aDecision(), more)

    it('writes an id as the registry does', () => {
      expect(okr(['okr-q3-latency'], { objectives: ['OKR-Q3-LATENCY'] }).effect).toEqual({ kind: 'tag', okr: 'OKR-Q3-LATENCY' })
    })

    it.each([
      [['OKR-Q3-LATENCY', 'OKR-Q2-LATENCY', 'OKR-X', 'OKR-Q3-LATENC', 'OKR-Q3-LATENCYS'], 'nearest: `OKR-Q3-LATENC`, `OKR-Q3-LATENCY`, `OKR-Q2-LATENCY`.'],
      [['OKR-B', 'OKR-A', 'OKR-C', 'OKR-D'], 'it has `OKR-B`, `OKR-A`, `OKR-C` and 1 more.'],
      [['OKR-B'], 'it has `OKR-B`.'],
    ])('says at once that an id is not among %j', (objectives, words) => {
      expect(okr(['OKR-Q3-LATENCI'], { objectives })).toEqual({
        reaction: 'confused',
        reply: expect.anything(),
        text: `There is no objective \`OKR-Q3-LATENCI\` in the registry on the trunk; ${words}`,
      })
    })

    it('takes back what a command named, in any case of letters', () => {
      expect(okr(['--remove', 'okr-a'], { tagged: ['OKR-B', 'OKR-A'] })).toMatchObject({ reaction: '+1', effect: { kind: 'untag', okr: 'OKR-A' } })
    })

    it('takes back an id that the registry does not have any more', () => {
      expect(okr(['--remove', 'OKR-A'], { tagged: ['OKR-A'], objectives: ['OKR-B'] }).effect).toEqual({ kind: 'untag', okr: 'OKR-A' })
    })

    it.each([
      [[], 'no command named any.'],
      [['OKR-B'], 'commands named `OKR-B`.'],
    ])('says that there is nothing to take back from %j', (tagged, words) => {
      const { text, effect, reaction } = okr(['--remove', 'OKR-A'], { tagged })
      expect([reaction, effect, text]).toEqual(['confused', undefined, `No command named \`OKR-A\` here, so there is nothing to take back: ${words}`])
    })

    it.each([[['--remove']], [['--remove', 'OKR-A', 'OKR-B']], [['OKR-A', '--remove']], [['--delete', 'OKR-A']]])('does nothing with %j', (args) => {
      expect(okr(args, { tagged: ['OKR-A'] })).toMatchObject({ reaction: 'confused', text: expect.stringContaining('takes one objective') })
      expect(okr(args, { tagged: ['OKR-A'] }).effect).toBeUndefined()
    })

    it('asks which objectives there are only for somebody who may name one', () => {
      const invocations = [{ name: 'okr', args: ['OKR-A'], line: 1 }]
      expect(['read', 'triage', 'write'].map((role) => needsObjectives(invocations, role as Role, commands))).toEqual([false, false, true])
      expect(needsObjectives([{ name: 'rerun', args: [], line: 1 }], 'admin', commands)).toBe(false)
    })
  })

  it.each([[[]], [['LATENCY']], [['OKR-1', 'OKR-2']], [['OKR-<img>']], [['OKR-']]])('does not tag with %j', (args) => {
    expect(answer('okr', args)).toMatchObject({ reaction: 'confused' })
    expect(answer('okr', args).effect).toBeUndefined()
  })

  it('explains each gate of the last decision with the places of what counts', () => {
    const { text } = answer('explain', [])
    expect(text).toContain('The decision is block')
    expect(text).toContain('blocks: `src/retry.ts` is bound to no test (`spec.unbound-surface`)')
  })

  it('explains one gate when asked for one, and names the gates when asked for another', () => {
    expect(answer('explain', ['okr']).text).not.toContain('spec.unbound-surface')
    expect(answer('explain', ['risk'])).toMatchObject({ reaction: 'confused', text: expect.stringContaining('`okr`, `spec`') })
  })

  it('says of a gate that is off which line switches it off', () => {
    const decision = aDecision()
    const off = { ...decision, settings: { ...decision.settings, off: [{ gate: 'risk', file: '.github/maestro.yml', line: 7 }] } }
    expect(answer('explain', ['risk'], 'read', off)).toMatchObject({ reaction: '+1', text: '`risk` judged nothing: it is off in `.github/maestro.yml:7`.' })
  })

  it('asks GitHub for a role only when a command needs one', () => {
    expect(needsRole([{ name: 'help', args: [], line: 1 }], commands)).toBe(false)
    expect(
      needsRole(
        [
          { name: 'help', args: [], line: 1 },
          { name: 'rerun', args: [], line: 2 },
        ],
        commands,
      ),
    ).toBe(true)
  })
})
