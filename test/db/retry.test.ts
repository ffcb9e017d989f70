import { describe, expect, it } from 'vitest'
import { planAfter, RETRY } from '../../db/retry.ts'
import { instant, later } from '../../src/model/ids.ts'
import { Refused, Trouble } from '../../src/model/trouble.ts'

const now = instant('2026-11-21T14:02:00.000Z')
const fresh = { strikes: 1, waits: 0, troubleSince: undefined }
const away = new Trouble('github', 'GitHub answers 502')
const MINUTE = 60_000

/** Milliseconds until the next try; undefined when there is none. */
function wait(claimed: Parameters<typeof planAfter>[0], error: unknown, jitter = 0.5): number | undefined {
  const plan = planAfter(claimed, error, RETRY, jitter, now)
  return plan.kind === 'again' ? Date.parse(plan.at) - Date.parse(now) : undefined
}

/** @spec SPEC-15 */
describe('what is planned after a failure', () => {
  it('is eight tries within about four minutes for an error of ours, and for a no of GitHub', () => {
    for (const error of [new Error('a bug'), new Refused(422, 'no'), undefined]) {
      const waits = Array.from({ length: 8 }, (_, index) => wait({ ...fresh, strikes: index + 1 }, error))
      expect(waits.map((ms) => ms && ms / 1000)).toEqual([2, 4, 8, 16, 32, 64, 128, undefined])
    }
  })

  it('is a day of tries with pauses that grow to between nine and fifteen minutes while GitHub is in trouble', () => {
    let at = 0
    let waits = 0
    const pauses: number[] = []
    for (;;) {
      const pause = wait({ strikes: 1, waits, troubleSince: later(now, -at) }, away, waits % 2)
      if (pause === undefined) break
      pauses.push(pause)
      at += pause
      waits += 1
    }
    expect(at).toBeGreaterThanOrEqual(24 * 60 * MINUTE)
    expect(at).toBeLessThan(24 * 60 * MINUTE + 15 * MINUTE)
    expect(pauses.slice(0, 3)).toEqual([1500, 5000, 6000])
    expect(new Set(pauses.slice(9))).toEqual(new Set([9 * MINUTE, 15 * MINUTE]))
    expect(pauses.length).toBeLessThan(150)
  })

  it('gives an event its tries also when the trouble is older than a day', () => {
    const old = { strikes: 1, troubleSince: later(now, -48 * 60 * MINUTE) }
    expect(wait({ ...old, waits: 0 }, away)).toBe(2000)
    expect(wait({ ...old, waits: 8 }, away)).toBeUndefined()
  })

  it('does not come before the time that GitHub names, and not sooner because of it', () => {
    const limited = (ms: number) => new Trouble('github', 'limit', { retryAt: later(now, ms) })
    expect(wait(fresh, limited(50 * MINUTE))).toBe(50 * MINUTE)
    expect(wait(fresh, limited(-1))).toBe(2000)
    expect(wait({ ...fresh, waits: 20 }, limited(1000))).toBe(12 * MINUTE)
  })

  it('comes when our own budget is full again, however often it was empty', () => {
    const spent = new Trouble('ours', 'the budget is used up', { retryAt: later(now, 5000) })
    expect(wait({ ...fresh, waits: 20 }, spent)).toBe(6000)
    expect(wait({ ...fresh, waits: 20 }, new Trouble('ours', 'the budget is used up', { retryAt: later(now, -5000) }))).toBe(1000)
  })
})
