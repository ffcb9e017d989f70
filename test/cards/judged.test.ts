import { describe, expect, test } from 'vitest'
import { renderCards } from '../../src/cards/render-cards.ts'
import { renderTerminal } from '../../src/cards/render-terminal.ts'
import type { Decision, JudgedResult } from '../../src/model/decision.ts'
import { code, say } from '../../src/model/phrase.ts'
import { brokenSettings, decision, HEAD, okrPassed, policyBlocked, reason, result, specBlocked, step, view } from './example.ts'
import { okrMissing, okrSkipped, settingsRepaired } from './unjudged.ts'

const always = { settings: { comment: 'always', publicTitles: false } } as const

function shown(more: Partial<Decision>, files?: Parameters<typeof view>[1]) {
  const given = view(decision(more), { ...always, ...files })
  return { ...renderCards(given), terminal: renderTerminal(given, { color: false, width: 100 }) }
}

const settingsChanged = result('settings', {
  title: 'Settings',
  outcome: 'pass',
  summary: say`what governs would change`,
  reasons: [reason('settings.changed', say`this changes what governs`, { level: 'note' })],
})
const undecided = result('policy', { mode: 'warn', outcome: 'undecided', summary: say`GitHub answers 502` })
const empty = { change: { files: [] } }

describe('ready', () => {
  test.each<[string, readonly JudgedResult[], string]>([
    ['counts the gates that judged', [okrPassed, result('spec')], '✅ Maestro: ready · 2 gates'],
    ['not those that had nothing to judge', [okrPassed, result('spec', { outcome: 'skip' })], '✅ Maestro: ready · 1 gate'],
    ['nor settings that would change, which are no gate', [okrPassed, settingsChanged], '✅ Maestro: ready · 1 gate'],
    ['nor gates that only watch and cannot judge', [okrPassed, { ...okrMissing, mode: 'observe' }], '✅ Maestro: ready · 1 gate'],
    [
      'says of those that should have warned that they cannot judge',
      [okrPassed, { ...okrMissing, mode: 'warn' }],
      '✅ Maestro: ready · 1 cannot judge · 1 gate',
    ],
    ['and of those that wait', [okrPassed, result('proof', { mode: 'warn', outcome: 'pending' })], '✅ Maestro: ready · 1 waiting · 1 gate'],
    ['and of those that we are to blame for', [okrPassed, undecided], '✅ Maestro: ready · 1 not judged, our problem · 1 gate'],
    ['has no tick where every gate had nothing to judge', [okrSkipped], '➖ Maestro: ready · nothing to judge'],
    ['nor where no gate could judge', [okrSkipped, { ...okrMissing, mode: 'observe' }], '➖ Maestro: ready · nothing was judged'],
    ['nor where every gate is off', [], '➖ Maestro: ready · no gate is on'],
    ['nor where only settings would change', [settingsChanged], '➖ Maestro: ready · no gate is on'],
  ])('%s', (_, results, title) => {
    expect(shown({ results }).decision.title).toBe(title)
    expect(shown({ results }).terminal.split('\n')[0]).toBe(title)
  })

  test('has no tick where nothing is changed: no gate passed anything then', () => {
    const { decision: card, comment, terminal } = shown({ results: [okrPassed, okrSkipped] }, empty)
    expect(card.title).toBe('➖ Maestro: ready · no file is changed')
    expect(comment).toContain('<summary>2 with nothing to judge</summary>')
    for (const text of [card.markdown, comment, terminal]) expect(text).not.toMatch(/✅|passed/)
  })

  test('says why where every gate is off', () => {
    const words = 'Every gate is off for this change, by the settings or by a rule for its author: nothing was judged.'
    expect(shown({ results: [] }).comment).toContain(words)
    expect(shown({ results: [settingsChanged] }).comment).toContain(words)
    expect(shown({ results: [okrSkipped] }).comment).not.toContain(words)
    expect(shown({ verdict: 'block', holds: [{ by: 'a', reason: 'b', at: HEAD_AT }] }).comment).not.toContain(words)
  })

  test('folds what governs apart from what passed, and what it says once', () => {
    expect(shown({ results: [okrPassed, settingsChanged] }).comment).toContain(
      '<summary>1 passed · what governs would change · counts towards OKR-Q3-LATENCY</summary>',
    )
    expect(shown({ verdict: 'warn', results: [settingsRepaired] }).comment).not.toContain('<details>')
  })

  test('lists a gate that should have warned and cannot judge with its ways on', () => {
    const { comment } = shown({ verdict: 'warn', results: [okrPassed, { ...okrMissing, mode: 'warn' }] })
    expect(comment).toMatch(/^1\. there is no registry .*\n {3}→ add an objective as `okrs\/objectives\.yml`/m)
  })
})

const HEAD_AT = decision().asOf

describe('a gate that cannot judge', () => {
  test('is named with why, several by their names', () => {
    const other = result('policy', { outcome: 'misconfigured', summary: say`rules.yaml is broken` })
    expect(shown({ verdict: 'misconfigured', results: [okrMissing] }).decision.title).toBe(
      '⚙️ Maestro: `okr` cannot judge: there is no registry at `okrs/*.yml` on the trunk',
    )
    expect(shown({ verdict: 'misconfigured', results: [okrMissing, other] }).decision.title).toBe(
      '⚙️ Maestro: `okr` and `policy` cannot judge: their rules on `main` are broken or missing',
    )
  })

  test('is not named where it only watches', () => {
    const watching = result('policy', { mode: 'observe', outcome: 'misconfigured' })
    expect(shown({ verdict: 'misconfigured', results: [okrMissing, watching] }).decision.title).toContain('`okr` cannot judge: ')
  })

  test('that should have warned and found something is told once', () => {
    const broken = {
      ...okrMissing,
      mode: 'warn',
      reasons: [...okrMissing.reasons, reason('okr.registry-invalid', say`a broken line`)],
      effects: ['none', 'warns'],
    } as const
    const { comment } = shown({ verdict: 'warn', results: [okrPassed, broken] })
    expect(comment?.match(/a broken line/g)).toHaveLength(1)
  })

  test('is named also where only a reason of it is enforced, and its proof is not told', () => {
    const cards = shown({ verdict: 'misconfigured', results: [okrPassed, { ...okrMissing, mode: 'warn' }] })
    expect(cards.decision.title).toContain('`okr` cannot judge')
    expect(cards.decision.markdown).toContain('→ add an objective')
    expect(cards.checks.map(({ conclusion }) => conclusion)).toEqual(['action_required', 'action_required'])
    expect(cards.proof.title).toBe('⚙️ Maestro proof: what is owed cannot be told: the rules on the trunk are broken or missing')
  })

  test('is said to be nobody’s fault here, unless the change itself is found to break it', () => {
    expect(shown({ verdict: 'misconfigured', results: [okrMissing] }).comment).toContain('Not this change’s fault')
    const own = { ...okrMissing, reasons: [...okrMissing.reasons, reason('okr.registry-invalid', say`broken`)], effects: ['none', 'blocks'] } as const
    expect(shown({ verdict: 'misconfigured', results: [own] }).comment).not.toContain('Not this change’s fault')
  })

  test('that waits by a single reason is waited for', () => {
    const waiting = result('proof', { mode: 'warn', outcome: 'pending', nextSteps: [step(say`approve it`, [], { kind: 'approve' })] })
    expect(shown({ verdict: 'pending', results: [waiting] }).comment).toMatch(/waiting for `proof`\n\n→ approve it/)
  })
})

describe('settings that are broken on the trunk', () => {
  const broken = { from: HEAD, state: 'last-valid', trunk: [brokenSettings], proposed: [] } as const
  const ORGANISATION = 'acme/.github/maestro.yml'
  const words = '⚙️ Maestro: the settings on `main` are broken · `.github/maestro.yml:9:37` unknown key `covrage`, did you mean `coverage`?'
  const last = 'The last good settings (`1f3a5c7`) still judge'
  const way = '→ correct `.github/maestro.yml` on the trunk: a pull request that does is judged by the last good settings'

  test('come first where the change is ready, with what it is; where it blocks, the verdict does', () => {
    const ready = shown({ results: [okrPassed], settings: broken })
    expect(ready.decision.title).toBe(words)
    expect(ready.comment).toContain(`${last}: ready · 1 gate.\\\n${way}`)
    expect(ready.checks[0]).toMatchObject({ conclusion: 'success' })
    const warned = shown({ verdict: 'warn', results: [{ ...specBlocked, mode: 'warn', effects: ['warns', 'warns', 'warns'] }], settings: broken })
    expect(warned.comment).toContain(`${last}: ready · 2 warnings · 1 gate.`)
    const blocked = shown({ verdict: 'block', results: [policyBlocked], settings: broken })
    expect(blocked.decision.title).toBe('⛔ Maestro: 1 thing blocks')
    expect(blocked.comment).toContain(
      `⚙️ The settings on \`main\` are broken · \`.github/maestro.yml:9:37\` unknown key \`covrage\`, did you mean \`coverage\`?\\\n${last}.\\\n${way}`,
    )
    expect(blocked.terminal.replaceAll(/\n +/g, ' ')).toContain(way)
  })

  test('count the other errors, not the warnings', () => {
    const trunk = [{ ...brokenSettings, severity: 'warning' as const, line: 1 }, brokenSettings, { ...brokenSettings, line: 20 }]
    const { comment } = shown({ results: [okrPassed], settings: { ...broken, trunk } })
    expect(comment).toContain('`.github/maestro.yml:9:37`')
    expect(comment).toContain('1 more problem in the settings.')
  })

  test('of the organisation are named as its own, and who has to put them right', () => {
    const trunk = [{ ...brokenSettings, file: ORGANISATION }]
    const { comment } = shown({ results: [okrPassed], settings: { ...broken, trunk } })
    expect(comment).toContain(`### ⚙️ Maestro: the organisation’s settings are broken · \`${ORGANISATION}:9:37\``)
    expect(comment).toContain(`→ whoever keeps \`${ORGANISATION}\` has to correct it; everything is judged again by itself then`)
    expect(shown({ verdict: 'misconfigured', results: [], settings: { state: 'none', trunk, proposed: [] } }).comment).toContain('→ whoever keeps')
  })

  test('and never were valid let their repair in as what it is, and nothing else', () => {
    const none = { state: 'none', trunk: [brokenSettings], proposed: [] } as const
    const other = shown({ verdict: 'misconfigured', results: [], settings: none })
    expect(other.decision.title).toBe(words)
    expect(other.comment).toContain('→ correct `.github/maestro.yml` in a pull request that changes nothing else: that one is let through')
    expect(other.checks.map(({ conclusion }) => conclusion)).toEqual(['action_required', 'action_required'])
    const repair = shown({ verdict: 'warn', results: [okrPassed, settingsRepaired], settings: none })
    expect(repair.decision.title).toBe('✅ Maestro: ready · 1 warning · 1 gate')
    expect(repair.comment).toContain('this repairs the settings')
    expect(repair.checks.map(({ conclusion }) => conclusion)).toEqual(['neutral', 'success'])
    const held = shown({ verdict: 'block', results: [policyBlocked, settingsRepaired], settings: none })
    expect(held.checks[0]).toMatchObject({ conclusion: 'failure' })
  })

  test('and never were valid tell an attempt at a repair what keeps it from being one', () => {
    const attempt = result('settings', {
      title: 'Settings',
      mode: 'observe',
      reasons: [
        reason('settings.unknown-key', say`unknown key \`mdoe\``, { path: '.github/maestro.yml', line: 2 }),
        reason('settings.changed', say`x`, { level: 'note' }),
      ],
      nextSteps: [step(say`write ${code('mode')} there`, [0])],
    })
    const { comment, terminal } = shown({ verdict: 'misconfigured', results: [attempt], settings: { state: 'none', trunk: [brokenSettings], proposed: [] } })
    expect(comment).toMatch(/^1\. `\.github\/maestro\.yml:2`: unknown key `mdoe` .*\\\n {3}→ write `mode` there\n\nNo earlier version was valid/m)
    expect(terminal).toContain('1. `.github/maestro.yml:2`: unknown key `mdoe`')
  })

  test('are not taken for repaired by a gate’s reason that only has the name', () => {
    const impostor = result('policy', { reasons: [reason('settings.repairs', say`x`, { level: 'warn' })] })
    const cards = shown({ verdict: 'warn', results: [impostor], settings: { state: 'none', trunk: [brokenSettings], proposed: [] } })
    expect(cards.checks.map(({ conclusion }) => conclusion)).toEqual(['action_required', 'action_required'])
  })
})

test('a commit that others share says how to get out of that', () => {
  const given = view(decision({ results: [okrPassed] }), { alsoOnHead: [{ number: 13, verdict: 'block', proof: 'pass' }] })
  expect(renderCards(given).checks[0]?.summary).toContain('\\\n→ do what `#13` asks for, or give this pull request a commit of its own')
})

test('a hold with an end says when', () => {
  const hold = { by: 'reviewer', reason: 'frozen', at: HEAD_AT }
  const until = { ...hold, until: decision({ asOf: HEAD_AT }).asOf }
  expect(shown({ verdict: 'block', holds: [hold] }).comment).toContain('→ nothing merges until the hold is released (held since 2026-11-21 08:00 UTC)')
  expect(shown({ verdict: 'block', holds: [until] }).comment).toContain('→ nothing merges until 2026-11-21 08:00 UTC, unless it is released before (held since')
  expect(shown({ verdict: 'block', holds: [hold, until] }).comment).toContain(
    `held by \`reviewer\` since 2026-11-21 08:00 UTC, until 2026-11-21 08:00 UTC, unless it is released before: frozen`,
  )
})

test('what a metric is called stays off public repositories with the objective', () => {
  const fact = {
    id: 'okr.contribution',
    title: 'Contribution',
    value: [{ okr: 'OKR-Q', keyResults: [{ id: 'KR1', metric: 'price of Globex', target_abs: 3 }] }],
    sources: [],
  }
  const given = view(decision({ results: [result('okr', { facts: [fact], summary: say`serves ${code('OKR-Q')}` })] }))
  const open = { ...given, change: { ...given.change, repo: { fullName: 'acme/shop', visibility: { known: false, why: 'local' } as const } } }
  expect(JSON.stringify(renderCards(given))).toContain('Globex')
  expect(JSON.stringify(renderCards(open))).not.toContain('Globex')
  expect(JSON.stringify(renderCards(open))).toContain('KR1')
})
