import { describe, expect, it } from 'vitest'
import { spec } from '../../../src/gates/spec/gate.ts'
import { Rewordings } from '../../../src/gates/spec/motion/rewording.ts'
import { judgeScene, messagesOf, outline } from '../harness.ts'
import { BASE, card } from './example.ts'

/** What is said of SPEC-1 when its acceptance changes from one list to another. */
function reworded(was: readonly string[], now: readonly string[]) {
  const of = (entries: readonly string[]) => ({ ...BASE, 'specs/SPEC-1.yml': card(1, 'src/a.ts', { acceptance: JSON.stringify(entries) }) })
  return judgeScene(spec, { base: of(was), head: of(now) })
}

/** @spec SPEC-6 */
describe('an entry of a card', () => {
  it.each([
    ['no wait is above the cap', 'no wait is ever above the cap'],
    ['at most four tries', 'four tries at most'],
    ['at most 4 tries', 'at most four attempts or tries'],
    ['a declined payment is not tried again', 'a payment that was declined is not tried again'],
    ['answers within 2 seconds', 'the answer comes within 2 s'],
    ['`429` is answered with retryAfter', 'the answer is `429` with a retryAfter'],
    ['amounts are whole cents at every step', 'at every step, amounts are whole cents.'],
    ['a session lasts at least sixty minutes', 'a session lasts for 60 min at least'],
    ['the key is sent exactly once with each call', 'with each call the key is sent precisely once'],
    ['the amount is always rounded to whole cents', 'the amount is rounded to whole cents every time'],
    ['requests with a token are accepted', 'requests are allowed with a token'],
    ['access is denied to guests of the shop', 'guests of the shop are refused access'],
  ])('may be reworded from %j to %j: somebody should look at it', (was, now) => {
    const result = reworded([was, 'e'], ['e', now])
    expect(outline(result)).toEqual(['spec.card-weakened warn specs/SPEC-1.yml:6'])
    expect(messagesOf(result)).toContain('`SPEC-1` has an entry under `acceptance` reworded')
  })

  it.each([
    ['no wait is above the cap', 'x'],
    ['no wait is above the cap', 'works'],
    ['no wait is above the cap', 'the totals are whole cents'],
    // Numbers, units, names and quoted words are what is tested.
    ['at most four tries', 'at most forty tries'],
    ['at most 4 tries', 'at most 40 tries'],
    ['answers within 250 ms at the 95th percentile', 'answers within 900 ms at the 95th percentile'],
    ['answers within 2 seconds', 'answers within 2 minutes'],
    ['answers within 2 seconds', 'answers within some seconds'],
    ['waits as long as retryAfter says', 'waits as long as it says'],
    ['the status is `429` when it is too much', 'the status is sent when it is too much'],
    ['it says "try again" to the caller', 'it says something to the caller'],
    // One word turns a sentence around.
    ['a declined payment is not tried again', 'a declined payment is tried again'],
    ['a declined payment is tried again', 'a declined payment is never tried again'],
    ['at most four tries', 'at least four tries'],
    ['the key is checked before the payment is sent', 'the key is checked after the payment is sent'],
    ['every order has a receipt with its total', 'some order has a receipt with its total'],
    ['latency stays < 250 ms for orders', 'latency stays > 250 ms for orders'],
    ['the payment is sent again under the same key', 'the payment may be sent again under the same key'],
    ['the payment is sent again under the same key', 'the payment is usually sent again under the same key'],
    // A strict word is left out.
    ['the key is sent exactly once with each call', 'the key is sent once with each call'],
    ['only the owner may delete a repository', 'the owner may delete a repository'],
    ['the amount is always rounded to whole cents', 'the amount is rounded to whole cents'],
    ['a token must be signed by the issuer', 'a token is signed by the issuer'],
    ['the secret is never written to the log', 'the secret is written to the log'],
    // Opposites, in every form.
    ['a request without a token is rejected', 'a request without a token is accepted'],
    ['expired tokens are denied for all calls', 'expired tokens are allowed for all calls'],
    ['the flag disables retries for the caller', 'the flag enables retries for the caller'],
    ['access is forbidden to guests of the shop', 'access is granted to guests of the shop'],
    ['records are kept when the account is closed', 'records are dropped when the account is closed'],
    ['all orders have a receipt with their total', 'many orders have a receipt with their total'],
    ['at most four calls are made for an order', 'four calls or more are made for an order'],
    ['the answer comes within 2 seconds of the call', 'the answer comes after 2 seconds of the call'],
    ['every call is tried again when it fails', 'every call is tried again unless it fails'],
    // Numbers in words.
    ['a session lasts at least sixty minutes', 'a session lasts at least six minutes'],
    ['a session lasts at least ninety minutes', 'a session lasts at least nineteen minutes'],
    ['a session lasts twenty-five minutes', 'a session lasts twenty minutes'],
  ])('is lost when %j becomes %j', (was, now) => {
    const result = reworded([was, 'e'], [now, 'e'])
    expect(outline(result)).toEqual(['spec.card-weakened block specs/SPEC-1.yml:6'])
    expect(messagesOf(result)).toContain('`SPEC-1` lost an entry under `acceptance`')
  })

  it('is not replaced by another one that was there, nor by one new entry for two', () => {
    expect(outline(reworded(['no wait is above the cap', 'e'], ['e', 'e']))).toEqual(['spec.card-weakened block specs/SPEC-1.yml:6'])
    const twice = reworded(['no wait is above the cap', 'no wait is above the cap'], ['no wait is ever above the cap'])
    expect(outline(twice)).toEqual(['spec.card-weakened block specs/SPEC-1.yml:6', 'spec.card-weakened warn specs/SPEC-1.yml:6'])
  })

  it('finds the likest of the new entries, whatever their order', () => {
    const was = ['no wait is above the cap', 'no wait is above the cap of 3 tries']
    const now = ['no wait is ever above the cap of 3 tries', 'no wait is ever above the cap']
    expect(outline(reworded(was, now))).toEqual(['spec.card-weakened warn specs/SPEC-1.yml:6'])
    expect(outline(reworded(was, now.toReversed()))).toEqual(['spec.card-weakened warn specs/SPEC-1.yml:6'])
  })

  it('counts under then as it does under acceptance', () => {
    const head = { ...BASE, 'specs/SPEC-1.yml': card(1, 'src/a.ts', { expected: '[works]' }) }
    expect(messagesOf(judgeScene(spec, { base: BASE, head }))).toContain('`SPEC-1` lost an entry under `then`')
  })

  it('is lost when there is too much to compare, so that nobody waits', () => {
    const lines = (...texts: string[]) => texts.map((text, index) => ({ text, line: index + 1 }))
    const compare = (rewordings: Rewordings) => rewordings.within(lines('no wait is above the cap'), lines('no wait is ever above the cap'))
    expect(compare(new Rewordings())).toEqual({ lost: [], reworded: 1 })
    expect(compare(new Rewordings(10))).toEqual({ lost: lines('no wait is above the cap'), reworded: 0 })
    const once = new Rewordings(520)
    expect([compare(once).lost.length, compare(once).lost.length]).toEqual([0, 1])
  })
})

describe('cards that the change leaves alone', () => {
  it('take none of the effort, however many they are', () => {
    const rewordings = new Rewordings(3000)
    const lines = Array.from({ length: 30 }, (_, line) => ({ text: 'a b', line }))
    for (let times = 0; times < 1000; times += 1) expect(rewordings.within(lines, [...lines])).toEqual({ lost: [], reworded: 0 })
  })
})

describe('the conditions of a card', () => {
  it('are looked at by somebody when they are not what they were', () => {
    const head = { ...BASE, 'specs/SPEC-1.yml': card(1, 'src/a.ts').replace('when: b', 'when: b, on a Tuesday').replace('given: a', 'given: [a, z]') }
    const result = judgeScene(spec, { base: BASE, head })
    expect(outline(result)).toEqual(['spec.card-weakened warn specs/SPEC-1.yml:3', 'spec.card-weakened warn specs/SPEC-1.yml:4'])
    expect(messagesOf(result)).toContain('`SPEC-1` holds under other conditions: `when` is not what it was')
  })

  it('may stand in another order and in capitals', () => {
    const of = (given: string) => ({ ...BASE, 'specs/SPEC-1.yml': card(1, 'src/a.ts').replace('given: a', `given: ${given}`) })
    expect(judgeScene(spec, { base: of('[a, z]'), head: of('[Z, a]') }).reasons).toEqual([])
  })
})
