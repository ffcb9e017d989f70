import { describe, expect, test } from 'vitest'
import { COMMENT_MARKER } from '../../src/cards/comment.ts'
import { renderCards } from '../../src/cards/render-cards.ts'
import type { CardView } from '../../src/cards/view.ts'
import type { Decision } from '../../src/model/decision.ts'
import { instant, oid, repoId, tenantId } from '../../src/model/ids.ts'
import { known, unknown } from '../../src/model/known.ts'
import { say } from '../../src/model/phrase.ts'
import { BASE, decision, HEAD, mutationPending, okrPassed, policyBlocked, reason, result, specBlocked, step, view } from './example.ts'

const ready = decision({ results: [okrPassed] })
const warned = decision({ verdict: 'warn', results: [specBlocked] })
const blocked = decision({ verdict: 'block', results: [specBlocked, policyBlocked] })
const waiting = decision({ verdict: 'pending', results: [mutationPending] })
const waitingForSomebody = decision({
  verdict: 'pending',
  results: [result('policy', { outcome: 'pending', nextSteps: [step(say`approval from the owners`, [], { kind: 'approve' })] })],
})
const draft = { change: { draft: known(true, { kind: 'github', what: 'pull request' }) } } as const

function comment(decided: Decision, policy: CardView['settings']['comment'], more: Parameters<typeof view>[1] = {}): string | undefined {
  return renderCards(view(decided, { settings: { comment: policy, publicTitles: false }, ...more })).comment
}

describe('the comment', () => {
  test.each([
    ['nothing is found', ready, false],
    ['something warns', warned, true],
    ['something blocks', blocked, true],
    ['it waits for a machine', waiting, false],
    ['it waits for a person', waitingForSomebody, true],
  ])('is written when needed: when %s → %s', (_, decided, due) => {
    expect(comment(decided, 'when-needed') !== undefined).toBe(due)
  })

  test('is kept true once it is there, green and draft included', () => {
    const previous = { commentExists: true }
    expect(comment(ready, 'when-needed', { previous })).toContain('✅ Maestro: ready · 1 gate')
    expect(comment(blocked, 'when-needed', { previous, ...draft })).toContain('⛔ Maestro: 2 things block')
  })

  test('is not begun on drafts, and never where settings want none', () => {
    expect(comment(blocked, 'when-needed', draft)).toBeUndefined()
    expect(comment(blocked, 'always', draft)).toBeUndefined()
    expect(comment(blocked, 'never', { previous: { commentExists: true } })).toBeUndefined()
    expect(comment(ready, 'always')).toBeDefined()
    expect(comment(blocked, 'when-needed', { change: { draft: unknown('a replay') } })).toBeDefined()
  })

  test('is for pull requests only', () => {
    const range = { ...blocked, subject: { kind: 'range', tenant: tenantId(0), repo: repoId(0), label: 'a..b' } } as const
    expect(comment(range, 'always')).toBeUndefined()
  })

  test('begins with the marker by which it is found again', () => {
    expect(comment(blocked, 'always')?.startsWith(`${COMMENT_MARKER}\n`)).toBe(true)
  })

  test('does not change with a new head or a later look that find the same', () => {
    const later = { ...blocked, headSha: oid('9'.repeat(40)), baseSha: oid('8'.repeat(40)), asOf: instant('2026-11-21T09:30:00Z') }
    const first = comment(blocked, 'always')
    expect(comment(later, 'always', { because: say`a label` })).toBe(first)
    for (const id of [HEAD, BASE]) expect(first).not.toContain(id.slice(0, 7))
  })

  test('says the verdict first, then both ways out, then folds what passed', () => {
    const text = comment(decision({ ...blocked, results: [okrPassed, policyBlocked] }), 'always') ?? ''
    const order = [
      '1 thing blocks',
      '`infra/iam/policy.yaml:14` grants',
      '→ approval from `acme/security`, or drop lines',
      'git apply drop-iam-write.patch',
      '<details><summary>1 passed',
      'Objectives',
    ]
    const places = order.map((part) => text.indexOf(part))
    expect(places).not.toContain(-1)
    expect(places).toEqual([...places].sort((a, b) => a - b))
  })

  test('names a way out once, with everything that it puts right', () => {
    const text = comment(blocked, 'always') ?? ''
    expect(text.match(/@spec SPEC-142 \*\//g)).toHaveLength(1)
    expect(text).toMatch(/^1\. .*\(\[spec\.unbound-surface\].*\\\n {3}coverage .*\(\[spec\.coverage-below\].*\\\n {3}→ mark a test/m)
  })

  test('puts the wait first while it waits, and folds what warns', () => {
    const text =
      comment(decision({ verdict: 'pending', results: [mutationPending, { ...specBlocked, mode: 'warn', effects: ['warns', 'warns', 'warns'] }] }), 'always') ??
      ''
    expect(text).toContain('Nothing for you to do.\n\n<details><summary>2 warnings')
    expect(text).not.toMatch(/^1\. /m)
  })

  test('keeps a gate that cannot judge in sight where another one blocks', () => {
    const broken = result('okr', { outcome: 'misconfigured', summary: say`the registry is broken` })
    expect(comment(decision({ verdict: 'block', results: [broken, policyBlocked] }), 'always')).toContain('<summary>1 cannot judge</summary>')
    expect(comment(decision({ verdict: 'misconfigured', results: [broken] }), 'always')).toContain('⚙️ Maestro: `okr` cannot judge: the registry is broken')
  })

  test('lists every wait, and what a person has to do', () => {
    const two = { ...mutationPending, waits: [...mutationPending.waits, { what: say`approval`, until: instant('2026-11-22T08:00:00Z') }] }
    const text = comment(decision({ verdict: 'pending', results: [two, ...waitingForSomebody.results] }), 'always') ?? ''
    expect(text).toContain('waiting for `mutation` (run 881, usually 9 min) and 1 other · gives up 2026-11-22 08:00 UTC')
    expect(text).toContain('- approval · gives up 2026-11-22 08:00 UTC\n\n→ approval from the owners')
  })

  test('tells what is only observed apart from what blocks', () => {
    const observed = decision({ results: [{ ...specBlocked, mode: 'observe', effects: ['would-block', 'would-block', 'would-warn'] }] })
    const text = comment(observed, 'always') ?? ''
    expect(text).toContain('✅ Maestro: ready')
    expect(text).toContain('<summary>1 would block under enforce · 1 would warn</summary>')
    expect(text).toContain('· would block under enforce')
  })

  test('folds what there is too much of, and counts it', () => {
    const reasons = Array.from({ length: 30 }, (_, index) => reason('spec.x', say`finding ${index}`, { level: 'warn' }))
    const text = comment(decision({ verdict: 'block', results: [policyBlocked, result('spec', { reasons })] }), 'always') ?? ''
    expect(text).toContain('<summary>30 warnings · 1 passed · looked at 2 files</summary>')
    expect(text).toContain('finding 19 ')
    expect(text).not.toContain('finding 20 ')
    expect(text).toContain('- … and 10 more')
  })

  test('lists twenty overrides of many', () => {
    const override = { gate: 'spec', by: 'reviewer', reason: 'x', at: decision().asOf }
    const text = comment(decision({ verdict: 'warn', overrides: Array.from({ length: 30 }, () => override) }), 'always') ?? ''
    expect(text.match(/is overridden by/g)).toHaveLength(20)
  })
})
