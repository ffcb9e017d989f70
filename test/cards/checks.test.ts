import { describe, expect, test } from 'vitest'
import { checkNames } from '../../src/cards/check-names.ts'
import { renderQueued } from '../../src/cards/queued-checks.ts'
import { renderCards } from '../../src/cards/render-cards.ts'
import { renderTrouble } from '../../src/cards/trouble-card.ts'
import type { CheckOutput } from '../../src/model/card.ts'
import type { Effect, Verdict } from '../../src/model/decision.ts'
import type { Mode } from '../../src/model/gate.ts'
import { instant } from '../../src/model/ids.ts'
import { say } from '../../src/model/phrase.ts'
import { BASE, brokenSettings, decision, HEAD, mutationPending, NOW, obligation, okrPassed, reason, result, specBlocked, view } from './example.ts'

function outcome(check: CheckOutput | undefined): string {
  return check === undefined ? 'none' : (check.conclusion ?? check.status)
}

function named(checks: readonly CheckOutput[], name: string): CheckOutput | undefined {
  return checks.find((check) => check.name === name)
}

describe('the check to require', () => {
  test.each<[Verdict, string]>([
    ['pass', 'success'],
    ['warn', 'neutral'],
    ['pending', 'in_progress'],
    ['misconfigured', 'action_required'],
    ['block', 'failure'],
  ])('shows the verdict %s as %s', (verdict, shown) => {
    expect(outcome(named(renderCards(view(decision({ verdict }))).checks, 'Maestro decision'))).toBe(shown)
  })

  test('has a conclusion exactly when it is completed, so nothing undecided can satisfy a rule', () => {
    for (const verdict of ['pass', 'warn', 'pending', 'misconfigured', 'block'] as const) {
      for (const check of renderCards(view(decision({ verdict }))).checks) expect(check.conclusion !== undefined).toBe(check.status === 'completed')
    }
  })

  test('asks for action while there are no valid settings, whatever else was found', () => {
    const cards = renderCards(view(decision({ verdict: 'block', settings: { state: 'none', trunk: [brokenSettings], proposed: [] } })))
    expect(cards.checks.map(outcome)).toEqual(['action_required', 'action_required'])
  })

  test('is not there for a pull request onto a branch that is no trunk', () => {
    const cards = renderCards(view(decision({ verdict: 'block', preview: true, results: [specBlocked] })))
    expect(cards.checks.map((check) => [check.name, outcome(check)])).toEqual([['Maestro preview', 'neutral']])
    expect(cards.checks[0]?.annotations.some((annotation) => annotation.level === 'failure')).toBe(false)
    expect(cards.comment).toBeUndefined()
  })

  test('shows the graver verdict of the pull requests that share the head, and says whose', () => {
    const cards = renderCards(view(decision({ verdict: 'warn' }), { alsoOnHead: [{ number: 13, verdict: 'block', proof: 'pass' }] }))
    expect(cards.checks.map(outcome)).toEqual(['failure', 'success'])
    expect(cards.checks[0]?.title).toContain('Held back by `#13`')
    expect(
      named(renderCards(view(decision({ verdict: 'block' }), { alsoOnHead: [{ number: 13, verdict: 'pass', proof: 'pass' }] })).checks, 'Maestro decision')
        ?.title,
    ).not.toContain('13')
  })

  test('says when, why and from which commits it was evaluated', () => {
    const summary = renderCards(view(decision())).checks[0]?.summary ?? ''
    for (const part of [HEAD, BASE, 'last evaluated 2026-11-21 08:00 UTC, because of a push']) expect(summary).toContain(part)
  })
})

describe('the proof', () => {
  function proofOf(
    mode: Mode,
    status: 'failed' | 'unproven' | 'proven' | 'waived',
    reasonEffects: readonly Effect[] = [],
    outcomeOfGate: 'fail' | 'pending' = 'fail',
  ): string {
    const gate = result('spec', {
      mode,
      outcome: outcomeOfGate,
      reasons: reasonEffects.map(() => reason('spec.coverage-below', say`below`, { facts: ['coverage'] })),
      effects: reasonEffects,
      obligations: [obligation({ status })],
    })
    return outcome(named(renderCards(view(decision({ verdict: 'block', results: [gate] }))).checks, 'Maestro proof'))
  }

  test.each<[Mode, 'failed' | 'unproven' | 'proven' | 'waived', string]>([
    ['enforce', 'failed', 'failure'],
    ['enforce', 'unproven', 'failure'],
    ['enforce', 'proven', 'success'],
    ['enforce', 'waived', 'success'],
    ['warn', 'failed', 'neutral'],
    ['warn', 'unproven', 'neutral'],
    ['observe', 'failed', 'neutral'],
    ['observe', 'unproven', 'neutral'],
  ])('under %s shows what is %s as %s', (mode, status, shown) => {
    expect(proofOf(mode, status)).toBe(shown)
  })

  test('agrees with the decision where single reasons or overrides make a block count less, or more', () => {
    expect(proofOf('enforce', 'failed', ['warns'])).toBe('neutral')
    expect(proofOf('enforce', 'failed', ['blocks'])).toBe('failure')
    expect(proofOf('warn', 'failed', ['blocks'])).toBe('failure')
  })

  test('waits with a gate that waits', () => {
    expect(proofOf('enforce', 'unproven', [], 'pending')).toBe('in_progress')
    expect(proofOf('enforce', 'failed', [], 'pending')).toBe('failure')
    expect(proofOf('warn', 'unproven', [], 'pending')).toBe('neutral')
  })

  test('is not passed while a gate cannot say what is owed', () => {
    const broken = result('spec', { outcome: 'misconfigured' })
    expect(renderCards(view(decision({ verdict: 'misconfigured', results: [broken] }))).checks.map(outcome)).toEqual(['action_required', 'action_required'])
  })

  test('counts by the reasons that rest on the same facts, not by others of the gate', () => {
    const gate = result('spec', {
      reasons: [reason('spec.card-invalid', say`invalid`, { facts: ['card'] }), reason('spec.coverage-below', say`below`, { facts: ['coverage'] })],
      effects: ['blocks', 'warns'],
      obligations: [obligation({ status: 'failed' })],
    })
    expect(outcome(named(renderCards(view(decision({ verdict: 'block', results: [gate] }))).checks, 'Maestro proof'))).toBe('neutral')
  })

  test('shows measured, required, and the command that is missing', () => {
    const markdown = renderCards(view(decision({ verdict: 'block', results: [specBlocked] }))).proof.markdown
    expect(markdown).toContain('failed, measured `0.5`, required `0.95`')
    expect(markdown).toContain('```sh\n  maestro spec coverage\n  ```')
    expect(renderCards(view(decision({ verdict: 'pending', results: [mutationPending] }))).proof.markdown).toContain(
      'unproven, nothing measured, required `0.7`',
    )
  })

  test('says why when nothing is owed', () => {
    expect(renderCards(view(decision({ results: [okrPassed] }))).proof.markdown).toContain(
      'None of the gates that judged this change (`okr`) asks for a proof.',
    )
  })
})

describe('our own trouble', () => {
  const trouble = {
    kind: 'github',
    what: say`GitHub answers 502`,
    since: NOW,
    preview: false,
    comment: { policy: 'when-needed', draft: false, exists: false },
  } as const

  test('stays in progress while it is tried again, and makes no comment of its own', () => {
    const shown = renderTrouble({ ...trouble, nextTry: instant('2026-11-21T08:04:00Z'), final: false })
    expect(shown.checks.map(outcome)).toEqual(['in_progress', 'in_progress'])
    expect(shown.checks[0]?.title).toBe('Our problem, not your change · GitHub answers 502 since 08:00 UTC · next try 08:04 UTC')
    expect(shown.comment).toBeUndefined()
    expect(renderTrouble({ ...trouble, final: false, comment: { policy: 'always', draft: false, exists: false } }).comment).toBeUndefined()
  })

  test('says the same in the comment at every try, so that it is not edited', () => {
    const at = (nextTry: string) =>
      renderTrouble({ ...trouble, nextTry: instant(nextTry), final: false, comment: { ...trouble.comment, exists: true } }).comment
    expect(at('2026-11-21T08:04:00Z')).toContain('our problem, not your change')
    expect(at('2026-11-21T08:04:00Z')).toBe(at('2026-11-21T08:08:00Z'))
  })

  test('asks for action at last, never fails, and says how to start it again', () => {
    const shown = renderTrouble({ ...trouble, final: true })
    expect(shown.checks.map(outcome)).toEqual(['action_required', 'action_required'])
    expect(shown.checks[0]?.title).toMatch(/^Maestro could not decide/)
    expect(shown.comment).toContain('`/maestro rerun`')
  })

  test('shows on the preview only where there is a preview', () => {
    expect(renderTrouble({ ...trouble, final: true, preview: true }).checks.map((check) => check.name)).toEqual(['Maestro preview'])
  })
})

test('as soon as a job starts its checks are in progress', () => {
  expect(renderQueued(checkNames(false)).map((check) => [check.name, outcome(check)])).toEqual([
    ['Maestro decision', 'in_progress'],
    ['Maestro proof', 'in_progress'],
  ])
})
