import { expect, test } from 'vitest'
import { RecentlyUsed } from '../../../src/rego/values/recently-used.ts'

const thing = (number: number) => ({ number })

test('keeps what was set last, and what is asked for again', () => {
  const used = new RecentlyUsed<number, { number: number }>(10)
  const first = thing(0)
  used.set(0, first)
  for (let number = 1; number <= 1000; number += 1) {
    used.set(number, thing(number))
    expect(used.get(0)).toBe(first)
    for (let back = 0; back < Math.min(9, number); back += 1) expect(used.get(number - back)?.number).toBe(number - back)
  }
})

test('forgets what nobody asks for: of 1,000 things no more than twice as many as it must keep', () => {
  const used = new RecentlyUsed<number, { number: number }>(10)
  for (let number = 0; number < 1000; number += 1) used.set(number, thing(number))
  const kept = Array.from({ length: 1000 }, (_, number) => used.get(number)).filter((one) => one !== undefined)
  expect(kept.length).toBeGreaterThanOrEqual(10)
  expect(kept.length).toBeLessThanOrEqual(20)
})
