import { describe, expect, it } from 'vitest'
import { spec } from '../../../src/gates/spec/gate.ts'
import { plain } from '../../../src/model/phrase.ts'
import { type Files, judgeScene, messagesOf, outline } from '../harness.ts'
import { BASE, card, without } from './example.ts'

/** The ways out, in words. */
function ways(result: ReturnType<typeof judgeScene>): readonly string[] {
  return result.nextSteps.map(({ message }) => plain(message))
}

const BOTH: Files = { ...BASE, 'src/a.ts': 'export const a = 1\n' }
const BOUND = { 'src/z.test.ts': '/** @spec SPEC-9 */\ntest("z", () => {})\n' }

/** @spec SPEC-6 */
describe('a card that another one takes the place of', () => {
  const promises = { acceptance: '["no wait is above the cap"]' }
  const before: Files = { ...BOTH, 'specs/SPEC-1.yml': card(1, 'src/a.ts', promises) }

  it('may be deleted or retired where that one is tested, covers the code and says the same: somebody should look at it', () => {
    const successor = { ...BOUND, 'specs/SPEC-9.yml': card(9, 'src/a.ts', promises) }
    const deleted = judgeScene(spec, { base: before, head: { ...without(before, 'specs/SPEC-1.yml', 'src/a.test.ts'), ...successor } })
    expect(outline(deleted)).toEqual(['spec.card-weakened warn specs/SPEC-1.yml:1'])
    expect(messagesOf(deleted)).toContain('`SPEC-1` is deleted; `SPEC-9` stands for it now')
    const retired = judgeScene(spec, {
      base: before,
      head: { ...before, ...successor, 'specs/SPEC-1.yml': card(1, 'src/a.ts', { ...promises, status: 'retired' }) },
    })
    expect(outline(retired)).toEqual(['spec.card-weakened warn specs/SPEC-1.yml:1'])
  })

  it.each<[string, Files]>([
    ['no test is bound to that one', { 'specs/SPEC-9.yml': card(9, 'src/a.ts', promises) }],
    ['that one covers other code', { ...BOUND, 'specs/SPEC-9.yml': card(9, 'src/b.ts', promises) }],
    ['that one is a draft', { ...BOUND, 'specs/SPEC-9.yml': card(9, 'src/a.ts', { ...promises, status: 'draft' }) }],
    ['that one says less', { ...BOUND, 'specs/SPEC-9.yml': card(9, 'src/a.ts', { acceptance: '["it works"]' }) }],
  ])('may not where %s', (_why, successor) => {
    const result = judgeScene(spec, { base: before, head: { ...without(before, 'specs/SPEC-1.yml', 'src/a.test.ts'), ...successor } })
    expect(outline(result)).toContain('spec.card-weakened block specs/SPEC-1.yml:1')
  })

  it('may give a part of its code and of its entries to a new card that is tested', () => {
    const base: Files = { ...BOTH, 'specs/SPEC-1.yml': card(1, '"src/{a,b}.ts"', { acceptance: '["no wait is above the cap", "four tries at most"]' }) }
    const head: Files = {
      ...base,
      ...BOUND,
      'specs/SPEC-1.yml': card(1, 'src/a.ts', { acceptance: '["no wait is above the cap"]' }),
      'specs/SPEC-9.yml': card(9, 'src/b.ts', { acceptance: '["four tries at most"]' }),
    }
    const result = judgeScene(spec, { base, head })
    expect(new Set(outline(result).map((line) => line.split(' ').slice(0, 2).join(' ')))).toEqual(new Set(['spec.card-weakened warn']))
    expect(messagesOf(result)).toContain('`SPEC-1` gave an entry under `acceptance` to another card')
    const lost = judgeScene(spec, { base, head: { ...head, 'specs/SPEC-9.yml': card(9, 'src/b.ts', { acceptance: '["it works"]' }) } })
    expect(outline(lost).some((line) => line.startsWith('spec.card-weakened block'))).toBe(true)
  })
})

/** @spec SPEC-6 */
describe('who takes a promise over', () => {
  const says = (...entries: string[]) => ({ acceptance: JSON.stringify(entries) })
  const gone: Files = without(BASE, 'specs/SPEC-1.yml', 'specs/SPEC-2.yml', 'src/a.test.ts', 'src/b.test.ts')
  const both = (one: string, other: string): Files => ({
    ...BASE,
    'specs/SPEC-1.yml': card(1, 'src/a.ts', { expected: '[c]', ...says(one) }),
    'specs/SPEC-2.yml': card(2, 'src/b.ts', { expected: '[c]', ...says(other) }),
  })
  const merged = (base: Files, ...entries: string[]) =>
    judgeScene(spec, { base, head: { ...gone, ...BOUND, 'specs/SPEC-9.yml': card(9, 'src/a.ts, src/b.ts', says(...entries)) } })

  it('may say it once where two cards said the same', () => {
    const result = merged(both('no wait is above the cap', 'No wait is  above the cap'), 'no wait is above the cap')
    expect(outline(result)).toEqual(['spec.card-weakened warn specs/SPEC-1.yml:1', 'spec.card-weakened warn specs/SPEC-2.yml:1'])
  })

  it('says no two things with one entry', () => {
    const base = both('no wait is above the cap', 'no wait is above the given cap')
    const once = merged(base, 'no wait is ever above the cap')
    expect(outline(once)).toEqual(['spec.card-weakened block specs/SPEC-2.yml:1', 'spec.card-weakened warn specs/SPEC-1.yml:1'])
    expect(outline(merged(base, 'no wait is ever above the cap', 'no wait is ever above the given cap')).every((line) => line.includes(' warn '))).toBe(true)
  })

  it('does not say then and acceptance of one card with one entry either', () => {
    const base = { ...BASE, 'specs/SPEC-1.yml': card(1, 'src/a.ts', { expected: '["no wait is above the cap"]', ...says('no wait is above the given cap') }) }
    const head = { ...without(base, 'specs/SPEC-1.yml', 'src/a.test.ts'), ...BOUND }
    const result = judgeScene(spec, { base, head: { ...head, 'specs/SPEC-9.yml': card(9, 'src/a.ts', says('no wait is ever above the cap')) } })
    expect(outline(result)).toEqual(['spec.card-weakened block specs/SPEC-1.yml:1'])
  })

  it('says it with an entry of its own only word for word', () => {
    const old = { ...BOUND, 'specs/SPEC-9.yml': card(9, 'src/a.ts, src/b.ts', says('no wait is ever above the cap')) }
    const judge = (entry: string) => {
      const base = { ...both(entry, 'd'), ...old }
      return outline(judgeScene(spec, { base, head: without(base, 'specs/SPEC-1.yml', 'src/a.test.ts') }))
    }
    expect(judge('no wait is above the cap')).toEqual(['spec.card-weakened block specs/SPEC-1.yml:1'])
    expect(judge('no wait is ever above the cap')).toEqual(['spec.card-weakened warn specs/SPEC-1.yml:1'])
  })

  it('says it before other cards only once it has found its own entries again', () => {
    const base = both('no wait is above the given cap', 'no wait is above the cap')
    // SPEC-2 is reworded and covers what SPEC-1 covered: its entry is its own.
    const head = {
      ...without(base, 'specs/SPEC-1.yml', 'src/a.test.ts'),
      'specs/SPEC-2.yml': card(2, 'src/a.ts, src/b.ts', says('no wait is ever above the cap')),
    }
    expect(outline(judgeScene(spec, { base, head }))).toEqual(['spec.card-weakened block specs/SPEC-1.yml:1', 'spec.card-weakened warn specs/SPEC-2.yml:6'])
  })

  it('is looked at where it holds under other conditions', () => {
    const base = { ...BASE, 'specs/SPEC-1.yml': card(1, '"src/{a,b}.ts"', says('no wait is above the cap', 'four tries at most')) }
    const successor = card(9, 'src/a.ts, src/b.ts', says('no wait is above the cap', 'four tries at most'))
    const judge = (text: string, kept: Files) =>
      messagesOf(judgeScene(spec, { base, head: { ...without(base, 'specs/SPEC-1.yml'), ...BOUND, ...kept, 'specs/SPEC-9.yml': text } }))
    const message = '`SPEC-9` holds under other conditions than `SPEC-1`: `given, when` is not what it was'
    const narrow = successor.replace('given: a', 'given: [a, on a Tuesday]').replace('when: b', 'when: b by an owner')
    expect(judge(narrow, { 'src/a.test.ts': '' })).toContain(message)
    expect(judge(successor, { 'src/a.test.ts': '' }).join()).not.toContain('other conditions')
    const half = { 'specs/SPEC-1.yml': card(1, 'src/a.ts', says('no wait is above the cap')) }
    expect(judge(narrow, half)).toContain(message)
  })
})

/** @spec SPEC-6 */
describe('a card that is nearly there', () => {
  const base: Files = { ...BASE, 'src/new.ts': 'export const n = 1\n' }
  const head: Files = { ...base, 'src/new.ts': 'export const n = 2\n' }

  it('as a draft is to become active, and no other one is to be written', () => {
    const draft = { 'specs/SPEC-9.yml': card(9, 'src/new.ts', { status: 'draft' }) }
    const result = judgeScene(spec, { base, head: { ...head, ...draft } })
    expect(ways(result)).toEqual(['set `status: active` in `specs/SPEC-9.yml:1` and mark its test with `@spec SPEC-9`'])
  })

  it('on the trunk comes with a merge of it, and its id is not given again', () => {
    const trunk: Files = { ...base, 'specs/SPEC-9.yml': card(9, 'src/new.ts') }
    const result = judgeScene(spec, { base, head, trunk })
    expect(messagesOf(result)).toContain('`src/new.ts:1`: no card covers it here; `SPEC-9` does on the trunk, which went on since')
    expect(ways(result)).toEqual(['merge the trunk into this branch'])
    const more = judgeScene(spec, { base, head: { ...head, 'src/other.ts': 'export const o = 1\n' }, trunk })
    expect(ways(more)).toEqual(['merge the trunk into this branch', expect.stringContaining('SPEC-10')])
  })

  it('and was there before without a test is no draft of this change: to make it one would weaken it', () => {
    const orphan: Files = { ...without(BASE, 'src/b.test.ts') }
    const edited = judgeScene(spec, { base: orphan, head: { ...orphan, 'specs/SPEC-2.yml': card(2, 'src/b.ts', { acceptance: '["e", "more"]' }) } })
    expect(ways(edited)).toContain('mark a test with `@spec SPEC-2`')
    const fresh = judgeScene(spec, { base: BASE, head: { ...BASE, 'specs/SPEC-9.yml': card(9, 'src/a.ts') } })
    expect(ways(fresh)).toContain('mark a test with `@spec SPEC-9`, or make the card a draft until there is one')
  })
})
