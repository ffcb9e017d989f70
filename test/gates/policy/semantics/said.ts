import { expect, test } from 'vitest'
import { library } from '../../../../policy/library/index.ts'
import { judgeDocument } from '../../../../src/gates/policy/rules/judge-document.ts'
import { policySet } from '../../../../src/gates/policy/rules/policy-set.ts'
import { fileDocument } from '../../../../src/gates/policy/semantics/extract.ts'
import type { SemanticFact } from '../../../../src/gates/policy/semantics/fact.ts'
import type { TwinContext, TwinDocument } from '../../../../src/gates/policy/twin/document.ts'
import { type ChangedFact, changedFacts } from '../../../../src/gates/policy/twin/facts-of-change.ts'

/** One file of a change, what it was before, and what the whole library says of it: `deny ci.untrusted-checkout:12`, in order. */
export interface Fixture {
  /** The incident or the idiom that it is after. */
  readonly title: string
  readonly path: string
  readonly before?: string
  readonly after: string
  readonly says: readonly string[]
  readonly context?: TwinContext
}

const set = policySet({ modules: library, data: {} })

export function factsOf(path: string, text: string): readonly SemanticFact[] {
  return fileDocument.extract(Buffer.from(text), path).facts
}

/** What the library says of facts, `voice code:line`. A rule that fails is an error. */
export function saidOf(facts: readonly ChangedFact[], context: TwinContext = {}, more: object = {}): readonly string[] {
  if (set.policy === undefined) throw new Error(JSON.stringify(set.problems))
  const change = { repository: 'acme/shop', target: 'main', base: 'a', head: 'b', title: '', files: [], added_lines: 0, removed_lines: 0 }
  const document: TwinDocument = { version: 1, context, change, facts, ...more }
  const ruling = judgeDocument(set.policy, set.speakers, document)
  expect(ruling.odd).toEqual([])
  return ruling.findings.map(({ speaker, code, line }) => `${speaker.voice} ${code}${line === undefined ? '' : `:${line}`}`)
}

export function testFixtures(fixtures: readonly Fixture[]): void {
  test.each(fixtures)('$title', ({ path, before = '', after, says, context = {} }) => {
    expect(saidOf(changedFacts(factsOf(path, before), factsOf(path, after), path, path), context)).toEqual(says)
  })
}
