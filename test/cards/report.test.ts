import { Ajv } from 'ajv'
import { describe, expect, test } from 'vitest'
import { checkReport } from '../../src/cards/check-report.ts'
import { checkReportSchema } from '../../src/cards/check-report-schema.ts'
import { renderCards } from '../../src/cards/render-cards.ts'
import { renderTerminal } from '../../src/cards/render-terminal.ts'
import type { CardView } from '../../src/cards/view.ts'
import { known, unknown } from '../../src/model/known.ts'
import { say } from '../../src/model/phrase.ts'
import { decision, mutationPending, okrPassed, policyBlocked, reason, result, specBlocked, step, view } from './example.ts'

const validate = new Ajv({ strict: false, formats: { 'date-time': true } }).compile(checkReportSchema)
const shown = view(decision({ verdict: 'block', results: [okrPassed, specBlocked, policyBlocked, mutationPending] }))
const TITLE = 'Reduce p95 API latency by 20%'

function everything(given: CardView): string {
  const cards = renderCards(given)
  return JSON.stringify([cards, checkReport(given, cards)]) + renderTerminal(given, { color: true, width: 80 })
}

describe('the report of `maestro check --format json`', () => {
  test('is what its published schema says, to the last member', () => {
    validate(checkReport(shown, renderCards(shown)))
    expect(validate.errors).toBeNull()
    const { verdict: _, ...without } = checkReport(shown, renderCards(shown)) as Record<string, unknown>
    expect(validate(without)).toBe(false)
    expect(validate({ ...without, verdict: 'pass', extra: 1 })).toBe(false)
  })

  test('has messages as text, places as data, and the cards', () => {
    expect(checkReport(shown, renderCards(shown))).toMatchObject({
      verdict: 'block',
      gates: [
        { id: 'okr' },
        {
          id: 'spec',
          mode: 'enforce',
          outcome: 'fail',
          reasons: [{ code: 'spec.unbound-surface', message: '`server/api/retry.ts:3` is bound to no test', path: 'server/api/retry.ts', line: 3 }, {}, {}],
          nextSteps: [{ kind: 'edit', unblocks: [0, 1], snippet: { text: '/** @spec SPEC-142 */' } }],
        },
        {},
        {},
      ],
      cards: {
        decision: { title: '⛔ Maestro: 2 things block' },
        proof: { data: { verdict: 'block', obligations: [{ status: 'failed' }, { status: 'unproven' }] } },
      },
    })
  })
})

describe('objectives’ words', () => {
  const from = { kind: 'github', what: 'repository' } as const
  const seen = (visibility: CardView['change']['repo']['visibility'], publicTitles = false) =>
    everything({ ...shown, settings: { comment: 'always', publicTitles }, change: { ...shown.change, repo: { fullName: 'acme/shop', visibility } } })

  test.each([
    ['a private repository', known('private' as const, from), false, true],
    ['an internal repository', known('internal' as const, from), false, true],
    ['a public repository', known('public' as const, from), false, false],
    ['a public repository whose settings allow it', known('public' as const, from), true, true],
    ['a repository that is not known to be private', unknown('local'), false, false],
  ])('on %s', (_, visibility, allowed, visible) => {
    const text = seen(visibility, allowed)
    expect(text.includes(TITLE)).toBe(visible)
    expect(text).toContain('OKR-Q3-LATENCY')
  })
})

test('a fact shows three of its sources and counts the others', () => {
  const sources = ['a', 'b', 'c', 'd', 'e'].map((by) => ({ kind: 'given', by }) as const)
  const { markdown } = renderCards(view(decision({ results: [result('spec', { facts: [{ id: 'f', title: 'Fact', value: 1, sources }] })] }))).decision
  expect(markdown).toContain('| given by a; given by b; given by c; 2 more |')
})

describe('the terminal', () => {
  test('gets no control sequence from outside', () => {
    const evil = view(
      decision({
        verdict: 'block',
        results: [result('policy', { reasons: [reason('policy.x', ['\u001b]0;owned\u0007', { code: '\u001b[2J\u009b1m\u202e' }])] })],
      }),
    )
    const text = renderTerminal(evil, { color: false, width: 80 })
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/)
    expect(text).toContain('\\x1b[2J')
  })

  test('shows twenty lines of a file to write, and says how many more there are and where', () => {
    const text = Array.from({ length: 23 }, (_, index) => `line ${index + 1}\n`).join('')
    const gate = result('spec', { reasons: [reason('spec.x', say`x`)], nextSteps: [step(say`write it`, [0], { snippet: { path: 'a.yml', text } })] })
    const long = view(decision({ verdict: 'block', results: [gate] }))
    expect(renderTerminal(long, { color: false, width: 80 })).toContain('       line 20\n       … and 3 more lines; --format json has them all\n\n')
    expect(JSON.stringify(checkReport(long, renderCards(long)))).toContain('line 23')
  })

  test('has lines that fit, colours only when asked for, and commands unbroken', () => {
    const text = renderTerminal(shown, { color: false, width: 60 })
    expect(text.split('\n').filter((line) => line.length > 60)).toEqual([])
    expect(text).toContain('\n       git apply drop-iam-write.patch\n')
    expect(text).not.toContain('\u001b')
    expect(renderTerminal(shown, { color: true, width: 60 })).toContain('\u001b[31m')
  })
})
