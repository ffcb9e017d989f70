import type { Decision, JudgedResult } from '../../src/model/decision.ts'
import { digestOf } from '../../src/model/digest.ts'
import { instant, oid, repoId, tenantId } from '../../src/model/ids.ts'
import { place, say } from '../../src/model/phrase.ts'

/** A decision that blocks on a spec and passes an OKR, for tests of whoever reads decisions. */
export function aDecision(change: Partial<Decision> = {}): Decision {
  return {
    subject: { kind: 'pull_request', tenant: tenantId(1), repo: repoId(2), number: 3 },
    baseSha: oid('b'.repeat(40)),
    headSha: oid('a'.repeat(40)),
    headTree: oid('c'.repeat(40)),
    trunkSha: oid('b'.repeat(40)),
    preview: false,
    asOf: instant('2026-11-21T08:00:00Z'),
    verdict: 'block',
    results: [aResult({ gate: 'okr', title: 'Objectives', summary: say`1 objective` }), blockedSpec],
    overrides: [],
    holds: [],
    listens: [],
    settings: { state: 'valid', from: oid('b'.repeat(40)), trunk: [], proposed: [] },
    digests: { settings: digestOf(1), gates: digestOf(2), facts: digestOf(3) },
    ...change,
  }
}

/** A result that passed with nothing to say. */
function aResult(change: Partial<JudgedResult> = {}): JudgedResult {
  return {
    gate: 'okr',
    title: 'Objectives',
    version: '1',
    mode: 'enforce',
    outcome: 'pass',
    summary: [],
    reasons: [],
    effects: [],
    facts: [],
    nextSteps: [],
    waits: [],
    listens: [],
    obligations: [],
    ...change,
  }
}

const blockedSpec = aResult({
  gate: 'spec',
  title: 'Specs',
  outcome: 'fail',
  summary: say`1 of 2 changed surfaces covered`,
  reasons: [{ code: 'spec.unbound-surface', level: 'block', message: say`${place('src/retry.ts')} is bound to no test`, facts: [] }],
  effects: ['blocks'],
})
