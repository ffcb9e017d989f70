import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hunksOf, linesOf } from '../../../../src/gates/policy/twin/difference.ts'

const text = fc
  .array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 })
  .chain((lines) => fc.constantFrom(lines.join('\n'), lines.map((line) => `${line}\n`).join('')))

/** @spec SPEC-19 */
describe('the difference of two texts', () => {
  it('leads from one to the other, hunk by hunk', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const lines = [...linesOf(before)]
        for (const hunk of hunksOf(before, after).toReversed()) {
          const at = hunk.before.lines.length > 0 ? hunk.before.start - 1 : hunk.before.start
          expect(lines.slice(at, at + hunk.before.lines.length)).toEqual(hunk.before.lines)
          lines.splice(at, hunk.before.lines.length, ...hunk.after.lines)
        }
        expect(lines.join('')).toBe(after)
      }),
      { seed: 20261127, numRuns: 2000 },
    )
  })

  it('says where its lines stand in both texts', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        for (const { before: old, after: fresh } of hunksOf(before, after)) {
          if (old.lines.length > 0) expect(linesOf(before).slice(old.start - 1, old.start - 1 + old.lines.length)).toEqual(old.lines)
          if (fresh.lines.length > 0) expect(linesOf(after).slice(fresh.start - 1, fresh.start - 1 + fresh.lines.length)).toEqual(fresh.lines)
        }
      }),
      { seed: 20261127, numRuns: 1000 },
    )
  })

  it.each<[string, string, string, readonly unknown[]]>([
    ['equal texts', 'a\nb\n', 'a\nb\n', []],
    ['a new file', '', 'a\n', [[0, 0, 1, 1]]],
    ['a file that is gone', 'a\n', '', [[1, 1, 0, 0]]],
    ['a line in the middle', 'a\nc\n', 'a\nb\nc\n', [[1, 0, 2, 1]]],
    [
      'two places',
      'a\nb\nc\n',
      'x\nb\ny\n',
      [
        [1, 1, 1, 1],
        [3, 1, 3, 1],
      ],
    ],
    ['an end that is missing', 'a\n', 'a', [[1, 1, 1, 1]]],
  ])('of %s is what git says', (_what, before, after, ranges) => {
    expect(hunksOf(before, after).map((hunk) => [hunk.before.start, hunk.before.lines.length, hunk.after.start, hunk.after.lines.length])).toEqual(ranges)
  })

  it('of long texts that have nothing in common is one hunk, found in bounded work', () => {
    const [a, b] = ['a', 'b'].map((sign) => Array.from({ length: 20_000 }, (_, index) => `${sign}${index}\n`).join(''))
    expect(hunksOf(a!, b!)).toHaveLength(1)
  })
})
