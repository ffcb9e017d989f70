import { describe, expect, it } from 'vitest'
import { answerCommand, needsRole } from '../../src/commands/answer.ts'
import { commands } from '../../src/commands/registry.ts'
import type { Role } from '../../src/model/github.ts'
import { plain } from '../../src/model/phrase.ts'
import { aDecision } from '../model/a-decision.ts'

const answer = (name: string, args: string[], role: Role = 'write', decision = aDecision()) => {
  const given = answerCommand({ name, args, line: 1 }, role, { decision, commands })
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
