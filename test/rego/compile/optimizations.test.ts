import fc from 'fast-check'
import { expect, test } from 'vitest'
import { analyze } from '../../../src/rego/compile/analysis.ts'
import { idleWatcher } from '../../../src/rego/compile/emit/watcher.ts'
import { analyzeQuery } from '../../../src/rego/compile/query.ts'
import { RegoErrors } from '../../../src/rego/errors.ts'
import { Prepared } from '../../../src/rego/evaluate/prepared.ts'
import { Program } from '../../../src/rego/evaluate/program.ts'
import { compile } from '../../../src/rego/index.ts'
import { parseModule, parseQuery } from '../../../src/rego/syntax/parse.ts'
import { regoText } from '../../../src/rego/values/rego-text.ts'
import type { Value } from '../../../src/rego/values/value.ts'
import { documents, lookingThroughOneSet, policies } from './policies.ts'

/** The value of a query; with `plain`, by closures that share, stream, join and hoist nothing. */
function resultOf(text: string, query: string, data: Value, input: Value, plain: boolean): string {
  const analysis = analyze([{ name: 't.rego', module: parseModule('t.rego', text) }], data, undefined, false)
  const analyzed = analyzeQuery(analysis, parseQuery(query))
  const program = plain ? new Program(analysis, analyzed.targets, () => 0, idleWatcher) : new Program(analysis, analyzed.targets, undefined, undefined)
  const prepared = new Prepared(program, analyzed)
  const first = shown(prepared, input)
  expect(shown(prepared, input)).toBe(first)
  return first
}

function shown(prepared: Prepared, input: Value): string {
  try {
    return prepared
      .run(input, {}, (rows) => rows)
      .map((row) => row.expressions.map(regoText).join(';'))
      .join('\n')
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** Whether the types let it be compiled: what is known of a constant may not fit a comparison. */
function compiles(text: string): boolean {
  try {
    compile([{ name: 't.rego', text }])
    return true
  } catch (error) {
    if (error instanceof RegoErrors) return false
    throw error
  }
}

test('what is shared, streamed, joined, folded and hoisted gives what plain evaluation gives', () => {
  const runs = Number(process.env.RUNS ?? 150)
  let compared = 0
  fc.assert(
    fc.property(policies, documents, documents, (text, data, input) => {
      if (!compiles(text)) return
      compared += 1
      for (const query of ['data.t.q1', 'data.t.q2', 'data.t.p2', 'data.t']) {
        expect(resultOf(text, query, data as unknown as Value, input as unknown as Value, false), query).toBe(
          resultOf(text, query, data as unknown as Value, input as unknown as Value, true),
        )
      }
    }),
    { seed: 20261127, numRuns: runs },
  )
  // The checks of types refuse what a generator makes without looking: a good third is left.
  expect(compared).toBeGreaterThan(runs / 3)
})

test('a set that is gone through for one item gives what plain evaluation gives', () => {
  let found = 0
  fc.assert(
    fc.property(lookingThroughOneSet, documents, documents, (text, data, input) => {
      if (!compiles(text)) return
      const quick = resultOf(text, 'data.t.q', data as unknown as Value, input as unknown as Value, false)
      expect(quick).toBe(resultOf(text, 'data.t.q', data as unknown as Value, input as unknown as Value, true))
      if (quick !== '' && quick !== 'set()') found += 1
    }),
    { seed: 20261127, numRuns: 400 },
  )
  expect(found).toBeGreaterThan(40)
})
