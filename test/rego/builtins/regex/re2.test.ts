import { RE2JS } from 're2js'
import { expect, it } from 'vitest'
import { limitStates, Re2 } from '../../../../src/rego/builtins/regex/re2.ts'
import { mixed } from './patterns.ts'

it('finds the budget that re2js keeps its states by, and lowers it', () => {
  const pattern = RE2JS.compile('(?:a|b)*a(?:a|b){3}\\pL')
  expect(limitStates(pattern)).toBe(true)
  expect(pattern.re2().dfa.stateBudget).toBe(1 << 19)
  expect(pattern.re2().dfa.memBudget).toBe(1 << 19)
})

it('re2js keeps to the budget that it is given', () => {
  const pattern = RE2JS.compile('(?:a|b)*a(?:a|b){12}\\p{Greek}')
  limitStates(pattern)
  expect(pattern.test(mixed(20_000))).toBe(false)
  const { dfa } = pattern.re2()
  let bytes = 0
  for (const state of dfa.cachedStates()) bytes += 8 * (state.nfaStates.length + (state.next?.length ?? 0))
  expect(bytes).toBeGreaterThan(1000)
  expect(bytes).toBeLessThanOrEqual(1 << 19)
})

it.each([[{}], [{ re2: 1 }], [{ re2: () => null }], [{ re2: () => ({}) }], [{ re2: () => ({ dfa: { stateBudget: '1', memBudget: 1 } }) }]])(
  'says so where the budget is not there: %j',
  (pattern) => {
    expect(limitStates(pattern)).toBe(false)
  },
)

it('finds the same without keeping states, should re2js have moved them', () => {
  const moved = new Re2('^\\p{L}+\\d$')
  const original = RE2JS.prototype.re2
  let tested = 0
  const test = RE2JS.prototype.test
  try {
    Object.defineProperty(RE2JS.prototype, 're2', {
      configurable: true,
      writable: true,
      value(this: RE2JS) {
        // Its own matcher goes on to ask for it.
        return new Proxy(original.call(this), { get: (re2, name) => (name === 'dfa' ? undefined : Reflect.get(re2, name, re2)) })
      },
    })
    Object.defineProperty(RE2JS.prototype, 'test', {
      configurable: true,
      writable: true,
      value(this: RE2JS, text: string) {
        tested += 1
        return test.call(this, text)
      },
    })
    expect(moved.test('aé1')).toBe(true)
    expect(moved.test('a é1')).toBe(false)
    expect(tested).toBe(0)
  } finally {
    Object.defineProperty(RE2JS.prototype, 're2', { configurable: true, writable: true, value: original })
    Object.defineProperty(RE2JS.prototype, 'test', { configurable: true, writable: true, value: test })
  }
})
