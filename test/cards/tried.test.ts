import { describe, expect, it } from 'vitest'
import { triedWords } from '../../src/cards/tried.ts'
import type { Trial } from '../../src/model/decision.ts'
import { plain, say } from '../../src/model/phrase.ts'

function words(tried: Trial | undefined): string {
  return plain(triedWords({ kind: 'edit', message: say`write a test`, unblocks: [0], ...(tried === undefined ? {} : { tried }) }))
}

/** @spec SPEC-14 */
describe('what came of a next step', () => {
  const brings = ['policy.a', 'policy.b', 'policy.c', 'policy.d'].map((code) => ({ gate: 'policy', code }))

  it.each<[string, Trial | undefined, string]>([
    ['is not said where it was not tried', undefined, ''],
    ['is that it passes', { verdict: 'pass', solves: [0], brings: [], left: 0 }, ' (tried: passes)'],
    ['is that more is left', { verdict: 'block', solves: [0], brings: [], left: 1 }, ' (tried: solves this)'],
    ['is no promise where other gates would still block under enforce', { verdict: 'pass', solves: [0], brings: [], left: 1 }, ' (tried: solves this)'],
    ['is that it is not enough', { verdict: 'block', solves: [], brings: [], left: 1 }, ' (tried: not enough by itself)'],
    ['is what it brings', { verdict: 'block', solves: [0], brings: brings.slice(0, 1), left: 1 }, ' (tried: then `policy.a` would block)'],
    ['is what it brings, some of it', { verdict: 'block', solves: [0], brings, left: 4 }, ' (tried: then `policy.a` and `policy.b` and 2 more would block)'],
  ])('%s', (_what, tried, expected) => {
    expect(words(tried)).toBe(expected)
  })
})
