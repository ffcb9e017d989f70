import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseCommands } from '../../src/commands/grammar.ts'

const names = (body: string) => parseCommands(body).map((command) => [command.name, ...command.args])

/** @spec SPEC-8 */
describe('the grammar of slash commands', () => {
  it.each([
    ['/maestro rerun', [['rerun']]],
    ['/maestro', [['help']]],
    ['   /maestro rerun', [['rerun']]],
    ['thanks!\n/maestro okr OKR-1\r\n/maestro rerun', [['okr', 'OKR-1'], ['rerun']]],
    ['/maestro override spec "flaky on main" --until 2026-12-01', [['override', 'spec', 'flaky on main', '--until', '2026-12-01']]],
    ["/maestro hold 'it''s late'", [['hold', 'its late']]],
    ['/maestro hold a\\ b', [['hold', 'a b']]],
    ['/maestro hold ""', [['hold', '']]],
    ['/MAESTRO rerun', []],
    ['/maestro RERUN', [['rerun']]],
    ['/maestrorerun', []],
    ['please /maestro rerun', []],
    ['> /maestro rerun', []],
    ['    /maestro rerun', []],
    ['\t/maestro rerun', []],
    ['```\n/maestro rerun\n```', []],
    ['```\n/maestro rerun', []],
    ['````\n```\n/maestro rerun\n````\n/maestro help', [['help']]],
    ['~~~sh\n/maestro rerun\n~~~\n/maestro help', [['help']]],
    ['<!--\n/maestro rerun\n-->\n/maestro help', [['help']]],
    ['<!-- note --> hello\n/maestro help', [['help']]],
  ])('%j says %j', (body, expected) => {
    expect(names(body)).toEqual(expected)
  })

  it('gives the line of each command', () => {
    expect(parseCommands('a\n\n/maestro help').map((command) => command.line)).toEqual([3])
  })

  it('takes five commands of a comment at most', () => {
    expect(parseCommands('/maestro help\n'.repeat(50))).toHaveLength(5)
  })

  it('reads any text without an exception', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('/maestro ', '"', "'", '\\', '`', '```\n', '~~~', '<!--', '-->', '\n', ' ', 'x'), { maxLength: 60 }), (parts) => {
        expect(parseCommands(parts.join('')).length).toBeLessThanOrEqual(5)
      }),
      { seed: 8, numRuns: 500 },
    )
  })
})
