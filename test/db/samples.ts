import type { Recording } from '../../db/decisions.ts'
import type { Observation } from '../../db/subjects.ts'
import type { Subject } from '../../src/model/change.ts'
import type { Decision, Verdict } from '../../src/model/decision.ts'
import { digestOfBytes } from '../../src/model/digest.ts'
import { type Digest, instant, type Oid, oid, type RepoId, repoId, type TenantId, tenantId } from '../../src/model/ids.ts'

let tenants = 1000

/** A tenant of one's own: tests share a database, and no query may cross tenants. */
export function newTenant(): TenantId {
  tenants += 1
  return tenantId(tenants)
}

export const repo: RepoId = repoId(11)

export function sha(digit: string): Oid {
  return oid(digit.repeat(40))
}

export function textDigest(text: string): Digest {
  return digestOfBytes(text)
}

export function pull(tenant: TenantId, number = 1): Extract<Subject, { kind: 'pull_request' }> {
  return { kind: 'pull_request', tenant, repo, number }
}

export function seen(headSha: Oid, more: Partial<Observation> = {}): Observation {
  return { state: 'open', headSha, headRef: 'feature', baseRef: 'main', ...more }
}

export function decision(subject: Subject, headSha: Oid, verdict: Verdict = 'pass'): Decision {
  const facts = textDigest('facts')
  return {
    subject,
    baseSha: sha('b'),
    headSha,
    headTree: sha('c'),
    trunkSha: sha('d'),
    preview: false,
    asOf: instant('2026-11-21T08:00:00.000Z'),
    verdict,
    results: [],
    overrides: [],
    holds: [],
    listens: [],
    settings: { state: 'defaults', trunk: [], proposed: [] },
    digests: { settings: facts, gates: facts, facts },
  }
}

export function recording(made: Decision, more: Partial<Recording> = {}): Recording {
  return {
    decision: made,
    body: JSON.stringify(made),
    inputsDigest: textDigest('inputs'),
    inputs: [],
    retentionMs: 1000,
    contributions: [],
    publish: { verdict: made.verdict },
    why: 'pull_request.opened',
    ...more,
  }
}
