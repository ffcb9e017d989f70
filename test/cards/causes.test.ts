import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { causesOf } from '../../src/cards/causes.ts'
import { numbersOf } from '../../src/cards/finding-item.ts'
import { gateFindings } from '../../src/cards/findings.ts'
import { renderCards } from '../../src/cards/render-cards.ts'
import { renderTerminal } from '../../src/cards/render-terminal.ts'
import type { Effect, JudgedResult } from '../../src/model/decision.ts'
import { code, place, say } from '../../src/model/phrase.ts'
import { decision, reason, result, step, view } from './example.ts'

/** A gate with reasons `a`, `b`, … and one step for each list of indices that it unblocks. */
function gateWith(count: number, steps: readonly (readonly number[])[], effects?: readonly Effect[]): JudgedResult {
  const names = Array.from({ length: count }, (_, index) => String.fromCodePoint(97 + index))
  return result('spec', {
    reasons: names.map((name) => reason(`spec.${name}`, say`${name}`)),
    nextSteps: steps.map((unblocks, index) => step(say`do ${code(index)}`, unblocks)),
    ...(effects === undefined ? {} : { effects }),
  })
}

/** `ab | c <- 0`: reasons that are one thing, then what follows from which. */
function outlined(gate: JudgedResult): string {
  const { causes, consequences } = causesOf(gateFindings(gate))
  const name = (finding: { readonly reason: { readonly code: string } }) => finding.reason.code.slice(5)
  return [
    causes.map((cause) => cause.findings.map(name).join('')).join(','),
    ...consequences.map(({ finding, of }) => `${name(finding)}<-${of.join('+')}`),
  ].join(' ')
}

describe('what is to be done is counted, not how often it is said', () => {
  test.each<[string, number, readonly (readonly number[])[], string]>([
    ['nothing is nothing', 0, [], ''],
    ['reasons without a way out are a thing each', 2, [], 'a,b'],
    ['reasons with ways out of their own are a thing each', 2, [[0], [1]], 'a,b'],
    ['reasons that one step unblocks are one thing', 3, [[0, 1, 2]], 'abc'],
    [
      'so are reasons that the same choice of steps unblocks',
      2,
      [
        [0, 1],
        [0, 1],
      ],
      'ab',
    ],
    [
      'a sum follows from its parts, whatever unblocks each of them',
      3,
      [
        [0, 2],
        [1, 2],
      ],
      'a,b c<-0+1',
    ],
    ['a sum with one part is one thing with it', 2, [[0, 1]], 'ab'],
    ['what has a further way out follows from what has not', 2, [[0, 1], [1]], 'a b<-0'],
    [
      'in whatever order they come',
      3,
      [
        [2, 0],
        [1, 0],
      ],
      'b,c a<-0+1',
    ],
    ['what follows from what follows is told by its roots', 3, [[0, 1, 2], [1, 2], [2]], 'a b<-0 c<-0'],
    ['reasons that share a step and have each another are two things', 2, [[0, 1], [0], [1]], 'a,b'],
    ['a step that unblocks the same twice is one step', 1, [[0, 0]], 'a'],
  ])('%s', (_, count, steps, expected) => {
    expect(outlined(gateWith(count, steps))).toBe(expected)
  })

  test('what blocks and what warns are never one thing', () => {
    expect(outlined(gateWith(3, [[0, 1, 2]], ['blocks', 'warns', 'blocks']))).toBe('ac,b')
    expect(outlined(gateWith(2, [[0, 1], [1]], ['warns', 'blocks']))).toBe('a,b')
  })

  test('no reason is lost, none is told twice, and whatever solves all things solves what follows', () => {
    const steps = fc.array(fc.uniqueArray(fc.integer({ min: 0, max: 7 }), { minLength: 1 }), { maxLength: 6 })
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 8 }),
        steps,
        fc.array(fc.constantFrom<Effect>('blocks', 'warns'), { minLength: 8, maxLength: 8 }),
        (count, given, effects) => {
          const gate = gateWith(
            count,
            given.map((unblocks) => unblocks.filter((index) => index < count)),
            effects.slice(0, count),
          )
          const { causes, consequences } = causesOf(gateFindings(gate))
          const told = [...causes.flatMap((cause) => cause.findings), ...consequences.map((each) => each.finding)].map((finding) => finding.reason.code)
          expect(told.toSorted()).toEqual(gate.reasons.map((each) => each.code).toSorted())
          for (const { finding, of } of consequences) {
            expect(of.length).toBeGreaterThan(0)
            for (const index of of) for (const way of causes[index]?.steps ?? []) expect(finding.steps).toContain(way)
          }
        },
      ),
      { seed: 20261121, numRuns: 500 },
    )
  })

  test('thousands of reasons with a sum of them are counted in time', () => {
    const many = 5_000
    const paths = Array.from({ length: many }, (_, index) => `src/${index}.ts`)
    const gate = result('spec', {
      reasons: [...paths.map((path) => reason('spec.unbound-surface', say`${place(path)}`, { path })), reason('spec.coverage-below', say`too little`)],
      nextSteps: paths.map((path, index) => step(say`bind ${place(path)}`, [index, many])),
    })
    const { causes, consequences } = causesOf(gateFindings(gate))
    expect([causes.length, consequences.length, consequences[0]?.of.length]).toEqual([many, 1, many])
  })
})

describe('a sum with several parts', () => {
  const gate = result('spec', {
    reasons: [
      reason('spec.unbound-surface', say`${place('a.ts', 3)} is bound to no test`),
      reason('spec.behaviour-without-card', say`${place('b.ts', 1)}: no card covers it`),
      reason('spec.coverage-below', say`coverage is ${code('0.50')} of ${code('0.95')}`),
    ],
    nextSteps: [step(say`mark its test`, [0, 2]), step(say`write a card`, [1, 2]), step(say`ask for less`, [2])],
  })
  const shown = view(decision({ verdict: 'block', results: [gate] }))

  test('is listed behind them, unnumbered, with the ways out that only it has', () => {
    const { title, markdown } = renderCards(shown).decision
    expect(title).toBe('⛔ Maestro: 2 things block')
    expect(markdown).toContain(
      [
        '1. `a.ts:3` is bound to no test ([spec.unbound-surface](https://docs.example/reasons#spec.unbound-surface))\\',
        '   → mark its test',
        '2. `b.ts:1`: no card covers it ([spec.behaviour-without-card](https://docs.example/reasons#spec.behaviour-without-card))\\',
        '   → write a card',
        '',
        '- follows from 1 and 2: coverage is `0.50` of `0.95` ([spec.coverage-below](https://docs.example/reasons#spec.coverage-below))\\',
        '  → ask for less',
      ].join('\n'),
    )
  })

  test('is listed so in a terminal, too', () => {
    expect(renderTerminal(shown, { color: false, width: 100 })).toContain(
      [
        '⛔ Maestro: 2 things block',
        '1. `a.ts:3` is bound to no test (spec.unbound-surface)',
        '   → mark its test',
        '2. `b.ts:1`: no card covers it (spec.behaviour-without-card)',
        '   → write a card',
        '- follows from 1 and 2: coverage is `0.50` of `0.95` (spec.coverage-below)',
        '  → ask for less',
      ].join('\n'),
    )
  })

  test('names a few of many', () => {
    const parts = Array.from({ length: 6 }, (_, index) => reason('spec.x', say`part ${index}`))
    const many = result('spec', { reasons: [...parts, reason('spec.sum', say`sum`)], nextSteps: parts.map((_, index) => step(say`do ${index}`, [index, 6])) })
    expect(renderCards(view(decision({ verdict: 'block', results: [many] }))).decision.markdown).toContain('- follows from 1, 2, 3 and 3 others: sum')
    expect([[0], [0, 1], [0, 1, 2], [0, 1, 2, 3]].map(numbersOf)).toEqual(['1', '1 and 2', '1, 2 and 3', '1, 2, 3 and 1 other'])
  })

  test('is counted with what has no room where they are too many', () => {
    const parts = Array.from({ length: 12 }, (_, index) => reason('spec.x', say`part ${index}`))
    const many = result('spec', { reasons: [...parts, reason('spec.sum', say`sum`)], nextSteps: parts.map((_, index) => step(say`do ${index}`, [index, 12])) })
    const { comment, decision: card } = renderCards(view(decision({ verdict: 'block', results: [many] })))
    expect(comment).toContain('… and 3 more in the check run')
    expect(comment).not.toContain('follows from')
    expect(card.markdown).toContain('- follows from 1, 2, 3 and 9 others: sum')
  })
})

test('of many ways out three are shown', () => {
  const gate = result('spec', { reasons: [reason('spec.x', say`x`)], nextSteps: Array.from({ length: 5 }, (_, index) => step(say`do ${code(index)}`, [0])) })
  const shown = view(decision({ verdict: 'block', results: [gate] }))
  expect(renderCards(shown).decision.markdown).toContain('→ do `0`, or do `1`, or do `2`\n')
  expect(renderTerminal(shown, { color: false, width: 80 })).not.toContain('do `3`')
})

test('a step that puts forty findings right is one thing: ten of them are listed, the others counted', () => {
  const reasons = Array.from({ length: 40 }, (_, index) => reason('spec.x', say`finding ${index}`))
  const gate = result('spec', {
    reasons,
    nextSteps: [
      step(
        say`do it`,
        reasons.map((_, index) => index),
      ),
    ],
  })
  const shown = view(decision({ verdict: 'block', results: [gate] }))
  const { title, markdown } = renderCards(shown).decision
  expect(title).toBe('⛔ Maestro: 1 thing blocks')
  expect(markdown).toMatch(/finding 9 .*\\\n {3}… and 30 more\\\n {3}→ do it/)
  expect(markdown).not.toContain('finding 10 ')
  expect(renderTerminal(shown, { color: false, width: 80 })).toMatch(/finding 9 \(spec\.x\)\n {3}… and 30 more\n {3}→ do it/)
})
