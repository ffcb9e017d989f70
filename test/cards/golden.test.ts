import { readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { renderCards } from '../../src/cards/render-cards.ts'
import { renderTerminal } from '../../src/cards/render-terminal.ts'
import { renderTrouble } from '../../src/cards/trouble-card.ts'
import type { CheckOutput } from '../../src/model/card.ts'
import { digest, instant } from '../../src/model/ids.ts'
import { code, say } from '../../src/model/phrase.ts'
import { brokenSettings, decision, HEAD, mutationPending, NOW, okrPassed, policyBlocked, result, specBlocked, TRUNK, view } from './example.ts'
import { okrMissing, okrSkipped, settingsRepaired } from './unjudged.ts'

const blocked = decision({ verdict: 'block', results: [okrPassed, specBlocked, policyBlocked] })
const hostile = '@acme/security please /approve <img src=x> [win](https://evil.example) #1 `x` **bold** | \u202e'

const SWITCHED_OFF = [
  { gate: 'okr', file: '.github/maestro.yml', line: 4 },
  { gate: 'spec', file: 'acme/.github-private/maestro.yml', line: 12 },
]

const VIEWS = {
  ready: view(decision({ results: [okrPassed, result('spec', { title: 'Spec binding' })] }), { settings: { comment: 'always', publicTitles: false } }),
  warned: view(decision({ verdict: 'warn', results: [okrPassed, { ...specBlocked, mode: 'warn', effects: ['warns', 'warns', 'warns'] }] })),
  blocked: view(blocked, { recorded: { id: 4711, digest: digest(`sha256:${'9f86d081'.repeat(8)}`) } }),
  'one-gate-off': view(decision({ results: [okrPassed], settings: { from: TRUNK, state: 'valid', trunk: [], proposed: [], off: SWITCHED_OFF.slice(1) } }), {
    settings: { comment: 'always', publicTitles: false },
  }),
  observed: view(decision({ results: [okrPassed, { ...specBlocked, mode: 'observe', effects: ['would-block', 'would-block', 'would-warn'] }] }), {
    settings: { comment: 'always', publicTitles: false },
  }),
  waiting: view(decision({ verdict: 'pending', results: [okrPassed, mutationPending], reviseAt: instant('2026-11-21T14:32:00Z') }), {
    settings: { comment: 'always', publicTitles: false },
  }),
  'settings-broken': view(
    decision({ verdict: 'block', results: [okrPassed, specBlocked], settings: { from: HEAD, state: 'last-valid', trunk: [brokenSettings], proposed: [] } }),
  ),
  'settings-broken-ready': view(
    decision({
      results: [okrPassed, result('spec', { title: 'Spec binding' })],
      settings: { from: HEAD, state: 'last-valid', trunk: [brokenSettings, { ...brokenSettings, line: 12 }], proposed: [] },
    }),
    { settings: { comment: 'always', publicTitles: false } },
  ),
  'settings-repaired': view(decision({ verdict: 'warn', results: [settingsRepaired], settings: { state: 'none', trunk: [brokenSettings], proposed: [] } })),
  'cannot-judge': view(decision({ verdict: 'misconfigured', results: [okrMissing, specBlocked] })),
  'nothing-judged': view(
    decision({ results: [okrSkipped, result('spec', { title: 'Spec binding', outcome: 'skip', summary: say`there are no Spec Cards` })] }),
    {
      settings: { comment: 'always', publicTitles: false },
    },
  ),
  'every-gate-off': view(decision({ results: [], settings: { from: TRUNK, state: 'valid', trunk: [], proposed: [], off: SWITCHED_OFF } }), {
    settings: { comment: 'always', publicTitles: false },
  }),
  'settings-none': view(decision({ verdict: 'misconfigured', results: [], settings: { state: 'none', trunk: [brokenSettings], proposed: [] } })),
  held: view(
    decision({
      verdict: 'block',
      results: [okrPassed, { ...specBlocked, effects: ['warns', 'warns', 'warns'] }],
      holds: [{ by: 'reviewer', reason: 'the release is frozen until Monday', at: NOW }],
      overrides: [{ gate: 'spec', by: 'reviewer', reason: 'covered by the end-to-end suite', at: NOW, until: instant('2026-12-01T00:00:00Z') }],
    }),
  ),
  preview: view(decision({ ...blocked, preview: true }), {
    settings: { comment: 'always', publicTitles: false },
    change: { target: { ref: 'refs/heads/retry-budget', isTrunk: false } },
  }),
  shared: view(decision({ results: [okrPassed] }), { alsoOnHead: [{ number: 13, verdict: 'block', proof: 'pass' }] }),
  hostile: view(
    decision({
      verdict: 'block',
      results: [result('policy', { summary: [hostile], reasons: [{ code: 'policy.x', level: 'block', message: [hostile, ' ', code(hostile)], facts: [] }] })],
    }),
  ),
} as const

function written(check: CheckOutput): string {
  const { name, status, conclusion = '–', title, summary, text, annotations } = check
  return [
    `## ${name} · ${status} · ${conclusion} · ${title}`,
    summary,
    ...(text === undefined ? [] : ['<!-- text -->', text]),
    ...annotations.map((annotation) => `    ${JSON.stringify(annotation)}`),
  ].join('\n\n')
}

/** The golden files are compared to the byte; `UPDATE_GOLDEN=1` writes them anew, to be read before they are committed. */
function compare(name: string, text: string): void {
  const file = new URL(`fixtures/${name}.md`, import.meta.url)
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, text)
  expect(text).toBe(readFileSync(file, 'utf8'))
}

describe('what is shown', () => {
  test.each(Object.entries(VIEWS))('for a change that is %s is what was reviewed', (name, shown) => {
    const cards = renderCards(shown)
    compare(name, `${['<!-- comment -->', cards.comment ?? '(no comment)', ...cards.checks.map(written)].join('\n\n')}\n`)
  })

  test.each(['blocked', 'observed', 'warned', 'one-gate-off', 'every-gate-off'] as const)(
    'in a terminal for a change that is %s is what was reviewed',
    (name) => {
      compare(`terminal-${name}`, renderTerminal(VIEWS[name], { color: false, width: 80 }))
    },
  )

  test('when GitHub is in trouble is what was reviewed', () => {
    const trouble = { kind: 'github', what: say`GitHub answers ${code(502)}`, since: instant('2026-11-21T14:02:00Z'), preview: false } as const
    const trying = renderTrouble({
      ...trouble,
      nextTry: instant('2026-11-21T14:06:00Z'),
      final: false,
      comment: { policy: 'when-needed', draft: false, exists: true },
    })
    const gaveUp = renderTrouble({ ...trouble, final: true, comment: { policy: 'when-needed', draft: false, exists: false } })
    compare('trouble', `${[trying, gaveUp].flatMap((one) => [one.comment ?? '(no comment)', ...one.checks.map(written)]).join('\n\n')}\n`)
  })

  test('the settings that last judged are named by their commit', () => {
    expect(renderCards(VIEWS['settings-broken']).comment).toContain(`\`${HEAD.slice(0, 7)}\``)
    expect(TRUNK).not.toBe(HEAD)
  })
})
