import type { CardView } from '../../src/cards/view.ts'
import type { Decision, Effect, JudgedResult } from '../../src/model/decision.ts'
import type { NextStep, Obligation, Reason } from '../../src/model/gate.ts'
import { digest, instant, oid, repoId, tenantId } from '../../src/model/ids.ts'
import { known } from '../../src/model/known.ts'
import { code, type Phrase, place, say } from '../../src/model/phrase.ts'
import type { Diagnostic } from '../../src/model/settings.ts'

export const HEAD = oid('1f3a5c7e9b2d4f60718293a4b5c6d7e8f9012345')
export const BASE = oid('a0b1c2d3e4f5061728394a5b6c7d8e9f00112233')
export const TRUNK = oid('5566778899aabbccddeeff001122334455667788')
export const NOW = instant('2026-11-21T08:00:00Z')

export function reason(codeName: string, message: Phrase, more: Partial<Reason> = {}): Reason {
  return { code: codeName, level: 'block', message, facts: [], ...more }
}

export function step(message: Phrase, unblocks: readonly number[], more: Partial<NextStep> = {}): NextStep {
  return { kind: 'edit', message, unblocks, ...more }
}

export function obligation(more: Partial<Obligation> = {}): Obligation {
  return {
    id: 'specCoverage',
    title: 'Spec coverage',
    status: 'proven',
    message: say`2 of 2 changed surfaces are bound to a test`,
    facts: ['coverage'],
    ...more,
  }
}

/** A gate's result in which every block-level reason does what its mode says. */
export function result(gate: string, more: Partial<JudgedResult> = {}): JudgedResult {
  const mode = more.mode ?? 'enforce'
  const blocked: Effect = mode === 'enforce' ? 'blocks' : mode === 'warn' ? 'warns' : 'would-block'
  const warned: Effect = mode === 'observe' ? 'would-warn' : 'warns'
  const reasons = more.reasons ?? []
  return {
    gate,
    title: gate.charAt(0).toUpperCase() + gate.slice(1),
    version: '1',
    mode,
    outcome: reasons.some((one) => one.level === 'block') ? 'fail' : 'pass',
    summary: say`looked at 2 files`,
    reasons,
    facts: [],
    nextSteps: [],
    waits: [],
    listens: [],
    obligations: [],
    effects: reasons.map((one) => (one.level === 'note' ? 'none' : one.level === 'block' ? blocked : warned)),
    ...more,
  }
}

export function decision(more: Partial<Decision> = {}): Decision {
  return {
    subject: { kind: 'pull_request', tenant: tenantId(7), repo: repoId(11), number: 12 },
    baseSha: BASE,
    headSha: HEAD,
    headTree: oid('00112233445566778899aabbccddeeff00112233'),
    trunkSha: TRUNK,
    preview: false,
    asOf: NOW,
    verdict: 'pass',
    results: [],
    overrides: [],
    holds: [],
    listens: [],
    settings: { from: TRUNK, state: 'valid', trunk: [], proposed: [] },
    digests: { settings: digest(`sha256:${'a'.repeat(64)}`), gates: digest(`sha256:${'b'.repeat(64)}`), facts: digest(`sha256:${'c'.repeat(64)}`) },
    ...more,
  }
}

export function view(decided: Decision, more: Partial<Omit<CardView, 'change'>> & { readonly change?: Partial<CardView['change']> } = {}): CardView {
  return {
    settings: { comment: 'when-needed', publicTitles: false },
    links: { reasons: (name) => `https://docs.example/reasons#${name}`, details: (anchor) => `https://maestro.example/decisions/9#${anchor}` },
    because: say`a push`,
    ...more,
    decision: decided,
    change: {
      repo: { fullName: 'acme/shop', visibility: known('private', { kind: 'github', what: 'repository' }) },
      trunk: { commit: TRUNK, tree: TRUNK, ref: 'refs/heads/main' },
      target: { ref: 'refs/heads/main', isTrunk: !decided.preview },
      draft: known(false, { kind: 'github', what: 'pull request' }),
      files: [
        { path: 'server/api/retry.ts', status: 'modified', before: { oid: BASE, kind: 'file' }, after: { oid: HEAD, kind: 'file' } },
        { path: 'server/api/old.ts', status: 'removed', before: { oid: BASE, kind: 'file' } },
      ],
      ...more.change,
    },
  }
}

export const okrPassed = result('okr', {
  title: 'Objectives',
  summary: say`counts towards ${code('OKR-Q3-LATENCY')}`,
  facts: [
    {
      id: 'okr.contribution',
      title: 'Contribution',
      value: [{ okr: 'OKR-Q3-LATENCY', objective: 'Reduce p95 API latency by 20%', share: 1 }],
      sources: [{ kind: 'git', commit: TRUNK, path: 'okrs/q3.yml', line: 2 }],
    },
  ],
})

export const specBlocked = result('spec', {
  title: 'Spec binding',
  summary: say`1 of 2 changed surfaces is bound to a test`,
  reasons: [
    reason('spec.unbound-surface', say`${place('server/api/retry.ts', 3)} is bound to no test`, { path: 'server/api/retry.ts', line: 3, facts: ['coverage'] }),
    reason('spec.coverage-below', say`coverage on changed surfaces is ${code('0.50')} of ${code('0.95')}`, { facts: ['coverage'] }),
    reason('spec.card-weakened', say`an acceptance line was removed from ${code('SPEC-7')}`, { path: 'specs/SPEC-7.yml', line: 9, level: 'warn' }),
  ],
  nextSteps: [
    step(say`mark a test in ${place('server/api/retry.test.ts')} with ${code('@spec SPEC-142')}`, [0, 1], {
      snippet: { path: 'server/api/retry.test.ts', text: '/** @spec SPEC-142 */' },
    }),
  ],
  facts: [
    {
      id: 'coverage',
      title: 'Spec coverage',
      value: 0.5,
      sources: [
        { kind: 'computed', by: 'spec@1' },
        { kind: 'git', commit: HEAD, path: 'server/api/retry.ts' },
      ],
    },
  ],
  obligations: [
    obligation({
      status: 'failed',
      measured: 0.5,
      required: 0.95,
      message: say`1 of 2 changed surfaces is bound to a test`,
      remedy: step(say`list the surfaces that are not bound`, [0], { kind: 'run', command: 'maestro spec coverage' }),
    }),
  ],
})

export const policyBlocked = result('policy', {
  reasons: [reason('policy.iam-write', say`${place('infra/iam/policy.yaml', 14)} grants ${code('repo:write')}`, { path: 'infra/iam/policy.yaml', line: 14 })],
  nextSteps: [
    step(say`approval from ${code('acme/security')}`, [0], { kind: 'approve' }),
    step(say`drop lines 12–16 (re-run without them: passes)`, [0], { command: 'git apply drop-iam-write.patch' }),
  ],
})

export const mutationPending = result('proof', {
  title: 'Proof',
  outcome: 'pending',
  summary: say`waiting for ${code('mutation')}`,
  waits: [{ what: say`${code('mutation')} (run 881, usually 9 min)`, until: instant('2026-11-21T14:32:00Z') }],
  nextSteps: [step(say`nothing; it reports by itself`, [], { kind: 'wait' })],
  obligations: [
    obligation({ id: 'mutationScore', title: 'Mutation score', status: 'unproven', required: 0.7, message: say`${code('mutation')} has not reported yet` }),
  ],
})

export const brokenSettings: Diagnostic = {
  severity: 'error',
  code: 'settings.unknown-key',
  message: 'unknown key `covrage`, did you mean `coverage`?',
  file: '.github/maestro.yml',
  line: 9,
  column: 37,
  endLine: 9,
  endColumn: 44,
  suggestion: 'coverage',
}
