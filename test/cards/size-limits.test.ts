import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkReport } from '../../src/cards/check-report.ts'
import { renderCards } from '../../src/cards/render-cards.ts'
import { renderTerminal } from '../../src/cards/render-terminal.ts'
import { assemble, block, MAX_BODY_BYTES } from '../../src/cards/size-limits.ts'
import { shorten } from '../../src/cards/visible-text.ts'
import type { Cards } from '../../src/model/card.ts'
import { place, say } from '../../src/model/phrase.ts'
import { decision, reason, result, step, view } from './example.ts'

const bytes = (text: string) => Buffer.byteLength(text)

function everyText(cards: Cards): readonly string[] {
  return [cards.comment ?? '', cards.proof.markdown, ...cards.checks.flatMap((check) => [check.summary, check.text ?? ''])]
}

function manyReasons(count: number, words = 'is bound to no test') {
  const paths = Array.from({ length: count }, (_, index) => `src/part-${index}.ts`)
  return view(
    decision({
      verdict: 'block',
      results: [
        result('spec', {
          reasons: paths.map((path) => reason('spec.unbound-surface', say`${place(path, 3)} ${words}`, { path, line: 3 })),
          nextSteps: paths.map((path, index) =>
            step(say`add a test for ${place(path)}`, [index], { snippet: { path, text: '```\n````\n/** @spec SPEC-1 */' } }),
          ),
          facts: paths.map((path) => ({ id: path, title: `Coverage of ${path}`, value: { path, words }, sources: [{ kind: 'given', by: words }] })),
        }),
      ],
    }),
  )
}

describe('texts are kept within GitHub’s limits', () => {
  test.each([
    ['10,000 findings', manyReasons(10_000)],
    ['findings in four-byte characters', manyReasons(2_000, '😀'.repeat(5_000))],
    ['findings full of markup', manyReasons(2_000, '`|<@'.repeat(5_000))],
    [
      'a hold with an endless reason',
      view(decision({ verdict: 'block', holds: Array.from({ length: 5_000 }, () => ({ by: 'reviewer', reason: '|'.repeat(9_000), at: decision().asOf })) })),
    ],
  ])('with %s', (_, shown) => {
    const cards = renderCards(shown)
    for (const text of everyText(cards)) {
      expect(bytes(text)).toBeLessThanOrEqual(MAX_BODY_BYTES)
      expect(text.isWellFormed()).toBe(true)
      expect(text.match(/^ *`{3,}/gm)?.length ?? 0).toSatisfy((fences: number) => fences % 2 === 0)
      expect(text.match(/<details>/g)?.length).toBe(text.match(/<\/details>/g)?.length)
    }
    for (const check of cards.checks) expect(check.title.length).toBeLessThanOrEqual(255)
    expect(cards.checks[0]?.annotations.length).toBeLessThanOrEqual(500)
  })

  test('and what was left out is counted, with a link to the whole', () => {
    const cards = renderCards(manyReasons(10_000))
    expect(cards.comment).toContain('… and 9990 more in the check run `Maestro decision`; [the whole list](https://maestro.example/decisions/9#)')
    expect(cards.checks[0]?.summary).toContain('… and 9950 more: [the whole list]')
    expect(cards.checks[0]?.summary).toContain('500 findings are shown beside their lines, 9500 more are not.')
    expect(cards.checks[0]?.text).toMatch(/… and \d+ more: \[the whole list\]\(https:\/\/maestro\.example\/decisions\/9#spec\)/)
  })

  test('and 10,000 findings take no more of the text than 1,000 do', () => {
    let rendered = 0
    const sections = [
      {
        items: (function* () {
          for (;;) {
            rendered += 1
            yield 'x'.repeat(100)
          }
        })(),
        count: 1_000_000,
        more: (left: number) => `… and ${left} more`,
      },
    ]
    const text = assemble(sections, '…')
    expect(bytes(text)).toBeLessThanOrEqual(MAX_BODY_BYTES)
    expect(rendered).toBeLessThan(700)
  })

  test('whatever the sections are', () => {
    const item = fc.string({ unit: 'grapheme', maxLength: 40 })
    fc.assert(
      fc.property(fc.array(fc.array(item, { maxLength: 20 }), { maxLength: 6 }), fc.integer({ min: 20, max: 400 }), (lists, max) => {
        const sections = lists.map((items) => ({ open: '<d>', items, count: items.length, close: '</d>', more: (left: number) => `+${left}` }))
        const text = assemble(sections, 'left out', max)
        expect(bytes(text)).toBeLessThanOrEqual(max)
        expect(text.split('<d>').length).toBe(text.split('</d>').length)
      }),
      { seed: 20261121, numRuns: 500 },
    )
  })

  test('and a section with little room has as many items as fit beside the count of the others', () => {
    const section = { items: ['aaaaaaaaaa', 'bbbbbbbbbb', 'c'.repeat(20)], count: 3, more: (left: number) => `and ${left} more` }
    expect(assemble([section], '', 45)).toBe(`aaaaaaaaaa\nbbbbbbbbbb\n${'c'.repeat(20)}`)
    expect(assemble([section], '', 44)).toBe('aaaaaaaaaa\nbbbbbbbbbb\nand 1 more')
    expect(assemble([section], '', 34)).toBe('aaaaaaaaaa\nand 2 more')
    expect(assemble([section], '', 24)).toBe('aaaaaaaaaa\nand 2 more')
  })

  test('and a section without room is mentioned', () => {
    expect(assemble([block('short'), block('x'.repeat(100))], 'more elsewhere', 60)).toBe('short\n\nmore elsewhere')
    expect(assemble([block('short'), block('also short')], 'more elsewhere', 60)).toBe('short\n\nalso short')
  })
})

test('a shortened text never ends in half a character', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), fc.integer({ min: 1, max: 30 }), (text, max) => {
      const short = shorten(text, max)
      expect(short.length).toBeLessThanOrEqual(Math.max(max, 1))
      expect(short.isWellFormed()).toBe(true)
    }),
    { seed: 20261121 },
  )
})

test('the other renderings take 10,000 findings as well', () => {
  const shown = manyReasons(10_000)
  expect(renderTerminal(shown, { color: false, width: 80 })).toContain('… and 9900 more')
  expect(JSON.stringify(checkReport(shown, renderCards(shown))).length).toBeGreaterThan(1_000_000)
})
