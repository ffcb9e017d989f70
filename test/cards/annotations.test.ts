import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { annotationsOf } from '../../src/cards/annotations.ts'
import type { Reason } from '../../src/model/gate.ts'
import { say } from '../../src/model/phrase.ts'
import { brokenSettings, decision, reason, result, view } from './example.ts'

const AT_HEAD = { path: 'server/api/retry.ts', line: 3 }

function annotated(reasons: readonly Reason[], mode: 'observe' | 'warn' | 'enforce' = 'enforce') {
  return annotationsOf(view(decision({ verdict: 'block', results: [result('spec', { mode, reasons })] })))
}

describe('annotations', () => {
  test.each([
    ['enforce', 'block', 'failure'],
    ['enforce', 'warn', 'warning'],
    ['enforce', 'note', 'notice'],
    ['warn', 'block', 'warning'],
    ['observe', 'block', 'notice'],
  ] as const)('under %s show a %s as a %s', (mode, level, shown) => {
    expect(annotated([reason('spec.x', say`found`, { ...AT_HEAD, level })], mode).shown.map((annotation) => annotation.level)).toEqual([shown])
  })

  test('say when a finding would block', () => {
    expect(annotated([reason('spec.x', say`found`, AT_HEAD)], 'observe').shown[0]?.message).toBe('Would block under enforce: found')
  })

  test.each<[string, Partial<Reason>, readonly number[]]>([
    ['a line of the head', AT_HEAD, [3]],
    ['a line that cannot be', { ...AT_HEAD, line: 0 }, [1]],
    ['no line, in a file of the head', { path: 'server/api/retry.ts' }, [1]],
    ['no line, in a file not known to exist', { path: 'docs/missing.md' }, []],
    ['a file that is removed', { path: 'server/api/old.ts', line: 3 }, []],
    ['the base', { ...AT_HEAD, side: 'base' }, []],
    ['the trunk', { ...AT_HEAD, side: 'trunk' }, []],
    ['no path', {}, []],
    ['a path that is no UTF-8', { path: 'a\udcff.ts', line: 1 }, []],
  ])('stand beside the line when the place is %s', (_, place, lines) => {
    expect(annotated([reason('spec.x', say`found`, place)]).shown.map((annotation) => annotation.startLine)).toEqual(lines)
  })

  test('come worst first, then by place, each once', () => {
    const shown = annotated([
      reason('spec.c', say`c`, { path: 'b.ts', line: 9, level: 'warn' }),
      reason('spec.b', say`b`, { path: 'b.ts', line: 2 }),
      reason('spec.b', say`b`, { path: 'b.ts', line: 2 }),
      reason('spec.a', say`a`, { path: 'a.ts', line: 7 }),
    ]).shown
    expect(shown.map((annotation) => annotation.title)).toEqual(['spec.a', 'spec.b', 'spec.c'])
  })

  test('underline what is wrong with proposed settings, to the column', () => {
    const { shown } = annotationsOf(
      view(decision({ settings: { state: 'valid', trunk: [], proposed: [brokenSettings, { ...brokenSettings, severity: 'warning', endLine: 11 }] } })),
    )
    expect(shown).toEqual([
      {
        path: '.github/maestro.yml',
        startLine: 9,
        endLine: 9,
        startColumn: 37,
        endColumn: 44,
        level: 'failure',
        title: 'settings.unknown-key',
        message: 'unknown key `covrage`, did you mean `coverage`?',
      },
      expect.objectContaining({ level: 'warning', startLine: 9, endLine: 11 }),
    ])
    expect(shown[1]).not.toHaveProperty('startColumn')
  })

  test('stand on a line that GitHub takes, whatever a diagnostic says', () => {
    const { shown } = annotationsOf(
      view(decision({ settings: { state: 'valid', trunk: [], proposed: [{ ...brokenSettings, line: 0, endLine: 0, column: 0, endColumn: 0 }] } })),
    )
    expect(shown[0]).toMatchObject({ startLine: 1, endLine: 1, startColumn: 1, endColumn: 1 })
  })

  test('are plain text within GitHub’s limits, whatever a message holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        for (const annotation of annotated([reason(text.repeat(50), [text.repeat(50)], AT_HEAD)]).shown) {
          expect(annotation.title.length).toBeLessThanOrEqual(255)
          expect(Buffer.byteLength(annotation.message)).toBeLessThanOrEqual(65_535)
          expect(`${annotation.title}${annotation.message}`).not.toMatch(/[\p{Cf}\p{Cs}]/u)
          expect(annotation.message.isWellFormed()).toBe(true)
        }
      }),
      { seed: 20261121 },
    )
  })
})
